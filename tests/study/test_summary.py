"""The end of a sitting: what was done in this run, what comes when."""

from __future__ import annotations

from uuid import uuid4

from tests.study import bank_files
from tests.study.databases import BOTH
from tests.study.test_acts import queue

pytestmark = BOTH


def figures(desk) -> tuple[int, int, int]:
    summary = desk.summary()
    return summary.answers, summary.passes, summary.met


def test_counts_what_holds(sam):
    sam.answer(slug="b1")
    missed = sam.answer(slug="b2", knows=False)
    undone = sam.answer(slug="b3")
    assert figures(sam) == (3, 2, 3)
    assert [each.stem for each in sam.summary().missed] == ["On what date was bridge 2 opened?"]
    sam.undo(undone)
    assert figures(sam) == (2, 1, 2)
    sam.correct(missed, 3)
    assert figures(sam) == (2, 2, 2)
    assert sam.summary().missed == []


def test_undone_corrections_and_redone_answers(sam):
    event, correction = sam.answer(slug="b1", knows=False), sam.new_id()
    sam.correct(event, 3, correction)
    sam.undo(correction)
    assert figures(sam) == (1, 0, 1)
    undo = sam.new_id()
    sam.undo(event, undo)
    assert figures(sam) == (0, 0, 0)
    sam.undo(undo)
    assert figures(sam) == (1, 0, 1)


def test_a_sitting_ends_with_half_an_hour(sam):
    sam.answer(slug="b1")
    sam.clock.move(minutes=29)
    sam.answer(slug="b2")
    assert figures(sam) == (2, 2, 2)
    sam.clock.move(minutes=31)
    assert figures(sam) == (0, 0, 0)
    sam.answer(slug="b3")
    assert figures(sam) == (1, 1, 1)


def test_a_device_whose_clock_is_ahead(sam):
    sam.answer(slug="b1", client_id="fffffff0-0000-7000-8000-000000000000")
    last = sam.answer(slug="b2")
    assert figures(sam) == (2, 2, 2)
    assert sam.summary().last_client_id == last


def test_ids_without_time_do_not_cut_it(sam):
    for slug in ("b1", "b2", "b3"):
        sam.answer(slug=slug, client_id=str(uuid4()))
    assert figures(sam) == (3, 3, 3)


def test_a_reload_of_the_bank_does_not_cut_it(sam):
    sam.answer(slug="b1")
    for key in ("1650-01-01", "1651-01-01", "1652-01-01", "1653-01-01"):
        sam.clock.move(hours=1)
        with sam.database.transaction() as session:
            bank_files.load(session, bank_files.bridges(6, b1={"key": key}), now=sam.clock())
    sam.clock.move(hours=2)
    sam.answer(slug="b2")
    assert figures(sam) == (1, 1, 1)


def test_what_comes_when(sam):
    sam.answer(slug="b1")
    sam.answer(slug="b2", knows=False)
    sam.act("b3", "suspend")
    coming = sam.summary().coming
    assert (coming.soon, coming.tomorrow, coming.week) == (1, 0, 1)
    assert coming.soon_at == sam.state("b2").due_at
    assert sam.summary().set_aside == 1
    sam.change_question("b2", deleted_at=sam.clock())
    sam.change_question("b1", deleted_at=sam.clock())
    coming = sam.summary().coming
    assert (coming.soon, coming.week) == (0, 0)


def test_by_the_page(seat_of, sam):
    queue(sam)
    page = seat_of("sam").browser.get("/study/bridges").text
    assert "Done for now" in page
    assert "/reversals" in page
    sam.clock.move(hours=1)
    assert "Nothing is due now" in seat_of("sam").browser.get("/study/bridges").text
