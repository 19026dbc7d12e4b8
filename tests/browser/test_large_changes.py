"""An act on all questions of a large bank as its teacher sees it: pressed once, watched to its end, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from quizapp.banks import service as banks
from quizapp.banks.models import Bank
from quizapp.banks.service import kept_changes
from quizapp.core.formats.parcel import BankFields, Entry, Parcel
from quizapp.core.kinds import parse_question
from quizapp.people import passwords, service
from quizapp.people.service import NewAccount
from quizapp.plumbing import jobs
from quizapp.plumbing.job_runner import JobRunner
from quizapp.runners import make_import_runner
from tests.browser.axe import violations
from tests.browser.served import Site

PASSWORD = "violin harbour seven"
COUNT = 40


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let forty questions be many, in four pieces."""
    monkeypatch.setattr(banks.bulk, "QUESTIONS_AT_MOST", 30)
    monkeypatch.setattr(kept_changes, "PIECE", 10)


@pytest.fixture
def runner(site: Site) -> Iterator[JobRunner]:
    """Give the runner, which does nothing until it is told."""
    made = make_import_runner(site.runtime)
    yield made
    made.run_waiting()


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext], site: Site) -> Page:
    questions = [
        parse_question({"id": f"q{n}", "kind": "text", "stem": f"Which number comes after {n}?", "key": str(n + 1)})
        for n in range(COUNT)
    ]
    parcel = Parcel("bank", BankFields(title="Numbers"), tuple(Entry(question, question.id) for question in questions))
    with site.runtime.database.transaction() as session:
        account = NewAccount(name="Nora", password_hash=passwords.hash_password(PASSWORD), role="teacher")
        teacher = service.sign_up(session, account, site.clock())
        banks.load_bank(session, parcel, None, slug="numbers", file_hash=None, now=site.clock())
        bank = session.scalars(select(Bank).where(Bank.slug == "numbers")).one()
        bank.owner_id, bank.visibility = teacher.id, "private"
    page = new_context().new_page()
    page.goto("/sign-in")
    page.get_by_label("Name").fill("nora")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
    return page


def do_half(site: Site) -> None:
    """Do two of the four pieces, and put the job back."""
    database, now = site.runtime.database, site.clock()
    with database.transaction() as session:
        claimed = jobs.claim(session, "half", [kept_changes.CHANGING], now)
    assert claimed is not None
    pieces = banks.BulkChanging(database.reading, lambda *_: None, site.clock).pieces(claimed, None)
    for _ in range(2):
        with database.transaction() as session:
            share = next(pieces)(session)
    with database.transaction() as session:
        jobs.tell(session, claimed.id, "half", share or 0.0, "Going through the questions", now)
        job = jobs.get_held(session, claimed.id, "half")
        assert job is not None
        jobs.give_back(job)


def test_watched_told_and_taken_back(desk: Page, site: Site, runner: JobRunner) -> None:
    desk.goto("/banks/numbers/questions")
    desk.get_by_label("with all questions in use").check()
    desk.get_by_label("Tags with commas between them").fill("sums")
    desk.get_by_role("button", name="Add", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tagging 40 questions “sums”")
    expect(desk.get_by_role("progressbar")).to_have_js_property("value", 0)
    assert violations(desk) == []
    do_half(site)
    expect(desk.get_by_role("progressbar")).to_have_js_property("value", 0.5)
    expect(desk.locator(".working .tabular")).to_have_text("50 %")
    runner.run_waiting()
    # The page goes on by itself.
    expect(desk.locator(".lines__told")).to_contain_text("40 tagged: “sums”.")
    assert violations(desk) == []
    desk.locator(".lines__told").get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Undoing what was done to 40 questions")
    desk.goto("/banks/numbers/questions?q=tag:sums")
    expect(desk.locator(".lines__told")).to_contain_text("Undoing what was done to 40 questions")
    desk.get_by_role("link", name="Watch how far it is").click()
    runner.run_waiting()
    expect(desk.locator(".lines__told")).to_contain_text("That was undone.")
    expect(desk.get_by_text("Nothing here fits.")).to_be_visible()
