"""From chosen entries to what will be written of a bank: worked out before the lock, a thousand questions at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service.importing.before_edits import list_said
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.outline import TAGS_AT_MOST, outline_of
from quizapp.banks.service.outlining import count_tags
from quizapp.banks.service.renewing import with_draft
from quizapp.banks.service.storing import SLUGS_AT_ONCE, Look, Sheet, Standing, last_position, look_at
from quizapp.banks.verdicts import ARCHIVED, CHANGES, CLASH, CONTRARY, DOUBLE, SAME, rests, verdict_by_id
from quizapp.core import document as reading
from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.native_identity import made_id
from quizapp.core.formats.renewing import renewed
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
    """A question that is to be in the bank; `number` is its entry's, `is_own` means that its id is ours.

    `verdict` is what the comparison made of it (empty = it was not compared), `kept` names the fields that the question
    of its id keeps; None = it says all of that question.
    """

    number: int
    question: KindQuestion
    is_own: bool = False
    verdict: str = ""
    kept: Sequence[str] | None = None


@dataclass(slots=True)
class PiecePlan:
    """What one piece will write: what of it is new (`made`) and what changes a question that stands (`revised`).

    `slugs` are those that were looked at, `numbers` the entries of the questions by the ids that they got.
    """

    sheet: Sheet
    report: LoadReport
    slugs: list[str]
    numbers: dict[str, int] = field(default_factory=dict)
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
    strange = {each.question.id for each in wanted if _needs_another_id(each, known, writer.taken)}
    there = _others(session, bank_id, [each.question for each in wanted if each.question.id in strange])
    beside = [known[each.question.id].id for each in wanted if each.kept is not None and each.question.id in known]
    said_before = list_said(session, beside)
    for each in wanted:
        question, standing, said = each.question, known.get(each.question.id), None
        if question.id in strange:
            question, standing = _renamed(question, there, taken)
            taken.add(question.id)
            known |= {standing.slug: standing} if standing is not None else {}
        elif standing is not None and each.kept is not None:
            said = _word_of(each, standing, said_before.get(standing.id))
            question = _renewed(question, standing, each.kept)
        if each.verdict == ARCHIVED and rests(question.dump()):
            # It is ticked to be asked again.
            question = parse_question(with_draft(question.dump(), suspended=None))
        sibling = standing.sibling_key if standing is not None else None
        sheet.store(question, writer.whole, plan.report, sibling=sibling, said=said)
        plan.numbers[question.id] = each.number
        if standing is not None and not standing.is_kept:
            plan.revived.add(question.id)
    return plan


def _needs_another_id(wanted: Wanted, known: Mapping[str, Standing], taken: Collection[str]) -> bool:
    """Whether its id means another question here, also one that is out: that has a history, and can come back."""
    standing = known.get(wanted.question.id)
    if wanted.question.id in taken:
        return True
    if standing is None or wanted.verdict in CHANGES:
        return False
    verdict = verdict_by_id(wanted.question.dump(), standing.body, wanted.is_own)
    return verdict == CLASH or (verdict != SAME and wanted.verdict in (CLASH, CONTRARY, DOUBLE))


def _word_of(wanted: Wanted, standing: Standing, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give what a file says of a question that stands, as if nothing had been edited since it said `before`."""
    body = wanted.question.dump()
    if wanted.is_own:
        return {**body, "id": standing.slug}
    kept = [name for name in wanted.kept or () if name not in body or body[name] != standing.body.get(name)]
    try:
        said = renewed(body, {**(before or standing.body), "id": standing.slug}, kept)
        return parse_question(said).dump()
    except InvalidQuestion:
        return None


def _renewed(question: KindQuestion, standing: Standing, kept: Sequence[str]) -> KindQuestion:
    """Leave the fields of a question that stands as they are which its file does not say."""
    try:
        return parse_question({**renewed(question.dump(), standing.body, kept), "id": standing.slug})
    except InvalidQuestion:
        # It was edited meanwhile so that the two do not go together any more.
        return question


def _names(question: KindQuestion) -> list[str]:
    """List the ids that a question may get instead of its own.

    Behind all those of many files that count from 1 there is the one that says what is asked.
    """
    stem = question.id[:60].rstrip("-")
    return [*(f"{stem}-{number}" for number in range(2, _ID_TRIES)), made_id(question)]


def _others(session: Session, bank_id: int | None, questions: Sequence[KindQuestion]) -> Mapping[str, Standing]:
    """Look at what stands under the ids that questions may get; for many of them the bank's ids are asked for first."""
    names = list(dict.fromkeys(name for question in questions for name in _names(question)))
    if bank_id is not None and len(names) > SLUGS_AT_ONCE:
        standing = set(session.scalars(select(QuestionRow.slug).where(QuestionRow.bank_id == bank_id)))
        names = [name for name in names if name in standing]
    return look_at(session, bank_id, names).standing


def _renamed(
    question: KindQuestion, there: Mapping[str, Standing], taken: Collection[str]
) -> tuple[KindQuestion, Standing | None]:
    """Give a question another id, since its own means another question here; the same one again gets the same."""
    names = _names(question)
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
