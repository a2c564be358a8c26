"""No widget breaks a serious or critical rule of axe-core: names, roles, contrast, what scrolls. JupyterLab's own pages
are not ours to mend, so only what lies inside `.convnb` counts; there test_lab.py asks the same.
"""

import pytest
from support.accessibility import violations

from convnb import widgets
from convnb.widgets import SlidingKernel2D


@pytest.fixture(params=widgets.__all__)
def widget(request):
    return getattr(widgets, request.param)()


@pytest.fixture
def show(quiet_page, mount):
    """show(widget, theme, width) is mount(widget) on a page of this theme and width in CSS pixels."""

    def show_it(widget, theme, width=1000):
        quiet_page.emulate_media(color_scheme=theme)
        quiet_page.set_viewport_size({"width": width, "height": 800})
        shown = mount(widget)
        assert shown.el.locator(".convnb").get_attribute("data-theme") == theme
        return shown

    return show_it


def found(shown, rules=None):
    return violations(shown.page, ".convnb", rules)


@pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 1000), ("light", 390)])
def test_a_widget_as_it_comes_with_all_open_and_under_a_sentence(show, widget, theme, width):
    shown = show(widget, theme, width)
    rules = ["color-contrast"] if theme == "dark" else None  # all else is the same in both
    assert found(shown, rules) == []
    for fold in shown.el.locator("button.convnb-fold").all():
        fold.click()
    shown.el.get_by_role("button", name="Copy as NumPy").click()
    shown.el.locator("pre").wait_for()
    assert found(shown, rules) == []
    if width > 390:
        shown.set(**dict.fromkeys(widget.shown))
        assert shown.el.locator(".convnb-error").is_visible()
        assert found(shown, rules) == []


def test_a_sum_is_reached_by_tab_where_it_scrolls_and_only_there(show):
    scrolls_and_tab = "box => [box.scrollHeight > box.clientHeight + 1, box.tabIndex]"
    shown = show(SlidingKernel2D(), "light", 390)
    eighths = [[(row + col) / 8 for col in range(7)] for row in range(7)]
    for kernel, expected in (([[1.5]], [False, -1]), (eighths, [True, 0]), ([[1.5]], [False, -1])):
        shown.set(kernel=kernel, input=eighths)
        assert found(shown) == []
        assert shown.el.locator(".convnb-sum").evaluate(scrolls_and_tab) == expected
