"""What can be measured of a page's looks: width, targets, headings, focus; and the pictures of a run."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

PICTURES = Path(__file__).with_name("screenshots")
LEAST_TARGET_PX = 24

_SMALL_TARGETS = """(least) => {
    const isInline = (element) => getComputedStyle(element).display === "inline";
    const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
    return [...document.querySelectorAll(wanted)].filter((element) => {
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
        // A form's first button, for the Enter key alone.
        if (element.tabIndex < 0 && element.ariaHidden === "true") return false;
        if (isInline(element) && element.closest("p, li, td, dd, cite, span")) return false;
        const target = element.closest("label") || element;
        const box = target.getBoundingClientRect();
        return box.right > 0 && box.bottom > 0 && (box.width < least || box.height < least);
    }).map((element) => {
        const box = element.getBoundingClientRect();
        return `${element.outerHTML.slice(0, 90)} is ${Math.round(box.width)} × ${Math.round(box.height)} px`;
    });
}"""

_WIDER_THAN_PAGE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .slice(-4)
        .map((element) => `${element.outerHTML.slice(0, 90)} ends at ${element.getBoundingClientRect().right}`);
}"""

_FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return {
        name: element.outerHTML.slice(0, 100),
        isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isOnTop: Boolean(top) && (element.contains(top) || top.contains(element) || element.labels?.[0]?.contains(top)),
        isEnd: element.dataset.seenByTest === "1",
        mark: (element.dataset.seenByTest = "1"),
    };
}"""


def small_targets(page: Page) -> list[str]:
    """List what can be clicked but is smaller than 24 px; links within a line of text are let off."""
    return list(page.evaluate(_SMALL_TARGETS, LEAST_TARGET_PX))


def wider_than_page(page: Page) -> list[str]:
    """List what makes the page scroll sideways."""
    return list(page.evaluate(_WIDER_THAN_PAGE))


def hidden_focus(page: Page, tabs_at_most: int = 40) -> list[str]:
    """Walk by the tab key and list where the focus cannot be seen or is covered."""
    found: list[str] = []
    for _ in range(tabs_at_most):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUS)
        if at is None or at["isEnd"]:
            break
        if not at["isOutlined"]:
            found.append(f"no outline on {at['name']}")
        if not at["isOnTop"]:
            found.append(f"covered: {at['name']}")
    return found


def headings(page: Page) -> int:
    """Count the headings of the first level."""
    return page.get_by_role("heading", level=1).count()


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page beside the tests; git ignores it."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
