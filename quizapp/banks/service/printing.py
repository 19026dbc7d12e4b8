"""Which questions of a bank go on paper, and by which tags they can be chosen."""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.banks.service.exporting import Choice, bodies_of, ids_of
from quizapp.banks.service.outlining import count_tags
from quizapp.core.formats.printing import pick
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question


def list_printable(session: Session, bank_id: int, choice: Choice, count: int, seed: str) -> list[Question]:
    """List so many of the chosen questions, which a seed picks, in the order of the bank."""
    found = ids_of(session, bank_id, choice)
    ids = tuple(found[place][0] for place in pick([slug for _, slug in found], count, seed))
    return [parse_question(body) for body in bodies_of(session, bank_id, Choice(ids))] if ids else []


def list_tags(session: Session, bank_id: int) -> list[tuple[str, int]]:
    """List the tags of the questions in use, each with how many are taken by it: those with one below it as well."""
    return sorted(count_tags(session, bank_id).items(), key=lambda each: (each[0].casefold(), each[0]))
