"""The review log of a package: which answers come along, when, and to which question."""

from __future__ import annotations

import pytest

from quizapp.core.formats.apkg import read
from quizapp.core.formats.backwards import with_backwards
from quizapp.core.formats.past_answers import ANSWERS_AT_MOST, EARLIEST_MS, HistoryCount, PastAnswer
from tests.core.formats.anki_packages import BASIC, BOTH_WAYS, CLOZE, MANY, TYPED, NoteRow, package

DAY = 86_400_000
T = 1_600_000_000_000
LEARN, REVIEW, RELEARN, FILTERED, MANUAL, RESCHEDULED = range(6)


def reviewed(*reviews, type=BASIC, fields=("Q", "A"), ordinals=(0,), guid="g", suspended=()):
    """Give a note with answers (ordinal, ms, ease, type, factor, time)."""
    rows = tuple((*each, *(0, T, 3, REVIEW, 2500, 4_000)[len(each) :]) for each in reviews)
    return NoteRow(type, fields, guid, "", 7, ordinals, reviews=rows, suspended=suspended)


def history(*notes, generation=2, sql=""):
    return read(package(notes, generation, sql=sql)).history


@pytest.mark.parametrize("generation", [1, 2, 3])
def test_each_answer_comes_in_its_order_with_its_rating_and_time(generation) -> None:
    note = reviewed((0, T + 2 * DAY, 4), (0, T, 1, LEARN, 0, 9_000), (0, T + DAY, 2, RELEARN))
    found = history(note, generation=generation)
    assert found.cards["g"].answers == ((T, 1, 9_000, True), (T + DAY, 2, 4_000, True), (T + 2 * DAY, 4, 4_000, True))
    assert (found.left_out, found.cards["g"].is_suspended) == (0, False)
    assert HistoryCount.of(found.cards.values(), T + DAY) == HistoryCount(2, T)


def test_days_set_by_hand_are_no_answers_and_a_card_begun_anew_is_said() -> None:
    found = history(
        reviewed((0, T), (0, T + 1, 0, MANUAL, 2500), (0, T + 2, 0, RESCHEDULED, 2500), (0, T + 3, 0, MANUAL, 0))
    )
    assert [each[:2] for each in found.cards["g"].answers] == [(T, 3), (T + 3, 0)]
    assert HistoryCount.of(found.cards.values(), T + DAY).answers == 1


def test_what_was_only_crammed_does_not_count() -> None:
    found = history(reviewed((0, T, 3, FILTERED, 0), (0, T + 1, 3, FILTERED, 2500)))
    assert [each.counts for each in found.cards["g"].answers] == [False, True]


def test_without_a_true_date_or_an_answer_it_is_left_out_and_counted() -> None:
    rows = ((0, EARLIEST_MS - 1), (0, -5), (0, T, 7), (0, T + 1))
    found = history(reviewed(*rows))
    assert [each.at for each in found.cards["g"].answers] == [T + 1]
    assert found.left_out == 3


def test_negative_times_are_unknown_and_texts_in_numbers_are_no_answers() -> None:
    sql = "INSERT INTO revlog VALUES (1600000000009, 'x', 0, 3, 0, 0, 0, 0, 1)"
    found = history(reviewed((0, T, 3, REVIEW, 2500, -7)), sql=sql)
    assert found.cards["g"].answers == (PastAnswer(T, 3, 0, True),)


def test_cards_of_deleted_notes_and_of_notes_that_ask_nothing_here_are_left_out() -> None:
    lost = "INSERT INTO revlog VALUES (1600000000500, 999999, 0, 3, 4, 1, 2500, 5000, 1)"
    empty = reviewed((0, T + 7), fields=("Text alone", ""), guid="none")
    third = reviewed((0, T + 8), (2, T + 9), ordinals=(0, 2), guid="third")
    found = history(reviewed((0, T)), empty, third, sql=lost)
    assert set(found.cards) == {"g", "third"}
    assert found.left_out == 3


def test_all_gaps_of_a_text_are_answers_to_its_one_question() -> None:
    cloze = reviewed(
        (0, T, 3), (1, T + 9, 1), type=CLOZE, fields=("{{c1::a}} and {{c2::b}}", ""), ordinals=(0, 1), suspended=(1,)
    )
    card = history(cloze).cards["g"]
    assert [each[:2] for each in card.answers] == [(T, 3), (T + 9, 1)]
    assert not card.is_suspended
    both = reviewed((0, T), type=CLOZE, fields=("{{c1::a}} and {{c2::b}}", ""), ordinals=(0, 1), suspended=(0, 1))
    assert history(both).cards["g"].is_suspended


def test_a_backwards_card_belongs_to_the_question_that_asks_backwards() -> None:
    note = reviewed((0, T, 3), (1, T + 5, 1), type=BOTH_WAYS, fields=("Berg", "mountain"), ordinals=(0, 1))
    parcel = read(package([note]))
    assert [each.at for each in parcel.history.cards["g"].answers] == [T]
    both = with_backwards(parcel)
    forwards, backwards = (both.history.cards[entry.question.id] for entry in both.entries)
    assert ([each.at for each in forwards.answers], [each.at for each in backwards.answers]) == ([T], [T + 5])


@pytest.mark.parametrize("generation", [1, 3])
def test_the_three_buttons_of_the_first_scheduler_are_again_good_and_easy(generation) -> None:
    sql = "UPDATE col SET conf = '{}'" if generation == 1 else "DELETE FROM config"
    rows = ((0, T, 1, LEARN), (0, T + 1, 2, LEARN), (0, T + 2, 3, RELEARN), (0, T + 3, 2, REVIEW))
    answers = history(reviewed(*rows), generation=generation, sql=sql).cards["g"].answers
    assert [each.rating for each in answers] == [1, 3, 4, 2]
    four = history(reviewed(*rows, (0, T + 4, 4, LEARN)), generation=generation, sql=sql).cards["g"].answers
    assert [each.rating for each in four] == [1, 2, 3, 2, 4]


def test_of_one_question_the_latest_thousand_are_kept() -> None:
    rows = tuple((0, T + each * DAY) for each in range(ANSWERS_AT_MOST + 3))
    found = history(reviewed(*rows))
    assert len(found.cards["g"].answers) == ANSWERS_AT_MOST
    assert (found.cards["g"].answers[0].at, found.left_out) == (T + 3 * DAY, 3)


def test_no_log_is_no_history_and_a_broken_one_costs_itself_alone() -> None:
    assert history(reviewed()) is None
    parcel = read(package([reviewed((0, T))], sql="ALTER TABLE revlog RENAME COLUMN ease TO other"))
    assert parcel.history is None
    assert len(parcel.entries) == 1
    assert any("review log" in each.reason for each in parcel.problems)


def test_typed_and_many_field_notes_have_their_first_card() -> None:
    typed = reviewed((0, T), type=TYPED, guid="t")
    many = reviewed((0, T + 1), type=MANY, fields=("s", "w", "r", "m", "c"), guid="m")
    assert set(history(typed, many, generation=3).cards) == {"t", "m"}
