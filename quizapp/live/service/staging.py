"""A game as its screens show it: to the projector, which says of nobody what they answered, and to its host."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from quizapp.core.game import FINAL, UNREVEALED, Phase
from quizapp.live.service.admitting import Rush, rush_of
from quizapp.live.service.asking import Questions, RoundQuestion, source_of
from quizapp.live.service.hosting import PrivateBank, find_private_bank
from quizapp.live.service.joining import PlayerCard, list_players, list_waiting
from quizapp.live.service.leading import get_game_to_host
from quizapp.live.service.removing import list_taken_out, waits_for_host
from quizapp.live.service.showing import (
    Held,
    Outcome,
    best_players,
    class_share,
    count_players,
    count_responses,
    list_given,
    list_held,
    outcome_of,
)
from quizapp.live.service.standing import Standing
from quizapp.people.viewer import Viewer
from quizapp.plumbing.markup import split_gaps, trusted_parts

#: Phases in which the key of a round may be seen.
TOLD: tuple[Phase, ...] = ("reveal", "standings")
FIRST_PLAYERS = 5
ON_PODIUM = 3
#: So many nicknames find room on a projector.
NAMES_AT_MOST = 60
#: So many players stand on a page of the remote; so many are seen at once on a phone without a search.
ON_A_LEAF, SEEN_AT_ONCE = 100, 20
#: So many of those who were taken out stand on the remote; others are found by their nickname.
OUT_AT_ONCE = 10
#: In a larger game nobody looks at each player's link.
LINKS_AT_MOST = 300
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Stage:
    """What may be shown to everybody now; what is None or empty is not told yet, or not at all.

    `first` holds rank, nickname and points of the best; `share` is what was right of all that was asked, 0..1.
    """

    standing: Standing
    asked: RoundQuestion | None
    players: int
    answered: int
    names: tuple[str, ...] = ()
    outcome: Outcome | None = None
    share: float | None = None
    first: tuple[tuple[int, str, int], ...] = ()
    #: What the passage that proves the answer is from.
    source: str = ""

    @property
    def html(self) -> dict[str, Any]:
        """The question's words as trusted HTML; empty without one."""
        return trusted_parts(self.asked.html) if self.asked else {}

    @property
    def parts(self) -> list[dict[str, object]] | None:
        """The stem of a cloze in pieces, its gaps between them; None for other kinds."""
        return None if self.asked is None else parts_of(self.asked)


@dataclass(frozen=True, slots=True)
class PlayerLine:
    """A player in the host's list; `missed` are the rounds that were asked of them, shown and not answered rightly.

    What was right in part is not missed. `misses_now`: the last round that was shown is one of them; `in_part_now`: it
    was right in part.
    """

    card: PlayerCard
    has_answered: bool
    was_late: bool
    points: int
    missed: int
    misses_now: bool
    in_part_now: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What of the players a host looks at: those whose nickname holds `name`, a page of who is in and of who waits."""

    name: str = ""
    page: int = 1
    door: int = 1

    @property
    def given(self) -> dict[str, Any]:
        """What an address has to say of it."""
        named = (("name", self.name, ""), ("page", self.page, 1), ("door", self.door, 1))
        return {key: value for key, value, usual in named if value != usual}


EVERYBODY = Look()


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Row]):
    """A page of those that were found."""

    rows: tuple[Row, ...]
    found: int
    number: int
    count: int


def _leaf(found: Sequence[Row], number: int) -> Leaf[Row]:
    count = max(1, -(-len(found) // ON_A_LEAF))
    number = max(1, min(number, count))
    return Leaf(tuple(found[(number - 1) * ON_A_LEAF : number * ON_A_LEAF]), len(found), number, count)


@dataclass(frozen=True, slots=True)
class Remote:
    """What a host sees: the stage, who is there, who waits to be let in, and how many came lately."""

    stage: Stage
    lines: tuple[PlayerLine, ...]
    waiting: tuple[PlayerCard, ...]
    rush: Rush
    look: Look
    #: Told in the lobby, where players could not study the bank.
    private_bank: PrivateBank | None = None
    #: Who was taken out or refused, the last first. Told until the game is over.
    taken_out: tuple[PlayerCard, ...] = ()
    #: Whether the round that is open waits for its host since somebody was taken out of it.
    waits: bool = False

    @property
    def returnable(self) -> tuple[PlayerCard, ...]:
        """Who was taken out, of those looked for: the last few."""
        sought = _plain(self.look.name)
        return tuple(each for each in self.taken_out if sought in _plain(each.nickname))[:OUT_AT_ONCE]

    @property
    def refused_count(self) -> int:
        """How many of those were never in."""
        return sum(each.is_waiting for each in self.taken_out)

    @property
    def people(self) -> Leaf[PlayerLine]:
        """Who is in, of those looked for: whoever came last first, as the projector shows them."""
        is_sought = _seeker(self.look.name)
        return _leaf([line for line in reversed(self.lines) if is_sought(line.card)], self.look.page)

    @property
    def queue(self) -> Leaf[PlayerCard]:
        """Who waits, of those looked for, in the order of their coming."""
        is_sought = _seeker(self.look.name)
        return _leaf([card for card in self.waiting if is_sought(card)], self.look.door)

    @property
    def has_no_links(self) -> bool:
        """Whether so many may be there that nobody is told of each one's link."""
        return len(self.lines) > LINKS_AT_MOST

    @property
    def links_at_most(self) -> int:
        """Up to how many players present each one's link is told."""
        return LINKS_AT_MOST

    @property
    def is_long(self) -> bool:
        """Whether there are so many that somebody has to be looked for."""
        return bool(self.look.name) or len(self.lines) + len(self.waiting) + len(self.taken_out) > SEEN_AT_ONCE

    def find_player(self, player_id: int) -> PlayerCard | None:
        """Find somebody who plays."""
        return next((line.card for line in self.lines if line.card.id == player_id), None)


