"""A game as its rows tell it, and the one way to change it: a command of `core.game`, under an optimistic lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from quizapp.core.errors import NotFound
from quizapp.core.game import FINAL, Command, Game, GameMovedOn, Outage, RoundPlan, Rules, advance
from quizapp.core.points import points_of
from quizapp.live.models import GameEvent, GameRow, Player, ResponseRow, Round
from quizapp.plumbing.clock import from_epoch_ms
from quizapp.plumbing.hot import Hot

#: Guests' nicknames are forgotten so long after a game.
GUESTS_KEPT = timedelta(days=30)
#: Who is in: let in, and not taken out.
PLAYS = Player.removed_at.is_(None) & Player.waiting_since.is_(None)
#: What the hub calls a game, with its number behind.
TOPIC = "game/"
#: The same of a player who has another name or token, told with their number.
MOVED = "moved/"
#: Phases in which time runs, and somebody has to look after it.
TIMED = ("ready", "open")
#: A heartbeat older than this says that nobody looked after the time.
OUTAGE_MS = 3_000


@dataclass(frozen=True, slots=True)
class RoundCard:
    """What a round asks: a question in one revision, in one way, its options in one order."""

    no: int
    question_id: int
    question_revision: int
    way: str
    option_seed: int
    #: Whether its options were ever shown.
    was_opened: bool
    #: Whether it was judged again after the game.
    was_corrected: bool = False
    #: When it was locked; None while it was not, or is open again.
    locked_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A game as it stands, with what its pages say of it."""

    id: int
    code: str
    title: str
    host_id: int
    bank_id: int
    #: Whose members alone may join; None = anybody.
    classroom_id: int | None
    #: What enters the study of who has not chosen: on (all), misses or off.
    live_responses: str
    link_token: str
    screen_token: str
    is_locked: bool
    admits_each: bool
    asks_word: bool
    shows_names: bool
    heartbeat_ms: int | None
    game: Game
    cards: tuple[RoundCard, ...]

    @property
    def card(self) -> RoundCard:
        """The round that is played; the game has left its lobby."""
        return self.cards[self.game.round_no - 1]

    def was_asked(self, no: int, joined_in_round: int) -> bool:
        """Whether a round was open while somebody was in the game who came in this round."""
        return self.cards[no - 1].was_opened and joined_in_round <= no

    def asked_of(self, joined_in_round: int) -> list[int]:
        """List the rounds that were asked of somebody who came in this round, and count."""
        counting = (no for no, each in enumerate(self.game.rounds, start=1) if not each.is_voided)
        return [no for no in counting if self.was_asked(no, joined_in_round)]

    @property
    def door(self) -> tuple[bool, bool, bool]:
        """How it stands for those who come."""
        return self.is_locked, self.admits_each, self.asks_word

    def unwatched_ms(self, now_ms: int) -> int:
        """Tell for how long time has run in it and nobody looked after it; 0 where that is no outage.

        Less than 0 where the clock was set back: nobody knows how much time ran meanwhile, so that none did.
        """
        if self.game.phase not in TIMED or self.heartbeat_ms is None or abs(now_ms - self.heartbeat_ms) <= OUTAGE_MS:
            return 0
        return now_ms - self.heartbeat_ms

    @property
    def is_over(self) -> bool:
        """Whether nothing changes any more."""
        return self.game.phase in FINAL


_SELECTED = (
    select(
        GameRow.id,
        GameRow.code,
        GameRow.title,
        GameRow.host_id,
        GameRow.bank_id,
        GameRow.classroom_id,
        GameRow.live_responses,
        GameRow.link_token,
        GameRow.screen_token,
        GameRow.is_locked,
        GameRow.admits_each,
        GameRow.asks_word,
        GameRow.shows_names,
        GameRow.heartbeat_ms,
        GameRow.phase,
        GameRow.event_no,
        GameRow.round_no,
        GameRow.opened_ms,
        GameRow.deadline_ms,
        GameRow.remaining_ms,
        GameRow.rules,
    )
).where(GameRow.id == bindparam("game_id"))
_GAME = Hot(_SELECTED)
#: Of several processes none moves the game on before this transaction has ended; others may hold it too.
_HELD = Hot(_SELECTED.with_for_update(read=True))
_ROUNDS = Hot(
    select(
        Round.no,
        Round.question_id,
        Round.question_revision,
        Round.way,
        Round.option_seed,
        Round.base_points,
        Round.limit_ms,
        Round.stem_words,
        Round.is_voided,
        Round.opened_ms,
        Round.locked_ms,
        Round.corrected_at.is_not(None).label("was_corrected"),
    )
    .where(Round.game_id == bindparam("game_id"))
    .order_by(Round.no)
)
_CARD_FIELDS = (
    *("id", "code", "title", "host_id", "bank_id", "classroom_id", "live_responses"),
    *("link_token", "screen_token", "is_locked", "admits_each", "asks_word", "shows_names", "heartbeat_ms"),
)
_GAME_FIELDS = ("phase", "event_no", "round_no", "opened_ms", "deadline_ms", "remaining_ms")


