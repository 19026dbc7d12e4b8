"""What was played is handed to the study room: each revealed round once, in batches, and again after it was voided,
when all of it is taken back, or judged again, when what each gave counts by the new key.

A round's `studied_at` says that study knows how it stands; whatever changes that sets it back to NULL. A question that
was taken out of its bank has no card to tell of: its round waits until it is put back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow, Revision
from quizapp.core.kinds.changes import change_of
from quizapp.core.live_answers import Foretold, LiveAnswer, Wanted, live_answer_id
from quizapp.live.models import GameEvent, GameRow, Player, ResponseRow, Round
from quizapp.live.service.joining import PlayerCard
from quizapp.plumbing.hot import Hot

#: A learner’s answer takes about a millisecond to store, and responses of other games wait for the writer.
BATCH = 50
_IDS_AT_ONCE = 500
#: Phases in which the round that is on has shown what is right.
_TOLD = ("reveal", "standings", "podium", "closed")

Take: TypeAlias = Callable[[Session, Sequence[LiveAnswer], datetime], object]


@dataclass(frozen=True, slots=True)
class Study:
    """What the study room does for this one, given at assembly."""

    #: Stores answers of whoever studies the bank, each once, and what another judgement made of them.
    record: Take
    #: Takes back what was stored of answers.
    withdraw: Take
    #: (session, learner, bank): lets a learner study a bank.
    enrol: Callable[[Session, int, int], None]
    #: (session, learner or None, bank, what is preset): what of the game they want there: on, misses or off; None where
    #: they are to be asked.
    find_wish: Callable[[Session, int | None, int, str], str | None]
    #: (session, answers, whether their learners are about to enrol): how many of them `record` would store then.
    count_wanted: Callable[[Session, Sequence[LiveAnswer], bool], Wanted]
    #: What memory foretold of answers, by learner and client id; None where it would tell of single learners.
    foretell: Callable[[Session, Sequence[tuple[int, str]]], Foretold | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a hand-over has come: behind this player of this round, as it was judged then."""

    round_no: int = 0
    player_id: int = 0
    is_taken_back: bool = False
    revision: int = 0


def is_revealed() -> ColumnElement[bool]:
    """Give the condition for rounds of which everybody has seen what is right, or that were skipped."""
    is_on = Round.no == GameRow.round_no
    # Of a game that was cancelled its rows alone tell what the round on show had come to.
    was_shown = exists().where(
        GameEvent.game_id == Round.game_id, GameEvent.round_no == Round.no, GameEvent.phase == "reveal"
    )
    is_told = or_(GameRow.phase.in_(_TOLD), and_(GameRow.phase == "cancelled", was_shown))
    return or_(Round.no < GameRow.round_no, and_(is_on, is_told))


def _has_card() -> ColumnElement[bool]:
    is_asked = (QuestionRow.id == Round.question_id, QuestionRow.deleted_at.is_(None), Bank.deleted_at.is_(None))
    return exists().where(Bank.id == QuestionRow.bank_id, *is_asked)


def _is_untold() -> tuple[ColumnElement[bool], ...]:
    return Round.studied_at.is_(None), is_revealed(), _has_card()


def hand_over(
    session: Session, game_id: int, study: Study, now: datetime, after: Mark = Mark(), batch: int = BATCH
) -> Mark | None:
    """Hand a batch of a game's responses to study, and say how far it went; None when nothing is left.

    It may be broken off anywhere and begun anew: whatever study has taken it takes once.
    """
    round_ = _next_round(session, game_id, after.round_no)
    if round_ is None:
        return None
    # Of a round that was voided or judged again meanwhile, what was handed over before follows too.
    judged = (round_.no, round_.is_taken_back, round_.question_revision)
    is_same = judged == (after.round_no, after.is_taken_back, after.revision)
    last_id = after.player_id if is_same else 0
    rows = session.execute(
        _given(
            Round.game_id == game_id, Round.no == round_.no, Player.id > last_id, *_takes_part(round_.is_judged_anew)
        )
        .order_by(Player.id)
        .limit(batch)
    ).all()
    answers = [_answer(row) for row in rows]
    if answers:
        (study.withdraw if round_.is_taken_back else study.record)(session, answers, now)
    if len(rows) == batch:
        return Mark(round_.no, rows[-1].player_id, round_.is_taken_back, round_.question_revision)
    session.execute(update(Round).where(Round.game_id == game_id, Round.no == round_.no).values(studied_at=now))
    is_last = _next_round(session, game_id, round_.no + 1) is None
    return None if is_last else Mark(round_.no + 1)


