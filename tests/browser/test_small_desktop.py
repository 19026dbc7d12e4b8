"""On a small desktop an answer, its passage and the way on are seen together, without scrolling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import learner
from tests.browser.served import Site

BANK = "north-korea-russia"
SIZES = [(1280, 720), (1366, 768)]
#: Of long passages whose evidence stands late, and of a stem of two lines.
QUESTIONS = ["summit-site", "watched-by-seoul", "doubts-in-seoul", "step-too-far"]

_UNSEEN = """() => {
    const bar = document.querySelector("footer.feedback").getBoundingClientRect();
    const wanted = { key: ".option.is-key", passage: ".passage mark" };
    const isSeen = (box, bottom) => box.top >= 0 && box.bottom <= bottom + 1;
    const unseen = Object.entries(wanted)
        .filter(([, selector]) => ![...document.querySelectorAll(selector)]
            .every((element) => [...element.getClientRects()].every((box) => isSeen(box, bar.top))))
        .map(([name]) => name);
    for (const selector of ["footer.feedback strong", "[data-continue]"]) {
        if (!isSeen(document.querySelector(selector).getBoundingClientRect(), innerHeight)) unseen.push(selector);
    }
    return unseen;
}"""


def open_feedback(page: Page, site: Site, question: str) -> None:
    page.goto(f"/study/{BANK}?question={site.question_id(BANK, question)}")
    page.locator("button.option").first.click()
    learner.await_feedback(page)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("question", QUESTIONS)
def test_all_that_matters_is_seen(
    new_context: Callable[..., BrowserContext], site: Site, size: tuple[int, int], question: str
) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    open_feedback(page, site, question)
    assert page.evaluate("scrollY") == 0
    assert page.evaluate(_UNSEEN) == []


def test_options_stay_where_they_were(new_context: Callable[..., BrowserContext], site: Site) -> None:
    page = new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"/study/{BANK}?question={site.question_id(BANK, 'summit-site')}")
    tops = "[...document.querySelectorAll('.option')].map((row) => Math.round(row.getBoundingClientRect().top))"
    before = page.evaluate(tops)
    page.locator("button.option").first.click()
    learner.await_feedback(page)
    assert page.evaluate(tops) == before


@pytest.mark.parametrize("size", [*SIZES, (360, 740)], ids=str)
def test_four_buttons_leave_continue_beside_them(
    new_context: Callable[..., BrowserContext], site: Site, size: tuple[int, int]
) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto("/settings")
    page.locator("input[name=buttons][value='4']").check()
    page.get_by_role("button", name="Save").click()
    open_feedback(page, site, "summit-site")
    go = page.locator("[data-continue]").bounding_box()
    ratings = page.locator(".feedback .ratings").bounding_box()
    words = page.locator(".feedback__words").bounding_box()
    assert go
    assert ratings
    assert words
    beside = ratings if size[0] > 400 else words
    assert go["x"] >= beside["x"] + beside["width"]
    assert go["y"] < beside["y"] + beside["height"]
    assert go["y"] < ratings["y"] + ratings["height"]
    boxes = [button.bounding_box() for button in page.locator(".feedback .ratings .button").all()]
    right = page.locator(".feedback__row").bounding_box()
    assert right
    assert go["x"] + go["width"] <= right["x"] + right["width"] + 1
    assert len({round(box["y"]) for box in boxes if box}) == 1
