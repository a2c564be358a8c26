"""What axe-core finds wrong with a page: tests of the widgets and of the website ask for it and want none.

The library's own `Axe.run` injects 570 kB at every call and waits for ever if axe does; here once a page, and at most a
minute. `page.evaluate` fetches nothing, so data:, file: and JupyterLab's pages all work; and axe's preload is off,
which would ask for style sheets again.
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WEIGHTY = ("serious", "critical")

# A widget does some things when the hand rests. The pause is the page's own: its timers end in their order on a slow
# machine too.
RUN = """([within, without, rules, rest, most]) => {
    const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const options = { resultTypes: ["violations"], preload: false, ...(rules && { runOnly: rules }) };
    const check = () => axe.run({ include: within ?? document, exclude: without }, options);
    const late = () => Promise.reject(Error("axe did not finish in time"));
    return Promise.race([frame().then(frame).then(() => pause(rest)).then(check), pause(most).then(late)]);
}"""


def violations(page: Page, within: str | None = None, rules: list[str] | None = None, without=()) -> list[str]:
    """One sentence per element that breaks a rule of serious or critical weight.

    `within`, a CSS selector, limits the search to the elements it finds; finding none is an error. What is hidden,
    such as the inside of a closed fold, is not checked: open it first. `rules`: only these, by their id. `without`: CSS
    selectors of what is left out.
    """
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, [within, list(without), rules, 300, 60_000])["violations"]
    return [_sentence(rule, node) for rule in found if rule["impact"] in WEIGHTY for node in rule["nodes"]]


def _sentence(rule: dict, node: dict) -> str:
    target = " in ".join(str(part) for part in reversed(node["target"]))
    summary = " ".join(node["failureSummary"].split())
    return f"{rule['id']} ({rule['impact']}) at {target}: {summary}"