_NEXT = Hot(
    select(
        Round.no,
        Round.is_voided.label("is_taken_back"),
        Round.question_revision,
        or_(Round.is_voided, Round.corrected_at.is_not(None)).label("is_judged_anew"),
    )
    .join(GameRow, GameRow.id == Round.game_id)
    .where(
        Round.game_id == bindparam("game_id"),
        Round.no >= bindparam("first_no"),
        *_is_untold(),
    )
    .order_by(Round.no)
    .limit(1)
    .with_for_update(of=Round)
)


def _next_round(session: Session, game_id: int, first_no: int) -> Any:
    """Find the next round that study does not know; held, so that nobody voids it before it is marked as known."""
    return _NEXT.first(session, {"game_id": game_id, "first_no": first_no})


def _takes_part(is_judged_anew: bool) -> tuple[ColumnElement[bool], ...]:
    # What was stored follows, also of who was removed after it.
    is_learner = Player.user_id.is_not(None)
    return (is_learner,) if is_judged_anew else (is_learner, Player.removed_at.is_(None))


def _given(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ResponseRow.game_id,
            ResponseRow.round_no,
            ResponseRow.player_id,
            Player.user_id,
            Player.removed_at,
            Round.question_id,
            Round.way,
            ResponseRow.score,
            ResponseRow.elapsed_ms,
            ResponseRow.received_ms,
            Round.question_revision,
            Round.corrected_at,
            GameRow.bank_id,
            GameRow.live_responses.label("preset"),
        )
        .join(GameRow, GameRow.id == ResponseRow.game_id)
        .join(Player, Player.id == ResponseRow.player_id)
        .join(Round, and_(Round.game_id == ResponseRow.game_id, Round.no == ResponseRow.round_no))
        .where(ResponseRow.is_late.is_(False), *where)
    )


def _answer(row: Row[Any], learner_id: int | None = None) -> LiveAnswer:
    return LiveAnswer(
        learner_id=row.user_id if learner_id is None else learner_id,
        question_id=row.question_id,
        revision=row.question_revision,
        way=row.way,
        score=row.score,
        elapsed_ms=row.elapsed_ms,
        answered_at=row.received_ms,
        bank_id=row.bank_id,
        client_id=live_answer_id(row.game_id, row.round_no, row.player_id),
        is_judged_again=row.corrected_at is not None,
        is_removed=row.removed_at is not None,
        preset=row.preset,
    )


def tell_again(session: Session, question_ids: Sequence[int]) -> None:
    """Let study hear again of the rounds of questions whose keys judge by now as theirs did: those that were set back.

    What they gave had not counted while their key was another.
    """
    if len(question_ids) > _IDS_AT_ONCE:
        # Of a large load few were ever played.
        played = set(session.scalars(select(Round.question_id).distinct()))
        question_ids = [each for each in question_ids if each in played]
    for start in range(0, len(question_ids), _IDS_AT_ONCE):
        _tell_again(session, question_ids[start : start + _IDS_AT_ONCE])


def _tell_again(session: Session, question_ids: Sequence[int]) -> None:
    rows = session.execute(
        select(Round.game_id, Round.no, Revision.body, QuestionRow.body.label("newest"))
        .join(Revision, and_(Revision.question_id == Round.question_id, Revision.number == Round.question_revision))
        .join(QuestionRow, QuestionRow.id == Round.question_id)
        .where(
            Round.question_id.in_(question_ids),
            Round.studied_at.is_not(None),
            QuestionRow.revision != Round.question_revision,
        )
        .order_by(Round.game_id, Round.no)
    ).all()
    for row in rows:
        if change_of(row.body, row.newest) != "key_changed":
            mine = (Round.game_id == row.game_id, Round.no == row.no)
            session.execute(update(Round).where(*mine).values(studied_at=None))


