"""Questions of each kind in each way and their feedback by axe-core; focus, motion, text size, forced colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import learner, looks
from tests.browser.inspection import inspect, keep_pictures
from tests.browser.served import Site
from tests.browser.states import SITTING

RECALLED = ("first-ascent", "namesake", "first-woman", "height")
RECOGNISED = ("first-ascent", "namesake", "who-reached", "named-1865", "first-woman", "height")
PARTED = ("oxygen", "who-what", "earliest-first")


@pytest.mark.parametrize(
    ("way", "question"),
    [("recognise", q) for q in RECOGNISED] + [("recall", q) for q in RECALLED] + [("recognise", q) for q in PARTED],
)
def test_a_question_and_its_feedback_are_accessible(page: Page, site: Site, way: str, question: str) -> None:
    if way == "recall":
        _always_typed(page)
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, question)}")
    learner.await_question(page)
    assert bool(page.locator("#response").count()) is (way == "recall")
    found = inspect(page)
    keep_pictures(page, f"ask-{question}-{way}")
    learner.answer_wrongly(page, question)
    learner.await_feedback(page)
    found += inspect(page)
    keep_pictures(page, f"wrong-{question}-{way}")
    page.keyboard.press("u")
    learner.await_question(page)
    learner.answer_right(page, question)
    learner.await_feedback(page)
    found += inspect(page, is_variant=True)
    assert not found, "\n".join(found)


def test_the_second_try_is_accessible(page: Page, site: Site) -> None:
    _always_typed(page)
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'first-ascent')}")
    page.locator("#response").fill("May 1953")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    found = inspect(page)
    keep_pictures(page, "second-try")
    assert not found, "\n".join(found)


def _always_typed(page: Page) -> None:
    page.goto("/settings")
    page.locator("input[name=fixed_way][value=recall]").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice").first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/banks/north-korea-russia", "/settings", "/sign-up", SITTING])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_focus_is_seen_and_not_covered(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(path)
    assert not looks.hidden_focus(page)


def test_the_focus_is_not_covered_by_the_feedback_bar(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'first-ascent')}")
    learner.answer_wrongly(page, "first-ascent")
    learner.await_feedback(page)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    assert not looks.hidden_focus(page)


def test_a_way_past_the_navigation_comes_first(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_motion_is_reduced_on_wish(page: Page) -> None:
    page.goto(SITTING)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
            const style = getComputedStyle(element);
            return style.animationName !== "none" || !/^0m?s(, 0m?s)*$/.test(style.transitionDuration);
        }).map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert not moving


def test_text_at_twice_its_size_stays_on_the_page(page: Page) -> None:
    page.set_viewport_size({"width": 720, "height": 800})
    for path in ("/", "/banks/north-korea-russia", SITTING, "/settings"):
        page.goto(path)
        page.evaluate("document.documentElement.style.setProperty('font-size', '212.5%')")
        assert not looks.wider_than_page(page), path


def test_forced_colours_keep_right_and_wrong_apart(new_context: Callable[..., BrowserContext], site: Site) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto(f"{SITTING}?question={site.question_id(learner.BANK, 'first-ascent')}")
    learner.answer_wrongly(page, "first-ascent")
    learner.await_feedback(page)
    expect(page.locator(".option.is-key .verdict")).to_contain_text("✓ right answer")
    expect(page.locator(".option.is-wrong .verdict")).to_contain_text("✕ your answer")