def _seeker(name: str) -> Callable[[PlayerCard], bool]:
    """Tell those apart whose nickname holds a text, whatever its capitals and accents."""
    sought = _plain(name)
    return lambda card: sought in _plain(card.nickname)


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def parts_of(asked: RoundQuestion) -> list[dict[str, object]] | None:
    """Give the stem of a cloze in pieces, its gaps between them; None for other kinds."""
    return split_gaps(asked.html["stem"]) if asked.question.kind == "cloze" else None


def question_now(session: Session, standing: Standing, questions: Questions) -> RoundQuestion | None:
    """Give the question of the round that is played; None before the first and behind the last."""
    if standing.game.round_no == 0 or standing.game.phase in (*FINAL, "podium"):
        return None
    return questions.of(session, standing, standing.card)


def stage_of(session: Session, standing: Standing, asked: RoundQuestion | None) -> Stage:
    """Give what the projector may show now."""
    phase, round_no = standing.game.phase, standing.game.round_no
    told: dict[str, Any] = {}
    if standing.shows_names and phase == "lobby":
        told["names"] = tuple(card.nickname for card in list_players(session, standing.id)[-NAMES_AT_MOST:])
    if asked is not None and phase in TOLD:
        told["outcome"] = outcome_of(session, standing, round_no, asked)
        told["source"] = source_of(session, standing)
    if phase in ("standings", "podium", "closed"):
        told["share"] = class_share(session, standing)
    if standing.shows_names and phase in ("standings", "podium"):
        told["first"] = tuple(best_players(session, standing, FIRST_PLAYERS if phase == "standings" else ON_PODIUM))
    answered = count_responses(session, standing.id, round_no) if round_no else 0
    return Stage(standing, asked, count_players(session, standing.id), answered, **told)


def get_remote(session: Session, viewer: Viewer, game_id: int, now: datetime, look: Look = EVERYBODY) -> Remote:
    """Give what the host of a game sees of it now.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id)
    asked = question_now(session, standing, Questions())
    round_no = standing.game.round_no
    given = list_given(session, standing.id, round_no) if round_no else {}
    lines = _lines(session, standing, given)
    waiting = list_waiting(session, standing.id)
    stage, rush = stage_of(session, standing, asked), rush_of(session, standing, now)
    private = find_private_bank(session, viewer, standing.bank_id) if standing.game.phase == "lobby" else None
    taken_out = () if standing.is_over else tuple(list_taken_out(session, standing.id))
    is_answered = standing.game.phase == "open" and all(line.has_answered for line in lines)
    waits = is_answered and bool(taken_out) and waits_for_host(session, standing.id, round_no)
    return Remote(stage, lines, tuple(waiting), rush, look, private, taken_out, waits)


def _lines(session: Session, standing: Standing, given: Mapping[int, bool]) -> tuple[PlayerLine, ...]:
    """Give who plays; `given` tells of those who have answered the present round whether they were too late."""
    told_no = standing.game.round_no - (standing.game.phase in UNREVEALED)
    held = list_held(session, standing, told_no)
    lines = []
    for card in list_players(session, standing.id):
        own = held.get(card.id, Held(0, 0, 0.0))
        asked = [no for no in standing.asked_of(card.joined_in_round) if no <= told_no]
        answered, was_late = given.get(card.id) is False, given.get(card.id, False)
        now = own.score_now if told_no in asked else None
        missed, in_part = len(asked) - own.met, now is not None and 0 < now < 1
        lines.append(PlayerLine(card, answered, was_late, own.points, missed, now == 0, in_part))
    return tuple(lines)