def hand_over_player(session: Session, game_id: int, player_id: int, study: Study, now: datetime) -> None:
    """Hand over all that one player gave in revealed rounds that count, whatever was handed over before.

    The rounds are held, so that whoever voids one at the same time finds what this has stored.
    """
    _hold_rounds(session, game_id)
    answers = [_answer(row) for row in _given_by(session, game_id, player_id) if row.user_id is not None]
    if answers:
        study.record(session, answers, now)
        # Of a question that is out study has taken nothing of theirs: it is told once it is put back.
        is_out = (Round.game_id == game_id, Round.studied_at.is_not(None), ~_has_card())
        session.execute(update(Round).where(*is_out).values(studied_at=None))


def withdraw_player(
    session: Session, game_id: int, player_id: int, learner_id: int, study: Study, now: datetime
) -> None:
    """Take back from a learner all that study has heard of one player; the rounds are held: it hears no more meanwhile.

    The player may be somebody else's still, whose study is the learner's already.
    """
    _hold_rounds(session, game_id)
    of_player = (ResponseRow.game_id == game_id, ResponseRow.player_id == player_id)
    answers = [_answer(row, learner_id) for row in session.execute(_given(*of_player)).all()]
    if answers:
        study.withdraw(session, answers, now)


def _hold_rounds(session: Session, game_id: int) -> None:
    session.execute(select(Round.no).where(Round.game_id == game_id).order_by(Round.no).with_for_update())


def hold_games_of(session: Session, user_id: int) -> Callable[[], bool]:
    """Hold all games that somebody plays, then their rounds, before their own row: so does who tells study of a round.

    Nobody joins such a game meanwhile. What they gave is told before, and theirs, or after, and of whoever they are by
    then. Gives what tells whether those are all: until their row is held too, they may join another game.
    """
    games = select(Player.game_id).where(Player.user_id == user_id)
    held = set(session.scalars(games))
    # Conflicts with how whoever joins or answers holds a game.
    session.execute(select(GameRow.id).where(GameRow.id.in_(held)).order_by(GameRow.id).with_for_update(key_share=True))
    rounds = select(Round.no).where(Round.game_id.in_(held)).order_by(Round.game_id, Round.no)
    session.execute(rounds.with_for_update())
    return lambda: held.issuperset(session.scalars(games))


def count_wanted(
    session: Session, game_id: int, player: PlayerCard, learner_id: int | None, wish: str | None, study: Study
) -> Wanted:
    """Count what a player gave that only their word would bring into this learner's study; None = a new learner.

    `wish` says what of the game enters there, None where they would begin to study. What study has not been told yet
    goes there by itself where the player studies the bank.
    """
    comes_by_itself = player.user_id is not None and wish in ("on", "misses")
    is_told = (Round.studied_at.is_not(None),) if comes_by_itself else ()
    answers = [_answer(row, learner_id or 0) for row in _given_by(session, game_id, player.id, *is_told)]
    return study.count_wanted(session, answers, wish is None)


def _given_by(session: Session, game_id: int, player_id: int, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
    is_theirs = (ResponseRow.player_id == player_id, ResponseRow.game_id == game_id, Player.removed_at.is_(None))
    return session.execute(
        _given(*is_theirs, *where).where(Round.is_voided.is_(False), is_revealed()).order_by(ResponseRow.round_no)
    ).all()


def foretell(session: Session, game_id: int, study: Study) -> Foretold | None:
    """Compare what learners gave in rounds that count with what their memory foretold before the game.

    Rounds that were judged again are left out: memory knew another key.
    """
    rows = session.execute(
        select(ResponseRow.round_no, ResponseRow.player_id, Player.user_id)
        .join(Player, Player.id == ResponseRow.player_id)
        .join(Round, and_(Round.game_id == ResponseRow.game_id, Round.no == ResponseRow.round_no))
        .where(
            ResponseRow.game_id == game_id,
            Player.user_id.is_not(None),
            Round.is_voided.is_(False),
            Round.corrected_at.is_(None),
        )
    )
    given = [(row.user_id, live_answer_id(game_id, row.round_no, row.player_id)) for row in rows if row.user_id]
    return study.foretell(session, given)


def list_untold(session: Session) -> list[int]:
    """List the games with revealed rounds that study does not know: of a server that was stopped, or of a question that
    is back in its bank.
    """
    left = select(Round.game_id).join(GameRow, GameRow.id == Round.game_id).where(*_is_untold()).distinct()
    return list(session.scalars(left.order_by(Round.game_id)))
