"""An import is undone after a later one brought the same again, and imports that were stopped before their end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Import
from quizapp.banks.service import importing
from quizapp.banks.service.importing.filed import note_begun
from quizapp.core.errors import Conflict
from tests.banks.imports import RIVERS, Counter
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, ticked
from tests.conftest import BEGIN
from tests.study import bank_files

__all__ = ["ada", "runner"]


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


@pytest.mark.parametrize("is_later_undone", [False, True])
def test_what_a_later_import_brought_again_stays_and_is_named(counter, people, is_later_undone):
    first = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.now += timedelta(minutes=1)
    more = RIVERS + "Which river flows through Rome?,Tiber,Rhine,Volga\n"
    later = counter.bring(people.ada, ("rivers.csv", more), bank="rivers")
    counter.carry_out(people.ada, later, "rivers")
    if is_later_undone:
        counter.undo(people.ada, later)
    undone = counter.undo(people.ada, first)
    if is_later_undone:
        assert (undone.removed, undone.kept_count) == (3, 0)
        return
    assert (undone.removed, undone.kept_count) == (0, 3)
    assert {each.reason for each in undone.kept} == {"confirmed"}
    assert len(counter.questions()) == 4


def test_what_a_later_load_of_the_bank_file_brought_again_stays(database):
    with database.transaction() as session:
        first = bank_files.load(session, bank_files.bridges(3))
    with database.transaction() as session:
        changed = bank_files.bridges(2, b1={"explanation": "Long."})
        bank_files.load(session, changed, now=BEGIN + timedelta(minutes=1))
    with database.transaction() as session:
        undone = importing.undo_command_import(session, first.import_id, lambda *_: (), BEGIN)
    assert (undone.removed, [each.slug for each in undone.kept]) == (1, ["b1", "b2"])


def test_a_later_load_that_changed_nothing_holds_none_and_has_no_way_back(database):
    with database.transaction() as session:
        first = bank_files.load(session, bank_files.bridges(3))
    with database.transaction() as session:
        again = bank_files.load(session, bank_files.bridges(3), now=BEGIN + timedelta(minutes=1))
        later = session.scalars(select(Import.id).where(Import.id != first.import_id)).one()
    assert again.import_id is None
    with database.reading() as session, pytest.raises(Conflict, match="changed nothing, so there is nothing to undo"):
        importing.foresee_undoing(session, later, lambda *_: ())
    with database.transaction() as session:
        undone = importing.undo_command_import(session, first.import_id, lambda *_: (), BEGIN)
    assert (undone.removed, undone.kept, undone.is_bank_closed) == (3, [], True)


def test_words_of_a_bank_go_back_though_a_later_load_of_them_changed_nothing(database):
    numbers = []
    for minutes, title in enumerate((b"Old", b"New", b"New")):
        body = bank_files.bridges(1).replace(b"title: Bridges", b"title: " + title)
        with database.transaction() as session:
            numbers.append(bank_files.load(session, body, now=BEGIN + timedelta(minutes=minutes)).import_id)
    assert numbers[2] is None
    with database.transaction() as session:
        assert importing.undo_command_import(session, numbers[1], lambda *_: (), BEGIN).kept_words == []
        assert session.scalars(select(Bank.title)).one() == "Old"


def test_an_import_of_a_killed_command_is_ended(database):
    with database.transaction() as session:
        import_id = note_begun(session, "bank.yaml", "bank", None, BEGIN)
    for hours, state in ((0.5, "storing"), (2, "failed")):
        with database.transaction() as session:
            importing.forget_old(session, BEGIN + timedelta(hours=hours))
        with database.reading() as session:
            assert session.get(Import, import_id).state == state
    with database.transaction() as session, pytest.raises(Conflict, match="stopped before its end"):
        importing.undo_command_import(session, import_id, lambda *_: (), BEGIN)


def test_what_a_later_load_says_of_its_bank_too_stays(database):
    numbers = []
    for minutes, title in enumerate((b"Old", b"New", b"New")):
        body = bank_files.bridges(1, b1={"explanation": f"{minutes}."}).replace(b"title: Bridges", b"title: " + title)
        with database.transaction() as session:
            numbers.append(bank_files.load(session, body, now=BEGIN + timedelta(minutes=minutes)).import_id)
    with database.reading() as session:
        foreseen = importing.foresee_undoing(session, numbers[1], lambda *_: ())
    with database.transaction() as session:
        undone = importing.undo_command_import(session, numbers[1], lambda *_: (), BEGIN)
        assert session.scalars(select(Bank.title)).one() == "New"
    assert foreseen.kept_words == undone.kept_words == ["title"]


def test_what_a_person_says_of_a_bank_after_its_load_is_foreseen_to_stay(database):
    for minutes, title in enumerate((b"Old", b"New")):
        body = bank_files.bridges(1).replace(b"title: Bridges", b"title: " + title)
        with database.transaction() as session:
            number = bank_files.load(session, body, now=BEGIN + timedelta(minutes=minutes)).import_id
    for title, kept in (("New", []), ("Mine", ["title"])):
        with database.transaction() as session:
            session.scalars(select(Bank)).one().title = title
        with database.reading() as session:
            assert importing.foresee_undoing(session, number, lambda *_: ()).kept_words == kept


def test_ids_that_mean_others_in_another_file_neither_hold_nor_lose_them(counter, people):
    columns, ones = "id,question,answer\n", "1,Capital of Peru?,Lima\n2,Who wrote Emma?,Austen\n"
    others = "1,How many legs has a spider?,eight\n2,Which metal melts in the hand?,gallium\n"
    first = counter.import_all(people.ada, ("u1.csv", columns + ones))
    numbers = []
    for more in ("", "3,Which river flows through Rome?,Tiber\n"):
        counter.now += timedelta(minutes=1)
        numbers.append(counter.bring(people.ada, ("u2.csv", columns + others + more), bank="rivers"))
        counter.carry_out(people.ada, numbers[-1], "rivers")
    undone = counter.undo(people.ada, first)
    assert (undone.removed, undone.kept_count) == (2, 0), "another file has used the same ids for others"
    undone = counter.undo(people.ada, numbers[0])
    assert (undone.removed, undone.kept_count) == (0, 2), "brought again under the ids that they got"
    assert len(counter.questions()) == 3


def test_what_came_again_under_another_id_stays(counter, people):
    columns, rows = "id,question,answer\n", "{},Capital of Peru?,Lima\n{},Who wrote Emma?,Austen\n"
    first = counter.import_all(people.ada, ("a.csv", columns + rows.format("a1", "a2")))
    counter.now += timedelta(minutes=1)
    more = rows.format("x", "y") + "z,Which river flows through Rome?,Tiber\n"
    later = counter.bring(people.ada, ("b.csv", columns + more), bank="rivers")
    counter.carry_out(people.ada, later, "rivers")
    assert (counter.undo(people.ada, first).removed, len(counter.questions())) == (0, 3)


def test_the_page_of_an_import_that_changed_nothing_offers_no_undo(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers", visibility="private")
    assert "Undo the whole import" in settled(ada, address)
    with runtime.database.transaction() as session:
        done = session.scalars(select(Import)).one()
        report = done.report | {"imported": 0, "created": 0, "unchanged": 3}
        further = Import(owner_id=done.owner_id, client_id="x", state="done", files=done.files, bank_id=done.bank_id,
                         created_at=done.created_at, done_at=done.done_at, report=report)  # fmt: skip
        session.add(further)
        session.flush()
        address = f"/imports/{further.id}"
    page = ada.get(address).text
    assert "All that was asked for is in “Rivers” already. Nothing had to change, so there is nothing to undo." in page
    assert "Undo the whole import" not in page
    refused = ada.post(f"{address}/reversals")
    assert (refused.status_code, "there is nothing to undo" in refused.text) == (409, True)
