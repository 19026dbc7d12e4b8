"""The question of a round: read once for each revision, asked alike of everybody, judged for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, Revision
from quizapp.banks.service import rendered
from quizapp.core.errors import Conflict
from quizapp.core.kinds import parse_question
from quizapp.core.question import Grade, GradeContext, Json, Question, Response
from quizapp.live.models import Round
from quizapp.live.service.standing import RoundCard, Standing
from quizapp.plumbing.hot import Hot

#: Questions of this many rounds are kept as read.
_KEPT = 400


@dataclass(frozen=True, slots=True)
class RoundQuestion:
    """A round's question with what may be shown of it before it is answered."""

    question: Question
    asked: Mapping[str, Json]
    #: Sanitised HTML of its words: stem, context, explanation.
    html: Mapping[str, Any]
    actor_names: frozenset[str]
    #: Whether something is written about it that can be read after the answer was shown.
    has_more: bool = False

    def read(self, given: Json) -> Response | None:
        """Turn what a browser sent into a response; None while it is incomplete, or nothing at all.

        What is sent is a mapping of inputs to texts or lists of texts, as a form would send them.
        """
        return self.question.read(_Inputs(given)) if isinstance(given, dict) else None

    def grade(self, response: Response) -> Grade:
        """Judge a response; a numeric date that could be two is read with the day first."""
        return self.question.grade(response, GradeContext("day_first", self.actor_names))

    def explain(self, response: Json) -> tuple[str, ...]:
        """Give what is written about what somebody gave; `response` is None where nothing was given or is kept."""
        if response is None:
            return ()
        picks = response if isinstance(response, list) else [response]
        gaps = [gap.question for gap in getattr(self.question, "gaps", ())]
        asked = gaps if len(gaps) == len(picks) else [self.question] * len(picks)
        known = (getattr(each, "explanations", {}) for each in asked)
        chosen = [told[pick] for told, pick in zip(known, picks, strict=True) if isinstance(pick, str) and pick in told]
        grade = self.grade(response)
        # What asks for another try comes too late.
        return tuple(dict.fromkeys(filter(None, (*chosen, "" if grade.may_retry else grade.remark))))


def _has_explanation(body: Json) -> bool:
    if isinstance(body, dict):
        return bool(body.get("explanation")) or any(map(_has_explanation, body.values()))
    return isinstance(body, list) and any(map(_has_explanation, body))


class _Inputs:
    """What a form would be, made of JSON; whatever is no text is none."""

    def __init__(self, given: Mapping[str, Json]) -> None:
        self._given = given

    def get(self, key: str, default: str = "", /) -> str:
        value = self._given.get(key)
        first = value[0] if isinstance(value, list) and value else value
        return first if isinstance(first, str) else default

    def getlist(self, key: str, /) -> list[str]:
        value = self._given.get(key)
        return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


class Questions:
    """The questions of rounds, kept as read: a revision never changes."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int, int], RoundQuestion] = {}

    def of(self, session: Session, standing: Standing, card: RoundCard) -> RoundQuestion:
        """Give a round's question.

        Raises:
            Conflict: it was erased.
        """
        key = (card.question_id, card.question_revision, card.option_seed)
        found = self._kept.get(key)
        if found is None:
            found = _read(session, standing, card)
            if len(self._kept) >= _KEPT:
                # Another thread may have taken the same one out.
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = found
        return found


def _read(session: Session, standing: Standing, card: RoundCard) -> RoundQuestion:
    body = session.scalar(
        select(Revision.body).where(Revision.question_id == card.question_id, Revision.number == card.question_revision)
    )
    if body is None:
        raise Conflict("The question of this round is gone.")
    return _asked(body, card, _actor_names(session, standing))


def list_questions(session: Session, standing: Standing) -> dict[int, RoundQuestion]:
    """Give the questions of all rounds by their numbers, in two statements; those that were erased are left out."""
    rows = session.execute(
        select(Round.no, Revision.body)
        .join(Revision, (Revision.question_id == Round.question_id) & (Revision.number == Round.question_revision))
        .where(Round.game_id == standing.id)
    ).all()
    names = _actor_names(session, standing)
    return {row.no: _asked(row.body, standing.cards[row.no - 1], names) for row in rows}


def _actor_names(session: Session, standing: Standing) -> frozenset[str]:
    outline = session.scalar(select(Bank.outline).where(Bank.id == standing.bank_id)) or {}
    return frozenset(outline.get("actor_names", ()))


def _asked(body: dict[str, Json], card: RoundCard, actor_names: frozenset[str]) -> RoundQuestion:
    question = parse_question(body)
    asked = question.ask(Random(card.option_seed), card.way)  # type: ignore[arg-type]
    has_more = bool(question.evidence) or _has_explanation(body)
    return RoundQuestion(question, asked, rendered(question), actor_names, has_more)


def source_of(session: Session, standing: Standing) -> str:
    """Name what the passages of a game are from: the bank's reading, or the game where it has none."""
    row = _TITLE.first(session, {"bank_id": standing.bank_id})
    return standing.title if row is None else row.title or standing.title


_TITLE = Hot(select(Document.title).where(Document.bank_id == bindparam("bank_id")))
