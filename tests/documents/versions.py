"""ada's document published, and newer versions of it as the child would have found them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from quizapp.banks.models import DocumentParagraph, QuestionRow
from quizapp.core.kinds import parse_question
from quizapp.documents import service
from quizapp.documents.models import Comparison, DraftRow
from quizapp.documents.service import Brought, Target, bring
from quizapp.documents.service.comparing import RenewalPlan
from quizapp.documents.service.reading_jobs import apply_reading, prepare_reading
from quizapp.documents.service.uploads import JOB_KIND, pieces_of
from quizapp.plumbing.jobs import Claimed, Job
from quizapp.study.service import follow_edit
from tests.conftest import BEGIN
from tests.documents import brought

PLACES = {"lamp-lit": "Ines Duarte lit the lamp on 4 March 1871.", "tower-fell": "The tower fell in 1903"}
PLACES["ship-miss"] = "The *keeper* Tomas Reyl wrote that “no ship will miss it”."


def changed(draft: dict[str, Any], passage: str, *, id: str | None = None, **raw: Any) -> dict[str, Any]:
    """Give a draft as a newer version has it: at this passage, with these fields."""
    made_id = id or draft["question_id"]
    return {**draft, "question_id": made_id, "raw": draft["raw"] | {"id": made_id} | raw, "passage": passage}


def unchanged(*ids: str) -> list[dict[str, Any]]:
    """Give drafts that say what they said."""
    by_id = {each["question_id"]: each for each in (brought.LIT, brought.SAID, brought.FELL)}
    return [changed(by_id[id], PLACES[id]) for id in ids]


def publish(database, viewer, upload_id, *ids: str, title: str = "Lights of Varn") -> int:
    """Accept drafts, publish them, and give the bank's number."""
    with database.transaction() as session:
        own = (DraftRow.upload_id == upload_id) & DraftRow.question_id.in_(ids)
        session.execute(update(DraftRow).where(own).values(state="accepted", decided_at=BEGIN, decided_by=viewer.id))
        target = Target(bank_id=None, title=title, visibility="public")
        return service.publish(session, viewer, upload_id, target, BEGIN).bank_id


def bring_newer(
    database,
    viewer,
    earlier_id: int,
    paragraphs: Sequence[tuple[str, str]],
    drafts: Sequence[dict[str, Any]],
    **more: Any,
) -> int:
    """Store a newer version as if its job had been done, and give its number; `more` is of what the child found."""
    return apply(database, store_newer(database, viewer, earlier_id, paragraphs, drafts, **more))


@dataclass(frozen=True)
class Stored:
    """A newer version of which all is stored and worked out, and nothing is seen yet."""

    claimed: Claimed
    plan: RenewalPlan | None


def store_newer(
    database,
    viewer,
    earlier_id: int,
    paragraphs: Sequence[tuple[str, str]],
    drafts: Sequence[dict[str, Any]],
    **more: Any,
) -> Stored:
    """Store a newer version up to where it is applied."""
    text = "\n".join(words for _, words in paragraphs)
    given = Brought(
        name="lighthouse.txt", is_pasted=False, content=text.encode(), stored="0" * 32, published=None,
        source="", earlier_id=earlier_id,
    )  # fmt: skip
    with database.transaction() as session:
        upload = bring(session, viewer, given, 1_000_000, BEGIN)
        upload_id, job_id = upload.id, upload.job_id
        session.execute(delete(Job).where(Job.id == job_id))
    return store(database, Claimed(0, JOB_KIND, viewer.id, {"upload_id": upload_id}), result(paragraphs, drafts) | more)


def finish(database, viewer, upload_id: int, paragraphs, drafts) -> None:
    """Write what the child has found of a document that was brought, as the runner of jobs does."""
    claimed = Claimed(0, JOB_KIND, viewer.id, {"upload_id": upload_id})
    write(database, claimed, result(paragraphs, drafts))


def write(database, claimed: Claimed, found: dict[str, Any]) -> None:
    """Store a result in its pieces, work out what it means, and let it be seen."""
    apply(database, store(database, claimed, found))


def store(database, claimed: Claimed, found: dict[str, Any]) -> Stored:
    """Store a result in its pieces, and work out what it means."""
    for piece in pieces_of(claimed, found):
        with database.transaction() as session:
            piece(session)
    with database.reading() as session:
        return Stored(claimed, prepare_reading(session, claimed, found, BEGIN))


