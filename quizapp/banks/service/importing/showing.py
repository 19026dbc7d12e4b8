"""A page of a parcel as its teacher looks at it: entries as students see them, and what each is to the chosen bank."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.parcels import KeptEntry, KeptParcel
from quizapp.banks.service.access import editable_by
from quizapp.banks.service.importing.before_edits import list_before_edits
from quizapp.banks.service.importing.choosing import SORTS, Choice
from quizapp.banks.service.loading import rendered
from quizapp.banks.service.storing import SLUGS_AT_ONCE
from quizapp.banks.verdicts import CHANGES, CONTRARY, EDITED, SETTLED, UNFILLED
from quizapp.core.errors import InvalidQuestion
from quizapp.core.evidence import with_evidence
from quizapp.core.formats.renewing import renewed
from quizapp.core.kinds import KindQuestion, parse_question
from quizapp.core.kinds.differences import FieldDifference, differences
from quizapp.core.likeness import key_words
from quizapp.core.plain_stem import stem_in_line, words_in_line
from quizapp.core.question import Grade, GradeContext, Json
from quizapp.people.viewer import Viewer

ROWS = 25
_WORDS_AT_MOST = 300
#: Fields of a question that hold one thing after the other.
_LISTS = ("key", "distractors", "options", "accept", "hints", "items", "pairs", "gaps")


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """An entry on the page; `question` None = it is none that can be asked, and `flaw` says why.

    `html` are its rendered parts, to be let through by the page. `partner` is the stem of the question that it is like.
    """

    entry: KeptEntry
    code: str
    is_ticked: bool
    can_be_ticked: bool
    question: KindQuestion | None = None
    html: Mapping[str, Any] | None = None
    shown: Mapping[str, Json] | None = None
    grade: Grade | None = None
    flaw: str = ""
    partner: str = ""
    #: What is right there, where it asks the same with another answer.
    partner_answer: str = ""
    score: int | None = None
    #: Whether the question that it is like waits for its teacher.
    rests: bool = False
    differences: Sequence[FieldDifference] = ()
    #: Options, spellings and hints of an edited question that the file has not, and that go with its tick.
    goes: Sequence[str] = ()
    #: Whether its teacher has edited it here.
    is_mended: bool = False
    #: Whether it was edited in the bank where the file changes it too.
    is_both: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of an import: `leaf` of `leaves`, both from 1; `counts` by sort, `show` the sort that is shown."""

    rows: Sequence[PreviewRow]
    leaf: int
    leaves: int
    show: str
    counts: Mapping[str, int]
    ticked: int
    total: int
    is_looked_through: bool = True


