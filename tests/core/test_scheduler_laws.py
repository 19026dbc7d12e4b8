"""The two laws after any sequence of operations: fold = state, totals = recount."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.scheduler import (
    CardEvent,
    CardFold,
    DayAmounts,
    Load,
    Options,
    Rating,
    Shelf,
    Totals,
    append_contribution,
    append_outcome,
    contributions,
    difference,
    fold,
    needs_refold,
    seed_of,
)
from tests.core.scheduling import outcome

SHELF = Shelf(4, "date")
PLAIN = Options()
TUNED = Options(
    parameters=tuple(weight * 1.1 for weight in DEFAULT_PARAMETERS[:4]) + DEFAULT_PARAMETERS[4:],
    desired_retention=0.85,
    learning_steps=(1, 10),
)
OPERATIONS = ("answer",) * 6 + ("undo", "undo", "correct", "late", "manual", "live", "tune")


def options_of(event: CardEvent) -> Options:
    return TUNED if event.desired_retention == TUNED.desired_retention else PLAIN


@dataclass
class Learner:
    """A study service in small: appends where it may, refolds where it must, keeps totals by differences."""

    rng: Random
    events: list[CardEvent] = field(default_factory=list)
    card: CardFold = field(default_factory=CardFold)
    totals: Totals = field(default_factory=Totals)
    now: int = 20_000 * 86_400_000
    is_tuned: bool = False
    appended: int = 0

    def act(self, operation: str) -> None:
        self.now += self.rng.choice([3_000, 700_000, 86_400_000, 5 * 86_400_000, 30 * 86_400_000])
        rng = self.rng
        if operation == "tune":
            self.is_tuned = not self.is_tuned
        elif operation == "answer":
            self.answer(self.now, rng.randint(1, 4))
        elif operation == "late":
            self.answer(self.now - rng.randint(0, 60) * 86_400_000 - 1, rng.randint(1, 4))
        elif operation == "undo":
            undone = {event.target_id for event in self.events if event.kind == "undo"}
            self.store_on(undone, "undo")
        elif operation == "correct":
            corrected = {event.id for event in self.events if not event.rating or event.kind == "correction"}
            anew: dict[str, object] = {
                "way": "recognise",
                "counts": rng.random() < 0.6,
                "shift_days": rng.randint(-1, 1),
            }
            self.store_on(corrected, "correction", rating=rng.randint(1, 4), **rng.choice([{}, anew]))
        elif operation == "manual":
            action = rng.choice(["suspend", "resume", "bury", "due_today", "fix_way", "reset"])
            self.store(self.event("manual", action=action, way=rng.choice([None, "recall"])))
        else:
            self.store(self.event("live", rating=rng.choice([1, 3]), way="recognise", counts=rng.random() < 0.6))

    def event(self, kind: str, at: int | None = None, **fields: object) -> CardEvent:
        at = self.now if at is None else at
        number = len(self.events) + 1
        client_id = f"{self.rng.getrandbits(64):016x}"
        options = TUNED if self.is_tuned else PLAIN
        named = {"kind": kind, "desired_retention": options.desired_retention, **fields}
        return CardEvent(id=number, client_id=client_id, answered_at=at, study_day=at // 86_400_000, **named)

    def store_on(self, excluded: set[int | None], kind: str, **fields: object) -> None:
        targets = [event.id for event in self.events if event.id not in excluded]
        if targets:
            self.store(self.event(kind, target_id=self.rng.choice(targets), **fields))

    def answer(self, at: int, rating: int) -> None:
        way = self.rng.choice(["recognise", "recall"])
        latest = at // 86_400_000 + 14 if way == "recognise" else None
        answer = self.event(
            "review", at, rating=rating, way=way, latest_day=latest, taken_ms=self.rng.randint(1, 9_999)
        )
        options = options_of(answer)
        load = Load({answer.study_day + day: self.rng.randint(0, 9) for day in range(60)})
        seed = seed_of(1, 1, self.card.memory.reps)
        shown = outcome(
            self.card.memory, Rating(rating), options, answer.study_day, seed=seed, load=load, latest_day=latest
        )
        answer = replace(answer, shift_days=shown.shift_days)
        if not needs_refold(self.card, answer, options):
            assert append_outcome(self.card, answer, shown, options) == fold([*self.events, answer], options_of)
        self.store(answer)

    def store(self, event: CardEvent) -> None:
        options = options_of(event)
        if needs_refold(self.card, event, options):
            before = contributions(self.events, options_of, SHELF)
            self.events.append(event)
            self.card = fold(self.events, options_of)
            added = difference(contributions(self.events, options_of, SHELF), before)
        else:
            self.appended += 1
            after = fold([*self.events, event], options_of)
            added = append_contribution(self.card, after, event, SHELF)
            self.events.append(event)
            self.card = after
        self.totals = self.totals.plus(added)


def naive_answers(events: Sequence[CardEvent]) -> list[CardEvent]:
    """Find the counted answers since the card was last begun anew in the plainest way, for comparison."""

    def is_void(event: CardEvent) -> bool:
        return any(each.kind == "undo" and each.target_id == event.id and not is_void(each) for each in events)

    def judged(event: CardEvent) -> CardEvent:
        corrections = [
            each for each in events if each.kind == "correction" and each.target_id == event.id and not is_void(each)
        ]
        if not corrections:
            return event
        last = max(corrections, key=lambda each: (each.answered_at, each.client_id))
        return replace(event, rating=last.rating, counts=event.counts if last.way is None else last.counts)

    answers: list[CardEvent] = []
    for event in sorted(events, key=lambda each: (each.answered_at, each.client_id)):
        if is_void(event):
            continue
        if event.kind in ("review", "live") and judged(event).counts:
            answers.append(judged(event))
        elif event.action == "reset":
            answers = []
    return answers


@settings(max_examples=120, deadline=None)
@given(operations=st.lists(st.sampled_from(OPERATIONS), max_size=18), seed=st.integers(0, 2**32))
def test_fold_is_the_state_and_totals_are_the_recount(operations: list[str], seed: int) -> None:
    learner = Learner(Random(seed))
    for operation in operations:
        learner.act(operation)
    shuffled = [*learner.events, *learner.events[::3]]
    learner.rng.shuffle(shuffled)
    assert fold(shuffled, options_of) == learner.card
    assert contributions(shuffled, options_of, SHELF) == learner.totals


@settings(max_examples=60, deadline=None)
@given(operations=st.lists(st.sampled_from(OPERATIONS), min_size=5, max_size=18), seed=st.integers(0, 2**32))
def test_fold_agrees_with_the_package_on_the_answers_that_hold(operations: list[str], seed: int) -> None:
    learner = Learner(Random(seed))
    for operation in operations:
        if operation != "tune":
            learner.act(operation)
    package = fsrs.Scheduler(learning_steps=[timedelta(minutes=10)], enable_fuzzing=False)
    card = fsrs.Card(card_id=1)
    answers = naive_answers(learner.events)
    for answer in answers:
        day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=answer.study_day)
        card, _ = package.review_card(card, fsrs.Rating(answer.rating), day)
    memory = learner.card.memory
    assert memory.reps == len(answers)
    if answers:
        assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
        assert learner.card.first_day == answers[0].study_day
        assert learner.card.last_at == answers[-1].answered_at


def test_plain_answers_never_refold() -> None:
    learner = Learner(Random(5))
    for _ in range(40):
        learner.act("answer")
    assert learner.appended == 40


def test_a_state_is_equal_whatever_the_options_were_in_between() -> None:
    learner = Learner(Random(8))
    for operation in ["answer"] * 4 + ["tune"] + ["answer"] * 3 + ["undo", "tune", "answer", "undo", "undo"]:
        learner.act(operation)
        assert fold(learner.events, options_of) == learner.card
    assert sum((amounts.n for amounts in learner.totals.days.values()), 0) > 0
    assert DayAmounts() not in learner.totals.days.values()
