"""What comes back when: overdue, buried, suspended, learned just now, out of use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from quizapp.people.viewer import Viewer
from quizapp.progress.service import Filters, Forecast, forecast, list_studies
from quizapp.study.service.day_cache import day_cache
from tests.progress.conftest import Learner
from tests.progress.seeding import NOW, TODAY, add_bank, add_user, enrol, met


def ahead(session: Session, learner: Learner, **filters: object) -> Forecast:
    studies = list_studies(session, learner.viewer)
    return forecast(session, learner.id, TODAY, NOW, replace(Filters(), **filters), studies)


def days(coming: Forecast) -> dict[int, int]:
    return {day.study_day - TODAY: day.cards for day in coming.days if day.cards}


def test_cards_stand_on_their_day_for_thirty_days(session: Session, learner: Learner) -> None:
    for due in (0, 1, 1, 29, 30):
        met(session, learner.id, learner.bank_id, due_day=TODAY + due)
    coming = ahead(session, learner)
    assert len(coming.days) == 30
    assert days(coming) == {0: 1, 1: 2, 29: 1}
    assert (coming.due_today, coming.overdue, coming.total) == (1, 0, 4)


def test_overdue_cards_are_added_to_today(session: Session, learner: Learner) -> None:
    for due in (-400, -1, 0):
        met(session, learner.id, learner.bank_id, due_day=TODAY + due)
    coming = ahead(session, learner)
    assert (days(coming), coming.overdue) == ({0: 3}, 2)


def test_suspended_cards_are_left_out(session: Session, learner: Learner) -> None:
    met(session, learner.id, learner.bank_id, is_suspended=True)
    met(session, learner.id, learner.bank_id, is_suspended=True, state="learning", due_day=None, due_at=1)
    assert days(ahead(session, learner)) == {}


def test_buried_cards_come_tomorrow_and_old_burials_mean_nothing(session: Session, learner: Learner) -> None:
    met(session, learner.id, learner.bank_id, due_day=TODAY - 2, buried_day=TODAY)
    met(session, learner.id, learner.bank_id, due_day=TODAY + 5, buried_day=TODAY)
    met(session, learner.id, learner.bank_id, due_day=TODAY, buried_day=TODAY - 1)
    met(session, learner.id, learner.bank_id, state="learning", due_day=None, due_at=1, buried_day=TODAY)
    coming = ahead(session, learner)
    assert (days(coming), coming.overdue) == ({0: 1, 1: 2, 5: 1}, 0)


@pytest.mark.parametrize("due_day", [None, TODAY, TODAY - 1])
@pytest.mark.parametrize("state", ["learning", "relearning"])
def test_cards_being_learned_wait_today(session: Session, learner: Learner, state: str, due_day: int | None) -> None:
    met(session, learner.id, learner.bank_id, state=state, due_day=due_day, due_at=TODAY * 86_400_000)
    assert days(ahead(session, learner)) == {0: 1}


def test_a_step_of_a_day_or_more_stands_on_its_day(session: Session, learner: Learner) -> None:
    for due in (-1, 0, 3):
        met(session, learner.id, learner.bank_id, state="learning", due_day=TODAY + due)
    coming = ahead(session, learner)
    assert (days(coming), coming.overdue) == ({0: 2, 3: 1}, 1)


def test_questions_out_of_use_and_closed_banks_do_not_come(session: Session, learner: Learner) -> None:
    owner = add_user(session)
    closed = add_bank(session, learner.id, visibility="private", owner_id=owner)
    gone = add_bank(session, learner.id, deleted_at=NOW)
    own = add_bank(session, learner.id, visibility="private", owner_id=learner.id)
    for bank in (closed, gone, own):
        met(session, learner.id, bank)
    deleted = met(session, learner.id, learner.bank_id)
    session.connection().exec_driver_sql(f"UPDATE question SET deleted_at = CURRENT_TIMESTAMP WHERE id = {deleted}")
    assert days(ahead(session, learner)) == {0: 1}


def test_filters_narrow_the_days(session: Session, learner: Learner) -> None:
    other_bank = add_bank(session, learner.id)
    met(session, learner.id, learner.bank_id, "date")
    met(session, learner.id, learner.bank_id, "actor", due_day=TODAY + 3)
    met(session, learner.id, other_bank, "date", due_day=TODAY + 4)
    bank = next(b for b in list_studies(session, learner.viewer).banks if b.id == learner.bank_id)
    assert days(ahead(session, learner, bank=bank)) == {0: 1, 3: 1}
    assert days(ahead(session, learner, about="date")) == {0: 1, 4: 1}
    assert days(ahead(session, learner, bank=bank, about="actor")) == {3: 1}


def test_cards_of_others_are_not_counted(session: Session, learner: Learner) -> None:
    other = add_user(session)
    enrol(session, other, learner.bank_id)
    met(session, other, learner.bank_id)
    assert days(ahead(session, learner)) == {}


def test_without_a_bank_nothing_comes(session: Session) -> None:
    alone = add_user(session)
    coming = forecast(session, alone, TODAY, NOW, Filters(), list_studies(session, Viewer(id=alone)))
    assert (coming.due_today, coming.total) == (0, 0)


def test_with_many_cards_the_later_days_are_kept_and_today_is_fresh(
    session: Session, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_cache, "keep_from_rows", 1)
    for due in (0, 2, 3):
        met(session, learner.id, learner.bank_id, due_day=TODAY + due)
    assert ahead(session, learner).kept_since is None
    met(session, learner.id, learner.bank_id, due_day=TODAY)
    met(session, learner.id, learner.bank_id, due_day=TODAY + 9)
    coming = ahead(session, learner)
    assert (days(coming), coming.kept_since) == ({0: 2, 2: 1, 3: 1}, NOW)
