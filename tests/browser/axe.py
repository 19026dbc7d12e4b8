"""axe-core on a page as it stands; its script is evaluated from outside, so that the page's policy stays in force."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Rules whose outcome hangs on the theme; the others need one theme only.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
#: The shapes of a chart that is one image: nothing to see for axe, but much to read.
_LEFT_OUT = json.dumps(["svg[role=img] > *"])
#: Four hundred time zones of a closed select, of which axe measures every one: all but the chosen one are taken out.
_SHORTEN = """for (const select of document.querySelectorAll("select")) {
    if (select.length > 50) [...select.options].forEach((option) => option.selected || option.remove());
}"""


@lru_cache(maxsize=1)
def _source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """List what axe finds wrong, each with the rule, the element and the reason; `rules` None = all of `TAGS`."""
    wanted = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = json.dumps({"runOnly": wanted, "resultTypes": ["violations"]})
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": _SHORTEN})
    is_there = session.send("Runtime.evaluate", {"expression": "Boolean(globalThis.axe)", "returnByValue": True})
    if not is_there["result"]["value"]:
        session.send("Runtime.evaluate", {"expression": f"{_source()}; 0"})
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": f"axe.run({{ exclude: {_LEFT_OUT} }}, {options}).then((result) => result.violations)",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    session.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return [line for violation in answer["result"]["value"] for line in _lines(violation)]


def _lines(violation: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:160]} – {' '.join(node['failureSummary'].split())[:300]}"
        for node in violation["nodes"]
    ]
