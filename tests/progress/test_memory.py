"""What would be known today, by what questions are about, and which questions are weakest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.core.scheduler import Memory, Options, retrievability
from quizapp.progress.service import Filters, WeakQuestion, list_studies, memory_by_about, weakest_questions
from quizapp.study.service.day_cache import day_cache
from quizapp.study.service.memory import bank_memory, chance
from tests.progress.conftest import Learner
from tests.progress.seeding import NOW, TODAY, add_bank, add_card, add_question, add_user, enrol, met


def weakest(session: Session, learner: Learner, **options: object) -> tuple[WeakQuestion, ...]:
    filters = options.pop("filters", Filters())
    return weakest_questions(session, learner.id, TODAY, filters, list_studies(session, learner.viewer), **options)


def test_a_bank_is_summed_by_what_it_asks_about(session: Session, learner: Learner) -> None:
    expected = 0.0
    for stability, last_day in ((10.0, TODAY), (10.0, TODAY - 10), (3.0, TODAY - 40)):
        met(session, learner.id, learner.bank_id, "date", stability=stability, last_day=last_day)
        expected += retrievability(Memory("review", 0, stability, 5.0, last_day), TODAY, Options().parameters)
    add_question(session, learner.bank_id, "date")
    add_question(session, learner.bank_id, "actor")
    date, actor = bank_memory(session, learner.id, learner.bank_id, TODAY)
    assert (date.about, date.total, date.introduced) == ("date", 4, 3)
    assert date.expected_known == pytest.approx(expected, abs=2e-3)
    assert date.known == round(expected)
    assert (actor.about, actor.total, actor.introduced, actor.expected_known) == ("actor", 1, 0, 0)


def test_the_chance_is_nine_in_ten_after_the_stability() -> None:
    assert chance(12.0, TODAY - 12, TODAY) == pytest.approx(0.9)
    assert chance(12.0, TODAY, TODAY) == chance(12.0, TODAY + 1, TODAY) == 1.0


def test_questions_out_of_use_count_nowhere(session: Session, learner: Learner) -> None:
    kept = met(session, learner.id, learner.bank_id)
    gone = add_question(session, learner.bank_id, deleted_at=NOW)
    add_card(session, learner.id, gone)
    (row,) = bank_memory(session, learner.id, learner.bank_id, TODAY)
    assert (row.total, row.introduced) == (1, 1)
    assert [item.question_id for item in weakest(session, learner)] == [kept]


def test_what_an_undone_import_took_out_counts_nowhere_before_its_cards_follow(
    session: Session, learner: Learner
) -> None:
    kept = met(session, learner.id, learner.bank_id)
    gone, aside = met(session, learner.id, learner.bank_id), add_bank(session, add_user(session))
    session.execute(update(QuestionRow).where(QuestionRow.id == gone).values(bank_id=aside))
    (row,) = bank_memory(session, learner.id, learner.bank_id, TODAY)
    assert (row.total, row.introduced) == (1, 1)
    assert [item.question_id for item in weakest(session, learner)] == [kept]


def test_others_memory_is_not_mine(session: Session, learner: Learner) -> None:
    other = add_user(session)
    enrol(session, other, learner.bank_id)
    met(session, other, learner.bank_id, lapses=9)
    (row,) = bank_memory(session, learner.id, learner.bank_id, TODAY)
    assert (row.total, row.introduced) == (1, 0)
    assert weakest(session, learner) == ()


def test_all_banks_are_taken_together_or_one_by_the_filter(session: Session, learner: Learner) -> None:
    other_bank = add_bank(session, learner.id)
    met(session, learner.id, learner.bank_id, "date")
    met(session, learner.id, other_bank, "date")
    met(session, learner.id, other_bank, "quote")
    studies = list_studies(session, learner.viewer)

    def totals(**filters: object) -> dict[str, int]:
        rows, _ = memory_by_about(session, learner.id, TODAY, NOW, replace(Filters(), **filters), studies)
        return {row.about: row.total for row in rows}

    assert totals() == {"date": 2, "quote": 1}
    assert totals(bank=next(b for b in studies.banks if b.id == learner.bank_id)) == {"date": 1}
    assert totals(about="quote") == {"quote": 1}


def test_many_cards_are_read_once_a_study_day(
    session: Session, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_cache, "keep_from_rows", 2)
    for _ in range(2):
        met(session, learner.id, learner.bank_id)
    studies = list_studies(session, learner.viewer)
    first, since = memory_by_about(session, learner.id, TODAY, NOW, Filters(), studies)
    assert since is None
    met(session, learner.id, learner.bank_id)
    kept, since = memory_by_about(session, learner.id, TODAY, NOW, Filters(), studies)
    assert (kept, since) == (first, NOW)
    tomorrow, since = memory_by_about(session, learner.id, TODAY + 1, NOW, Filters(), studies)
    assert (tomorrow[0].total, since) == (3, None)


def test_few_cards_are_always_read_afresh(session: Session, learner: Learner) -> None:
    met(session, learner.id, learner.bank_id)
    bank_memory(session, learner.id, learner.bank_id, TODAY)
    met(session, learner.id, learner.bank_id)
    assert bank_memory(session, learner.id, learner.bank_id, TODAY)[0].total == 2


def test_the_weakest_come_first_by_chance(session: Session, learner: Learner) -> None:
    strong = met(session, learner.id, learner.bank_id, stability=100.0, last_day=TODAY - 1)
    weak = met(session, learner.id, learner.bank_id, stability=1.0, last_day=TODAY - 20)
    middle = met(session, learner.id, learner.bank_id, stability=10.0, last_day=TODAY - 20, lapses=2)
    found = weakest(session, learner)
    assert [item.question_id for item in found] == [weak, middle, strong]
    chances = [item.chance for item in found]
    assert chances == sorted(chances)
    assert [item.question_id for item in weakest(session, learner, limit=1)] == [weak]


def test_the_most_forgotten_come_first_by_that_order(session: Session, learner: Learner) -> None:
    met(session, learner.id, learner.bank_id, lapses=0, stability=1.0, last_day=TODAY - 90)
    twice = met(session, learner.id, learner.bank_id, lapses=2)
    often = met(session, learner.id, learner.bank_id, lapses=7, last_day=TODAY)
    assert [item.question_id for item in weakest(session, learner, order="forgotten")] == [often, twice]


def test_what_was_put_away_is_not_among_the_weakest(session: Session, learner: Learner) -> None:
    met(session, learner.id, learner.bank_id, is_suspended=True)
    assert weakest(session, learner) == ()


def test_the_weakest_are_filtered(session: Session, learner: Learner) -> None:
    other_bank = add_bank(session, learner.id)
    date = met(session, learner.id, learner.bank_id, "date")
    actor = met(session, learner.id, other_bank, "actor")
    bank = next(b for b in list_studies(session, learner.viewer).banks if b.id == learner.bank_id)
    assert [item.question_id for item in weakest(session, learner, filters=Filters(bank=bank))] == [date]
    assert [item.question_id for item in weakest(session, learner, filters=Filters(about="actor"))] == [actor]
