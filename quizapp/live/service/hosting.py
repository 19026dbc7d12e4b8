"""What a host may do with games of their own, besides the commands that `standing.move` carries out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service import editable_by
from quizapp.core.game import FINAL, Command, Extend, Next, NotNow, Reopen, Skip, Void
from quizapp.live.models import GameEvent, GameRow, Player, Round
from quizapp.live.service.factors import longest_factor, renew_time_factors
from quizapp.live.service.joining import list_players
from quizapp.live.service.leading import get_game_to_host
from quizapp.live.service.occasions import OCCASION, Occasion, occasion_of
from quizapp.live.service.standing import PLAYS, TIMED, TOPIC, Standing, list_revealed, move_mended
from quizapp.people.models import Classroom
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot

LISTED_AT_MOST = 200
#: Phases behind which a round begins: a student's time is another from a round to the next, and within none.
_BETWEEN = ("lobby", "reveal", "standings")


@dataclass(frozen=True, slots=True)
class GameLine:
    """A game as the list of a host's games names it."""

    id: int
    title: str
    code: str
    phase: str
    players: int
    rounds: int
    #: Nobody ended it: it was quiet for long.
    was_left: bool
    has_begun: bool
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class PrivateBank:
    """A bank that not all players can study: none, or who has its link; `is_own` where the viewer may open it."""

    slug: str
    is_own: bool
    has_link: bool


def find_private_bank(session: Session, viewer: Viewer, bank_id: int) -> PrivateBank | None:
    """Give the bank where it is not open to all, so that a game of it may leave players nothing to study; else None."""
    private = (Bank.visibility != "public", Bank.deleted_at.is_(None))
    found = select(Bank.slug, Bank.owner_id, Bank.visibility).where(Bank.id == bank_id, *private)
    row = session.execute(found).first()
    if row is None:
        return None
    return PrivateBank(row.slug, viewer.is_admin or row.owner_id == viewer.id, row.visibility == "unlisted")


def find_editable(session: Session, viewer: Viewer, bank_id: int) -> str | None:
    """Give the slug of a game's bank where its host may mend the questions; else None."""
    return session.scalar(select(Bank.slug).where(Bank.id == bank_id, Bank.deleted_at.is_(None), editable_by(viewer)))


def list_games(session: Session, viewer: Viewer) -> list[GameLine]:
    """List a host's games, the newest first."""
    players = select(func.count()).select_from(Player).where(Player.game_id == GameRow.id, PLAYS).scalar_subquery()
    rounds = select(func.count()).select_from(Round).where(Round.game_id == GameRow.id).scalar_subquery()
    # A host's own command leads to the podium.
    was_left = exists().where(GameEvent.game_id == GameRow.id, GameEvent.command == "end", GameEvent.phase.in_(FINAL))
    columns = (GameRow.id, GameRow.title, GameRow.code, GameRow.phase)
    rows = session.execute(
        select(*columns, players, rounds, was_left, GameRow.round_no > 0, *OCCASION)
        .outerjoin(Classroom, Classroom.id == GameRow.classroom_id)
        .where(GameRow.host_id == viewer.id)
        .order_by(GameRow.id.desc())
        .limit(LISTED_AT_MOST)
    )
    return [
        GameLine(number, title, code, phase, came, asked, left, begun, occasion_of(room, made_at, begun_ms))
        for number, title, code, phase, came, asked, left, begun, room, made_at, begun_ms in rows
    ]


def close_door(session: Session, viewer: Viewer, game_id: int, *, is_locked: bool) -> None:
    """Let nobody new in any more, or let them in again.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id)
    session.execute(update(GameRow).where(GameRow.id == standing.id).values(is_locked=is_locked))


def close_doors(session: Session, classroom_id: int) -> list[str]:
    """Let nobody new into the games of a classroom that is about to be gone: they would else be open to anybody.

    Whoever deletes it was asked for the right. Gives the topics to be published after the commit, so that who watches
    these games learns it.
    """
    closed = update(GameRow).where(GameRow.classroom_id == classroom_id).values(is_locked=True)
    return [f"{TOPIC}{game_id}" for game_id in session.scalars(closed.returning(GameRow.id))]


def show_names(session: Session, viewer: Viewer, game_id: int, *, is_shown: bool) -> None:
    """Let nicknames stand on the projector, or not.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id)
    session.execute(update(GameRow).where(GameRow.id == standing.id).values(shows_names=is_shown))


def beat(session: Session, game_ids: list[int], now_ms: int) -> None:
    """Note that somebody looks after these games while their time runs."""
    # In one order in all processes, so that none waits for another that waits for it.
    _BEAT.run_each(session, [{"game_id": one, "now_ms": now_ms} for one in sorted(game_ids)])


# A list among the values could not be sent for several games at once.
_IS_TIMED = or_(*(GameRow.phase == phase for phase in TIMED))
_BEAT = Hot(
    update(GameRow).where(GameRow.id == bindparam("game_id"), _IS_TIMED).values(heartbeat_ms=bindparam("now_ms"))
)


def lead(
    session: Session,
    viewer: Viewer,
    game_id: int,
    command: Command,
    expected_event_no: int | None,
    now_ms: int,
    present: Collection[int] | None = None,
) -> None:
    """Carry out a host's command on a game of theirs; `expected_event_no` is what they saw, None where that is one.

    A round waits for the slowest of the players who are `present`; None where nobody knows who is: for all who play.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
        GameMovedOn: it is not at the expected event any more.
        NotNow: its phase knows no such command, or a round is to count whose answer was never shown.
    """
    standing = get_game_to_host(session, viewer, game_id)
    if isinstance(command, Void) and not command.is_voided and command.round_no not in list_revealed(session, game_id):
        raise NotNow("The answer to this question was never shown, so it cannot count.")
    if isinstance(command, Next | Skip | Extend | Reopen):
        if isinstance(command, Skip) or standing.game.phase in _BETWEEN:
            renew_time_factors(session, standing)
        command = replace(command, longest_factor=longest_factor_of(session, game_id, present))
    move_mended(session, standing, command, now_ms, user_id=viewer.id, expected_event_no=expected_event_no)


def stays_open(session: Session, standing: Standing) -> bool:
    """Whether the host gave this round more time or opened it again: it is for them or for its time to end it."""
    if standing.game.phase != "open":
        return False
    return _AGAIN.first(session, {"game_id": standing.id, "round_no": standing.game.round_no}) is not None


_AGAIN = Hot(
    select(GameEvent.event_no)
    .where(
        GameEvent.game_id == bindparam("game_id"),
        GameEvent.round_no == bindparam("round_no"),
        GameEvent.command.in_(("extend", "reopen")),
    )
    .limit(1)
)


def longest_factor_of(session: Session, game_id: int, present: Collection[int] | None) -> float:
    """Give the largest time factor among a game's players who are present; None where nobody knows: among all."""
    playing = [card.id for card in list_players(session, game_id)]
    return longest_factor(session, playing if present is None else [one for one in playing if one in present])
