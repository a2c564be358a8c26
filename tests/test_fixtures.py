"""The fixtures that the browser tests lean on: a page that stayed quiet without looking would prove nothing."""

import pytest

PROVOCATIONS = {
    "console error: a wrong thing": "console.error('a wrong thing')",
    "page error: boom": "setTimeout(() => { throw new Error('boom') }, 0)",
    "request off the machine: http://example.invalid/x": "fetch('http://example.invalid/x').catch(() => 0)",
    "request off the machine: ws://example.invalid/": "void new WebSocket('ws://example.invalid/')",
}


@pytest.mark.parametrize("expected", PROVOCATIONS)
def test_quiet_page_tells_what_went_wrong(quiet_page, trouble, expected):
    quiet_page.evaluate(PROVOCATIONS[expected])
    quiet_page.wait_for_timeout(100)
    assert any(line.startswith(expected) for line in trouble), trouble
    trouble.clear()


def test_quiet_page_lets_local_addresses_pass(quiet_page, trouble):
    quiet_page.goto("data:text/html,<title>here</title>")
    quiet_page.evaluate("fetch('data:text/plain,x')")
    assert quiet_page.title() == "here"
    assert trouble == []
