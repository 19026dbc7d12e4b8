"""Folding by example: each kind of event, undo and redo, corrections, late arrivals, changed options, merges."""

from dataclasses import replace

import pytest

from quizapp.core.scheduler import (
    CardEvent,
    CardFold,
    Options,
    Rating,
    append_outcome,
    counts_live,
    effective,
    fold,
    is_double,
    needs_refold,
    void_ids,
)
from tests.core.scheduling import outcome

OPTIONS = Options()
MS_PER_DAY = 86_400_000


def default_options(_event: CardEvent) -> Options:
    return OPTIONS


def event(id: int, day: int, **fields: object) -> CardEvent:
    values = {"kind": "review", "rating": 3, "way": None if fields.get("kind") == "correction" else "recall"} | fields
    if values["kind"] not in ("review", "live", "correction"):
        values["rating"] = 0
    return CardEvent(id=id, client_id=f"c{id:04}", answered_at=day * MS_PER_DAY + id * 5_000, study_day=day, **values)


def folded(*events: CardEvent) -> CardFold:
    return fold(events, default_options)


GOOD = (event(1, 0), event(2, 2))


def test_nothing_is_a_blank_card() -> None:
    assert folded() == CardFold()
    assert folded().is_blank


def test_answers_give_the_row() -> None:
    card = folded(*GOOD)
    assert (card.memory.state, card.memory.reps, card.first_day, card.due_day) == ("review", 2, 0, 13)
    assert (card.last_at, card.head_event_id, card.interval_days) == (GOOD[1].answered_at, 2, 11)
    assert not card.is_blank


def test_a_stored_shift_is_kept_within_the_range_and_under_the_cap() -> None:
    assert folded(GOOD[0], event(2, 2, shift_days=-2)).due_day == 11
    assert folded(GOOD[0], event(2, 2, shift_days=-9)).due_day == 11
    assert folded(GOOD[0], event(2, 2, shift_days=2, latest_day=12)).due_day == 12


def test_a_step_within_the_day_has_an_instant() -> None:
    answer = event(1, 0, rating=1)
    assert folded(answer).due_at == answer.answered_at + 600_000
    assert folded(answer, event(2, 0)).due_at is None


def test_what_does_not_count_leaves_memory_alone() -> None:
    card = folded(*GOOD, event(3, 5, counts=False))
    assert replace(card, acted_at=None, head_event_id=None) == replace(folded(*GOOD), acted_at=None, head_event_id=None)


def test_manual_acts() -> None:
    def after(*actions: str, **fields: object) -> CardFold:
        acts = (event(3 + n, 5, kind="manual", action=each, **fields) for n, each in enumerate(actions))
        return folded(*GOOD, *acts)

    assert after("suspend").is_suspended
    assert not after("suspend", "resume").is_suspended
    assert after("bury").buried_day == 5
    assert (after("due_today").due_day, after("due_today").memory) == (5, folded(*GOOD).memory)
    assert after("fix_way", way="recognise").fixed_way == "recognise"
    assert after("fix_way", way=None).fixed_way is None


def test_due_today_never_postpones() -> None:
    assert folded(*GOOD, event(3, 40, kind="manual", action="due_today")).due_day == 13


def test_a_suspended_new_card_needs_a_row() -> None:
    assert not folded(event(1, 0, kind="manual", action="suspend")).is_blank


@pytest.mark.parametrize("last", range(1, 7))
def test_undo_redo_and_so_on(last: int) -> None:
    chain = [event(2 + n, 3, kind="undo", target_id=1 + n) for n in range(1, last)]
    card = folded(*GOOD, *chain)
    expected = folded(*GOOD) if len(chain) % 2 == 0 else folded(GOOD[0])
    assert replace(card, head_event_id=0) == replace(expected, head_event_id=0)
    assert card.head_event_id == max(2, last + 1)
    assert void_ids((*GOOD, *chain)) == {2 + n for n in range(len(chain)) if (len(chain) - n) % 2}


def test_a_thousand_changes_of_mind() -> None:
    chain = [event(2 + n, 3, kind="undo", target_id=1 + n) for n in range(1, 1501)]
    assert folded(*GOOD, *chain).memory == folded(*GOOD).memory


def test_undone_to_the_end_the_card_is_new() -> None:
    card = folded(GOOD[0], event(2, 0, kind="undo", target_id=1))
    assert card.is_blank
    assert card == CardFold(head_event_id=2)


def test_a_reset_card_is_new_and_learned_from_its_next_answer_on() -> None:
    reset = event(3, 5, kind="manual", action="reset")
    assert folded(*GOOD, reset).is_blank
    assert folded(*GOOD, reset, event(4, 6)).memory == folded(event(4, 6)).memory
    suspended = folded(*GOOD, event(3, 4, kind="manual", action="suspend"), event(5, 5, kind="manual", action="reset"))
    assert (suspended.is_suspended, suspended.memory.state, suspended.due_day) == (True, "new", None)


@pytest.mark.parametrize("action", ["suspend", "bury", "due_today", "fix_way", "reset"])
def test_undo_of_manual_acts(action: str) -> None:
    card = folded(*GOOD, event(3, 5, kind="manual", action=action), event(4, 6, kind="undo", target_id=3))
    assert replace(card, head_event_id=2) == folded(*GOOD)


