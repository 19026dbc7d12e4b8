"""Study hears once more of a round whose answers did not count, or found no card, and do by now."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import LoadReport
from quizapp.cli.following import follow_edit
from quizapp.core.game import Next
from quizapp.runners import make_import_runner
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent
from tests.banks.test_editor_pages import form_of
from tests.live.desk import revise
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


@pytest.fixture
def bank(match, sam):
    with match.database.reading() as session:
        return f"/banks/{session.scalar(select(Bank.slug).where(Bank.id == sam.bank_id))}"


def kinds(desk, slug: str = "b1") -> list[tuple[str, int]]:
    return [(event.kind, event.rating) for event in desk.events(slug)]


def seated(match, browser, name: str):
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens[name], path="/play")
    return browser


def key_of(desk, slug: str = "b1") -> str:
    with desk.database.reading() as session:
        return session.get_one(QuestionRow, desk.question_id(slug)).body["key"]


def save(ada, bank, question_id, **changes):
    address = f"{bank}/questions/{question_id}"
    sent = ada.post(address, {**form_of(ada.get(address)), "cards": "keep", **changes})
    assert sent.status_code == 303, sent.text[:2000]
    return sent


def test_a_key_that_is_set_back_after_study_heard_counts(match, sam, bank, sign_in_as, clock, desk_of):
    match.join("bob")
    question_id, key = sam.question_id("b1"), key_of(sam)
    match.move(Next())
    for name in ("sam", "bob"):
        match.give(name, right=True)
    revise(match.database, question_id, clock(), key="1901")
    while match.standing.game.phase != "closed":
        match.move(Next())
    match.hand_over()
    tess = seated(match, sign_in_as("tess"), "bob")
    assert tess.post(f"/play/{match.standing.link_token}/keep", {}).status_code == 303
    desks = (sam, desk_of("tess"))
    assert [kinds(desk) for desk in desks] == [[("live", 3)]] * 2
    assert all(desk.state("b1") is None or desk.state("b1").memory.reps == 0 for desk in desks)
    clock.move(hours=2)
    ada = sign_in_as("ada")
    save(ada, bank, question_id, key="1902")
    assert [kinds(desk) for desk in desks] == [[("live", 3)]] * 2, "it judges as no round did"
    save(ada, bank, question_id, key=key)
    for _ in range(2):
        assert [[kind for kind, _ in kinds(desk)] for desk in desks] == [["live", "correction"]] * 2
        match.hand_over()
    for desk in desks:
        assert desk.state("b1").memory.reps == 1
        desk.check()


@BOTH
@pytest.mark.parametrize(("way", "many"), [("change", 0), ("change", 600), ("undo", 0)])
def test_a_key_that_a_load_sets_back_counts_by_the_same_commit(match, sam, clock, way, many):
    question_id, key = sam.question_id("b1"), key_of(sam)
    match.round(sam=True)
    revise(match.database, question_id, clock(), key="1901")
    match.move(Next())
    match.hand_over()
    assert match.told()[0]
    assert sam.state("b1") is None or sam.state("b1").memory.reps == 0
    revise(match.database, question_id, clock(), key=key)
    with match.database.transaction() as session:
        load = LoadReport("bridges", sam.bank_id)
        if way == "change":
            load.key_changed_ids = [question_id, *range(1_000_000, 1_000_000 + many)]
        else:
            load.taken_back = {question_id: 2}
        follow_edit(session, load, "keep", clock())
    assert not match.told()[0]
    match.hand_over()
    assert sam.state("b1").memory.reps == 1
    sam.check()


@BOTH
def test_what_was_given_follows_a_question_into_another_bank(match, sam, cast, clock):
    match.join("tess", cast.tess.id)
    match.move(Next())
    match.give("sam", right=True)
    match.give("tess", right=False)
    with match.database.transaction() as session:
        other = Bank(slug="other", title="Other", owner_id=match.host.id, created_at=clock(), visibility="private")
        session.add(other)
        session.flush()
        session.execute(update(QuestionRow).where(QuestionRow.id == sam.question_id("b1")).values(bank_id=other.id))
        study.enrol(session, cast.tess.id, other.id)
        study.follow_move(session, [sam.question_id("b1")], sam.bank_id, other.id)
        other_id = other.id
    match.move(Next())
    match.hand_over()
    assert match.told()[0]
    with match.database.reading() as session:
        given = select(ReviewEvent.learner_id, ReviewEvent.bank_id, ReviewEvent.rating).order_by(ReviewEvent.rating)
        assert session.execute(given).all() == [(cast.tess.id, other_id, 1), (cast.sam.id, other_id, 3)]
    sam.check()


@pytest.mark.parametrize("way", ["saved", "job"])
def test_what_comes_back_by_another_way_is_told_too(runtime, match, sam, bank, sign_in_as, clock, way):
    match.round(sam=True)
    sam.change_question("b1", deleted_at=clock())
    match.move(Next())
    match.hand_over()
    assert kinds(sam) == []
    ada = sign_in_as("ada")
    if way == "saved":
        save(ada, bank, sam.question_id("b1"), is_out="1")
    else:
        sam.change_question("b1", deleted_at=None)
        runner = make_import_runner(runtime)
        runner.after()
    assert kinds(sam) == [("live", 3)]
    sam.check()


def test_what_was_kept_while_its_question_was_out_comes_with_it(
    match, sam, bank, sign_in_as, browser, cast, desk_of, clock
):
    match.join("bob")
    for _ in range(4):
        match.round(sam=True, bob=False)
    match.move(Next())
    match.hand_over()
    assert match.told() == [True] * 4
    sam.change_question("b1", deleted_at=clock())
    tess = seated(match, sign_in_as("tess"), "bob")
    assert tess.post(f"/play/{match.standing.link_token}/keep", {}).status_code == 303
    desk = desk_of("tess")
    assert (kinds(desk), kinds(desk, "b2")) == ([], [("live", 1)])
    assert match.told() == [False, True, True, True]
    assert sign_in_as("ada").post(f"{bank}/questions/{sam.question_id('b1')}/returns").status_code == 303
    assert kinds(desk) == [("live", 1)]
    assert kinds(sam) == [("live", 3)]
    assert match.told() == [True] * 4
    for each in (sam, desk):
        each.check()


def test_nobody_is_said_not_to_study_where_what_was_missed_is_out(match, sam, sign_in_as, clock):
    match.round(sam=False)
    match.move(Next())
    sam.change_question("b1", deleted_at=clock())
    ada = sign_in_as("ada")
    sent = ada.post(f"/games/{match.game_id}/reteachings")
    assert "What was missed was taken out of the bank." in ada.get(sent.headers["Location"]).text
