"""The link of the terminal in a browser, on a site where nobody is a teacher yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quizapp.people import service as people
from tests.browser import learner
from tests.browser.served import Site, running_site


@pytest.fixture
def site(tmp_path: Path, empty_sqlite: Path) -> Iterator[Site]:
    """Serve a site without banks and accounts."""
    shutil.copy(empty_sqlite, tmp_path / "quizapp.db")
    with running_site(tmp_path, f"sqlite:///{tmp_path / 'quizapp.db'}", []) as running:
        yield running


def test_the_first_account_comes_by_a_link_whose_code_does_not_stay(page: Page, site: Site) -> None:
    with site.runtime.database.transaction() as session:
        code = people.issue_first_account_code(session, site.clock())
    assert code, "somebody is a teacher already"
    page.goto(f"/first-account#{code}")
    expect(page.get_by_label("Code")).to_have_value(code)
    expect(page).to_have_url(f"{site.base}/first-account")
    assert code not in page.evaluate("location.href")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Ada of the First Account")
    page.get_by_label("Password", exact=True).fill(learner.PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator(".notice")).to_contain_text("You may do everything here.")
    page.goto("/first-account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not for you to do")
