"""From pasted questions to a file taken away, by the keyboard alone: every step is reached by Tab and done by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from quizapp.people import passwords, service
from quizapp.people.service import NewAccount
from quizapp.runners import make_import_runner
from tests.browser.served import Site

PASSWORD = "violin harbour seven"
PASTED = (
    "question\tanswer\twrong 1\twrong 2\n"
    "Which planet is the largest?\tJupiter\tMars\tVenus\n"
    "Which planet has the shortest year?\tMercury\tMars\tVenus\n"
    "Which planet is nearest?\tIt depends\tMars\tVenus\n"
)
READ_AT_MOST_MS = 30_000
TABS_AT_MOST = 80


@pytest.fixture(scope="module", autouse=True)
def runner(site: Site) -> Iterator[None]:
    made = make_import_runner(site.runtime)
    made.start()
    yield
    made.stop()


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext], site: Site) -> Page:
    with site.runtime.database.transaction() as session:
        digest = passwords.hash_password(PASSWORD)
        account = NewAccount(name="Kay", password_hash=digest, role="teacher", is_admin=False)
        service.sign_up(session, account, site.clock())
    page = new_context().new_page()
    page.goto("/sign-in")
    type_into(page, page.get_by_label("Name"), "kay")
    type_into(page, page.get_by_label("Password", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
    return page


def tab_to(page: Page, target: Locator) -> None:
    """Walk forward by Tab until the focus is on something, where it can be seen."""
    expect(target).to_be_visible()
    for _ in range(TABS_AT_MOST):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab")


def type_into(page: Page, target: Locator, words: str) -> None:
    tab_to(page, target)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(words)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def test_from_pasted_questions_to_an_export_by_keys(desk: Page, site: Site) -> None:
    press(desk, desk.get_by_role("link", name="Banks"))
    press(desk, desk.get_by_role("link", name="Import questions"))
    type_into(desk, desk.get_by_label("Or paste questions"), PASTED)
    press(desk, desk.get_by_role("button", name="Look at the questions"))
    expect(desk.get_by_text("3 questions were found")).to_be_visible(timeout=READ_AT_MOST_MS)
    _mend_and_choose(desk)
    _import(desk)
    _edit_one(desk, site)
    _take_away(desk)


def _mend_and_choose(desk: Page) -> None:
    press(desk, desk.get_by_role("button", name="Edit question 3"))
    stem = desk.get_by_label("Question", exact=True)
    expect(desk.locator("[data-behaviour=editor][data-started] [data-editor][data-started]")).to_be_visible()
    type_into(desk, stem, "Which planet shines brightest?")
    type_into(desk, desk.get_by_label(re.compile("^Option 1")).first, "Venus")
    type_into(desk, desk.get_by_label(re.compile("^Option 3")).first, "Saturn")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("edited by you")).to_be_visible(timeout=READ_AT_MOST_MS)
    expect(desk.get_by_text("Which planet shines brightest?")).to_be_visible()
    press(desk, desk.get_by_role("checkbox").nth(1), "Space")
    expect(desk.get_by_role("checkbox").nth(1)).not_to_be_checked()


def _import(desk: Page) -> None:
    # From its head on, as somebody does who has gone through the list.
    desk.evaluate("document.activeElement.blur()")
    type_into(desk, desk.get_by_label("Title of the new bank"), "Planets by keys")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("2 questions imported", timeout=READ_AT_MOST_MS)
    press(desk, desk.get_by_role("link", name="Go to the bank"))
    press(desk, desk.get_by_role("link", name="Questions", exact=True))
    expect(desk.locator(".lines__row")).to_have_count(2)


def _edit_one(desk: Page, site: Site) -> None:
    press(desk, desk.get_by_role("link", name="Which planet is the largest?"))
    expect(desk.locator("[data-behaviour=editor][data-started] [data-editor][data-started]")).to_be_visible()
    type_into(desk, desk.get_by_role("textbox", name="Explanation", exact=True), "All others would fit into it.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("New question")
    expect(desk.locator("[data-behaviour=editor][data-started] [data-editor][data-started]")).to_be_visible()
    with site.runtime.database.reading() as session:
        bodies = {body["stem"]: body for body in session.scalars(select(QuestionRow.body))}
    assert bodies["Which planet is the largest?"]["explanation"] == "All others would fit into it."
    desk.keyboard.press("Escape")
    expect(desk.locator(".lines__row")).to_have_count(2)


def _take_away(desk: Page) -> None:
    press(desk, desk.get_by_role("link", name="Export", exact=True))
    tab_to(desk, desk.get_by_role("radio").first)
    for _ in range(3):
        desk.keyboard.press("ArrowDown")
    expect(desk.locator("input[value=csv]")).to_be_checked()
    press(desk, desk.get_by_role("button", name="See what it carries"))
    with desk.expect_download() as download:
        press(desk, desk.get_by_role("button", name="Download"))
    taken = download.value.path().read_text("utf-8-sig")
    assert "Which planet shines brightest?" in taken
    assert "All others would fit into it." in taken
    assert "shortest year" not in taken