def find_standing(session: Session, game_id: int, *, is_held: bool = False) -> Standing | None:
    """Give a game as it stands, and as it stays until this transaction ends where it is held; None for none."""
    statement = _HELD if is_held else _GAME
    row = statement.first(session, {"game_id": game_id}) if 0 < game_id < 2**31 else None
    if row is None:
        return None
    rounds = _ROUNDS.all(session, {"game_id": game_id})
    game = Game(
        rounds=tuple(RoundPlan(r.base_points, r.limit_ms, r.stem_words, bool(r.is_voided)) for r in rounds),
        rules=rules_of(row.rules),
        **{name: getattr(row, name) for name in _GAME_FIELDS},
    )
    values: dict[str, Any] = {name: getattr(row, name) for name in _CARD_FIELDS}
    return Standing(**values, game=game, cards=_cards(rounds))


def get_standing(session: Session, game_id: int) -> Standing:
    """Give a game as it stands.

    Raises:
        NotFound: there is none.
    """
    found = find_standing(session, game_id)
    if found is None:
        raise NotFound("There is no such game here.")
    return found


def _cards(rounds: list[Any]) -> tuple[RoundCard, ...]:
    return tuple(
        RoundCard(
            *(r.no, r.question_id, r.question_revision, r.way, r.option_seed),
            was_opened=r.opened_ms is not None,
            was_corrected=bool(r.was_corrected),
            locked_ms=r.locked_ms,
        )
        for r in rounds
    )


def rules_of(kept: Mapping[str, Any]) -> Rules:
    """Read the rules of a row; what is not there has its default."""
    names = {field.name for field in fields(Rules)}
    return Rules(**{name: value for name, value in kept.items() if name in names})


def dump_rules(rules: Rules) -> dict[str, Any]:
    """Give what of the rules is not the default."""
    plain = asdict(Rules())
    return {name: value for name, value in asdict(rules).items() if value != plain[name]}


def move(
    session: Session,
    standing: Standing,
    command: Command,
    now_ms: int,
    *,
    user_id: int | None = None,
    expected_event_no: int | None = None,
) -> Standing:
    """Carry a command out and store what came of it; a command that changes nothing stores nothing.

    Raises:
        GameMovedOn: the game is not at the expected event any more.
        NotNow: the phase knows no such command.
    """
    before = standing.game
    expected = before.event_no if expected_event_no is None else expected_event_no
    after = advance(before, command, expected, now_ms)
    if after is before:
        return standing
    store_change(session, standing.id, before, after, type(command).__name__.lower(), now_ms, user_id)
    return get_standing(session, standing.id)


def move_mended(
    session: Session,
    standing: Standing,
    command: Command,
    now_ms: int,
    *,
    user_id: int | None = None,
    expected_event_no: int | None = None,
) -> Standing:
    """Give back the time of an outage, then carry a command out: whatever it stores ends the outage.

    The standing must have been read in this transaction.

    Raises:
        GameMovedOn: the game was not at the expected event any more.
        NotNow: the phase knows no such command.
    """
    mended = mend_outage(session, standing, now_ms)
    expected = standing.game.event_no if expected_event_no is None else expected_event_no
    expected += mended.game.event_no - standing.game.event_no
    return move(session, mended, command, now_ms, user_id=user_id, expected_event_no=expected)


def list_revealed(session: Session, game_id: int) -> frozenset[int]:
    """List the rounds whose answer was shown: none that was skipped, or that the game ended in."""
    shown = select(GameEvent.round_no).where(GameEvent.game_id == game_id, GameEvent.phase == "reveal")
    return frozenset(session.scalars(shown))


def list_skipped(session: Session, game_id: int) -> frozenset[int]:
    """List the rounds that were skipped: the event of each tells of the round, or the end, that came instead."""
    skips = select(GameEvent.round_no, GameEvent.phase).where(GameEvent.game_id == game_id, GameEvent.command == "skip")
    return frozenset(row.round_no - (row.phase != "podium") for row in session.execute(skips))


def mend_outage(session: Session, standing: Standing, now_ms: int) -> Standing:
    """Give back the time in which nobody looked after a game, or by which the clock was set back."""
    gap_ms = standing.unwatched_ms(now_ms)
    if gap_ms > 0:
        # Whose response was stored had a server, also behind the last heartbeat.
        of_round = (ResponseRow.game_id == standing.id, ResponseRow.round_no == standing.game.round_no)
        last_ms = session.scalar(select(func.max(ResponseRow.received_ms)).where(*of_round))
        gap_ms = gap_ms if last_ms is None else max(1, min(gap_ms, now_ms - last_ms))
    return move(session, standing, Outage(gap_ms), now_ms) if gap_ms else standing