def test_a_correction_acts_at_the_place_of_its_target() -> None:
    wrong = event(2, 2, rating=1)
    later = event(3, 2)
    corrected = folded(GOOD[0], wrong, later, event(4, 30, kind="correction", rating=3, target_id=2))
    assert corrected == replace(folded(GOOD[0], replace(wrong, rating=3), later), head_event_id=4)
    assert corrected.memory.lapses == 0


def test_the_latest_correction_holds_and_can_be_undone() -> None:
    up = event(3, 2, kind="correction", rating=1, target_id=2)
    down = event(4, 2, kind="correction", rating=4, target_id=2)
    assert folded(*GOOD, down, up).memory == folded(GOOD[0], event(2, 2, rating=4)).memory
    undone = folded(*GOOD, up, down, event(5, 3, kind="undo", target_id=4))
    assert undone.memory == folded(GOOD[0], event(2, 2, rating=1)).memory
    both = folded(*GOOD, up, event(5, 3, kind="undo", target_id=2))
    assert both.memory == folded(GOOD[0]).memory


@pytest.mark.parametrize("counts", [True, False])
def test_a_correction_that_names_the_way_says_anew_whether_and_how_its_target_counts(counts: bool) -> None:
    wrong = event(2, 2, rating=1, kind="live", counts=not counts)
    anew = event(3, 9, kind="correction", rating=3, way="recall", counts=counts, shift_days=-2, target_id=2)
    corrected = folded(GOOD[0], wrong, anew)
    assert corrected == replace(
        folded(GOOD[0], event(2, 2, kind="live", counts=counts, shift_days=-2)), head_event_id=3
    )
    assert corrected.memory.reps == 1 + counts
    rating_alone = event(3, 9, kind="correction", rating=3, target_id=2)
    assert folded(GOOD[0], wrong, rating_alone).memory.reps == 1 + (not counts)


def test_a_late_arrival_takes_its_place_in_time() -> None:
    late = replace(event(9, 1), answered_at=GOOD[0].answered_at + 1)
    assert folded(*GOOD, late) == folded(GOOD[0], late, GOOD[1])
    assert needs_refold(folded(*GOOD), late, OPTIONS)


def test_events_at_the_same_instant_stand_in_order_of_their_uuids() -> None:
    first = replace(event(7, 0), client_id="a", answered_at=5)
    second = replace(event(6, 0, rating=1), client_id="b", answered_at=5)
    assert effective([second, first]) == [first, second]


def test_a_duplicate_counts_once_and_its_undo_finds_the_kept_one() -> None:
    again = replace(GOOD[1], id=8)
    assert folded(*GOOD, again) == folded(*GOOD)
    undone = folded(*GOOD, again, event(9, 3, kind="undo", target_id=8))
    assert undone.memory == folded(GOOD[0]).memory


def test_an_answer_at_the_end_is_applied_without_scheduling(monkeypatch: pytest.MonkeyPatch) -> None:
    card = folded(*GOOD)
    shown = outcome(card.memory, Rating.GOOD, OPTIONS, 13, seed=2**40)
    answer = event(3, 13, shift_days=shown.shift_days)
    expected = folded(*GOOD, answer)
    monkeypatch.setattr("fsrs.Scheduler.review_card", None)
    assert append_outcome(card, answer, shown, OPTIONS) == expected


def test_all_answers_are_folded_under_the_options_of_the_latest() -> None:
    tuned = Options(parameters=tuple(weight * 1.05 for weight in OPTIONS.parameters[:20]) + OPTIONS.parameters[20:])

    def options_of(answer: CardEvent) -> Options:
        return OPTIONS if answer.desired_retention == OPTIONS.desired_retention else tuned

    named = event(3, 13, desired_retention=0.85)
    assert fold([*GOOD, named], options_of) == fold([*GOOD, named], lambda _: tuned)
    undone = [*GOOD, named, event(4, 13, kind="undo", target_id=3)]
    assert replace(fold(undone, options_of), head_event_id=2) == folded(*GOOD)
    assert needs_refold(folded(*GOOD), named, tuned)
    assert not needs_refold(folded(*GOOD), named, OPTIONS)
    assert not needs_refold(folded(*GOOD), event(3, 13, kind="manual", action="bury"), tuned)


def test_two_learners_become_one() -> None:
    theirs = [replace(event(n, day, rating=2), client_id=f"d{n}") for n, day in ((11, 1), (12, 5))]
    merged = folded(*GOOD, *theirs)
    assert merged == folded(*sorted([*GOOD, *theirs], key=lambda each: each.answered_at))
    assert (merged.memory.reps, merged.first_day, merged.head_event_id) == (4, 0, 12)


def test_live_responses() -> None:
    card = folded(*GOOD)
    assert counts_live(CardFold(), 0)
    assert counts_live(folded(event(1, 0, rating=1)), 0)
    assert counts_live(card, 13)
    assert not counts_live(card, 12)
    assert not counts_live(folded(*GOOD, event(3, 13, kind="manual", action="due_today"), event(4, 13)), 13)
    missed = folded(*GOOD, event(3, 6, kind="live", rating=1, counts=False))
    assert (missed.due_day, missed.memory) == (6, card.memory)
    assert folded(*GOOD, event(3, 6, kind="live", counts=False)).due_day == 13


def test_two_answers_within_two_seconds_are_a_double() -> None:
    assert is_double(10_000, 11_999)
    assert not is_double(10_000, 12_000)
    assert not is_double(None, 0)
