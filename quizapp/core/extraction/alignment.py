"""A changed document: which questions stay, move, change their key, or have lost their passage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.values import Block, Text
from quizapp.core.question import Json

Fate: TypeAlias = Literal["unchanged", "moved", "changed", "gone"]

#: Blocks and passages that are this much alike (of 100) are the same, reworded.
ALIKE_FROM = 60
_KEY_FIELDS = ("key", "gaps", "items", "pairs")


@dataclass(frozen=True, slots=True)
class Kept:
    """A question made of an earlier state of a document: its raw mapping, template, slot, and passage there."""

    id: str
    raw: Mapping[str, Json]
    template: str
    slot: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of one question. `new` is the draft that takes its place, its passage `start`..`end` in the new text.

    moved: the same key, but the passage stands elsewhere or in other words. changed: `new` has another key or asks of a
    fact that changed in one other slot. gone: no passage; `start` and `end` are None.
    """

    id: str
    fate: Fate
    start: int | None = None
    end: int | None = None
    new: Draft | None = None


def kept_of(drafts: Drafts) -> tuple[Kept, ...]:
    """Give what has to be stored of selected and queued drafts to align them later."""
    return tuple(
        Kept(draft.id, draft.raw, draft.template, draft.slot, draft.start, draft.end)
        for draft in (*drafts.selected, *drafts.queue)
    )


def align(old: Iterable[Kept], old_text: Text, new_text: Text, new: Drafts) -> tuple[Alignment, ...]:
    """Tell for each old question what became of it, in their order."""
    drafts = (*new.selected, *new.queue, *new.rejected)
    by_id = {draft.id: draft for draft in reversed(drafts)}
    partners = _partners(old_text, new_text)
    return tuple(_fate(one, old_text, new_text, by_id, drafts, partners) for one in old)


def _fate(
    one: Kept,
    old_text: Text,
    new_text: Text,
    by_id: Mapping[str, Draft],
    drafts: Sequence[Draft],
    partners: Mapping[int, Block],
) -> Alignment:
    passage = old_text.text[one.start : one.end]
    same = by_id.get(one.id)
    if same is not None:
        if _keys(same.raw) != _keys(one.raw):
            return Alignment(one.id, "changed", same.start, same.end, same)
        is_here = new_text.text[same.start : same.end] == passage and _is_at_home(one, same, old_text, new_text)
        return Alignment(one.id, "unchanged" if is_here else "moved", same.start, same.end, same)
    block = partners.get(old_text.block_at(one.start).number)
    place = _find(new_text, passage, block)
    if place is not None:
        return Alignment(one.id, "moved", place, place + len(passage))
    successor = _successor(one, passage, new_text, drafts, block)
    if successor is not None:
        return Alignment(one.id, "changed", successor.start, successor.end, successor)
    return Alignment(one.id, "gone")


def _keys(raw: Mapping[str, Json]) -> tuple[Json, ...]:
    return tuple(raw.get(name) for name in _KEY_FIELDS)


def _is_at_home(one: Kept, same: Draft, old_text: Text, new_text: Text) -> bool:
    return old_text.block_at(one.start).number == new_text.block_at(same.start).number


def _find(text: Text, passage: str, block: Block | None) -> int | None:
    if block is not None:
        inside = text.text.find(passage, block.start, block.end)
        if inside >= 0:
            return inside
    place = text.text.find(passage)
    return place if place >= 0 else None


def _successor(one: Kept, passage: str, text: Text, drafts: Sequence[Draft], block: Block | None) -> Draft | None:
    """Find a draft of the same template and slot whose passage is the old one, reworded."""
    if block is None:
        return None
    near = [
        (fuzz.ratio(passage, text.text[draft.start : draft.end]), -draft.start, draft)
        for draft in drafts
        if draft.template == one.template and draft.slot == one.slot and block.start <= draft.start < block.end
    ]
    best = max(near, key=lambda entry: entry[:2], default=None)
    return best[2] if best is not None and best[0] >= ALIKE_FROM else None


def _partners(old_text: Text, new_text: Text) -> dict[int, Block]:
    """Pair the blocks of two states of a document by their number: equal ones first, then those alike in one gap."""
    old = [old_text.text[block.start : block.end] for block in old_text.blocks]
    new = [new_text.text[block.start : block.end] for block in new_text.blocks]
    found: dict[int, Block] = {}
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(range(first, last), range(start, end), strict=True)
            found.update({old_text.blocks[mine].number: new_text.blocks[theirs] for mine, theirs in pairs})
        elif tag == "replace":
            for mine in range(first, last):
                best = max(range(start, end), key=lambda theirs: (fuzz.ratio(old[mine], new[theirs]), -theirs))
                if fuzz.ratio(old[mine], new[best]) >= ALIKE_FROM:
                    found[old_text.blocks[mine].number] = new_text.blocks[best]
    return found