def store_change(
    session: Session, game_id: int, before: Game, after: Game, name: str, now_ms: int, user_id: int | None
) -> None:
    """Store what became of a game, and that it was changed.

    Raises:
        GameMovedOn: the game is not as it was any more.
    """
    _store(session, game_id, before, after, now_ms)
    event = {"at_ms": now_ms, "command": name, "phase": after.phase, "round_no": after.round_no, "user_id": user_id}
    _EVENT.run(session, {"game_id": game_id, "event_no": after.event_no, **event})


_EVENT = Hot(insert(GameEvent).values({column.name: bindparam(column.name) for column in GameEvent.__table__.columns}))


def _store(session: Session, game_id: int, before: Game, after: Game, now_ms: int) -> None:
    values: dict[str, Any] = {name: getattr(after, name) for name in _GAME_FIELDS}
    if after.rules != before.rules:
        values["rules"] = dump_rules(after.rules)
    if after.phase in TIMED:
        values["heartbeat_ms"] = now_ms
    if after.phase in FINAL and before.phase not in FINAL:
        now = from_epoch_ms(now_ms)
        values |= {"ended_at": now, "erase_guests_at": now + GUESTS_KEPT}
    is_as_seen = (GameRow.id == game_id) & (GameRow.event_no == before.event_no)
    # The table's own numbers decide who was first; rounds and points follow.
    connection = session.connection()
    if connection.execute(update(GameRow).where(is_as_seen).values(**values)).rowcount != 1:
        raise GameMovedOn("The game has moved on meanwhile; this is how it stands now.")
    for no, (old, new) in enumerate(zip(before.rounds, after.rounds, strict=True), start=1):
        changed = _changed_round(before, after, no, old, new, now_ms)
        if changed:
            connection.execute(update(Round).where(Round.game_id == game_id, Round.no == no).values(**changed))
    if before.phase == "open" and after.phase in ("locked", "reveal"):
        count_points(session, game_id, after)
    if before.phase == "locked" and after.phase == "open":
        _ask_who_came(session, game_id, after.round_no)


def _ask_who_came(session: Session, game_id: int, round_no: int) -> None:
    """Let a round that is opened again be asked of those too who came while it was locked."""
    came = (Player.game_id == game_id, Player.joined_in_round == round_no + 1)
    session.execute(update(Player).where(*came).values(joined_in_round=round_no))


def _changed_round(before: Game, after: Game, no: int, old: RoundPlan, new: RoundPlan, now_ms: int) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if new != old:
        changed |= {"limit_ms": new.limit_ms, "is_voided": new.is_voided}
    if new.is_voided != old.is_voided:
        # Study has to hear of it again.
        changed["studied_at"] = None
    if no == after.round_no and after.phase == "open":
        changed |= {"opened_ms": after.opened_ms, "locked_ms": None}
    if no == after.round_no and before.phase == "open" and after.phase in ("locked", "reveal"):
        changed["locked_ms"] = now_ms
    return changed


_OF_ROUND = select(
    ResponseRow.player_id,
    ResponseRow.score,
    ResponseRow.elapsed_ms,
    ResponseRow.time_factor,
    ResponseRow.points,
    ResponseRow.is_late,
).where(ResponseRow.game_id == bindparam("game_id"), ResponseRow.round_no == bindparam("round_no"))


def count_points(session: Session, game_id: int, game: Game) -> None:
    """Count the points of a game's present round by the limit that it had in the end, of early responses too."""
    from_rows = session.execute(_OF_ROUND, {"game_id": game_id, "round_no": game.round_no}).all()
    moved = []
    for row in from_rows:
        points = 0 if row.is_late else points_in(game, row.score, row.elapsed_ms, row.time_factor)
        if points != row.points:
            moved.append({"own_id": row.player_id, "own_points": points})
    if moved:
        session.connection().execute(
            update(ResponseRow)
            .where(
                ResponseRow.game_id == game_id,
                ResponseRow.round_no == game.round_no,
                ResponseRow.player_id == bindparam("own_id"),
            )
            .values(points=bindparam("own_points")),
            moved,
        )


def points_in(game: Game, score: float, elapsed_ms: int, factor: float) -> int:
    """Give the points of a response in the game's present round."""
    share = game.rules.speed_share if game.rules.is_timed else 0.0
    return points_of(game.round.base_points, score, elapsed_ms, game.round.limit_ms, factor, share)


_POINTS = (
    select(ResponseRow.player_id, func.sum(ResponseRow.points).label("points"))
    .join(Round, (Round.game_id == ResponseRow.game_id) & (Round.no == ResponseRow.round_no))
    .where(ResponseRow.game_id == bindparam("game_id"), Round.is_voided.is_(False))
    .group_by(ResponseRow.player_id)
    .subquery()
)
_TOTALS = Hot(
    select(Player.id, func.coalesce(_POINTS.c.points, 0).label("points"))
    .outerjoin(_POINTS, _POINTS.c.player_id == Player.id)
    .where(Player.game_id == bindparam("game_id"), PLAYS)
)


def totals(session: Session, game_id: int) -> dict[int, int]:
    """Give the points of all players who play, 0 for who has none."""
    return {player_id: int(points) for player_id, points in _TOTALS.all(session, {"game_id": game_id})}
