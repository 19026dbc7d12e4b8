"""The undo of an import knows its questions by their numbers: one that came back has another name here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.service import BulkWish, change_many
from quizapp.banks.service.importing import report_table
from tests.banks.imports import HEADING, RIVERS, Counter

STEM = "Which river flows through Paris?"


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def bank_id(counter, slug: str) -> int:
    with counter.database.reading() as session:
        return session.scalars(select(Bank.id).where(Bank.slug == slug)).one()


def move(counter, viewer, question_id: int, source: str, target: str) -> None:
    wish = BulkWish("move", f"{source}-{question_id}", ids=(question_id,), target_id=bank_id(counter, target))
    with counter.database.transaction() as session:
        assert change_many(session, viewer, source, wish, counter.now).count == 1


def import_later(counter, viewer, name: str, text: str) -> int:
    counter.now += timedelta(minutes=1)
    number = counter.import_all(viewer, (name, text), slug="rivers")
    counter.now += timedelta(minutes=1)
    return number


def rename(counter, viewer, row: QuestionRow) -> int:
    """Move a question away, let its file bring it anew, and move it back; gives the number of the new one."""
    move(counter, viewer, row.id, "rivers", "italy")
    import_later(counter, viewer, "third.csv", RIVERS)
    new = counter.questions()[STEM]
    assert (new.slug, new.id == row.id) == (row.slug, False)
    move(counter, viewer, row.id, "italy", "rivers")
    assert get(counter, row.id).slug == f"{row.slug}-2"
    return new.id


def get(counter, question_id: int) -> QuestionRow:
    with counter.database.reading() as session:
        return session.get_one(QuestionRow, question_id)


def begin(counter, viewer) -> tuple[int, QuestionRow]:
    counter.import_all(viewer, ("it.csv", HEADING + "Which river flows through Rome?,Tiber,A,B\n"), title="Italy")
    first = counter.import_all(viewer, ("rivers.csv", RIVERS))
    return first, counter.questions()[STEM]


@pytest.mark.parametrize("is_first_form", [False, True], ids=["by numbers", "by names, as reports were at first"])
def test_what_a_later_import_says_again_stays_by_whatever_name(counter, people, is_first_form):
    first, row = begin(counter, people.ada)
    later = import_later(counter, people.ada, "more.csv", RIVERS + "Which river flows through Prague?,Vltava,A,B\n")
    if is_first_form:
        with counter.database.transaction() as session:
            held = session.get_one(Import, later)
            report = session.scalars(select(Import.report).where(Import.id == later)).one()
            held.report = {name: value for name, value in report.items() if name != "again_ids"} | {"again": [row.slug]}
        assert [each.reason for each in counter.undo(people.ada, first).kept] == ["confirmed"]
        return
    new_id = rename(counter, people.ada, row)
    undone = counter.undo(people.ada, first)
    assert [(each.slug, each.reason) for each in undone.kept if each.stem == STEM] == [(f"{row.slug}-2", "confirmed")]
    assert undone.removed == 0
    assert [get(counter, each).bank_id for each in (row.id, new_id)] == [row.bank_id] * 2


def test_one_that_an_import_took_back_into_use_goes_out_again_and_no_namesake(counter, people):
    _, row = begin(counter, people.ada)
    archive = BulkWish("archive", "archive", ids=(row.id,))
    with counter.database.transaction() as session:
        change_many(session, people.ada, "rivers", archive, counter.now)
    counter.now += timedelta(minutes=1)
    second = counter.bring(people.ada, ("second.csv", RIVERS), bank="rivers")
    counter.turn(people.ada, second, [0, 1, 2], [0])
    counter.carry_out(people.ada, second, "rivers")
    assert counter.questions()[STEM].id == row.id
    new_id = rename(counter, people.ada, row)
    with counter.database.reading() as session:
        held = counter.get(people.ada, second)
        assert "in use again," in "".join(report_table(session, held))
    undone = counter.undo(people.ada, second)
    assert (undone.removed, undone.restored, undone.kept_count) == (1, 0, 0)
    assert get(counter, row.id).deleted_at is not None
    assert get(counter, new_id).deleted_at is None
