"""Events of one card folded into its state. The events are the truth; the row of a card only caches this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from quizapp.core.question import Way
from quizapp.core.scheduler.answering import kept_outcome
from quizapp.core.scheduler.values import Memory, Options, Outcome, Rating

EventKind: TypeAlias = Literal["review", "live", "anki", "manual", "correction", "undo"]
ManualAction: TypeAlias = Literal["suspend", "resume", "bury", "due_today", "fix_way", "reset"]

ANSWERS: frozenset[str] = frozenset(("review", "live", "anki"))
"""The kinds of events that are answers: given here, in a live game, or in Anki before they came here."""

DOUBLE_WITHIN_MS = 2_000

_NEW = Memory()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEvent:
    """One stored event of a card, with what folding and totals need.

    `id` grows with every event stored, so a target's is below that of its undo. `answered_at` is in ms. `rating` is 0
    where there is none. `way` is how the question was asked; in `fix_way` the way to fix, None to free it again.
    `bank_id` is where it was met; None = where its card is counted. `action` is what was done to the card by hand, here
    or in Anki. A correction that names a way judges its target anew: it says whether that counts and by how much it is
    shifted, too; any other changes the rating alone.
    """

    id: int
    client_id: str
    kind: EventKind
    answered_at: int
    study_day: int
    rating: int = 0
    way: Way | None = None
    counts: bool = True
    taken_ms: int = 0
    target_id: int | None = None
    shift_days: int = 0
    latest_day: int | None = None
    action: ManualAction | None = None
    desired_retention: float = 0.9
    bank_id: int | None = None

    @property
    def is_counted(self) -> bool:
        """Tell whether it moves memory."""
        return self.counts and self.rating > 0 and self.kind in ANSWERS


@dataclass(frozen=True, slots=True)
class CardFold:
    """The state of a card, as its row caches it.

    `due_at` (ms) is set only while a step ends within the day; `due_day` is then the day of the answer. `first_day` is
    the study day on which the card was introduced. `last_at` (ms) is that of the last counted answer, `acted_at` that
    of the latest event which holds and is neither undo nor correction. A card is buried while `buried_day` is today.
    `options_key` names the options under which it was folded. `head_event_id` is the newest event stored, of any kind.
    """

    memory: Memory = _NEW
    due_day: int | None = None
    due_at: int | None = None
    first_day: int | None = None
    last_at: int | None = None
    acted_at: int | None = None
    is_suspended: bool = False
    buried_day: int | None = None
    fixed_way: Way | None = None
    options_key: int | None = None
    head_event_id: int | None = None

    @property
    def interval_days(self) -> int:
        """Give the days from the last answer to the due day, 0 while new."""
        if self.due_day is None or self.memory.last_day is None:
            return 0
        return self.due_day - self.memory.last_day

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing distinguishes it from a card never met, so that no row is needed."""
        return self.memory.state == "new" and not self.is_suspended and not self.fixed_way and self.buried_day is None


OptionsOf: TypeAlias = Callable[[CardEvent], Options]
"""Gives the options that an event names (desired retention) or that were in force at it (steps)."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A fold with its way there: each event that holds with the state before it, and the state at the end."""

    steps: tuple[tuple[CardFold, CardEvent], ...]
    card: CardFold


def fold(events: Iterable[CardEvent], options_of: OptionsOf) -> CardFold:
    """Give the state that all events of one card lead to, in whatever order and however often they are given.

    All counted answers are folded under the options of the latest one.
    """
    return replay(events, options_of).card


def replay(events: Iterable[CardEvent], options_of: OptionsOf) -> Replay:
    """Fold and keep the state before each event."""
    stored, aliases = _unique(events)
    held = _effective(stored, aliases)
    options = options_of_latest(held, options_of)
    card, steps = CardFold(), []
    for event in held:
        steps.append((card, event))
        card = _acted(card, event, options)
    newest = max((event.id for event in stored), default=None)
    return Replay(tuple(steps), replace(card, head_event_id=newest))


def append_outcome(card: CardFold, event: CardEvent, outcome: Outcome, options: Options) -> CardFold:
    """Fold a counted answer whose outcome is known: equal to folding all events anew, without any scheduling.

    Holds where `needs_refold` is False. `event.shift_days` is the outcome's. The caller knows by head event and study
    day that the outcome is of this state.
    """
    return _with_head(_answered(card, event, outcome, options), card, event)


def needs_refold(card: CardFold, event: CardEvent, options: Options) -> bool:
    """Tell whether an event concerns the past (undo, correction, late arrival) or comes with other options."""
    if event.kind in ("undo", "correction"):
        return True
    if card.acted_at is not None and event.answered_at <= card.acted_at:
        return True
    return event.is_counted and card.options_key not in (None, options.key)


def effective(events: Iterable[CardEvent]) -> list[CardEvent]:
    """Give the events that hold, in order of (answered_at, client_id): undone ones left out, ratings corrected.

    Undo and correction themselves are not among them.
    """
    return _effective(*_unique(events))


