"""The rules of a live game: its phases and its clock; what a response is worth is `points`’ matter.

Pure: rows, people and the wire are the live room's. All moments are the server's, in milliseconds since 1970, and all
durations milliseconds; a game that nobody times has no deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from quizapp.core.errors import Conflict

Phase: TypeAlias = Literal[
    "lobby", "ready", "open", "paused", "locked", "reveal", "standings", "podium", "closed", "cancelled"
]

FINAL: tuple[Phase, ...] = ("closed", "cancelled")
#: Phases of a round that has not shown what is right.
UNREVEALED: tuple[Phase, ...] = ("ready", "open", "paused", "locked")
#: Phases of a round behind its lock.
OVER: tuple[Phase, ...] = ("locked", "reveal", "standings")

#: A round is locked so long after its deadline, so that what was on its way still counts.
GRACE_MS = 1_000
READING_MS, READING_WORDS_MS, READING_WORDS, READING_AT_MOST_MS = 3_000, 1_000, 15, 12_000


class GameMovedOn(Conflict):
    """A command was meant for a state that is over; whoever gave it reads the new one."""


class NotNow(Conflict):
    """The game's phase knows no such command."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a game is played; changed in the lobby alone. `speed_share` is the part of the points that speed decides."""

    speed_share: float = 0.2
    is_timed: bool = True
    has_reading_time: bool = True
    has_standings: bool = True
    reveals_at_once: bool = False
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """One question of a game: its points, its time, and the words of its stem, which decide the reading time."""

    base_points: int = 1_000
    limit_ms: int = 20_000
    stem_words: int = 0
    is_voided: bool = False

    @property
    def reading_ms(self) -> int:
        """How long the stem stands alone."""
        return min(READING_MS + self.stem_words * READING_WORDS_MS // READING_WORDS, READING_AT_MOST_MS)


@dataclass(frozen=True, slots=True)
class Game:
    """A game as it stands; `event_no` grows by one with each change, and `round_no` is 0 in the lobby.

    While a round is open, `now - opened_ms` is how long it has been open without pauses and outages. `deadline_ms` is
    the end of the reading time or of the open round, None where nothing is timed; once a round is locked, or paused
    without a time limit, the moment of that. `remaining_ms` is set while a timed round is paused.
    """

    rounds: tuple[RoundPlan, ...]
    rules: Rules = Rules()
    phase: Phase = "lobby"
    event_no: int = 0
    round_no: int = 0
    opened_ms: int | None = None
    deadline_ms: int | None = None
    remaining_ms: int | None = None

    @property
    def round(self) -> RoundPlan:
        """The round that is played; the game has left its lobby."""
        return self.rounds[self.round_no - 1]

    @property
    def whole_ms(self) -> int:
        """How long what is timed is in all, pauses left out: the reading time, or the open round and what was added."""
        if self.phase == "ready":
            return self.round.reading_ms
        return 0 if self.deadline_ms is None or self.opened_ms is None else self.deadline_ms - self.opened_ms

    @property
    def stopped_ms(self) -> int | None:
        """The moment at which a paused round was paused, or a locked one locked."""
        return None if self.deadline_ms is None else self.deadline_ms - (self.remaining_ms or 0)


@dataclass(frozen=True, slots=True)
class Next:
    """Go on to whatever comes next; `longest_factor` is the largest time factor among the players present."""

    longest_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Let what time has ended end; changes nothing else."""

    longest_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Lock:
    """End an open round before its time."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Hide the options and stop the clock."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on where the game was paused."""


@dataclass(frozen=True, slots=True)
class Extend:
    """Give an open round more time, which is then its limit; `longest_factor` is as that of `Next`."""

    by_ms: int
    longest_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open a locked round once more, before anything was revealed; `longest_factor` is as that of `Next`."""

    for_ms: int = 10_000
    longest_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a round without its result: it counts for nobody. `longest_factor` is as that of `Next`."""

    longest_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Void:
    """Let a round count for nobody, whenever it was played, or let it count again."""

    round_no: int
    is_voided: bool = True


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the game without a podium; what was revealed is known all the same, the round under way does not count."""


@dataclass(frozen=True, slots=True)
class End:
    """Go to the podium at once, and from there to the end: what was revealed counts, the round under way does not."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Give back the time during which no server was there; less than 0 where its clock was set back."""

    for_ms: int


@dataclass(frozen=True, slots=True)
class Configure:
    """Play by other rules."""

    rules: Rules


Command: TypeAlias = (
    Next | Tick | Lock | Pause | Resume | Extend | Reopen | Skip | Void | Cancel | End | Outage | Configure
)


def advance(game: Game, command: Command, expected_event_no: int, now_ms: int) -> Game:
    """Give the game after a command; one that changes nothing gives the same game.

    Raises:
        GameMovedOn: it is not at the expected event any more.
        NotNow: the phase knows no such command.
    """
    if expected_event_no != game.event_no:
        raise GameMovedOn("The game has moved on meanwhile; this is how it stands now.")
    changed = _CHANGES[type(command)](game, command, now_ms)
    return game if changed == game else replace(changed, event_no=game.event_no + 1)


def _next(game: Game, command: Next, now_ms: int) -> Game:
    match game.phase:
        case "lobby" | "standings":
            return _begin_round(game, command.longest_factor, now_ms)
        case "ready":
            return _open(game, command.longest_factor, now_ms)
        case "open":
            return _locked(game, now_ms)
        case "paused":
            return _resume(game, Resume(), now_ms)
        case "locked":
            return replace(game, phase="reveal")
        case "reveal":
            if game.rules.has_standings and not _is_last(game):
                return replace(game, phase="standings")
            return _begin_round(game, command.longest_factor, now_ms)
        case "podium":
            return replace(game, phase="closed")
        case _:
            raise _not_now(game)


def _tick(game: Game, command: Tick, now_ms: int) -> Game:
    if game.deadline_ms is None or game.phase not in ("ready", "open"):
        return game
    if game.phase == "ready":
        return _open(game, command.longest_factor, now_ms) if now_ms >= game.deadline_ms else game
    return _locked(game, now_ms) if now_ms > game.deadline_ms + GRACE_MS else game


def _lock(game: Game, _command: Lock, now_ms: int) -> Game:
    return _locked(_in(game, "open"), now_ms)


def _pause(game: Game, _command: Pause, now_ms: int) -> Game:
    ends_ms = _in(game, "open").deadline_ms
    if ends_ms is None:
        return replace(game, phase="paused", deadline_ms=now_ms)
    return replace(game, phase="paused", remaining_ms=ends_ms - now_ms)


def _resume(game: Game, _command: Resume, now_ms: int) -> Game:
    return replace(_going_on(_in(game, "paused"), now_ms), remaining_ms=None)


def _extend(game: Game, command: Extend, _now_ms: int) -> Game:
    _in(game, "open")
    if game.deadline_ms is None or command.by_ms <= 0:
        raise NotNow("This round has no time limit that could be extended.")
    longer = _with_round(game, game.round_no, limit_ms=game.round.limit_ms + command.by_ms)
    return replace(longer, deadline_ms=game.deadline_ms + round(command.by_ms * command.longest_factor))


def _reopen(game: Game, command: Reopen, now_ms: int) -> Game:
    again = _going_on(_in(game, "locked"), now_ms)
    if again.deadline_ms is None or again.opened_ms is None:
        return again
    limit_ms = max(game.round.limit_ms, now_ms - again.opened_ms + command.for_ms)
    deadline_ms = now_ms + round(command.for_ms * command.longest_factor)
    return replace(_with_round(again, game.round_no, limit_ms=limit_ms), deadline_ms=deadline_ms)


def _skip(game: Game, command: Skip, now_ms: int) -> Game:
    _in(game, *UNREVEALED)
    return _begin_round(_with_round(game, game.round_no, is_voided=True), command.longest_factor, now_ms)


def _void(game: Game, command: Void, _now_ms: int) -> Game:
    # After class too: that a key was wrong is often seen when the report is read.
    if not 1 <= command.round_no <= game.round_no:
        raise _not_now(game)
    return _with_round(game, command.round_no, is_voided=command.is_voided)


def _end(game: Game, command: Cancel | End, _now_ms: int) -> Game:
    if game.phase in FINAL:
        raise _not_now(game)
    ended = _with_round(game, game.round_no, is_voided=True) if game.phase in UNREVEALED else game
    is_cancelled = isinstance(command, Cancel) or game.phase == "lobby"
    phase: Phase = "cancelled" if is_cancelled else "closed" if game.phase == "podium" else "podium"
    return replace(ended, phase=phase, opened_ms=None, deadline_ms=None, remaining_ms=None)


def _outage(game: Game, command: Outage, _now_ms: int) -> Game:
    return _shifted(game, command.for_ms) if game.phase in ("ready", "open") else game


def _configure(game: Game, command: Configure, _now_ms: int) -> Game:
    return replace(_in(game, "lobby"), rules=command.rules)


_CHANGES: Mapping[type, Callable[..., Game]] = {
    Next: _next, Tick: _tick, Lock: _lock, Pause: _pause, Resume: _resume, Extend: _extend, Reopen: _reopen,
    Skip: _skip, Void: _void, Cancel: _end, End: _end, Outage: _outage, Configure: _configure,
}  # fmt: skip


def _begin_round(game: Game, longest_factor: float, now_ms: int) -> Game:
    """Go to the next round that counts, or to the podium behind the last."""
    if _is_last(game):
        return replace(game, phase="podium", opened_ms=None, deadline_ms=None, remaining_ms=None)
    begun = replace(game, round_no=game.round_no + 1, opened_ms=None, deadline_ms=None, remaining_ms=None)
    if not game.rules.has_reading_time:
        return _open(begun, longest_factor, now_ms)
    return replace(begun, phase="ready", deadline_ms=now_ms + begun.round.reading_ms if game.rules.is_timed else None)


def _open(game: Game, longest_factor: float, now_ms: int) -> Game:
    limit_ms = round(game.round.limit_ms * longest_factor)
    return replace(game, phase="open", opened_ms=now_ms, deadline_ms=now_ms + limit_ms if game.rules.is_timed else None)


def _locked(game: Game, now_ms: int) -> Game:
    ended_ms = now_ms if game.deadline_ms is None else min(now_ms, game.deadline_ms)
    return replace(game, phase="reveal" if game.rules.reveals_at_once else "locked", deadline_ms=ended_ms)


def _going_on(game: Game, now_ms: int) -> Game:
    """Open a round that was stopped, as if no time had passed since."""
    again = replace(_shifted(game, now_ms - (game.stopped_ms or now_ms)), phase="open")
    return again if game.rules.is_timed else replace(again, deadline_ms=None)


def _shifted(game: Game, by_ms: int) -> Game:
    opened_ms, deadline_ms = (None if each is None else each + by_ms for each in (game.opened_ms, game.deadline_ms))
    return replace(game, opened_ms=opened_ms, deadline_ms=deadline_ms)


def _with_round(game: Game, round_no: int, **changes: Any) -> Game:
    rounds = list(game.rounds)
    rounds[round_no - 1] = replace(rounds[round_no - 1], **changes)
    return replace(game, rounds=tuple(rounds))


def _is_last(game: Game) -> bool:
    return game.round_no >= len(game.rounds)


def _in(game: Game, *phases: Phase) -> Game:
    if game.phase not in phases:
        raise _not_now(game)
    return game


def _not_now(game: Game) -> NotNow:
    return NotNow(f"That cannot be done now: the game is at “{game.phase}”.")
