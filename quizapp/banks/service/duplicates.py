"""Questions of a bank that ask the same, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.access import get_bank_to_read
from quizapp.banks.service.questions import QuestionLine, list_lines_of
from quizapp.core.duplicates import Asked, Pair, find_contrary, find_near, find_same
from quizapp.core.kinds import parse_question
from quizapp.core.likeness import asked_by
from quizapp.people.viewer import Viewer

PAIRS_SHOWN = 50
#: Of more questions than this those alone are looked at that came last: more would hold up everybody for seconds.
LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Double:
    """Two questions that ask the same, the earlier one first; `likeness` and `is_contrary` are those of a `Pair`."""

    first: QuestionLine
    second: QuestionLine
    likeness: int
    is_contrary: bool


@dataclass(frozen=True, slots=True)
class Doubles:
    """What was found: the first pairs of so many, among so many questions looked at."""

    pairs: Sequence[Double]
    found: int
    looked_at: int
    is_whole: bool


def find_doubles(session: Session, viewer: Viewer, slug: str) -> Doubles:
    """Find questions in use of a bank that ask the same: with another answer first, then word for word, then nearly so.

    Raises:
        NotFound: there is no such bank for this viewer.
        NotAllowed: it is theirs to study alone.
    """
    bank_id = get_bank_to_read(session, viewer, slug).id
    rows = session.execute(
        select(QuestionRow.id, QuestionRow.body)
        .where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
        .order_by(QuestionRow.position.desc())
        .limit(LOOKED_AT + 1)
    ).all()
    looked_at = rows[:LOOKED_AT][::-1]
    plain = [asked_by(row.id, row.body) for row in looked_at]
    asked = [_as_shown(each, row.body) for each, row in zip(plain, looked_at, strict=True)]
    contrary = find_contrary(plain)
    same = find_same(asked)
    told = {(pair.first, pair.second) for pair in contrary}
    near = (pair for pair in find_near(asked, same) if (pair.first, pair.second) not in told)
    found = [*contrary, *same, *near]
    return Doubles(_shown(session, bank_id, found[:PAIRS_SHOWN]), len(found), len(asked), len(rows) <= LOOKED_AT)


def _as_shown(asked: Asked, body: dict[str, object]) -> Asked:
    question = parse_question(body)
    return replace(asked, stem=question.stem, answer=question.answer())


def _shown(session: Session, bank_id: int, pairs: Sequence[Pair]) -> list[Double]:
    ids = sorted({each for pair in pairs for each in (pair.first, pair.second)})
    lines = {line.id: line for line in list_lines_of(session, bank_id, ids)}
    return [Double(lines[pair.first], lines[pair.second], pair.likeness, pair.is_contrary) for pair in pairs]
