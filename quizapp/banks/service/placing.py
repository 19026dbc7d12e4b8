"""Questions put into another bank: moved with all that was learned of them, or copied as new ones.

Their evidence is looked for in the reading of that bank; where it does not stand there, its words stay as a quotation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Text, bindparam, cast, insert, select, update
from sqlalchemy.orm import Session

from quizapp.banks.models import BANK_OF_FOUND, Bank, Media, QuestionRow, QuestionTally, Revision, Tag
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import sentence_key
from quizapp.banks.service.outlining import follow_outline
from quizapp.banks.service.publishing import get_document
from quizapp.banks.service.renewing import with_draft
from quizapp.banks.service.storing import last_position
from quizapp.core.document import Document, QuotePlaces
from quizapp.core.evidence import KeptReading, evidence_of, span_in, with_evidence
from quizapp.core.formats.free_ids import numbered
from quizapp.core.formats.media_names import media_names

Values = dict[str, Any]
T = TypeVar("T")
_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a question stood before it was moved, and its evidence there, so that it can go back."""

    id: int
    slug: str
    position: int
    evidence: Sequence[Values]

    def dump(self) -> Values:
        """Give it as it is kept."""
        return {"id": self.id, "slug": self.slug, "position": self.position, "evidence": list(self.evidence)}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Placed:
        """Read it; what an earlier release has kept holds the whole body."""
        evidence = kept["evidence"] if "evidence" in kept else evidence_of(kept["body"])
        return cls(kept["id"], kept["slug"], kept["position"], evidence)


def move_questions(session: Session, source: Bank, target: Bank, rows: Sequence[QuestionRow]) -> list[Placed]:
    """Move questions to the end of another bank, their history with them; learners' cards are the caller's to move."""
    before = [Placed(row.id, row.slug, row.position, evidence_of(row.body)) for row in rows]
    whole = get_document(session, target.id)
    places = QuotePlaces(whole)
    slugs = _free_slugs(session, target.id, [row.slug for row in rows])
    position = last_position(session, target.id)
    values = [
        _place(row.id, target.id, position + number, _body_in(row.body, slug, places), whole)
        for number, (row, slug) in enumerate(zip(rows, slugs, strict=True), start=1)
    ]
    _write_places(session, source, target, rows, values)
    return before


def move_back(session: Session, source: Bank, target: Bank, places: Iterable[Placed]) -> list[int]:
    """Put questions that are still in the bank where they were moved to (source) back where they were (target).

    What has come to stand in their places meanwhile moves behind them; what they were edited to meanwhile they keep.
    """
    known = {place.id: place for place in places}
    rows = list_rows(session, source.id, list(known))
    wanted = [known[row.id] for row in rows]
    _make_room(session, target.id, [place.position for place in wanted])
    slugs = _free_slugs(session, target.id, [place.slug for place in wanted])
    whole = get_document(session, target.id)
    kept = KeptReading(whole)
    values = [
        _place(row.id, target.id, place.position, _body_back(row.body, slug, place, kept), whole)
        for row, place, slug in zip(rows, wanted, slugs, strict=True)
    ]
    _write_places(session, source, target, rows, values)
    return [row.id for row in rows]


def _make_room(session: Session, bank_id: int, positions: Sequence[int]) -> None:
    """Let the first question of a bank that stands in one of these places, and all behind it, move on behind them."""
    taken: list[int] = []
    for some in _batches(positions):
        held = select(QuestionRow.position).where(QuestionRow.bank_id == bank_id, QuestionRow.position.in_(some))
        taken += session.scalars(held)
    if taken:
        behind = update(QuestionRow).where(QuestionRow.bank_id == bank_id, QuestionRow.position >= min(taken))
        further = behind.values(position=QuestionRow.position + max(positions) - min(taken) + 1)
        session.execute(further.execution_options(synchronize_session=False))