def apply(database, stored: Stored) -> int:
    """Let what was stored be seen, and give the document's number."""
    with database.transaction() as session:
        apply_in(session, stored)
    return stored.claimed.arguments["upload_id"]


def apply_in(session, stored: Stored) -> None:
    """Let what was stored be seen, in a transaction that is open."""
    apply_reading(
        session, stored.claimed, stored.plan, lambda s, report, now: follow_edit(s, report, "due_today", 0), BEGIN
    )


def result(paragraphs: Sequence[tuple[str, str]], drafts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give what the child gives for paragraphs and drafts whose passages stand in them."""
    text = "\n".join(words for _, words in paragraphs)
    blocks, at = [], 0
    for number, (kind, words) in enumerate(paragraphs, 1):
        level = int(kind == "heading")
        blocks.append(
            {"number": number, "kind": kind, "start": at, "end": at + len(words), "page": None, "level": level}
        )
        at += len(words) + 1
    return brought.result(
        text=text,
        blocks=blocks,
        sha256=brought.hashlib.sha256(text.encode()).hexdigest(),
        word_count=len(text.split()),
        findings={"dates": [], "actors": [], "quotes": [], "contradictions": []},
        drafts=[_placed(draft, text) for draft in drafts],
        rejected=[],
    )


def _placed(draft: dict[str, Any], text: str) -> dict[str, Any]:
    start = text.index(draft["passage"])
    kept = {name: value for name, value in draft.items() if name != "passage"}
    return kept | {"start": start, "end": start + len(draft["passage"])}


LIT_LATER = changed(brought.LIT, "Ines Duarte lit the lamp on 5 March 1871.", key="1871-03-05", evidence=None)


def compared(database, viewer, upload_id: int) -> dict[str, int]:
    """Publish a document, bring a version with another date, and give that one and what waits for a decision."""
    bank_id = publish(database, viewer, upload_id, "lamp-lit", "ship-miss", "tower-fell")
    later = with_words("4 March 1871", "5 March 1871")
    newer = bring_newer(database, viewer, upload_id, later, [LIT_LATER, *unchanged("ship-miss", "tower-fell")])
    with database.reading() as session:
        entry = session.scalars(select(Comparison).where(Comparison.fate == "changed")).one()
        return {"compared": newer, "entry": entry.id, "bank": bank_id}


def with_words(old: str, new: str) -> list[tuple[str, str]]:
    """Give the document's paragraphs with some words in the place of others."""
    assert any(old in words for _, words in brought.PARAGRAPHS)
    return [(kind, words.replace(old, new)) for kind, words in brought.PARAGRAPHS]


def fates(database, upload_id: int, bank_id: int | None) -> dict[str, str]:
    """Give what became of the questions of a bank, or of the queue."""
    is_there = Comparison.bank_id.is_(None) if bank_id is None else Comparison.bank_id == bank_id
    with database.reading() as session:
        rows = session.scalars(select(Comparison).where(Comparison.upload_id == upload_id, is_there))
        return {row.question_id: row.fate for row in rows}


def row_of(database, bank_id: int, slug: str) -> QuestionRow:
    """Give a question's row."""
    with database.reading() as session:
        return session.scalars(
            select(QuestionRow).where(QuestionRow.bank_id == bank_id, QuestionRow.slug == slug)
        ).one()


def settle(database, viewer, upload_id: int, slug: str, decision: str, revision: int | None = None):
    """Decide on a question as its page does."""
    with database.transaction() as session:
        own = select(Comparison).where(Comparison.upload_id == upload_id, Comparison.question_id == slug)
        entry = session.scalars(own).one()
        row = session.scalars(
            select(QuestionRow).where(QuestionRow.bank_id == entry.bank_id, QuestionRow.slug == slug)
        ).one()
        seen = row.revision if revision is None else revision
        wish = service.Wish(upload_id, decision, entry.id, seen)
        report = service.fulfil(session, viewer, wish, BEGIN).report
        follow_edit(session, report, "due_today", 0)
        return report


def quotes_stand(database, bank_id: int) -> bool:
    """Whether the evidence of every question in use stands in the paragraph it names, unless it is marked."""
    with database.reading() as session:
        text = {p.number: p.text for p in session.scalars(select(DocumentParagraph))}
        rows = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id))
        spans = [span for row in rows for span in parse_question(row.body).evidence]
    return all(span.is_earlier or span.quote in text.get(span.paragraph, "") for span in spans)
