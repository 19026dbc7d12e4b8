"""A key that was wrong is corrected after class: a round is judged again by its question's newest revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow, Revision
from quizapp.core.errors import Conflict
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json
from quizapp.live.models import ResponseRow, Round
from quizapp.live.service.asking import Questions, RoundQuestion
from quizapp.live.service.creating import can_be_played
from quizapp.live.service.leading import get_game_to_host
from quizapp.live.service.standing import RoundCard, Standing, count_points, store_change
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms


class CannotCorrect(Conflict):
    """A round stays as it was judged; its words say why."""


@dataclass(frozen=True, slots=True)
class Correction:
    """How a round stands to its question's key: `key_of` is the day of the key that it was judged again by, or None."""

    key_of: datetime | None
    #: What is right by the key of now, where the question is judged in another way than then; else None.
    newer_answer: str | None


NOT_CORRECTED = Correction(None, newer_answer=None)


def list_corrections(session: Session, standing: Standing) -> dict[int, Correction]:
    """Tell of all rounds whose question is in a bank, by their numbers, how they stand to its key."""
    rows = session.execute(
        select(
            Round.no,
            Round.corrected_at,
            Revision.created_at,
            Revision.body,
            QuestionRow.body.label("newest"),
            QuestionRow.revision != Round.question_revision,
        )
        .join(Revision, (Revision.question_id == Round.question_id) & (Revision.number == Round.question_revision))
        .join(QuestionRow, QuestionRow.id == Round.question_id)
        .where(Round.game_id == standing.id)
    )
    return {
        no: Correction(
            None if corrected_at is None else key_of,
            parse_question(newest).answer() if is_newer and _judges_otherwise(body, newest) else None,
        )
        for no, corrected_at, key_of, body, newest, is_newer in rows
    }


def _judges_otherwise(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    if before.get("kind") != after.get("kind"):
        return True
    own, other = (_bare(parse_question(body).dump_own()) for body in (before, after))
    if before.get("kind") == "true_false":
        # Its options hold explanations and nothing else.
        return bool(own["key"] != other["key"])
    return bool(own != other)


def _bare(value: Json) -> Json:
    """Give the fields of a kind without explanations, which judge nothing."""
    if isinstance(value, Mapping):
        kept = {name: _bare(each) for name, each in value.items() if name != "explanation"}
        return kept["text"] if kept.keys() == {"text"} else kept
    return [_bare(each) for each in value] if isinstance(value, list) else value


def correct(session: Session, viewer: Viewer, game_id: int, no: int, now: datetime) -> None:
    """Judge all that was given in a round again, by the newest key; what came late stays worth nothing.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
        CannotCorrect: the game is not over, no other key is there, or what was given cannot be judged by it.
        GameMovedOn: somebody else changed the game at the same time.
    """
    standing = get_game_to_host(session, viewer, game_id)
    if not standing.is_over or not 1 <= no <= standing.game.round_no:
        raise CannotCorrect("A question is judged again when its game is over.")
    if standing.game.rounds[no - 1].is_voided:
        raise CannotCorrect(f"Question {no} counts for nobody.")
    # This comes first, so that of two who press at once one waits for the other.
    before = standing.game
    store_change(
        session, standing.id, before, replace(before, event_no=before.event_no + 1), "correct", epoch_ms(now), viewer.id
    )
    card = standing.cards[no - 1]
    newest = replace(card, question_revision=_newest(session, card))
    questions = Questions()
    was, asked = (questions.of(session, standing, each) for each in (card, newest))
    _check(was, asked, no)
    _judge(session, standing, asked, no)
    changed = {"question_revision": newest.question_revision, "corrected_at": now, "studied_at": None}
    session.execute(update(Round).where(Round.game_id == standing.id, Round.no == no).values(**changed))
    # Points of a round are counted by its own limit.
    count_points(session, standing.id, replace(before, round_no=no))


def _newest(session: Session, card: RoundCard) -> int:
    newest = session.scalar(select(QuestionRow.revision).where(QuestionRow.id == card.question_id))
    if newest is None:
        raise CannotCorrect("This question was erased since, and its key with it.")
    return newest


def _check(was: RoundQuestion, asked: RoundQuestion, no: int) -> None:
    if not _judges_otherwise(was.question.dump(), asked.question.dump()):
        raise CannotCorrect(f"Question {no} is judged by the newest key already.")
    if was.question.kind != asked.question.kind:
        raise CannotCorrect("The question is of another kind now: what was given cannot be judged by its key.")
    if not can_be_played(asked.question):
        raise CannotCorrect("Learners judge this question themselves now: it has no key to judge by.")
    if not _takes(was.asked, asked.asked):
        raise CannotCorrect(
            "Something that could be chosen in the game is gone from the question, or worded otherwise: what was given "
            "cannot be judged by its new key. You can let the question count for nobody."
        )


def _takes(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    """Whether all that could be given where one was shown can be given to the other."""
    gaps, other_gaps = before.get("gaps", ()), after.get("gaps", ())
    if len(gaps) != len(other_gaps) or not all(map(_takes, gaps, other_gaps)):
        return False
    has_all = all(_texts(before, name) <= _texts(after, name) for name in ("options", "rights"))
    return has_all and all(_texts(before, name) == _texts(after, name) for name in ("items", "lefts"))


def _texts(asked: Mapping[str, Json], name: str) -> set[str]:
    found = (row if isinstance(row, str) else row.get("value", row.get("text")) for row in asked.get(name, ()))
    return set(found)


def _judge(session: Session, standing: Standing, asked: RoundQuestion, no: int) -> None:
    mine = (ResponseRow.game_id == standing.id) & (ResponseRow.round_no == no)
    rows = session.execute(select(ResponseRow.player_id, ResponseRow.response).where(mine)).all()
    if any(row.response is None for row in rows):
        raise CannotCorrect("What was typed in this game was forgotten since, so it cannot be judged again.")
    graded = [(row.player_id, asked.grade(row.response)) for row in rows]
    if graded:
        session.connection().execute(
            update(ResponseRow)
            .where(mine, ResponseRow.player_id == bindparam("own_id"))
            .values(score=bindparam("own_score"), picks=bindparam("own_picks")),
            [{"own_id": id_, "own_score": each.score, "own_picks": list(each.picks)} for id_, each in graded],
        )
