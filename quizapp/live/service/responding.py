"""Responses of one game, many in one transaction: each is judged, stored once, and only then acknowledged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from quizapp.core.game import OVER
from quizapp.core.points import elapsed_of, is_in_time, judged_at
from quizapp.core.question import Grade, Json
from quizapp.live.models import ResponseRow, Round
from quizapp.live.service.asking import Questions, RoundQuestion
from quizapp.live.service.joining import TAKEN_OUT, PlayerCard, list_players_by_id
from quizapp.live.service.standing import Standing, points_in
from quizapp.plumbing.hot import Hot

_STORED = Hot(
    select(
        ResponseRow.round_no,
        ResponseRow.player_id,
        ResponseRow.client_id,
        ResponseRow.response,
        ResponseRow.is_late,
        ResponseRow.changes,
    ).where(
        ResponseRow.game_id == bindparam("game_id"),
        ResponseRow.round_no.in_(bindparam("rounds", expanding=True)),
        ResponseRow.player_id.in_(bindparam("player_ids", expanding=True)),
    )
)
_INSERTED = tuple(column.name for column in ResponseRow.__table__.columns)
_INSERT = Hot(insert(ResponseRow).values({name: bindparam(name) for name in _INSERTED}))
MAX_RESPONSE_BYTES = 4_000
#: So often a player may think again; a browser that sends without end costs no more than this.
CHANGES_AT_MOST = 100
TIME_IS_UP = "That came after the time. It is kept, and counts for nothing."
ALREADY = "You have answered this question already."
OVERTAKEN = "You gave a later answer: that one counts."
WAITING = "The host has not let you in yet."
#: A UUID of version 7 begins with a moment in ms; a page takes it from the server's clock, on whatever device it is.
_TIMED_ID = re.compile(r"([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Given:
    """What a player's browser sent; `client_ms` is None where it does not say, `trip_ms` its measured round trip."""

    player_id: int
    round_no: int
    inputs: Json
    client_id: str
    client_ms: int | None
    received_ms: int
    trip_ms: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a player is told: `status` is one of HTTP's, and what is stored of theirs now, None for nothing.

    `is_new`: it is a response that came in time and was not stored before.
    """

    status: int
    is_accepted: bool
    words: str = ""
    response: Json = None
    is_new: bool = field(default=False, compare=False)


@dataclass(slots=True)
class _Stored:
    """What a player has in a round, as it was read or as it will be written."""

    client_id: str
    response: Json
    is_late: bool
    changes: int
    is_new: bool = False
    values: dict[str, Any] | None = None


def take_responses(session: Session, standing: Standing, questions: Questions, given: Sequence[Given]) -> list[Reply]:
    """Judge and store what players of one game gave, in the order of coming; for each gives what to tell them."""
    players = list_players_by_id(session, list({each.player_id for each in given}))
    rounds = {each.round_no for each in given if 1 <= each.round_no <= len(standing.cards)}
    stored = _stored(session, standing.id, rounds, list(players))
    asked = {no: questions.of(session, standing, standing.cards[no - 1]) for no in rounds}
    replies = [_take(standing, players.get(each.player_id), asked.get(each.round_no), stored, each) for each in given]
    _write(session, standing.id, stored)
    if was_overtaken(standing, replies):
        # Study may have heard of the round already.
        mine = (Round.game_id == standing.id, Round.no == standing.game.round_no)
        session.execute(update(Round).where(*mine).values(studied_at=None))
    return replies


def was_overtaken(standing: Standing, replies: Sequence[Reply]) -> bool:
    """Whether what is shown since the lock has changed: a response that came before it was stored behind it."""
    return standing.game.phase in OVER and any(reply.is_new for reply in replies)


def _stored(
    session: Session, game_id: int, rounds: set[int], player_ids: Sequence[int]
) -> dict[tuple[int, int], _Stored]:
    if not rounds or not player_ids:
        return {}
    rows = _STORED.all(session, {"game_id": game_id, "rounds": sorted(rounds), "player_ids": player_ids})
    return {(row.round_no, row.player_id): _Stored(*row[2:]) for row in rows}


def _take(
    standing: Standing,
    player: PlayerCard | None,
    asked: RoundQuestion | None,
    stored: dict[tuple[int, int], _Stored],
    given: Given,
) -> Reply:
    if player is None or player.game_id != standing.id or player.is_removed:
        return Reply(403, False, TAKEN_OUT if player is None else player.why_out)
    if player.is_waiting:
        return Reply(403, False, WAITING)
    if asked is None or given.round_no > standing.game.round_no or _not_yet_asked(standing, given.round_no):
        return Reply(409, False, "This question has not been asked yet.")
    key = (given.round_no, player.id)
    before = stored.get(key)
    if before is not None and before.client_id == given.client_id:
        return _told(before)
    response = asked.read(given.inputs)
    if response is None:
        return Reply(422, False, asked.question.incomplete)
    is_late = given.round_no != standing.game.round_no or not is_in_time(
        standing.game, given.received_ms, given.client_ms, given.trip_ms, standing.card.locked_ms
    )
    refusal = "" if before is None else _refusal(standing, before, given, is_late=is_late)
    if before is not None and refusal:
        return replace(_told(before), status=409, words=refusal)
    changes = 0 if before is None else before.changes + 1
    values = _values(standing, player, given, asked.grade(response), is_late)
    values |= {"response": response, "changes": changes}
    stored[key] = _Stored(given.client_id, response, is_late, changes, before is None or before.is_new, values)
    return replace(_told(stored[key]), is_new=not is_late)


def _not_yet_asked(standing: Standing, round_no: int) -> bool:
    return round_no == standing.game.round_no and standing.game.phase == "ready"


def _refusal(standing: Standing, before: _Stored, given: Given, *, is_late: bool) -> str:
    """Say why a response does not replace the one before; empty where it does, as in time that of who was too late."""
    if before.is_late:
        return TIME_IS_UP if is_late or _is_older(given.client_id, before.client_id) else ""
    if is_late or not standing.game.rules.may_change or before.changes >= CHANGES_AT_MOST:
        return ALREADY
    return OVERTAKEN if _is_older(given.client_id, before.client_id) else ""


def _is_older(client_id: str, other: str) -> bool:
    """Whether a response was given before another; what was long on its way comes behind a newer one."""
    own, theirs = (_TIMED_ID.fullmatch(each) for each in (client_id, other))
    return own is not None and theirs is not None and own.groups() < theirs.groups()


def _told(stored: _Stored) -> Reply:
    return Reply(200, not stored.is_late, TIME_IS_UP if stored.is_late else "", stored.response)


def _values(standing: Standing, player: PlayerCard, given: Given, grade: Grade, is_late: bool) -> dict[str, Any]:
    at_ms = judged_at(standing.game, given.received_ms)
    elapsed_ms = elapsed_of(given.client_ms, at_ms - (standing.game.opened_ms or at_ms), given.trip_ms)
    points = 0 if is_late else points_in(standing.game, grade.score, elapsed_ms, player.time_factor)
    return {
        "game_id": standing.id,
        "round_no": given.round_no,
        "player_id": player.id,
        "client_id": given.client_id,
        "received_ms": given.received_ms,
        "client_ms": given.client_ms,
        "time_factor": player.time_factor,
        "elapsed_ms": min(elapsed_ms, 2**31 - 1),
        "is_late": is_late,
        "score": grade.score,
        "points": points,
        "picks": list(grade.picks),
    }


def _write(session: Session, game_id: int, stored: Mapping[tuple[int, int], _Stored]) -> None:
    written = [(each.values, each.is_new) for each in stored.values() if each.values is not None]
    _INSERT.run_each(session, [values for values, is_new in written if is_new])
    for values in (values for values, is_new in written if not is_new):
        mine = (ResponseRow.game_id == game_id) & (ResponseRow.round_no == values["round_no"])
        session.execute(
            update(ResponseRow)
            .where(mine, ResponseRow.player_id == values["player_id"])
            .values({name: value for name, value in values.items() if name not in ("game_id", "round_no", "player_id")})
        )


def read_given(body: bytes) -> dict[str, Json] | None:
    """Read the JSON of a request's body; None when it is no mapping."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
