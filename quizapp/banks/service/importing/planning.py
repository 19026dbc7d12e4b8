"""From chosen entries to what will be written of a bank: worked out before the lock, a thousand questions at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.outline import TAGS_AT_MOST, outline_of
from quizapp.banks.service.outlining import count_tags
from quizapp.banks.service.storing import Look, Sheet, Standing, last_position, look_at
from quizapp.banks.verdicts import CLASH, verdict_by_id
from quizapp.core import document as reading
from quizapp.core.formats.native_identity import made_id
from quizapp.core.kinds import KindQuestion, parse_question

#: Up to so many questions go in one transaction; more go in pieces that nobody sees until the last.
AT_ONCE = 3_000
PIECE = 1_000
#: Beyond so many questions a bank's page is summed up from those that are about dates and persons alone.
_OUTLINED_WHOLE = 500
_OUTLINED_AT_MOST = 3_000
_ID_TRIES = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that is to be in the bank; `number` is its entry's, `is_own` means that its id is ours."""

    number: int
    question: KindQuestion
    is_own: bool = False


@dataclass(slots=True)
class PiecePlan:
    """What one piece will write: what of it is new (`made`) and what changes a question that stands (`revised`).

    `slugs` are those that were looked at, `numbers` the entries of the questions by the ids that they got.
    """

    sheet: Sheet
    report: LoadReport
    slugs: list[str]
    numbers: dict[str, int] = field(default_factory=dict)
    #: Those that change a question that stands, which large imports write at the end.
    revised: list[Wanted] = field(default_factory=list)
    #: Ids of questions that were out of use and come back.
    revived: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, when, under which import's number, and behind which position."""

    author_id: int | None
    now: datetime
    import_id: int | None
    #: None = behind the last of the bank.
    first_position: int | None = None
    #: Ids that new questions of earlier pieces have.
    taken: frozenset[str] = frozenset()
    #: The reading that comes along with them.
    whole: reading.Document | None = None


def plan_piece(session: Session, bank_id: int | None, wanted: Sequence[Wanted], writer: Writer) -> PiecePlan:
    """Work out what some questions are to a bank (None = not made yet) and what will be written of them."""
    slugs = [each.question.id for each in wanted]
    look = look_at(session, bank_id, slugs)
    first = writer.first_position if writer.first_position is not None else last_position(session, bank_id) + 1
    known = dict(look.standing)
    sheet = Sheet(Look(known, look.stamp), writer.author_id, writer.now, writer.import_id, first)
    plan = PiecePlan(sheet, LoadReport("", bank_id or 0), slugs)
    taken = {*writer.taken, *slugs}
    for each in wanted:
        question, standing = each.question, known.get(each.question.id)
        # Also of one that is out: it has cards and a history, and can come back.
        is_strange = standing is not None and _is_stranger(each, standing)
        if is_strange or question.id in writer.taken:
            question, standing = _renamed(session, bank_id, question, taken)
            taken.add(question.id)
            known |= {standing.slug: standing} if standing is not None else {}
        before = len(sheet.revised)
        sheet.store(question, writer.whole, plan.report, sibling=standing.sibling_key if standing is not None else None)
        plan.revised += [each] if len(sheet.revised) > before else []
        plan.numbers[question.id] = each.number
        if standing is not None and not standing.is_kept:
            plan.revived.add(question.id)
    return plan


def _is_stranger(wanted: Wanted, standing: Standing) -> bool:
    return verdict_by_id(wanted.question.dump(), standing.body, wanted.is_own) == CLASH


def _renamed(
    session: Session, bank_id: int | None, question: KindQuestion, taken: Collection[str]
) -> tuple[KindQuestion, Standing | None]:
    """Give a question another id, since its own means another question here; the same one again gets the same."""
    stem = question.id[:60].rstrip("-")
    # Behind all those of many files that count from 1 there is the id that says what is asked.
    names = [*(f"{stem}-{number}" for number in range(2, _ID_TRIES)), made_id(question)]
    there = look_at(session, bank_id, names).standing
    for name in names:
        renamed = replace(question, id=name)
        standing = there.get(name)
        if standing is not None and standing.body == renamed.dump():
            return renamed, standing
        if standing is None and name not in taken:
            return renamed, None
    return replace(question, id=names[-1]), there.get(names[-1])


def outline_now(session: Session, bank_id: int) -> dict[str, Any]:
    """Sum up a bank for its page; counted by the database, and for large banks dates and persons from a part alone."""
    in_use = (QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
    counts = session.execute(
        select(QuestionRow.about, QuestionRow.kind, func.count()).where(*in_use).group_by("about", "kind")
    ).all()
    total = sum(row[2] for row in counts)
    bodies = select(QuestionRow.body).where(*in_use).order_by(QuestionRow.position).limit(_OUTLINED_AT_MOST)
    if total > _OUTLINED_WHOLE:
        bodies = bodies.where((QuestionRow.kind == "date") | QuestionRow.about.in_(("actor", "quote")))
    outline = outline_of([parse_question(body) for body in session.scalars(bodies)])
    about: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for of_about, of_kind, count in counts:
        about[of_about] = about.get(of_about, 0) + count
        kinds[of_kind] = kinds.get(of_kind, 0) + count
    tags = count_tags(session, bank_id, TAGS_AT_MOST + 1)
    outline |= {"tags": dict(islice(tags.items(), TAGS_AT_MOST)), "are_tags_cut": len(tags) > TAGS_AT_MOST}
    return outline | {"questions": total, "about": about, "kinds": kinds}


def pieces_of(wanted: Sequence[Any], size: int = PIECE) -> Iterable[Sequence[Any]]:
    """Cut a sequence into parts of this size."""
    return (wanted[start : start + size] for start in range(0, len(wanted), size))
