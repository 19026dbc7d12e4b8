"""The way back of what was changed in many questions, beside what has become of their bank since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.service import BulkWish, change_many, importing, undo_change
from quizapp.banks.service.importing import undoing
from quizapp.banks.service.importing.filed import get_reading, write_reading
from quizapp.banks.service.tagging import retag
from quizapp.cli.undoing import undo_in
from quizapp.live.models import GameRow, Round
from quizapp.plumbing.clock import epoch_ms
from quizapp.study.models import ReviewEvent
from tests.banks.desk import own_bank
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.conftest import BEGIN
from tests.study import bank_files

PARIS = "Which river flows through Paris?"


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def play(counter, host, row: QuestionRow) -> None:
    """Let a question have been asked in a game now."""
    with counter.database.transaction() as session:
        game = GameRow(
            code="123456", link_token="l", screen_token="s", host_id=host.id, client_id="g", bank_id=row.bank_id,
            title="Rivers", created_at=counter.now,
        )  # fmt: skip
        session.add(game)
        session.flush()
        session.add(
            Round(
                game_id=game.id, no=1, question_id=row.id, question_revision=1, way="recognise", option_seed=1,
                base_points=100, limit_ms=20_000, stem_words=5, opened_ms=epoch_ms(counter.now),
            )
        )  # fmt: skip


def test_the_command_keeps_what_was_played_live_since(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.now = BEGIN + timedelta(hours=1)
    play(counter, people.ada, counter.questions()[PARIS])
    with counter.database.transaction() as session:
        held, bank = session.get_one(Import, import_id), session.scalars(select(Bank)).one()
        held.owner_id, held.report = None, {"owner_id": bank.owner_id, "revived": []}
    undone = undo_in(counter.database, import_id)
    assert [(each.stem, each.reason) for each in undone.kept] == [(PARIS, "answered")]
    assert list(counter.questions()) == [PARIS]


def tag_all(counter, tag: str, *, is_added: bool) -> None:
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == "rivers")).one()
        retag(session, bank, session.scalars(select(QuestionRow)).all(), tag, is_added=is_added)


def test_tags_put_on_or_taken_off_by_hand_since_stay_so(counter, people):
    heading = HEADING.replace("\n", ",tags\n")
    counter.import_all(people.ada, ("r.csv", f"{heading}{PARIS},Seine,Rhine,Volga,old\n"))
    changed = f"{heading}{PARIS},Seine,Rhine,Oder,old|new\n"
    second = counter.import_all(people.ada, ("r.csv", changed), slug="rivers")
    tag_all(counter, "mine", is_added=True)
    tag_all(counter, "old", is_added=False)
    assert counter.undo(people.ada, second).restored == 1
    body = counter.questions()[PARIS].body
    assert body["distractors"] == ["Rhine", "Volga"]
    assert body["tags"] == ["mine"]


@pytest.mark.parametrize(("is_taken_off", "left"), [(True, ["old"]), (False, ["old", "mine"])])
def test_a_tag_that_was_put_on_before_an_import_and_taken_off_since_stays_off(counter, people, is_taken_off, left):
    heading = HEADING.replace("\n", ",tags\n")
    counter.import_all(people.ada, ("r.csv", f"{heading}{PARIS},Seine,Rhine,Volga,old\n"))
    tag_all(counter, "mine", is_added=True)
    second = counter.import_all(people.ada, ("r.csv", f"{heading}{PARIS},Seine,Rhine,Oder,old\n"), slug="rivers")
    assert counter.questions()[PARIS].body["tags"] == ["old", "mine"]
    if is_taken_off:
        tag_all(counter, "mine", is_added=False)
    assert counter.undo(people.ada, second).restored == 1
    body = counter.questions()[PARIS].body
    assert (body["distractors"], body["tags"]) == (["Rhine", "Volga"], left)


def test_a_tag_that_a_file_took_off_comes_back_with_its_undo(counter, people):
    heading = HEADING.replace("\n", ",tags\n")
    counter.import_all(people.ada, ("r.csv", f"{heading}{PARIS},Seine,Rhine,Volga,old|older\n"))
    second = counter.import_all(people.ada, ("r.csv", f"{heading}{PARIS},Seine,Rhine,Oder,old\n"), slug="rivers")
    tag_all(counter, "mine", is_added=True)
    assert counter.questions()[PARIS].body["tags"] == ["old", "mine"]
    assert counter.undo(people.ada, second).restored == 1
    assert counter.questions()[PARIS].body["tags"] == ["old", "older", "mine"]


def put_in_front(counter, bank_id: int) -> None:
    """Let a newer reading of a bank have one paragraph more before all that is proved by it."""
    with counter.database.transaction() as session:
        said = get_reading(session, bank_id)
        head, *rest = said["paragraphs"]
        mine = {**rest[0], "number": 2, "text": "Mine.", "html": "<p>Mine.</p>"}
        behind = [{**each, "number": each["number"] + 1} for each in rest]
        write_reading(session, bank_id, {**said, "paragraphs": [head, mine, *behind]})


def evidence(counter, slug: str) -> tuple[int, str | None]:
    with counter.database.reading() as session:
        row = session.scalars(select(QuestionRow).where(QuestionRow.slug == slug)).one()
        return row.body["evidence"]["paragraph"], row.sibling_key


def test_what_an_undone_import_gives_back_is_proved_where_the_reading_has_it_now(counter, people):
    told = bank_files.all_told(2)
    bank_id = own_bank(counter.database, people.ada, count=2, **told)
    changed = bank_files.bridges(2, **{slug: {**each, "explanation": "New."} for slug, each in told.items()})
    import_id = counter.import_all(people.ada, ("bank.yaml", changed), slug="bridges")
    put_in_front(counter, bank_id)
    assert counter.undo(people.ada, import_id).restored == 2
    assert evidence(counter, "b1") == (3, "3.1")


@pytest.mark.parametrize("at_once", [3_000, 0], ids=["at once", "by a job"])
def test_questions_whose_passage_goes_with_an_undone_import_wait_for_each_other_no_more(
    counter, people, monkeypatch, at_once
):
    own_bank(counter.database, people.ada, count=2)
    import_id = counter.import_all(
        people.ada, ("bank.yaml", bank_files.bridges(2, **bank_files.all_told(2))), slug="bridges"
    )
    assert evidence(counter, "b1") == (2, "2.1")
    monkeypatch.setattr(undoing, "AT_ONCE", at_once)
    if at_once:
        counter.undo(people.ada, import_id)
    else:
        counter.begin_undo(people.ada, import_id)
        counter.runner.run_waiting()
    with counter.database.reading() as session:
        rows = session.scalars(select(QuestionRow).order_by(QuestionRow.position)).all()
        assert [("evidence" in row.body, row.sibling_key) for row in rows] == [(False, None)] * 2


def test_what_is_moved_back_is_proved_where_the_reading_has_it_now(counter, people):
    bank_id = own_bank(counter.database, people.ada, **bank_files.all_told(4))
    other_id = own_bank(counter.database, people.ada, slug="other", count=1)
    with counter.database.transaction() as session:
        rows = session.scalars(select(QuestionRow.id).where(QuestionRow.bank_id == bank_id)).all()
        wish = BulkWish(act="move", client_id="one", ids=tuple(rows), target_id=other_id)
        outcome = change_many(session, people.ada, "bridges", wish, BEGIN)
    put_in_front(counter, bank_id)
    with counter.database.transaction() as session:
        undo_change(session, people.ada, "bridges", outcome.change_id, BEGIN)
    assert evidence(counter, "b4") == (4, "4.1")


def list_aside(counter) -> list[tuple[str, int]]:
    """Name the banks that nobody sees, each with its number of questions."""
    with counter.database.reading() as session:
        rows = select(Bank.slug, func.count(QuestionRow.id)).outerjoin(QuestionRow, QuestionRow.bank_id == Bank.id)
        return [(slug, n) for slug, n in session.execute(rows.group_by(Bank.slug)) if slug.startswith("_")]


def clear(counter) -> None:
    with counter.database.reading() as session:
        left = importing.list_left(session, counter.now)
    for slug in left:
        is_left = True
        while is_left:
            with counter.database.transaction() as session:
                is_left = importing.clear_left(session, slug, counter.now)


def test_what_somebody_has_answered_meanwhile_is_swept_once_their_history_is_gone(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    row = counter.questions()[PARIS]
    counter.undo(people.ada, import_id)
    counter.answer(people.sam, row)
    clear(counter)
    [(name, count)] = list_aside(counter)
    assert (name.startswith("_kept_"), count) == (True, 1)
    counter.now += timedelta(days=1)
    clear(counter)
    assert list_aside(counter) == [(name, 1)]
    with counter.database.transaction() as session:
        session.execute(delete(ReviewEvent))
    clear(counter)
    assert list_aside(counter) == []
