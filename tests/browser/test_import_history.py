"""A teacher brings an Anki package with their learning history, as they see it: the tick, the report, the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from quizapp.people import passwords, service
from quizapp.people.service import NewAccount
from quizapp.runners import make_import_runner
from tests.browser.axe import violations
from tests.browser.served import Site
from tests.core.formats.anki_packages import package
from tests.core.formats.test_anki_history import DAY, T, reviewed

PASSWORD = "violin harbour seven"
NOTES = (
    reviewed((0, T, 3), (0, T + 4 * DAY, 3), fields=("Deepest lake?", "Baikal"), guid="lake"),
    reviewed(fields=("Never met?", "No"), guid="new"),
)


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext], site: Site) -> Iterator[Page]:
    with site.runtime.database.transaction() as session:
        account = NewAccount(name="Hana", password_hash=passwords.hash_password(PASSWORD), role="teacher")
        service.sign_up(session, account, site.clock())
    page = new_context().new_page()
    page.goto("/sign-in")
    page.get_by_label("Name").fill("hana")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
    made = make_import_runner(site.runtime, poll_seconds=0.05)
    made.start()
    yield page
    made.stop()


def test_the_tick_brings_the_history_and_the_report_says_so(desk: Page) -> None:
    desk.goto("/imports")
    file = {"name": "lakes.apkg", "mimeType": "application/octet-stream", "buffer": package(NOTES)}
    desk.get_by_label("Files").set_input_files(file)  # type: ignore[arg-type]
    desk.locator("main form button").first.click()
    tick = desk.get_by_label("Also bring my learning history along: up to 2 answers since 13 September 2020")
    expect(tick).not_to_be_checked()
    tick.check()
    expect(desk.get_by_text("nobody else’s")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("button", name="Import 2 of 2").first.click()
    expect(desk.get_by_role("heading", name="2 questions imported")).to_be_visible()
    told = desk.get_by_text("2 answers of your learning history came along.")
    for _ in range(100):
        if told.is_visible():
            break
        desk.wait_for_timeout(50)
        desk.reload()
    expect(told).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("button", name="Undo the whole import").click()
    expect(desk.get_by_role("heading", name="This import was undone")).to_be_visible()
