"""ImageFilter with the learner's own picture: from a file, the clipboard, a drop, a camera made of a canvas."""

import io

import numpy as np
import pytest
from PIL import Image

from convnb.widgets import ImageFilter

KERNEL, PICTURE, RESULT = range(3)
LEVELS = np.random.default_rng(8).integers(0, 256, (24, 32)).astype(np.uint8)

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


@pytest.fixture
def shown(mount):
    return mount(ImageFilter(LEVELS))


def png(array):
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


def give_file(shown, name, content):
    shown.el.locator("summary").click()
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
    shown.page.wait_for_timeout(400)
    assert "Correlation of your picture, 10×20" in shown.read_out.inner_text()
    assert shown.page.evaluate("mounted[0].model.get('image').shape") == [24, 32]
    assert shown.saves() == 0
    shown.el.get_by_role("button", name="Back to the first picture").click()
    assert "picture 24×32" in shown.text()


def test_a_large_picture_is_made_to_fit(shown):
    give_file(shown, "wide.png", png(np.zeros((300, 1200), np.uint8)))
    shown.el.get_by_text("picture 128×512").wait_for()


def test_a_file_that_is_no_picture_gets_a_sentence(shown):
    give_file(shown, "letter.png", b"dear reader")
    shown.el.get_by_text("letter.png cannot be read as a picture.").wait_for()
    assert "picture 24×32" in shown.text()


def test_a_picture_smaller_than_the_kernel_locks_nobody_out(shown):
    shown.el.get_by_label("Kernel", exact=True).select_option("motion blur, 9×9")
    give_file(shown, "tiny.png", png(np.full((2, 3), 200, np.uint8)))
    shown.el.get_by_text("result 2×3").wait_for()
    assert shown.get("mode") == "same"
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
    shown.el.locator("summary").click()
    return shown


def test_without_a_camera_there_is_no_button(shown):
    shown.el.locator("summary").click()
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
    before = shown.pixels(KERNEL), shown.pixels(RESULT)
    shown.el.get_by_label("Kernel", exact=True).select_option("sharpen")
    assert shown.get("scale") == "clipped"
    give_file(shown, "own.png", png(np.full((6, 9), 51, np.uint8)))
    shown.el.get_by_text("picture 6×9").wait_for()
    shown.el.get_by_role("button", name="Reset").click()
    shown.page.mouse.move(0, 0)
    assert shown.get("scale") == "signed"
    assert (shown.pixels(KERNEL), shown.pixels(RESULT)) == before
