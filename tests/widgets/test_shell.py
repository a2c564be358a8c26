"""What every widget must do on any page: draw, recover, clean up, follow the theme, spare the kernel, stay harmless."""

import pytest

from convnb import widgets

FOCUSED = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const ring = outlineStyle === "solid" && Number.parseFloat(outlineWidth) >= 2;
  return [document.activeElement.outerHTML, ring || document.activeElement === document.body];
}"""
WIDGETS = [getattr(widgets, name) for name in widgets.__all__]


@pytest.fixture(params=WIDGETS, ids=lambda cls: cls.__name__)
def widget(request):
    return request.param()


def test_draws_and_says_its_state_and_nothing_is_cut_off(mount, widget):
    shown = mount(widget)
    blank = "canvas => { const b = document.createElement('canvas'); b.width = canvas.width; b.height = canvas.height;"
    for canvas in shown.el.locator("canvas").all():
        assert canvas.evaluate(f"{blank} return b.toDataURL() !== canvas.toDataURL() }}")
    assert len(shown.said()) > 40
    assert shown.read_out.get_attribute("aria-live") == "polite"
    assert shown.el.locator(".convnb-error").is_hidden()
    for box in shown.el.locator(".convnb-scroll:visible").all():
        assert box.evaluate("el => [el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight]") == [0, 0]


def test_every_control_has_a_name_and_is_reached_by_tab(mount, widget):
    shown = mount(widget)
    name = "el => el.ariaLabel || el.labels?.[0]?.textContent || el.textContent"
    nameless = f"all => all.filter(el => !({name})(el).trim()).map(el => el.outerHTML)"
    assert shown.el.locator("input, button, select, canvas").evaluate_all(nameless) == []
    reachable = shown.el.locator("input:visible, button:visible, select:visible, canvas:visible, summary:visible")
    seen = set()
    shown.page.locator("body").click(position={"x": 1, "y": 1})
    for _ in range(reachable.count() + 2):
        shown.page.keyboard.press("Tab")
        focused, ringed = shown.page.evaluate(FOCUSED)
        assert ringed, focused
        seen.add(focused)
    assert len(seen) >= reachable.count()


def test_follows_the_theme_of_the_page(mount, widget):
    shown = mount(widget)
    box = shown.el.locator(".convnb")
    light, picture = box.evaluate("el => getComputedStyle(el).backgroundColor"), shown.pixels(0)
    shown.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    shown.frame()
    assert box.evaluate("el => getComputedStyle(el).backgroundColor") != light
    assert box.evaluate("el => getComputedStyle(el).colorScheme") == "dark"  # the tracks of sliders, lists, scroll bars
    assert shown.pixels(0) != picture
    shown.page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    assert shown.pixels(0) == picture


def pictures(shown):
    return shown.el.locator("canvas").evaluate_all("all => all.map((canvas) => canvas.toDataURL())")


def test_two_of_a_kind_do_not_disturb_each_other(mount, widget):
    first, second = mount(widget), mount(widget)
    before = pictures(second)
    slider = first.el.locator("input[type=range]:visible").first
    slider.focus()
    slider.press("ArrowRight")
    assert pictures(second) == before
    assert pictures(first) != before
    assert first.page.evaluate("document.querySelectorAll('[id]').length") == 0


def test_cleans_up_after_itself(mount, widget):
    shown = mount(widget)
    shown.clean_up()
    assert shown.el.locator("*").count() == 0
    listeners = "Object.fromEntries([...mounted[0].model.listeners].map(([name, runs]) => [name, runs.length]))"
    assert set(shown.page.evaluate(listeners).values()) <= {0}
    shown.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    shown.page.wait_for_timeout(400)


def test_a_drag_reaches_the_kernel_once_when_the_hand_rests(mount, widget):
    shown = mount(widget)
    moves = """slider => {
      for (let move = 0; move < 12; move++) {
        slider.stepUp();
        slider.dispatchEvent(new Event("input"));
      }
      return mounted[0].model.saves;
    }"""
    assert shown.el.locator("input[type=range]:visible").first.evaluate(moves) == 0
    shown.page.wait_for_function("mounted[0].model.saves > 0")
    shown.page.wait_for_timeout(400)
    assert shown.saves() == 1


def test_the_first_change_is_read_as_often_as_the_next(mount):
    shown = mount(widgets.SlidingKernel2D())
    count = """() => {
      const { model } = mounted[0];
      const get = model.get.bind(model);
      model.reads = 0;
      model.get = (name) => ((model.reads += name === "input"), get(name));
    }"""
    shown.page.evaluate(count)
    reads = []
    for _ in range(2):
        shown.page.evaluate("mounted[0].model.reads = 0")
        shown.el.locator("input[type=range]:visible").first.press("ArrowRight")
        shown.frame()
        reads.append(shown.page.evaluate("mounted[0].model.reads"))
    assert shown.get("position") == 2
    assert reads[0] == reads[1] > 0


def test_a_cell_runs_when_the_kernel_has_answered(mount):
    shown = mount(widgets.SlidingKernel1D())
    shown.el.evaluate("""el => {
      el.className = "jp-Cell";
      el.tabIndex = 0;
      mounted[0].model.save_changes = ({ iopub }) => void (window.answer = iopub.status);
      window.runs = 0;
      el.addEventListener("keydown", ({ key, shiftKey }) => void (key === "Enter" && shiftKey && (window.runs += 1)));
    }""")
    slider = shown.el.locator("input[type=range]:visible").first
    slider.press("ArrowRight")
    slider.press("Shift+Enter")
    for state, runs in (("busy", 0), ("idle", 1)):
        answer = (
            "state => new Promise(done => { answer({ content: { execution_state: state } }); setTimeout(done, 50) })"
        )
        shown.page.evaluate(answer, state)
        assert shown.page.evaluate("runs") == runs


def test_an_echo_that_comes_late_undoes_nothing(mount):
    """From a kernel far away the echo of one value comes when the hand has typed the next."""
    shown = mount(widgets.SlidingKernel1D(signal=[1, 2, 3, 4, 5], kernel=[1]))
    slider = shown.el.get_by_role("slider", name="Position")
    slider.press("ArrowRight")
    shown.page.wait_for_function("mounted[0].model.saves")
    slider.press("ArrowRight")
    shown.set(position=1)  # the echo
    assert shown.get("position") == 2
    shown.page.wait_for_function("mounted[0].model.saves === 2")
    slider.press("ArrowRight")
    shown.set(position=0)  # Python's own
    assert shown.get("position") == 0


def test_what_waits_is_saved_when_the_page_or_the_widget_is_closed(mount, widget):
    shown = mount(widget)
    slider = shown.el.locator("input[type=range]:visible").first
    slider.focus()
    slider.press("ArrowRight")
    shown.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert shown.saves() == 1
    slider.press("ArrowLeft")
    shown.clean_up()
    assert shown.saves() == 2
    shown.page.wait_for_timeout(400)
    assert shown.saves() == 2


def test_copy_as_numpy_shows_python(mount, widget):
    shown = mount(widget)
    shown.el.get_by_role("button", name="Copy as NumPy").click()
    code = shown.el.locator("pre")
    code.wait_for()
    compile(code.inner_text(), "copied", "exec")
    assert "import numpy as np" in code.inner_text()
    shown.el.get_by_role("button", name="Copy as NumPy").click()
    assert code.is_hidden()