def make_preview(session: Session, viewer: Viewer, parcel: KeptParcel, choice: Choice, leaf: int, show: str) -> Preview:
    """Give a page of the entries of one sort (empty = all), beside what the viewer may change of the bank."""
    numbers = list_numbers(parcel, choice, show)
    leaves = max(1, -(-len(numbers) // ROWS))
    leaf = min(max(leaf, 1), leaves)
    some = numbers[(leaf - 1) * ROWS : leaf * ROWS]
    codes = choice.counts()
    counts = {name: sum(codes[code] for code in sort) for name, sort in SORTS.items()}
    counts["problem"] = len(parcel.flawed)
    rows = _rows(session, viewer, parcel, choice, some)
    verdicts = choice.verdicts
    ticked = len(choice.numbers())
    return Preview(rows, leaf, leaves, show, counts, ticked, len(verdicts.codes), verdicts.is_looked_through)


def list_rekeyed(session: Session, choice: Choice) -> list[int]:
    """List the questions of the bank in which what is ticked makes something else right."""
    slugs, bank_id = choice.rekeyed(), choice.verdicts.bank_id
    own = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id)
    parts = (slugs[start : start + SLUGS_AT_ONCE] for start in range(0, len(slugs), SLUGS_AT_ONCE))
    return [row_id for part in parts for row_id in session.scalars(own.where(QuestionRow.slug.in_(part)))]


def free_title(wished: str, taken: Collection[str]) -> str:
    """Give a title that no bank has, by a number behind the wished one."""
    number, title = 1, wished
    while title in taken:
        number += 1
        title = f"{wished[:190]} {number}"
    return title


def list_numbers(parcel: KeptParcel, choice: Choice, show: str) -> Sequence[int]:
    """List the entries of one sort."""
    if show == "problem":
        return parcel.flawed
    codes = choice.verdicts.codes
    if show not in SORTS:
        return range(len(codes))
    return [number for number, code in enumerate(codes) if code in SORTS[show]]


def _rows(
    session: Session, viewer: Viewer, parcel: KeptParcel, choice: Choice, numbers: Sequence[int]
) -> list[PreviewRow]:
    partners = {number: choice.verdicts.partners.get(number, {}) for number in numbers}
    entries = list(parcel.entries(numbers))
    slugs = [str(each["slug"]) for each in partners.values() if "slug" in each]
    standing = _bodies(session, viewer, choice.verdicts.bank_id, slugs)
    twins = sorted({int(each["number"]) for each in partners.values() if "number" in each})
    earlier = {entry.number: entry.raw for entry in parcel.entries(twins)}
    rows = []
    for entry in entries:
        partner = partners[entry.number]
        like = earlier.get(partner.get("number", -1)) or standing.get(partner.get("slug", ""), {})
        row = _row(
            entry, choice, standing.get(partner.get("slug", "")), stem_in_line(str(like.get("stem", ""))), partner
        )
        answer = words_in_line(key_words(like))[:_WORDS_AT_MOST] if row.code == CONTRARY else ""
        rows.append(replace(row, is_mended=entry.number in parcel.mended, partner_answer=answer))
    edited = {str(partners[row.entry.number].get("slug", "")): row for row in rows if row.code == EDITED}
    going = _going(session, choice.verdicts.bank_id, edited)
    return [
        replace(row, goes=going.get(str(partners[row.entry.number].get("slug", "")), ())) if row.code == EDITED else row
        for row in rows
    ]


def _bodies(session: Session, viewer: Viewer, bank_id: int | None, slugs: Sequence[str]) -> dict[str, dict[str, Any]]:
    if bank_id is None or not slugs:
        return {}
    rows = select(QuestionRow.slug, QuestionRow.body).join(Bank, Bank.id == QuestionRow.bank_id)
    own = rows.where(Bank.id == bank_id, Bank.deleted_at.is_(None), editable_by(viewer), QuestionRow.slug.in_(slugs))
    return {slug: body for slug, body in session.execute(own)}


def _row(
    entry: KeptEntry, choice: Choice, standing: Mapping[str, Any] | None, like: str, partner: Mapping[str, Any]
) -> PreviewRow:
    from quizapp.core.formats.rich_html import plain_words  # start-up cost: it loads lxml

    code = choice.verdicts.codes[entry.number]
    common: dict[str, Any] = {
        "entry": entry,
        "code": code,
        "is_ticked": choice.is_ticked(entry.number),
        "can_be_ticked": code not in SETTLED,
        "partner": plain_words(like)[:_WORDS_AT_MOST],
        "score": partner.get("score"),
        "rests": bool(partner.get("rests")),
        "is_both": bool(partner.get("is_both")),
    }
    if code == UNFILLED:
        return PreviewRow(**common)
    before = standing if code in CHANGES else None
    raw = with_evidence(entry.raw, partner["evidence"]) if "evidence" in partner else entry.raw
    if before is not None and "kept" in partner:
        raw = renewed(raw, before, partner["kept"])
    try:
        question = parse_question(raw)
    except InvalidQuestion as error:
        return PreviewRow(**common, flaw="; ".join(problem.message for problem in error.problems))
    return PreviewRow(
        **common,
        question=question,
        html=rendered(question),
        shown=question.ask(Random(entry.number), question.ways[0]),
        grade=question.grade(None, GradeContext()),
        differences=differences(_told(before), _told(raw)) if before is not None else (),
    )


def _going(session: Session, bank_id: int | None, rows: Mapping[str, PreviewRow]) -> dict[str, list[str]]:
    """Name what was added here to the lists of questions since a file brought them, and is in no entry's list.

    `rows` are of edited questions, by their names.
    """
    if bank_id is None or not rows:
        return {}
    bodies = list_before_edits(bank_id).add_columns(QuestionRow.body).where(QuestionRow.slug.in_(rows))
    found: dict[str, list[str]] = {}
    for slug, before, body in session.execute(bodies):
        question = rows[slug].question
        left = {*_listed(json.loads(before)), *_listed(question.dump() if question is not None else {})}
        found[slug] = [text[:_WORDS_AT_MOST] for text in _listed(body) if text not in left]
    return found


def _listed(body: Mapping[str, Any]) -> list[str]:
    parts = [each for name in _LISTS if isinstance(some := body.get(name), list) for each in some]
    return list(dict.fromkeys(text for part in parts for text in _texts_of(part)))


def _texts_of(part: Json) -> Iterator[str]:
    """Give what a part says: itself, its text, the two sides of a pair, or what is in a gap."""
    if not isinstance(part, Mapping):
        yield from (str(part),) if part not in (None, "") else ()
    elif "left" in part:
        yield f"{part['left']} – {part.get('right', '')}"
    elif "kind" in part:
        yield from (str(part["key"]),) if part.get("key") else ()
        yield from _listed(part)
    elif part.get("text"):
        yield str(part["text"])


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out where a question is from: an update from another file would show that alone."""
    return {name: value for name, value in body.items() if name != "origin"}
