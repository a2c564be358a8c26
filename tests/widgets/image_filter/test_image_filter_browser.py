"""ImageFilter under the mouse and the keyboard, and with the learner's own picture: file, paste, drop, camera."""

import io

import numpy as np
import pytest
from PIL import Image

from convnb.widgets import ImageFilter

KERNEL, PICTURE, RESULT, PATCH = range(4)
LEVELS = np.random.default_rng(8).integers(0, 256, (24, 32)).astype(np.uint8)


@pytest.fixture
def shown(mount):
    return mount(ImageFilter(LEVELS))


def middle(shown, row, col):
    """The middle of a cell of a kernel of three rows."""
    cell = (shown.el.locator("canvas").nth(KERNEL).bounding_box()["height"] - 2) / 3
    return (1 + (col + 0.5) * cell, 1 + (row + 0.5) * cell)


def test_dragging_a_weight_up_makes_it_larger_and_changes_the_result(shown):
    before = shown.pixels(RESULT)
    x, y = middle(shown, 0, 2)
    shown.drag(KERNEL, (x, y), [(x, y - 15), (x, y - 30)])
    assert shown.get("kernel") == [[-1, 0, 2], [-1, 0, 1], [-1, 0, 1]]
    assert shown.pixels(RESULT) != before
    assert "kernel[0, 2] = 2" in shown.text()
    x, y = middle(shown, 1, 0)
    shown.drag(KERNEL, (x, y), [(x + 9, y + 6)])
    assert shown.get("kernel")[1] == [-1.2, 0, 1]


def test_a_drag_and_back_leaves_no_trace(shown):
    before, x, y = np.array(shown.greys(RESULT)), *middle(shown, 1, 1)
    shown.drag(KERNEL, (x, y), [(x, y - 200), (x, y + 90), (x, y - 5), (x, y)])
    assert shown.get("kernel") == [[-1, 0, 1]] * 3
    assert (np.array(shown.greys(RESULT)) == before).all()


def test_a_drag_reaches_python_once(shown):
    shown.patient()
    box = shown.el.locator("canvas").nth(KERNEL).bounding_box()
    x, y = (corner + inner for corner, inner in zip((box["x"], box["y"]), middle(shown, 2, 2), strict=True))
    mouse = shown.page.mouse
    mouse.move(x, y)
    mouse.down()
    for step in range(5, 60, 5):
        mouse.move(x, y - step)
    shown.frame()
    assert (shown.get("kernel")[2][2], shown.saves()) == (2.8, 0)
    mouse.up()
    shown.page.wait_for_function("mounted[0].model.saves > 0")
    assert shown.saves() == 1


def test_weights_by_keyboard_alone(shown):
    grid = shown.el.locator("canvas").nth(KERNEL)
    grid.focus()
    grid.press("ArrowUp")  # the first arrow shows where the hand is, the middle
    for key in ("ArrowUp", "ArrowRight", "PageUp", "PageUp", "Shift+PageDown"):
        grid.press(key)
    assert shown.get("kernel")[0] == [-1, 0, 0.2]
    for key in ("4", ".", "5", "Enter"):
        shown.page.keyboard.press(key)
    assert shown.get("kernel")[0] == [-1, 0, 4.5]
    for key in ("ArrowLeft", "-", "2", "Enter"):
        shown.page.keyboard.press(key)
    assert shown.get("kernel")[0] == [-1, -2, 4.5]
    assert "your own" in shown.el.get_by_role("combobox", name="Kernel").input_value()


def test_the_slider_moves_the_chosen_weight(shown):
    shown.el.locator("canvas").nth(KERNEL).click(position=dict(zip("xy", middle(shown, 2, 0), strict=True)))
    shown.open("Weight, size")
    slider = shown.el.get_by_role("slider", name="Weight")
    assert slider.get_attribute("aria-valuetext") == "row 2, column 0: −1"
    slider.press("ArrowRight")
    assert shown.get("kernel")[2] == [-0.9, 0, 1]


def test_a_flipped_kernel_is_edited_where_it_is_seen(shown):
    shown.page.emulate_media(reduced_motion="reduce")  # it would still be turning under the mouse
    shown.el.get_by_label("∗ convolution").check()
    assert shown.get("flip") is True
    x, y = middle(shown, 0, 0)  # shows kernel[2][2]
    shown.drag(KERNEL, (x, y), [(x, y - 15)])
    assert shown.get("kernel") == [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1.5]]
    assert "flipped[0, 0] = 1.5" in shown.text()
    assert shown.said().startswith("Convolution")


