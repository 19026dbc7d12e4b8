"""What undoing makes of the questions of an import: new ones go, and changed ones say again what they said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Import, QuestionRow, Revision
from quizapp.banks.service.importing.before_edits import list_said
from quizapp.banks.service.importing.filed import takes_reading_back
from quizapp.banks.service.importing.histories import GoingHistory
from quizapp.banks.service.importing.made_since import AnsweredSince, Made, part_made
from quizapp.banks.service.importing.numbering import numbers_told
from quizapp.banks.service.importing.staging import make_aside, undone_slug
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import LoadReport
from quizapp.banks.service.publishing import get_document
from quizapp.banks.service.renewing import with_draft
from quizapp.banks.service.storing import Look, Sheet, look_at, write_sheet
from quizapp.core.evidence import KeptReading, evidence_of, with_evidence
from quizapp.core.kinds import parse_question
from quizapp.core.kinds.seen_tags import merged_tags
from quizapp.core.plain_stem import stem_in_line

KEPT_NAMED_AT_MOST = 500
_AT_ONCE = 500
_STEM_AT_MOST = 120


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that stays though its import was undone, and why."""

    slug: str
    stem: str
    reason: str


@dataclass(slots=True)
class Undone:
    """What undoing did: how many went and how many went back, what stayed, and what learners' cards must follow.

    `removed` and `restored` count with them those of an earlier undoing, after which some stayed; `before` has its two.
    """

    bank_slug: str
    load: LoadReport
    removed: int = 0
    restored: int = 0
    before: tuple[int, int] = (0, 0)
    kept: list[KeptQuestion] = field(default_factory=list)
    kept_count: int = 0
    #: The numbers of all that stayed, for another try.
    kept_ids: list[int] = field(default_factory=list)
    is_bank_closed: bool = False
    #: What the bank says beside its questions and was edited since, by its name: it stays too.
    kept_words: list[str] = field(default_factory=list)
    #: What goes of the learning history that came along; None = none did, or it was not asked for.
    going: GoingHistory | None = None

    @property
    def counts_now(self) -> tuple[int, int]:
        """How many went and how many went back this time."""
        return self.removed - self.before[0], self.restored - self.before[1]


def undo_some(
    session: Session,
    held: Import,
    bank: Bank,
    author_id: int | None,
    ids: Sequence[int],
    answered_since: AnsweredSince,
    undone: Undone,
    now: datetime,
) -> None:
    """Undo what an import made of these questions, in the order of `list_rest`."""
    free, kept, reasons = part_made(session, held, ids, answered_since)
    _take_away(session, held.id, [each for each in free if each.change == "created"], undone, now)
    _put_back(session, bank, [each for each in free if each.change != "created"], held, author_id, undone, now)
    _name_kept(session, kept, reasons, undone)
    session.flush()


def foresee_some(
    session: Session, held: Import, ids: Sequence[int], answered_since: AnsweredSince, undone: Undone
) -> int:
    """Count and name what `undo_some` would do to these questions; nothing is changed.

    Gives how many would go that are asked or rest by now.
    """
    free, kept, reasons = part_made(session, held, ids, answered_since)
    back = _list_revived(session, held)
    new = {each.question_id for each in free if each.change == "created"}
    going = sum(not each.is_archived and each.question_id in new | back for each in free)
    undone.removed += len(new) + sum(not each.is_archived and each.question_id in back - new for each in free)
    undone.restored += sum(each.question_id not in new | back for each in free)
    _name_kept(session, kept, reasons, undone)
    return going


def _list_revived(session: Session, held: Import) -> set[int]:
    """Give the questions that were out of use before an import."""
    return numbers_told(session, held.bank_id, held.report.get("revived_ids"), held.report.get("revived", ()))


def _take_away(session: Session, import_id: int, made: Sequence[Made], undone: Undone, now: datetime) -> None:
    """Put new questions aside, where no page looks, so that the bank is as it was; they are removed later on."""
    if not made:
        return
    slug = undone_slug(import_id)
    aside = session.scalar(select(Bank).where(Bank.slug == slug)) or make_aside(session, slug, now)
    _change(session, made, {"bank_id": aside.id})
    undone.removed += len(made)


def _put_back(
    session: Session,
    bank: Bank,
    changed: Sequence[Made],
    held: Import,
    author_id: int | None,
    undone: Undone,
    now: datetime,
) -> None:
    """Let changed questions say again what they said; what was archived, before the import or since, is so again."""
    revived = _list_revived(session, held)
    restored = _restore(session, bank, changed, held, author_id, undone, now)
    back = [each for each in changed if each.question_id in revived]
    _change(
        session, [*back, *(each for each in changed if each.is_archived)], {"deleted_at": now, "suspended_at": None}
    )
    undone.removed += sum(not each.is_archived for each in back)
    undone.restored += len(restored - {each.slug for each in back})


def _change(session: Session, made: Sequence[Made], values: dict[str, Any]) -> None:
    """Change many questions in one way; the index of their words follows in one step."""
    ids = sorted(each.question_id for each in made)
    with indexed_at_once(session, ids):
        for start in range(0, len(ids), _AT_ONCE):
            some = update(QuestionRow).where(QuestionRow.id.in_(ids[start : start + _AT_ONCE]))
            session.execute(some.values(**values).execution_options(synchronize_session=False))