def void_ids(events: Iterable[CardEvent]) -> frozenset[int]:
    """Give the ids of the events that an undo in force has taken back; the undo of an undo is a redo."""
    return frozenset(_void_ids(*_unique(events)))


def options_of_latest(held: Sequence[CardEvent], options_of: OptionsOf) -> Options:
    """Give the options of the latest counted answer; without any the defaults, which then decide nothing."""
    latest = next((event for event in reversed(held) if event.is_counted), None)
    return Options() if latest is None else options_of(latest)


def is_double(last_at: int | None, answered_at: int) -> bool:
    """Tell whether an answer follows so closely on another of the same card that it must not count."""
    return last_at is not None and abs(answered_at - last_at) < DOUBLE_WITHIN_MS


def counts_live(card: CardFold, study_day: int) -> bool:
    """Tell whether a response in a live round counts: new, being learned, or due and not answered yet that day."""
    if card.memory.state != "review":
        return True
    is_due = card.due_day is not None and card.due_day <= study_day
    return is_due and card.memory.last_day != study_day


def _order(event: CardEvent) -> tuple[int, str]:
    return event.answered_at, event.client_id


def _unique(events: Iterable[CardEvent]) -> tuple[list[CardEvent], dict[int | None, int]]:
    # After a merge of two learners the same answer may stand twice, and an undo may name either of the two.
    kept: dict[str, CardEvent] = {}
    aliases: dict[int | None, int] = {}
    for event in sorted(events, key=lambda event: event.id):
        aliases[event.id] = kept.setdefault(event.client_id, event).id
    return list(kept.values()), aliases


def _effective(stored: Sequence[CardEvent], aliases: dict[int | None, int]) -> list[CardEvent]:
    void = _void_ids(stored, aliases)
    held = sorted((event for event in stored if event.id not in void), key=_order)
    corrections = {aliases[event.target_id]: event for event in held if _is_resolved(event, "correction", aliases)}
    return [
        _corrected(event, corrections[event.id]) if event.id in corrections and event.rating else event
        for event in held
        if event.kind not in ("undo", "correction")
    ]


def _corrected(event: CardEvent, correction: CardEvent) -> CardEvent:
    if correction.way is None:
        return replace(event, rating=correction.rating)
    return replace(event, rating=correction.rating, counts=correction.counts, shift_days=correction.shift_days)


def _void_ids(stored: Sequence[CardEvent], aliases: dict[int | None, int]) -> set[int]:
    void: set[int] = set()
    # Newest first: whatever may have undone an undo has been judged before it.
    for event in reversed(stored):
        if _is_resolved(event, "undo", aliases) and event.id not in void:
            void.add(aliases[event.target_id])
    return void


def _is_resolved(event: CardEvent, kind: EventKind, aliases: dict[int | None, int]) -> bool:
    return event.kind == kind and event.target_id in aliases


def _acted(card: CardFold, event: CardEvent, options: Options) -> CardFold:
    if event.is_counted:
        rating = Rating(event.rating)
        kept = kept_outcome(
            card.memory,
            rating,
            options,
            event.study_day,
            shift_days=event.shift_days,
            latest_day=event.latest_day,
        )
        return _answered(card, event, kept, options)
    touched = replace(card, acted_at=event.answered_at)
    if event.action is not None:
        return _handled(touched, event)
    if event.kind == "live" and event.rating == Rating.AGAIN:
        return _due_by(touched, event.study_day)
    return touched


def _answered(card: CardFold, event: CardEvent, outcome: Outcome, options: Options) -> CardFold:
    return replace(
        card,
        memory=outcome.memory,
        due_day=outcome.due_day,
        due_at=outcome.due_at(event.answered_at),
        first_day=event.study_day if card.memory.state == "new" else card.first_day,
        last_at=event.answered_at,
        acted_at=event.answered_at,
        options_key=options.key,
    )


def _handled(card: CardFold, event: CardEvent) -> CardFold:
    match event.action:
        case "suspend" | "resume":
            return replace(card, is_suspended=event.action == "suspend")
        case "bury":
            return replace(card, buried_day=event.study_day)
        case "due_today":
            return _due_by(card, event.study_day)
        case "fix_way":
            return replace(card, fixed_way=event.way)
        case "reset":
            # Its answers stay in the history; what they say of a question that is another now does not count on.
            return replace(card, memory=_NEW, due_day=None, due_at=None, first_day=None, last_at=None)
    return card


def _due_by(card: CardFold, study_day: int) -> CardFold:
    if card.due_day is None:
        return card
    return replace(card, due_day=min(card.due_day, study_day))


def _with_head(after: CardFold, before: CardFold, event: CardEvent) -> CardFold:
    return replace(after, head_event_id=max(event.id, before.head_event_id or event.id))
