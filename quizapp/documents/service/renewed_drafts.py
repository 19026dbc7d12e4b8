"""Drafts of a newer version: aligned with those of the earlier one, whose decisions and edits they inherit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from quizapp.banks import service as banks
from quizapp.core.calendar import DateValue, format_value, parse_value
from quizapp.core.errors import InvalidQuestion
from quizapp.core.extraction.alignment import (
    Alignment,
    Kept,
    Pairing,
    align,
    find_counterpart,
    keys_of,
    pair_blocks,
)
from quizapp.core.extraction.values import Block, Text
from quizapp.core.extraction.wrong_answers import lost_options
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow, Upload

#: What a teacher's edit never carries into a newer version: it is what the text says.
_FROM_TEXT = ("key", "correction", "from", "to", "gaps", "items", "pairs", "evidence", "options", "draft", "id", "kind")
_KEYS = ("key", "from", "to", "gaps", "items", "pairs")


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a document: their texts, the drafts of each, and how their blocks pair."""

    earlier: Upload
    upload: Upload
    old_text: Text
    new_text: Text
    pairing: Pairing
    old: Sequence[DraftRow]
    #: By the id under which each was drawn.
    new: Mapping[str, DraftRow]
    fresh: Sequence[Kept]

    def align(self, kept: Sequence[Kept]) -> tuple[Alignment, ...]:
        """Tell what became of questions of the earlier version."""
        return align(kept, self.old_text, self.new_text, self.fresh, self.pairing)

    def quotes_now(self, raw: Mapping[str, Any]) -> list[str]:
        """Give the passages of a question as the newer version has them; one that has left it is left out."""
        found = (self._now(span["quote"]) for span in banks.evidence_of(raw))
        return [words for words in found if words is not None]

    def evidence_now(self, raw: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Give the evidence of a question with the words that took the place of each passage."""
        spans = banks.evidence_of(raw)
        return [{**span, "quote": self._now(span["quote"]) or span["quote"]} for span in spans]

    def _now(self, quote: str) -> str | None:
        found = find_counterpart(quote, self.old_text, self.new_text, self.pairing.partners)
        return None if found is None else " ".join(self.new_text.text[found[0] : found[1]].split())


def text_of(upload: Upload) -> Text:
    """Give a stored document as the core knows it."""
    blocks = tuple(Block(b["number"], b["kind"], b["start"], b["end"], b["page"], b["level"]) for b in upload.blocks)
    return Text(upload.text, blocks or (Block(1, "paragraph", 0, len(upload.text)),), (), upload.sha256, upload.title)


def versions_of(session: Session, earlier: Upload, upload: Upload) -> Versions:
    """Read both versions; of drafts with one id the one that is proposed counts."""
    old_text, new_text = text_of(earlier), text_of(upload)
    rows = _drafts(session, upload)
    sound = [row for row in rows if _dumped(row.raw) is not None]
    new = {row.question_id: row for row in sorted(sound, key=lambda row: (row.state != "open", row.id), reverse=True)}
    old = [row for row in _drafts(session, earlier) if row.state != "rejected" or row.decided_at is not None]
    pairing = pair_blocks(old_text, new_text)
    fresh = [kept_of(upload, row) for row in new.values()]
    return Versions(earlier, upload, old_text, new_text, pairing, old, new, fresh)


def _drafts(session: Session, upload: Upload) -> Sequence[DraftRow]:
    """Give drafts that may be changed at will: what is to be written of them is written for all of them at once."""
    rows = session.scalars(select(DraftRow).where(DraftRow.upload_id == upload.id).order_by(DraftRow.id)).all()
    for row in rows:
        session.expunge(row)
    return rows


def _dumped(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        return parse_question(raw).dump()
    except InvalidQuestion:
        return None


def kept_of(upload: Upload, row: DraftRow) -> Kept:
    """Give a draft as the core aligns it."""
    grounds = row.grounds
    raw = _dumped(row.raw) or row.raw
    passage = upload.text[row.start : row.end]
    slot, key = str(grounds.get("slot", "")), str(grounds.get("fact_key", ""))
    return Kept(drawn_id_of(row), raw, row.template, slot, key, passage, row.start, row.end)


def drawn_id_of(row: DraftRow) -> str:
    """Give the id under which a draft was drawn; it differs from its question's where it took another one's place."""
    return str(row.grounds.get("drawn_id") or row.question_id)


def inherit(versions: Versions, row: DraftRow, fate: Alignment) -> DraftRow | None:
    """Let the draft that takes an earlier one's place have its id, edits and decision; None when there is none."""
    new = versions.new.get(fate.new.id) if fate.new is not None else None
    if fate.fate == "gone" or fate.start is None or fate.end is None:
        return None
    if new is None:
        copied = _copied(versions.upload, row, fate.start, fate.end)
        if fate.fate == "changed":
            copied.state, copied.reason, copied.decided_at, copied.decided_by = "open", None, None, None
            copied.raw = _proved_now(versions, copied.raw)
            copied.edited = None if copied.edited is None else _proved_now(versions, copied.edited)
        return copied
    if new.question_id != row.question_id:
        new.grounds = {**new.grounds, "drawn_id": new.question_id}
        new.question_id = row.question_id
    new.edited = merged(row, new.raw)
    if fate.fate != "changed" and (row.decided_at is not None or row.state == "accepted"):
        new.state, new.reason = row.state, row.reason
        new.decided_at, new.decided_by = row.decided_at, row.decided_by
    return new


def _copied(upload: Upload, row: DraftRow, start: int, end: int) -> DraftRow:
    """Copy a draft whose words stand in the newer version, though nothing was drawn from them anew."""
    values = {column.key: getattr(row, column.key) for column in inspect(DraftRow).column_attrs}
    del values["id"]
    proofs = [{**proof, "span": None} for proof in row.grounds.get("proofs", [])]
    grounds = {**row.grounds, "proofs": proofs, "facts": [[start, end]]}
    return DraftRow(**(values | {"upload_id": upload.id, "start": start, "end": end, "grounds": grounds}))


def _proved_now(versions: Versions, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Give a question that several passages prove those that stand in the newer version, reworded ones too."""
    spans = versions.evidence_now(raw)
    return banks.with_evidence(raw, spans) if len(spans) > 1 else dict(raw)


def merged(row: DraftRow, raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what a newer draft is with its teacher's own words for the earlier one; None without any that fit."""
    if row.edited is None:
        return None
    is_same_key = keys_of(_dumped(row.raw) or row.raw) == keys_of(_dumped(raw) or raw)
    names = {*row.edited, *row.raw}
    own = [
        name
        for name in sorted(names)
        if row.edited.get(name) != row.raw.get(name)
        and ((is_same_key and name != "evidence") or name not in _FROM_TEXT)
    ]
    if not is_same_key and any(row.edited.get(name) != row.raw.get(name) for name in _KEYS):
        # Words for another key of theirs say nothing about the one that the text gives now.
        return None
    given = dict(raw) | {name: row.edited[name] for name in own if name in row.edited}
    return _dumped({name: value for name, value in given.items() if name not in own or name in row.edited})


def lost_answers(versions: Versions, raw: Mapping[str, Any], new: Mapping[str, Any] | None) -> list[str]:
    """List the wrong answers of a question, in words, that the earlier version had and the newer one has not."""
    lost = lost_options(raw, new, partial(_tells, versions.earlier), partial(_tells, versions.upload))
    return [_in_words(option) for option in lost]


def _tells(upload: Upload, words: str) -> bool:
    """Whether a document has a wrong answer: a name as it is written, a day or year among its dates."""
    if _date_in(words) is None:
        return words in upload.text
    return any(str(date["value"] or "").startswith(words) for date in upload.findings.get("dates", ()))


def _in_words(option: str) -> str:
    value = _date_in(option)
    return option if value is None else format_value(value)


def _date_in(option: str) -> DateValue | None:
    try:
        return parse_value(option)
    except ValueError:
        return None