def _restore(
    session: Session,
    bank: Bank,
    made: Sequence[Made],
    held: Import,
    author_id: int | None,
    undone: Undone,
    now: datetime,
) -> set[str]:
    """Let changed questions say again what they said before, as a further revision of the import's number.

    Where nobody is named who undoes it, these are the words of whoever said them before: a file that comes again must
    know what a person has edited, and take nothing for its own word that it has not said. Gives their ids.
    """
    look = look_at(session, bank.id, [each.slug for each in made]) if made else Look({}, ())
    sheets: dict[int | None, Sheet] = {}
    said = list_said(session, [each.question_id for each in made], without=held.id)
    kept = _reading_to_place_in(session, bank, held)
    for start in range(0, len(made), _AT_ONCE):
        part = made[start : start + _AT_ONCE]
        earlier = _list_revisions(session, [(each.question_id, each.number - 1) for each in part])
        brought = _list_revisions(session, [(each.question_id, each.number) for each in part])
        for each in part:
            before, of_file = earlier[each.question_id], brought[each.question_id]
            standing = look.standing[each.slug].body
            word = said.get(each.question_id)
            body = _placed(_with_tags_since(before.body, of_file, word, standing), kept)
            author = author_id if author_id is not None else before.author_id
            sheet = sheets.setdefault(author, Sheet(look, author, now, held.id))
            _store(sheet, each, body, word, undone.load, kept)
    for sheet in sheets.values():
        write_sheet(session, bank, sheet)
    load, numbers = undone.load, {each.question_id: each.number for each in made}
    load.taken_back |= {each: numbers[each] for each in load.key_changed_ids}
    load.key_changed_ids.clear()
    return {row["slug"] for sheet in sheets.values() for row in sheet.revised}


def _list_revisions(session: Session, numbers: Sequence[tuple[int, int]]) -> dict[int, Any]:
    columns = (Revision.question_id, Revision.body, Revision.said, Revision.author_id)
    found = select(*columns).where(tuple_(Revision.question_id, Revision.number).in_(numbers))
    return {row.question_id: row for row in session.execute(found)}


def _reading_to_place_in(session: Session, bank: Bank, held: Import) -> KeptReading | None:
    """Give the reading in which evidence of earlier bodies is looked for: a newer document may have moved it.

    None = the bank has none, or will have the one again that these bodies were made with.
    """
    if not held.is_new_bank and takes_reading_back(session, bank, held.report.get("filed"), held.id):
        return None
    document = get_document(session, bank.id)
    return KeptReading(document) if document.paragraphs else None


def _placed(body: dict[str, Any], kept: KeptReading | None) -> dict[str, Any]:
    spans = kept.place(body) if kept is not None and evidence_of(body) else None
    return body if spans is None else with_evidence(body, spans)


def _with_tags_since(
    before: Mapping[str, Any], brought: Any, word: Mapping[str, Any] | None, standing: Mapping[str, Any]
) -> dict[str, Any]:
    """Give an earlier body with the tags that were put on by hand since a file brought others, without those taken off.

    Tags put on or taken off many questions make no revision. `word` is what files said before this one: where it says
    the same tags it left those on the question as they were, so that whatever is off by now was taken off by hand.
    """
    of_file, now = _tags_of(brought.said or brought.body), _tags_of(standing)
    is_left = brought.said is not None and word is not None and _tags_of(word) == of_file
    tags = merged_tags([*of_file, *(_tags_of(before) if is_left else ())], _tags_of(before), now)
    others = {name: value for name, value in before.items() if name != "tags"}
    return {**others, "tags": tags} if tags else others


def _tags_of(body: Mapping[str, Any]) -> list[str]:
    return list(body.get("tags", ()))


def _store(
    sheet: Sheet,
    made: Made,
    before: dict[str, Any],
    said: dict[str, Any] | None,
    load: LoadReport,
    kept: KeptReading | None,
) -> None:
    standing = sheet.look.standing[made.slug]
    # One that was in another bank meanwhile may have got another name there.
    body = {**before, "id": made.slug}
    question = parse_question(with_draft(body, suspended=True) if made.rests else body)
    if not made.is_archived or question.dump() != standing.body:
        said = {**said, "id": made.slug} if said is not None else None
        is_proved = bool(evidence_of(body))
        whole = kept.document if kept is not None and is_proved else None
        # Without a passage it waits for no other question.
        sheet.store(question, whole, load, sibling=standing.sibling_key if is_proved else None, said=said)


def _name_kept(session: Session, kept: Sequence[Made], reasons: Mapping[int, str], undone: Undone) -> None:
    undone.kept_count += len(kept)
    undone.kept_ids += [each.question_id for each in kept]
    named = list(kept[: KEPT_NAMED_AT_MOST - len(undone.kept)])
    stems = _stems(session, named)
    undone.kept += [
        KeptQuestion(each.slug, stems.get(each.question_id, ""), reasons[each.question_id]) for each in named
    ]


def _stems(session: Session, made: Sequence[Made]) -> dict[int, str]:
    """Give what questions ask by their ids; of one that is elsewhere what the import brought, since it is not ours."""
    here = select(QuestionRow.id, QuestionRow.body).where(
        QuestionRow.id.in_([each.question_id for each in made if each.is_here])
    )
    away = [(each.question_id, each.number) for each in made if not each.is_here]
    brought = select(Revision.question_id, Revision.body).where(tuple_(Revision.question_id, Revision.number).in_(away))
    bodies = [*session.execute(here), *session.execute(brought)]
    return {question_id: stem_in_line(str(body.get("stem", "")))[:_STEM_AT_MOST] for question_id, body in bodies}
