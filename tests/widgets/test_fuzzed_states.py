"""Whatever a kernel, a page or a learner puts into a trait: a widget draws or says what is wrong, and recovers.

hostile_states.js makes the states, the same ones in every run, set_states.js sets them within the page, where hundreds
take seconds.
"""

from pathlib import Path

import pytest

from convnb import widgets

HERE = Path(__file__).parents[1] / "support"
SEED, RANDOM_STATES = 20, 50
MOST_MS = 2000
NOT_OURS = ("layout", "tabbable", "tooltip")  # traits that ipywidgets brings and no widget of the course reads
TRAILS = {"SignalAligner": 1}  # this canvas shows all lags that have been visited
START = """async ({ states, loop, module, seed, count, skip, ...how }) => {
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const { statesFrom } = await load(states);
  const { hurry, setAll } = await load(loop);
  const good = Object.fromEntries(Object.entries(mounted[0].model.state).filter(([name]) => !skip.includes(name)));
  const widget = (await load(module)).default;
  hurry();
  const broken = (problem) => ({ faults: [String(problem.stack)] });
  setAll(widget, mounted[0], statesFrom(good, seed, count), how).catch(broken).then((found) => {
    window.found = found;
    console.log("all states are set");
  });
}"""


@pytest.mark.parametrize("name", [*widgets.__all__, *widgets.ASKING])
def test_no_state_breaks_the_page(mount, name):
    widget = getattr(widgets, name)()
    page = mount(widget).page
    page.emulate_media(reduced_motion="reduce")  # so that no picture is still on its way to the next
    sources = {name: (HERE / f"{name}_states.js").read_text(encoding="utf-8") for name in ("hostile", "set")}
    told = {"states": sources["hostile"], "loop": sources["set"], "module": widget._esm, "skip": NOT_OURS}
    how = {"seed": SEED, "count": RANDOM_STATES, "limit": MOST_MS, "trail": TRAILS.get(name)}
    # A page that never comes back must not hang the test: an event can be waited for with a limit.
    with page.expect_console_message(lambda message: message.text == "all states are set", timeout=90_000):
        page.evaluate(START, told | how)
    found = page.evaluate("window.found")
    assert not found["faults"], "\n".join(found["faults"])
    assert found["drawn"] > 100
    assert found["refused"] > 100
