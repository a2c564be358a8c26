"""No widget breaks a serious or critical rule of axe-core: names, roles, contrast, what scrolls. JupyterLab's own pages
are not ours to mend, so only what lies inside `.convnb` counts; there test_lab.py asks the same.
"""

from contextlib import contextmanager

import pytest
from support.accessibility import violations

from convnb import widgets
from convnb.widgets import ForecastExplorer, SlidingKernel2D


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


# Roles of what one works with or looks at: a screen reader says each by its name.
NAMED = (
    "application",
    "button",
    "checkbox",
    "combobox",
    "group",
    "image",
    "radio",
    "radiogroup",
    "slider",
    "spinbutton",
)


def tree_of(page):
    """(role, name, description) of all that a screen reader reads, in its order."""
    with closing_session(page) as session:
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def below(node):
        if not node["ignored"]:
            yield tuple(node.get(part, {}).get("value", "") for part in ("role", "name", "description"))
        for child in node.get("childIds", ()):
            yield from below(by_id[child])

    return list(below(nodes[0]))


@contextmanager
def closing_session(page):
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def test_a_screen_reader_reads_names_and_an_order(show, widget):
    shown = show(widget, "light")
    shown.page.wait_for_function("document.querySelector('.convnb-readout').textContent")
    tree = [node for node in tree_of(shown.page) if node[0] in NAMED or node[0] == "status"]
    names = [name for role, name, _ in tree if role in NAMED]
    assert all(names), f"without a name: {[role for role, name, _ in tree if role in NAMED and not name]}"
    single = [name for role, name, _ in tree if role not in ("radio", "status")]
    assert [name for name in set(single) if single.count(name) > 1] == []
    # The name; the pictures, each with what can be done on them; Reset after what it resets; the state at last.
    assert tree[0][0] == "group"
    pictures = [(at, name, how) for at, (role, name, how) in enumerate(tree) if role == "application"]
    unsaid = [name for _, name, how in pictures if not how or how in name]
    assert not unsaid, f"pictures whose hint says nothing, or repeats the label: {unsaid}"
    reset, copy = names.index("Reset"), names.index("Copy as NumPy")
    assert max(at for at, _, _ in pictures) < reset < copy
    assert tree[-1][0] == "status"


def test_nothing_is_said_by_a_colour_that_the_system_takes_away(show):
    """The system's colours in force: what is chosen stands out, controls have borders, a swatch keeps its colour."""
    shown = show(ForecastExplorer(), "light")
    shown.page.emulate_media(forced_colors="active")
    style = "(el, [pseudo, name]) => getComputedStyle(el, pseudo)[name]"
    ground = {
        chosen: shown.el.locator(f".convnb-segments input{chosen} + span").first.evaluate(
            style, [None, "backgroundColor"]
        )
        for chosen in (":checked", ":not(:checked)")
    }
    assert ground[":checked"] != ground[":not(:checked)"]
    legend = [
        span.evaluate(style, ["::before", "borderLeftColor"]) for span in shown.el.locator(".convnb-legend span").all()
    ]
    assert len(set(legend[:3])) == 3
    for button in shown.el.locator("button:visible").all():
        assert button.evaluate(style, [None, "borderTopColor"]) != "rgba(0, 0, 0, 0)"
    shown.page.emulate_media(forced_colors="none")


def test_a_sum_is_reached_by_tab_where_it_scrolls_and_only_there(show):
    scrolls_and_tab = "box => [box.scrollHeight > box.clientHeight + 1, box.tabIndex]"
    shown = show(SlidingKernel2D(), "light", 390)
    eighths = [[(row + col) / 8 for col in range(7)] for row in range(7)]
    for kernel, expected in (([[1.5]], [False, -1]), (eighths, [True, 0]), ([[1.5]], [False, -1])):
        shown.set(kernel=kernel, input=eighths)
        assert found(shown) == []
        assert shown.el.locator(".convnb-sum").evaluate(scrolls_and_tab) == expected
