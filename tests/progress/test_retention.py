"""How much was still known: windows, ways, young and mature, too few."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from quizapp.progress.service import Filters, RetentionRow, read_days, true_retention
from tests.progress.conftest import Learner
from tests.progress.seeding import NOW, TODAY, add_kept, add_total


def rows(session: Session, learner: Learner, **filters: object) -> dict[tuple[int, str | None], RetentionRow]:
    reading = read_days(session, learner.id, TODAY, NOW, replace(Filters(), **filters))
    return {(row.days, row.way): row for row in true_retention(reading)}


def test_each_window_holds_its_own_days(session: Session, learner: Learner) -> None:
    for back in (0, 6, 7, 29, 30, 31, 364, 365):
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 20, 15)
    found = rows(session, learner)
    assert {days: found[days, None].young.n for days in (1, 7, 30, 365)} == {1: 20, 7: 40, 30: 80, 365: 140}
    assert found[365, None].young.share == pytest.approx(0.75)


def test_young_and_mature_and_ways_are_apart(session: Session, learner: Learner) -> None:
    for back in (1, 90):
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 20, 20)
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 40, 10, is_mature=True)
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 30, 15, is_mature=True, way="recognise")
    found = rows(session, learner)
    year = found[365, None]
    assert (year.young.n, year.young.passes, year.mature.n, year.mature.passes) == (40, 40, 140, 50)
    assert (found[365, "recall"].mature.n, found[365, "recognise"].mature.n) == (80, 60)
    assert found[365, "recognise"].young.n == 0
    assert (365, "self") not in found
    assert (1, "recall") not in found
    assert year.both.n == 180


@pytest.mark.parametrize(("n", "is_too_few"), [(0, True), (19, True), (20, False)])
def test_below_twenty_there_is_no_share(session: Session, learner: Learner, n: int, is_too_few: bool) -> None:
    add_kept(session, learner.id, learner.bank_id, TODAY, n, n)
    young = rows(session, learner)[1, None].young
    assert (young.n, young.is_too_few) == (n, is_too_few)
    assert young.share == (None if is_too_few else 1.0)


def test_answers_that_were_not_first_of_the_day_do_not_count(session: Session, learner: Learner) -> None:
    add_total(session, learner.id, learner.bank_id, TODAY, 50)
    add_total(session, learner.id, learner.bank_id, TODAY - 60, 50)
    assert {row.both.n for row in rows(session, learner).values()} == {0}


def test_the_way_filter_holds_for_near_and_far(session: Session, learner: Learner) -> None:
    for back in (2, 200):
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 20, 10)
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 30, 30, way="recognise")
    found = rows(session, learner, way="recognise")
    assert (found[30, None].young.n, found[365, None].young.n) == (30, 60)


def test_what_was_answered_in_games_stands_apart(session: Session, learner: Learner) -> None:
    for back in (0, 90):
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 20, 20)
        add_kept(session, learner.id, learner.bank_id, TODAY - back, 30, 3, kind="live", way="recognise")
    found = rows(session, learner)
    for days, times in ((1, 1), (365, 2)):
        assert (found[days, None].both.n, found[days, None].both.passes) == (20 * times, 20 * times)
        assert (found[days, "live"].both.n, found[days, "live"].both.passes) == (30 * times, 3 * times)
        assert (days, "recognise") not in found
