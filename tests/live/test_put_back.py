"""A question is taken out of its bank during a game: study hears of it once it is put back, and pages say so."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, QuestionRow
from quizapp.core.game import Next, Void
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.chores import look_after_games
from quizapp.study import service as study
from tests.live.test_correcting import correct, end, swap
from tests.study.databases import BOTH


@pytest.fixture
def sam(match, cast, desk_of):
    """Let sam study the bank and play."""
    desk = desk_of("sam")
    with match.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
        study.enrol(session, cast.sam.id, desk.bank_id)
    match.join("sam", cast.sam.id)
    return desk


def look_after(runtime) -> None:
    look_after_games(runtime.database, runtime.clock, runtime.hub, live_study())


def kinds(desk, slug: str = "b1") -> list[tuple[str, int]]:
    return [(event.kind, event.rating) for event in desk.events(slug)]


@BOTH
def test_what_was_given_enters_study_once_its_question_is_back(runtime, match, sam, clock):
    match.move(Next())
    match.give("sam", right=True)
    sam.change_question("b1", deleted_at=clock())
    match.move(Next())
    match.round(sam=False)
    for _ in range(2):
        look_after(runtime)
    assert (kinds(sam), kinds(sam, "b2")) == ([], [("live", 1)])
    assert match.told() == [False, True, False, False]
    with match.database.reading() as session:
        assert service.list_untold(session) == [], "no sweep has anything to do for it"
    clock.move(days=3)
    sam.change_question("b1", deleted_at=None)
    for _ in range(2):
        look_after(runtime)
    assert kinds(sam) == [("live", 3)]
    assert sam.state("b1").first_day == sam.day.today - 3
    assert match.told() == [True, True, False, False]
    sam.check()


@BOTH
@pytest.mark.parametrize("what", ["question", "bank"])
def test_what_was_decided_while_it_was_out_follows_once_it_is_back(runtime, match, sam, clock, what):
    match.join("bob")
    match.round(sam=True, bob=False)
    match.round(sam=True, bob=False)
    match.move(Next())
    end(match)
    look_after(runtime)
    if what == "bank":
        sam.change_bank(deleted_at=clock())
    else:
        sam.change_question("b1", deleted_at=clock())
    match.move(Void(1))
    look_after(runtime)
    assert kinds(sam) == [("live", 3)]
    sam.change_bank(deleted_at=None)
    sam.change_question("b1", deleted_at=None)
    look_after(runtime)
    assert kinds(sam) == [("live", 3), ("undo", 0)]
    match.move(Void(1, is_voided=False))
    look_after(runtime)
    sam.change_question("b1", deleted_at=clock())
    swap(match, 1)
    correct(match, 1)
    look_after(runtime)
    assert ("correction", 1) not in kinds(sam)
    sam.change_question("b1", deleted_at=None)
    look_after(runtime)
    assert kinds(sam)[-1] == ("correction", 1)
    sam.check()


def test_pages_say_what_is_true_of_it(runtime, match, sam, clock, sign_in_as):
    for _ in range(4):
        match.round(sam=True)
    match.move(Next())
    link = f"/play/{match.standing.link_token}"
    browser = sign_in_as("sam")
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens["sam"], path="/play")
    pages = (f"{link}/summary", f"{link}/keep")
    sam.change_question("b1", deleted_at=clock())
    look_after(runtime)
    for page in pages:
        assert "One question that you answered was taken out of the bank" in browser.get(page).text
    assert "what you gave counts there too" in browser.get(pages[0]).text
    for slug in ("b2", "b3", "b4"):
        sam.change_question(slug, deleted_at=clock())
    for page in pages:
        text = browser.get(page).text
        assert "You study this bank" in text
        assert "4 questions that you answered were taken out of the bank" in text
        assert "counts there too" not in text
        assert "is part of it" not in text
    with match.database.transaction() as session:
        session.execute(update(QuestionRow).values(deleted_at=None))
    look_after(runtime)
    for page in pages:
        assert "taken out" not in browser.get(page).text
    assert kinds(sam) == [("live", 3)]


@pytest.mark.parametrize("what", ["question", "bank", "ticked"])
def test_study_hears_at_once_of_what_is_brought_back(runtime, match, sam, sign_in_as, clock, what):
    match.round(sam=True)
    match.move(Next())
    ada = sign_in_as("ada")
    with match.database.reading() as session:
        bank = f"/banks/{session.scalar(select(Bank.slug).where(Bank.id == sam.bank_id))}"
    question_id = sam.question_id("b1")
    ticked = {"question": str(question_id)}
    out, back = {
        "question": ((f"{bank}/questions/{question_id}/removals", {}), (f"{bank}/questions/{question_id}/returns", {})),
        "bank": ((f"{bank}/closings", {}), (f"{bank}/openings", {})),
        "ticked": ((f"{bank}/changes", ticked | {"act": "archive"}), (f"{bank}/changes", ticked | {"act": "restore"})),
    }[what]
    assert ada.post(out[0], out[1]).status_code == 303
    look_after(runtime)
    assert kinds(sam) == []
    clock.move(minutes=5)
    assert ada.post(back[0], back[1]).status_code == 303
    assert kinds(sam) == [("live", 3)]
    sam.check()


def test_who_does_not_study_the_bank_is_told_to_come_back_for_what_is_out(runtime, match, sam, browser, clock):
    match.join("bob")
    for _ in range(4):
        match.round(bob=False)
    match.move(Next())
    phone = browser()
    phone.client.set_cookie(f"play-{match.game_id}", match.tokens["bob"], path="/play")
    page = f"/play/{match.standing.link_token}/keep"
    sam.change_question("b1", deleted_at=clock())
    text = phone.get(page).text
    assert "Keep the 3 I missed" in text
    assert "One question that you answered was taken out of the bank" in text
    for slug in ("b2", "b3", "b4"):
        sam.change_question(slug, deleted_at=clock())
    assert "All that you answered in this game was taken out of the bank" in phone.get(page).text
    assert "Come back here once it is put back" in phone.post(page, {}).text
    sam.change_question("b2", deleted_at=None)
    assert "Keep the one I missed" in phone.get(page).text
