"""Every page and state by axe-core, light and dark, wide and narrow, with what axe does not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import axe, keyboard, learner
from tests.browser.inspection import inspect, keep_pictures
from tests.browser.served import Site
from tests.browser.states import SITTING, STATES, State

NAME = "Maximiliane Featherstonehaugh-Ortega"


@pytest.fixture(scope="package")
def people(chromium: Browser, site: Site) -> dict[str, Any]:
    """Make an account, and one that studied on five days of three weeks; give the cookies of each."""
    site.forget_limits()
    made = {}
    for who, days in (("account", 0), ("studious", 5)):
        context = chromium.new_context(base_url=site.base, reduced_motion="reduce")
        page = context.new_page()
        _sign_up(page, f"{NAME} {who}")
        for _ in range(days):
            _study(page)
            site.clock.move(days=5)
        made[who] = context.storage_state()
        context.close()
    return made


def _sign_up(page: Page, name: str) -> None:
    page.goto("/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(learner.PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator(".notice")).to_be_visible()


def _study(page: Page) -> None:
    page.goto(SITTING)
    for number in range(12):
        learner.await_question(page)
        _answer_somehow(page, is_wrong=number % 4 == 1)
        learner.await_feedback(page)
        page.keyboard.press("Space")
        expect(page.locator("footer.feedback")).to_be_hidden()
        if not learner.card(page).count():
            return


def _answer_somehow(page: Page, *, is_wrong: bool) -> None:
    if page.locator("textarea").count():
        page.keyboard.press("Space")
        page.get_by_role("button", name="Knew it").click()
    elif is_wrong or page.locator("#response").count():
        page.locator("[name=gave_up]").click()
    else:
        keyboard.answer(page)


@pytest.fixture
def looking(
    new_context: Callable[..., BrowserContext], request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Page]]:
    """Give a maker of pages for nobody, an account, or a studious one."""

    def make(who: str) -> Page:
        options = {} if who == "nobody" else {"storage_state": request.getfixturevalue("people")[who]}
        return new_context(**options).new_page()

    return make


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_accessible(looking: Callable[[str], Page], site: Site, state: State) -> None:
    page = looking(state.who)
    state.go(page, site)
    found = inspect(page, is_variant=state.is_variant)
    if state.is_decisive:
        keep_pictures(page, state.name)
    assert not found, "\n".join(found)


def test_axe_is_awake(page: Page) -> None:
    page.goto("/sign-in")
    page.evaluate("document.querySelector('label[for=name]').remove()")
    assert any(line.startswith("label:") for line in axe.violations(page))
