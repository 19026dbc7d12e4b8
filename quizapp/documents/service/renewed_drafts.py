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
    is_alike,
    keys_of,
    pair_blocks,
    tells_other_numbers,
)
from quizapp.core.extraction.values import Block, Text
from quizapp.core.extraction.wrong_answers import lost_options
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service.contradicted import AGAINST, TWO_WAYS, TwoWays, two_ways_of
from quizapp.documents.service.drafts import must_edit

#: What a teacher's edit never carries into a newer version: it is what the text says.
_FROM_TEXT = ("key", "correction", "from", "to", "gaps", "items", "pairs", "evidence", "options", "draft", "id", "kind")
#: The rule against what did not happen.
DENIED = "R13"
_KEYS = ("key", "from", "to", "gaps", "items", "pairs")


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a document: texts, drafts, what each tells in two ways, and how their blocks pair."""

    earlier: Upload
    upload: Upload
    old_text: Text
    new_text: Text
    pairing: Pairing
    old: Sequence[DraftRow]
    #: By the id under which each was drawn.
    new: Mapping[str, DraftRow]
    fresh: Sequence[Kept]
    two_ways_before: TwoWays
    two_ways: TwoWays

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

    def find_now(self, quote: str) -> tuple[int, int] | None:
        """Find where words of the earlier version stand in the newer one, or what took their place."""
        return find_counterpart(quote, self.old_text, self.new_text, self.pairing.partners)

    def _now(self, quote: str) -> str | None:
        found = self.find_now(quote)
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
    two_ways = [two_ways_of(session, each.id) for each in (earlier, upload)]
    return Versions(earlier, upload, old_text, new_text, pairing, old, new, fresh, *two_ways)


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
    """Let the draft that takes an earlier one's place have its id, edits and decision; None when there is none.

    What was accepted, and is told in two ways now, is open again.
    """
    new = versions.new.get(fate.new.id) if fate.new is not None else None
    if fate.fate == "gone" or fate.start is None or fate.end is None:
        return None
    draft = _copied(versions, row, fate.start, fate.end) if new is None else new
    if draft.question_id != row.question_id:
        draft.grounds = {**draft.grounds, "drawn_id": draft.question_id}
        draft.question_id = row.question_id
    draft.edited = row.edited if new is None else merged(row, draft.raw)
    if _proves_no_more(versions, row, draft, fate):
        draft.grounds = {**draft.grounds, "must_edit": True}
    if fate.fate == "changed" and new is None:
        draft.raw = _proved_now(versions, draft.raw)
        draft.edited = None if draft.edited is None else _proved_now(versions, draft.edited)
    _inherit_decision(versions, row, draft, is_changed=fate.fate == "changed", is_copy=new is None)
    return draft


def _proves_no_more(versions: Versions, row: DraftRow, draft: DraftRow, fate: Alignment) -> bool:
    """Whether the newer version leaves out a part of what proves a draft, or says in other words that it is not so.

    What its teacher has worded is asked on beside other words.
    """
    if fate.new is None:
        return fate.fate == "changed"
    return draft.edited is None and denies(versions, draft, [versions.old_text.text[row.start : row.end]])


def denies(versions: Versions, draft: DraftRow, passages: Sequence[str]) -> bool:
    """Whether the newer version says in other words than these passages that what a draft asks is not so."""
    is_denied = any(each["rule"] == DENIED for each in draft.rejections)
    return is_denied and any(words not in versions.new_text.text for words in passages)


def _inherit_decision(versions: Versions, row: DraftRow, draft: DraftRow, *, is_changed: bool, is_copy: bool) -> None:
    """Let a decision hold for what is as it was; what is not, and was accepted, is to be looked at again."""
    is_doubted = row.state != "rejected" and (must_edit(draft) or bool(versions.two_ways.against(draft)))
    if is_changed or is_doubted:
        if is_copy or (is_doubted and row.state == "accepted"):
            draft.state, draft.reason, draft.decided_at, draft.decided_by = "open", None, None, None
    elif row.decided_at is not None or row.state == "accepted":
        draft.state, draft.reason = row.state, row.reason
        draft.decided_at, draft.decided_by = row.decided_at, row.decided_by


def is_reopened(versions: Versions, row: DraftRow, fate: Alignment, draft: DraftRow | None) -> bool:
    """Whether a draft is open since its words changed, its proof is gone, or it is or was told in two ways."""
    is_doubted = draft is not None and (must_edit(draft) or bool(versions.two_ways.against(draft)))
    return is_doubted or fate.fate == "changed" or bool(versions.two_ways_before.about(row))


def _copied(versions: Versions, row: DraftRow, start: int, end: int) -> DraftRow:
    """Copy a draft whose words stand in the newer version, though nothing was drawn from them anew."""
    values = {column.key: getattr(row, column.key) for column in inspect(DraftRow).column_attrs}
    del values["id"]
    proofs = [{**proof, "span": None} for proof in row.grounds.get("proofs", [])]
    facts = _facts_now(versions, row, start, end)
    grounds = {**row.grounds, "proofs": proofs, "facts": [list(span) for span in facts]}
    rejections = [each for each in row.rejections if each["rule"] != TWO_WAYS]
    if any(_is_doubted(versions, span, row) for span in facts):
        rejections.append(AGAINST)
    placed = {"upload_id": versions.upload.id, "start": start, "end": end}
    return DraftRow(**(values | placed | {"grounds": grounds, "rejections": rejections}))


def _facts_now(versions: Versions, row: DraftRow, start: int, end: int) -> list[tuple[int, int]]:
    """Give where the facts of an earlier draft are told now; its whole passage where that cannot be known."""
    is_same = versions.new_text.text[start:end] == versions.old_text.text[row.start : row.end]
    facts = list[tuple[int, int]]()
    for first, last in row.grounds.get("facts", []):
        if is_same and row.start <= first and last <= row.end:
            facts.append((first - row.start + start, last - row.start + start))
        else:
            facts.append(versions.find_now(versions.old_text.text[first:last]) or (start, end))
    return list(dict.fromkeys(facts)) or [(start, end)]


def _is_doubted(versions: Versions, span: tuple[int, int], row: DraftRow) -> bool:
    """Whether a fact is told in two ways; of words that were no fact of the draft, any of their facts may be meant."""
    known = {versions.old_text.text[first:last] for first, last in row.grounds.get("facts", [])}
    told = versions.two_ways.within(*span)
    return any(span in each.facts for each in told) or (
        bool(told) and versions.new_text.text[span[0] : span[1]] not in known
    )


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


def asks_already(body: Mapping[str, Any], id: str, new: Kept) -> bool:
    """Whether a bank's question wants what the newer draft does, unlike the earlier draft.

    Its teacher had corrected the key before the document was, or had kept it and the document came back to it.
    """
    is_same = is_alike(body, new.raw) or (new.id == id and keys_of(new.raw) == keys_of(body))
    return is_same and not tells_other_numbers(body, new.raw)