def _place(row_id: int, bank_id: int, position: int, body: Values, whole: Document) -> Values:
    return {
        "row_id": row_id,
        "new_bank_id": bank_id,
        "new_slug": body["id"],
        "new_position": position,
        "new_sibling_key": _sentence_of(body, whole),
        "new_body": body,
    }


def _write_places(
    session: Session, source: Bank, target: Bank, rows: Sequence[QuestionRow], values: Sequence[Values]
) -> None:
    if not rows:
        return
    ids = [row.id for row in rows]
    asked = [row.body for row in rows if row.deleted_at is None]
    question: Any = QuestionRow.__table__
    names = ("bank_id", "slug", "position", "sibling_key", "body")
    change = question.update().where(question.c.id == bindparam("row_id"))
    with indexed_at_once(session, ids):
        session.connection().execute(change.values({name: bindparam(f"new_{name}") for name in names}), list(values))
    revision: Any = Revision.__table__
    latest = revision.update().where(
        revision.c.question_id == bindparam("row_id"), revision.c.number == bindparam("seen")
    )
    revisions = [
        {"row_id": row.id, "seen": row.revision, "new_body": value["new_body"]}
        for row, value in zip(rows, values, strict=True)
    ]
    session.connection().execute(latest.values(body=bindparam("new_body")), revisions)
    for some in _batches(ids):
        tallies = update(QuestionTally).where(QuestionTally.question_id.in_(some)).values(bank_id=target.id)
        session.execute(tallies.execution_options(synchronize_session=False))
    copy_media(session, source.id, target.id, _texts_of_revisions(session, ids))
    follow_outline(session, source, asked, [])
    follow_outline(session, target, [], asked)


def _texts_of_revisions(session: Session, ids: Sequence[int]) -> Iterator[str]:
    """Give what all revisions of questions say that may name a picture or a sound: each can be restored."""
    text = cast(Revision.body, Text)
    for some in _batches(ids):
        named = select(text).where(Revision.question_id.in_(some), text.contains("media/"))
        yield from session.scalars(named.execution_options(yield_per=1_000))


def copy_questions(
    session: Session,
    source_id: int,
    target: Bank,
    rows: Sequence[QuestionRow],
    author_id: int | None,
    now: datetime,
) -> list[int]:
    """Put copies of questions at the end of a bank, in use; gives their ids."""
    whole = get_document(session, target.id)
    places = QuotePlaces(whole)
    slugs = _free_slugs(session, target.id, [row.slug for row in rows])
    position = last_position(session, target.id)
    values = [
        _copy(row, target.id, position + number, _body_in(_awake(row.body), slug, places), whole)
        for number, (row, slug) in enumerate(zip(rows, slugs, strict=True), start=1)
    ]
    made: list[int] = []
    with indexed_at_once(session, made=lambda: made):
        session.execute(insert(QuestionRow), values)
        new = select(QuestionRow.slug, QuestionRow.id).where(
            QuestionRow.bank_id == target.id, QuestionRow.position > position
        )
        ids = {slug: row_id for slug, row_id in session.execute(new)}
        made += [ids[slug] for slug in slugs]
    bodies = [value["body"] for value in values]
    _write_history(session, bodies, ids, author_id, now)
    copy_media(session, source_id, target.id, map(json.dumps, bodies))
    follow_outline(session, target, [], bodies)
    return made


def _awake(body: Values) -> Values:
    """Give a body that does not say it rests: no document of the copy's own waits for a decision."""
    return with_draft(body, suspended=None) if "suspended" in (body.get("draft") or {}) else body


def _copy(row: QuestionRow, bank_id: int, position: int, body: Values, whole: Document) -> Values:
    same = {name: getattr(row, name) for name in ("kind", "rendered", "about", "words", "marks")}
    return {
        **same,
        "bank_id": bank_id,
        "slug": body["id"],
        "body": body,
        "position": position,
        "sibling_key": _sentence_of(body, whole),
        "revision": 1,
    }