def test_presets_and_sizes(shown):
    shown.el.get_by_role("combobox", name="Kernel").select_option("Gaussian blur, 9×9")
    kernel = np.array(shown.get("kernel"))
    assert kernel.shape == (9, 9)
    assert kernel.sum() == pytest.approx(1)
    assert "Separable: 9 + 9 instead of 81 multiplications per pixel." in shown.text()
    assert "No weight is below zero" in shown.text()
    assert "result 16×24" in shown.text()
    shown.open("Weight, size")
    shown.el.get_by_label("Rows").select_option("2")
    shown.el.get_by_label("Columns").select_option("7")
    assert np.shape(shown.get("kernel")) == (2, 7)
    assert shown.get("kernel") == kernel[4:6, 1:8].tolist()
    assert "result 23×26" in shown.text()
    assert "gives 23×26 pixels (“valid”" in shown.said()
    shown.open("Border, scale")
    shown.el.get_by_label("Border").select_option("same, zeros around")
    assert "gives 24×32 pixels (“same”: zeros stand around" in shown.said()


def test_neighbour_difference_loses_a_column(mount):
    shown = mount(ImageFilter(np.zeros((280, 320)), [[-1, 1]]))
    assert "picture 280×320" in shown.text()
    assert "result 280×319" in shown.text()


def test_the_result_on_each_scale(shown):
    output = ImageFilter(LEVELS).output
    limit = np.abs(output).max()
    signed = np.array(shown.greys(RESULT))
    assert signed[output > 0.9 * limit].min() < 210  # dark red or dark blue at the ends, white in the middle
    assert signed[np.abs(output) < 0.01 * limit].min() > 240
    assert f"+{limit:.3g}" in shown.text()
    shown.open("Border, scale")
    choose = shown.el.get_by_label("Show the result").select_option
    choose("clipped at black")
    clipped = np.array(shown.greys(RESULT))
    assert clipped[output < 0].max() == 0
    assert clipped[output > 1].min() == 255
    share = f"{100 * (output < 0).mean():.0f} % of the pixels are below zero and look as black as zero"
    assert share in shown.text()
    choose("absolute value")
    np.testing.assert_allclose(np.array(shown.greys(RESULT)), 255 * np.abs(output) / limit, atol=1)


def test_the_photograph_is_shown_as_it_is(shown):
    np.testing.assert_allclose(np.array(shown.greys(PICTURE)), LEVELS, atol=1)


def test_pointing_at_a_pixel_says_its_sum(shown):
    canvas = shown.el.locator("canvas").nth(RESULT)
    zoom = canvas.bounding_box()["width"] / 30
    canvas.hover(position={"x": 7.5 * zoom, "y": 4.5 * zoom})
    value = ImageFilter(LEVELS).output[4, 7]
    assert "result[4, 7] = " in shown.text()
    said = shown.el.locator(".convnb-total").inner_text().rsplit("= ")[-1].replace("−", "-")
    assert float(said) == pytest.approx(value, rel=5e-3)
    frames = shown.el.locator(".convnb-frame")
    assert frames.nth(0).bounding_box()["width"] == pytest.approx(3 * zoom + 4, abs=0.5)
    canvas.hover(position={"x": 0, "y": 0})
    shown.el.locator("canvas").nth(PICTURE).hover(position={"x": 8.5 * zoom, "y": 5.5 * zoom})
    assert "result[4, 7] = " in shown.text()
    shown.page.mouse.move(0, 0)  # it stays, so that its numbers can be looked at
    assert "result[4, 7] = " in shown.text()


def patch_words(shown):
    return shown.el.locator("canvas").nth(PATCH).get_attribute("aria-label").replace("−", "-")


def test_the_patch_shows_the_pixels_under_the_kernel_with_their_weights(shown):
    canvas = shown.el.locator("canvas").nth(RESULT)
    zoom = canvas.bounding_box()["width"] / 30
    before = shown.pixels(PATCH)
    canvas.hover(position={"x": 7.5 * zoom, "y": 4.5 * zoom})
    window = LEVELS[4:7, 7:10]
    values = [float(term.split("×")[0]) for term in patch_words(shown).split("= ")[1].split(" + ")]
    np.testing.assert_allclose(values, window.ravel() / 255, atol=1e-4)
    assert shown.pixels(PATCH) != before
    greys = np.array(shown.greys(PATCH))
    side = (len(greys) - 2) / 3
    corners = [[greys[int((r + 0.15) * side), int((c + 0.15) * side)] for c in range(3)] for r in range(3)]
    np.testing.assert_allclose(corners, window, atol=1)
    shown.set(kernel=np.ones((9, 9)).tolist(), mode="same")
    assert patch_words(shown) == f"result[4, 7] = {LEVELS[:9, 3:12].sum() / 255:.4g}, 81 products added"
    shown.el.locator("canvas").nth(PATCH).hover(position={"x": 3, "y": 3})  # too small for numbers: one at a time
    shown.frame()
    assert f"{LEVELS[0, 3] / 255:.3g} × 1 = " in shown.text()


