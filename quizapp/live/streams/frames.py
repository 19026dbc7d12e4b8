"""Frames: what goes down to players, projector and host, each made of a list of fields that its audience may have.

A frame for players is encoded once, and the same bytes go to everybody. The key is in none before the reveal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from quizapp.core.entry_word import EntryWord
from quizapp.core.game import Phase
from quizapp.live import service
from quizapp.live.service import Own, Questions, RoundQuestion, Standing
from quizapp.plumbing.markup import show_media_at, trusted_parts

#: Phases in which a round's options may be seen.
_ASKED: tuple[Phase, ...] = ("open", "locked", "reveal", "standings")


class Render(Protocol):
    """Makes HTML of a template and its inputs."""

    def __call__(self, template: str, /, **inputs: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """A game as it was read, with the frames of its event for each audience, encoded."""

    standing: Standing
    players: bytes
    #: The same with all that came before in the round, for whoever comes now; without the time, which is then.
    snapshot: str
    screen: str
    host: str
    #: What each player has, once a round is over; empty otherwise.
    owns: Mapping[int, Own] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    #: Who has not been let in yet.
    waiting: frozenset[int] = frozenset()
    #: Whether the host lets them answer on: that all have answered does not end the round.
    stays_open: bool = False


def encode(event_no: int, values: Mapping[str, Any], name: str = "") -> bytes:
    """Give one event of a stream."""
    named = f"event: {name}\n" if name else f"id: {event_no}\n"
    return f"{named}data: {dump(values)}\n\n".encode()


def dump(values: Mapping[str, Any]) -> str:
    """Give JSON without spaces."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load(
    session: Session, game_id: int, questions: Questions, render: Render, now_ms: int, *, known: int | None
) -> Loaded | None:
    """Read a game and make its frames; `known` is the event that everybody has, None where nobody has any."""
    standing = service.find_standing(session, game_id)
    if standing is None:
        return None
    show_media_at(f"/play/{standing.link_token}/media/")
    asked = service.question_now(session, standing, questions)
    is_next = known is not None and standing.game.event_no <= known + 1
    told = _standing_of(standing)
    whole = told | _shown(standing, asked, render, is_whole=True)
    # Its number is the id of its frame, and without a deadline no page needs the time.
    event = {name: value for name, value in told.items() if name != "event_no"}
    event |= {"server_now": now_ms} if "deadline_at" in told else {}
    event |= _shown(standing, asked, render, is_whole=not is_next)
    owns = service.owns(session, standing, asked) if standing.game.phase in (*service.TOLD, "podium") else {}
    screen = render("live/_screen.html", stage=service.stage_of(session, standing, asked), now_ms=now_ms)
    return Loaded(
        standing,
        encode(standing.game.event_no, event),
        dump(whole),
        dump(told | {"html": screen}),
        # The host's page asks for its own part: it holds forms, which only the pages can make.
        dump(told),
        owns,
        service.list_removed(session, game_id),
        frozenset(card.id for card in service.list_waiting(session, game_id)),
        service.stays_open(session, standing),
    )


def with_time(shown: str, now_ms: int, more: Mapping[str, Any] | None = None) -> str:
    """Give what was made before with the time now, and more beside it."""
    return f"{shown[:-1]},{dump({'server_now': now_ms, **(more or {})})[1:]}"


def own_frame(own: Own) -> dict[str, Any]:
    """Give what a player has: score of the round (null: nothing given), its points, the points of all, the rank."""
    shown = {"score": own.score, "points": own.points, "total": own.total, "rank": own.rank}
    more = {"streak": own.streak, "has_more": own.has_more}
    return shown | {name: value for name, value in more.items() if value}


def waiting_frame(nickname: str, now_ms: int) -> dict[str, Any]:
    """Give what somebody's page shows who was not let in yet: nothing of the game."""
    return {"event_no": 0, "phase": "waiting", "round_no": 0, "server_now": now_ms, "nickname": nickname}


def word_frame(word: EntryWord | None, now_ms: int) -> dict[str, Any]:
    """Give the entry word for projector and host; empty where none is asked for."""
    return {} if word is None else {"word": word.text, "until": word.until_ms, "now": now_ms}


def _standing_of(standing: Standing) -> dict[str, Any]:
    game = standing.game
    values: dict[str, Any] = {"event_no": game.event_no, "phase": game.phase, "round_no": game.round_no}
    if game.deadline_ms is not None and game.phase in service.TIMED:
        values |= {"deadline_at": game.deadline_ms, "whole": game.whole_ms}
    if game.phase in service.TOLD and game.round.is_voided:
        values["is_voided"] = True
    return values


def _shown(standing: Standing, asked: RoundQuestion | None, render: Render, *, is_whole: bool) -> dict[str, Any]:
    """Give what players see of the round: the stem with its beginning, the options while open, the key at the end."""
    phase = standing.game.phase
    if asked is None:
        return {"rounds": len(standing.cards)} if is_whole else {}
    shown: dict[str, Any] = {"rounds": len(standing.cards)} if is_whole else {}
    is_first = phase == "ready" or (phase == "open" and not standing.game.rules.has_reading_time)
    # The text of a cloze stands alone to be read, and is then replaced by one with gaps to be filled.
    is_refilled = phase == "open" and asked.question.kind == "cloze"
    parts = service.parts_of(asked)
    if is_whole or is_first or is_refilled:
        shown["stem"] = render(
            "live/_stem.html", asked=asked, html=trusted_parts(asked.html), parts=parts, is_alone=phase == "ready"
        )
    if phase == "open" or (is_whole and phase in _ASKED):
        shown["ask"] = render("live/_ask.html", asked=asked, parts=parts)
        if standing.game.rules.may_change:
            shown["may_change"] = True
    if phase == "reveal" or (is_whole and phase in service.TOLD):
        shown["key"] = render("live/_key.html", asked=asked)
        if asked.has_more:
            shown["has_more"] = True
    return shown