def _write_history(
    session: Session, bodies: Sequence[Values], ids: Mapping[str, int], author_id: int | None, now: datetime
) -> None:
    session.execute(
        insert(Revision),
        [
            {
                "question_id": ids[body["id"]], "number": 1, "body": body, "change": "created",
                "author_id": author_id, "created_at": now,
            }
            for body in bodies
        ],
    )  # fmt: skip
    tags = [
        {"question_id": ids[body["id"]], "path": path}
        for body in bodies
        for path in dict.fromkeys(body.get("tags", ()))
    ]
    if tags:
        session.execute(insert(Tag), tags)


def copy_media(session: Session, source_id: int, target_id: int, texts: Iterable[str]) -> None:
    """Let a bank have the pictures and sounds that these texts name, as far as the other bank has them."""
    wanted = {name.removeprefix("media/").partition(".")[0] for text in texts for name in media_names(text)}
    if not wanted or source_id == target_id:
        return
    known = set(session.scalars(select(Media.sha256).where(Media.bank_id == target_id)))
    held = session.scalars(select(Media).where(Media.bank_id == source_id)).all()
    session.add_all(
        Media(
            bank_id=target_id, sha256=each.sha256, suffix=each.suffix, size_bytes=each.size_bytes,
            created_at=each.created_at,
        )
        for each in held
        if each.sha256 in wanted - known
    )  # fmt: skip
    session.flush()


def list_rows(session: Session, bank_id: int, ids: Sequence[int]) -> list[QuestionRow]:
    """Give the rows of questions that are in a bank, in its order; ids of others are left out."""
    found: list[QuestionRow] = []
    for some in _batches(sorted(ids)):
        own = select(QuestionRow).where(BANK_OF_FOUND.in_((bank_id,)), QuestionRow.id.in_(some))
        found += session.scalars(own)
    return sorted(found, key=lambda row: (row.position, row.id))


def _body_in(body: Mapping[str, Any], slug: str, places: QuotePlaces) -> Values:
    spans = [span_in(span, places) for span in evidence_of(body)]
    return {**with_evidence(body, spans), "id": slug}


def _body_back(body: Mapping[str, Any], slug: str, place: Placed, kept: KeptReading) -> Values:
    """Give a body with the evidence that it had where it stands now, unless it was given another one meanwhile."""
    is_same = [span["quote"] for span in evidence_of(body)] == [span["quote"] for span in place.evidence]
    back = with_evidence(body, place.evidence if is_same else evidence_of(body))
    # A reading that is gone altogether may come back with the question's bank.
    spans = kept.place(back) if kept.document.paragraphs or not is_same else None
    return {**(back if spans is None else with_evidence(back, spans)), "id": slug}


def _sentence_of(body: Mapping[str, Any], whole: Document) -> str | None:
    spans = evidence_of(body)
    if not spans or spans[0].get("earlier"):
        return None
    return sentence_key(whole, spans[0]["paragraph"], spans[0]["quote"])


def _free_slugs(session: Session, bank_id: int, wanted: Sequence[str]) -> list[str]:
    """Give each question a name that the bank has not: its own, or with a number behind it."""
    given: dict[int, str] = {}
    taken: set[str] = set()
    left, number = list(enumerate(wanted)), 1
    while left:
        # Only these are looked for: to read all names of a large bank takes longer than to move a thousand questions.
        names = [numbered(slug, number) for _, slug in left]
        for some in _batches(names):
            held = select(QuestionRow.slug).where(QuestionRow.bank_id == bank_id, QuestionRow.slug.in_(some))
            taken.update(session.scalars(held))
        tried, left, number = list(zip(left, names, strict=True)), [], number + 1
        for (place, slug), name in tried:
            if name in taken:
                left.append((place, slug))
            else:
                given[place] = name
                taken.add(name)
    return [given[place] for place in range(len(wanted))]


def _batches(all_of_them: Sequence[T]) -> Iterable[Sequence[T]]:
    return (all_of_them[start : start + _IDS_AT_ONCE] for start in range(0, len(all_of_them), _IDS_AT_ONCE))