def test_pixels_by_keyboard(shown):
    canvas = shown.el.locator("canvas").nth(RESULT)
    canvas.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowDown"):
        canvas.press(key)
    assert "result[6, 19] = " in shown.text()


def test_a_broken_picture_gets_a_sentence_and_the_widget_recovers(mount):
    shown = mount(ImageFilter(LEVELS))
    shown.page.evaluate("window.good = mounted[0].model.get('image'); mounted[0].model.set('image', {})")
    assert "image must be a picture" in shown.el.locator(".convnb-error").inner_text()
    shown.page.evaluate("mounted[0].model.set('image', window.good)")
    assert shown.el.locator(".convnb-error").is_hidden()
    shown.set(kernel=np.ones((9, 9)).tolist(), mode="valid")
    assert "result 16×24" in shown.text()


# --- own pictures ---

CAMERA = """{ getUserMedia: async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 48];
  const draw = () => {
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, 64, 48);
    context.fillStyle = "black";
    context.fillRect(Math.random() * 30, 0, 9, 9);
  };
  draw();
  setInterval(draw, 50);
  window.stream = canvas.captureStream(20);
  return window.stream;
} }"""
NO_CAMERA = "{ getUserMedia: async () => { throw new DOMException('no', 'NotAllowedError') } }"


def png(array):
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


def give_file(shown, name, content):
    shown.open("Your own picture")
    shown.el.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": content})


def test_own_picture_by_file_stays_in_the_page(shown):
    own = np.zeros((10, 20, 3), np.uint8)
    own[:, 10:] = 255
    give_file(shown, "half.png", png(own))
    shown.el.get_by_text("picture 10×20").wait_for()
    pixels = np.array(shown.greys(PICTURE))
    assert (pixels[:, :10] == 0).all()
    assert (pixels[:, 10:] == 255).all()
    assert "half.png is shown. It stays in this page." in shown.text()
    assert "Correlation of your picture, 10×20" in shown.said()
    assert shown.page.evaluate("mounted[0].model.get('image').shape") == [24, 32]
    assert shown.saves() == 0
    shown.el.get_by_role("button", name="Back to the first picture").click()
    assert "picture 24×32" in shown.text()


def test_what_is_transparent_lies_on_white(shown):
    """Black ink on a transparent ground, as drawing programs save it: on black nothing would be seen of it."""
    ink = np.zeros((10, 20, 4), np.uint8)
    ink[:, 15:, 3] = 255
    give_file(shown, "ink.png", png(ink))
    shown.el.get_by_text("picture 10×20").wait_for()
    pixels = np.array(shown.greys(PICTURE))
    assert (pixels[:, :15] == 255).all()
    assert (pixels[:, 15:] == 0).all()


def test_a_large_picture_is_made_to_fit(shown):
    give_file(shown, "wide.png", png(np.zeros((300, 1200), np.uint8)))
    shown.el.get_by_text("picture 128×512").wait_for()


def test_the_last_file_is_shown_although_the_one_before_takes_longer(shown):
    shown.page.evaluate("""() => {
      const decode = createImageBitmap;
      const begun = new Promise((go) => (window.go = go));
      window.createImageBitmap = async (file) => decode(file, await (file.name === "slow.png" ? begun : {}));
    }""")
    give_file(shown, "slow.png", png(np.zeros((10, 20), np.uint8)))
    give_file(shown, "quick.png", png(np.zeros((6, 9), np.uint8)))
    shown.el.get_by_text("picture 6×9").wait_for()
    shown.page.evaluate("new Promise((done) => (go(), setTimeout(done, 100)))")
    assert "picture 6×9" in shown.text()


def test_a_file_that_is_no_picture_gets_a_sentence(shown):
    give_file(shown, "letter.png", b"dear reader")
    shown.el.get_by_text("letter.png cannot be read as a picture.").wait_for()
    assert "picture 24×32" in shown.text()


