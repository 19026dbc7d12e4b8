"""The question of a round: read once for each revision, asked alike of everybody, judged for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Revision
from quizapp.banks.service import rendered
from quizapp.core.errors import Conflict
from quizapp.core.kinds import parse_question
from quizapp.core.question import Grade, GradeContext, Json, Question, Response
from quizapp.live.service.standing import RoundCard, Standing

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

    def read(self, given: Json) -> Response | None:
        """Turn what a browser sent into a response; None while it is incomplete, or nothing at all.

        What is sent is a mapping of inputs to texts or lists of texts, as a form would send them.
        """
        return self.question.read(_Inputs(given)) if isinstance(given, dict) else None

    def grade(self, response: Response) -> Grade:
        """Judge a response; a numeric date that could be two is read with the day first."""
        return self.question.grade(response, GradeContext("day_first", self.actor_names))


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
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = found
        return found


def _read(session: Session, standing: Standing, card: RoundCard) -> RoundQuestion:
    body = session.scalar(
        select(Revision.body).where(Revision.question_id == card.question_id, Revision.number == card.question_revision)
    )
    if body is None:
        raise Conflict("The question of this round is gone.")
    question = parse_question(body)
    outline = session.scalar(select(Bank.outline).where(Bank.id == standing.bank_id)) or {}
    return RoundQuestion(
        question,
        question.ask(Random(card.option_seed), card.way),  # type: ignore[arg-type]
        rendered(question),
        frozenset(outline.get("actor_names", ())),
    )