def test_a_picture_smaller_than_the_kernel_locks_nobody_out(shown):
    shown.el.get_by_role("combobox", name="Kernel").select_option("motion blur, 9×9")
    give_file(shown, "tiny.png", png(np.full((2, 3), 200, np.uint8)))
    shown.el.get_by_text("result 2×3").wait_for()
    assert shown.get("mode") == "same"
    shown.open("Border, scale")
    border = shown.el.get_by_label("Border")
    border.select_option("valid, no zeros")
    assert "result 2×3" in shown.text()
    assert border.input_value() == "same, zeros around"


@pytest.mark.parametrize("event", ["paste", "drop"])
def test_own_picture_by_paste_and_drop(shown, event):
    content = list(png(np.full((6, 9), 51, np.uint8)))
    send = """(el, [type, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], "own.png", { type: "image/png" }));
      const of = type === "paste" ? new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
      return el.dispatchEvent(of);
    }"""
    canvas = shown.el.locator("canvas").nth(PICTURE)
    assert canvas.evaluate(send, [event, content]) is False  # the page does nothing of its own with it
    shown.el.get_by_text("picture 6×9").wait_for()
    assert (np.array(shown.greys(PICTURE)) == 51).all()


def with_camera(mount, camera):
    """The widget on a page that has this camera: a bare page is not allowed a real one."""
    first = mount(ImageFilter(LEVELS))
    first.clean_up()
    first.page.evaluate(f"Object.defineProperty(navigator, 'mediaDevices', {{ value: {camera}, configurable: true }})")
    shown = mount(ImageFilter(LEVELS))
    shown.open("Your own picture")
    return shown


def test_without_a_camera_there_is_no_button(shown):
    shown.open("Your own picture")
    assert shown.el.get_by_role("button", name="Use the camera").is_hidden()


def test_camera_starts_stops_and_ends_with_the_widget(mount):
    shown = with_camera(mount, CAMERA)
    state = "window.stream.getTracks()[0].readyState"
    shown.el.get_by_role("button", name="Use the camera").click()
    shown.el.get_by_text("picture 48×64").wait_for()
    first = shown.pixels(RESULT)
    shown.page.wait_for_timeout(300)
    assert shown.pixels(RESULT) != first
    shown.el.get_by_role("button", name="Stop the camera").click()
    assert shown.page.evaluate(state) == "ended"
    shown.el.get_by_role("button", name="Use the camera").click()
    shown.el.get_by_role("button", name="Stop the camera").wait_for()
    assert shown.page.evaluate(state) == "live"
    shown.clean_up()
    assert shown.page.evaluate(state) == "ended"


def test_a_refused_camera_gets_a_sentence(mount):
    shown = with_camera(mount, NO_CAMERA)
    shown.el.get_by_role("button", name="Use the camera").click()
    shown.el.get_by_text("The browser did not allow the camera.").wait_for()
    assert shown.el.get_by_role("button", name="Use the camera").is_visible()
    assert "picture 24×32" in shown.text()


def test_reset_brings_back_kernel_picture_and_scale(shown):
    before = [shown.pixels(canvas) for canvas in range(4)]
    shown.el.locator("canvas").nth(RESULT).press("ArrowDown")
    shown.el.get_by_role("combobox", name="Kernel").select_option("sharpen")
    assert shown.get("scale") == "clipped"
    give_file(shown, "own.png", png(np.full((6, 9), 51, np.uint8)))
    shown.el.get_by_text("picture 6×9").wait_for()
    shown.el.get_by_role("button", name="Reset").click()
    shown.page.mouse.move(0, 0)
    assert shown.get("scale") == "signed"
    assert [shown.pixels(canvas) for canvas in range(4)] == before


def test_the_size_slider_grows_and_cuts_around_the_middle_and_loses_nothing(shown):
    size = shown.el.get_by_role("slider", name="Size")
    size.press("ArrowRight")
    size.press("ArrowRight")
    assert np.shape(shown.get("kernel")) == (5, 5)
    assert np.array(shown.get("kernel"))[1:4, 1:4].tolist() == [[-1, 0, 1]] * 3
    for _ in range(5):
        size.press("ArrowLeft")
    assert shown.get("kernel") == [[0]]
    for _ in range(2):
        size.press("ArrowRight")
    assert shown.get("kernel") == [[-1, 0, 1]] * 3
    shown.frame()
    assert size.get_attribute("aria-valuetext") == "3×3"
