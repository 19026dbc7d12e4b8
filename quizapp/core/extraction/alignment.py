"""A changed document: which questions stay, move, change their key, or have lost their passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.values import Block, Text
from quizapp.core.question import Json

Fate: TypeAlias = Literal["unchanged", "moved", "changed", "gone"]

#: Blocks and passages that are this much alike (of 100) are the same, reworded.
ALIKE_FROM = 60
#: A passage of another block has to be this much alike.
ALIKE_ELSEWHERE_FROM = 85
_KEY_FIELDS = ("key", "correction", "from", "to", "gaps", "items", "pairs")
_SLOTS = ("frame", "verb", "subject", "object", "place", "time", "claimant")
#: Words that stand in more blocks than this tell nothing of which block is meant; this bounds the work, too.
_COMMON_FROM = 40
_TELLING_LETTERS = 4
_COMPARED_BLOCKS = 4
_SENTENCE = re.compile(r"\S(?:.*?[.!?][”’\"')\]»]*(?=\s|\Z)|.+\Z)", re.DOTALL)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Kept:
    """A question made of one state of a document: its raw mapping, template, slot, fact key, and passage there.

    `start`..`end` is the passage in that state; None for one whose passage stood in a state before it.
    """

    id: str
    raw: Mapping[str, Json]
    template: str
    slot: str
    fact_key: str
    passage: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of one question. `new` is the draft that takes its place, its passage `start`..`end` in the new text.

    moved: the same key, but the passage stands elsewhere or in other words. changed: `new` has another key or asks of a
    fact that changed in one other slot; without `new`, a part of what proves the question stands no more, or stands in
    other words of which nothing is asked. gone: no passage; `start` and `end` are None.
    """

    id: str
    fate: Fate
    start: int | None = None
    end: int | None = None
    new: Kept | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """The blocks of an old state by number, each with its partner in the new one; `share` of the old text has one."""

    partners: Mapping[int, Block]
    share: float


def kept_of(drafts: Drafts, text: Text, *, with_rejected: bool = False) -> tuple[Kept, ...]:
    """Give what has to be stored of selected and queued drafts to align them later."""
    listed = (*drafts.selected, *drafts.queue, *(drafts.rejected if with_rejected else ()))
    return tuple(_kept(draft, text) for draft in listed)


def _kept(draft: Draft, text: Text) -> Kept:
    passage = text.text[draft.start : draft.end]
    return Kept(draft.id, draft.raw, draft.template, draft.slot, draft.fact_key, passage, draft.start, draft.end)


def align(
    old: Sequence[Kept], old_text: Text, new_text: Text, new: Sequence[Kept], pairing: Pairing
) -> tuple[Alignment, ...]:
    """Tell for each old question what became of it, in their order; no new draft takes the place of two."""
    by_id = {draft.id: draft for draft in reversed(new)}
    found: list[Alignment] = []
    taken = {one.id for one in old}
    for one in old:
        fate = _fate(one, old_text, new_text, by_id, new, pairing.partners, taken)
        if fate.new is not None:
            taken.add(fate.new.id)
        found.append(fate)
    return tuple(found)


def _fate(
    one: Kept,
    old_text: Text,
    new_text: Text,
    by_id: Mapping[str, Kept],
    new: Sequence[Kept],
    partners: Mapping[int, Block],
    taken: Collection[str],
) -> Alignment:
    quotes = _quotes(one.raw)
    is_whole = all(_still_stands(quote, one, old_text, new_text) for quote in quotes)
    same = by_id.get(one.id)
    if same is not None and same.start is not None:
        is_other = keys_of(same.raw) != keys_of(one.raw) or tells_other_numbers(one.raw, same.raw)
        if is_other and not _is_redrawn(one, same):
            return Alignment(one.id, "changed", same.start, same.end, same)
        is_here = is_whole and same.passage == one.passage and _is_at_home(one, same.start, old_text, new_text)
        return Alignment(one.id, "unchanged" if is_here else "moved", same.start, same.end, same)
    stood = one.start if one.start is not None else _find(old_text, one.passage, None)
    block = None if stood is None else partners.get(old_text.block_at(stood).number)
    passage = quotes[0] if one.start is None and quotes else one.passage
    place = _find(new_text, passage, block)
    if place is not None and is_whole:
        is_here = _is_at_home(one, place, old_text, new_text)
        return Alignment(one.id, "unchanged" if is_here else "moved", place, place + len(passage))
    successor = _successor(one, new_text, new, block, taken)
    if successor is not None:
        return Alignment(one.id, "changed", successor.start, successor.end, successor)
    if quotes and _parts_of(one.raw) is not None:
        return _without_draft(one, [find_counterpart(quote, old_text, new_text, partners) for quote in quotes])
    if place is not None:
        return Alignment(one.id, "changed", place, place + len(passage))
    reworded = None if block is None else _reworded(one.passage, new_text, block)
    return Alignment(one.id, "gone") if reworded is None else Alignment(one.id, "changed", *reworded)


def _without_draft(one: Kept, places: Sequence[tuple[int, int] | None]) -> Alignment:
    """Give the fate of an order or match by where its parts stand: without one of them it is another question."""
    stand = [place for place in places if place is not None]
    return Alignment(one.id, "gone") if len(stand) < len(places) else Alignment(one.id, "changed", *stand[0])


def tells_other_numbers(raw: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
    """Whether of two questions the one is told of other dates or numbers than the other, though both want the same.

    The order of events may be the same though one of them is told of another year; and who was elected in 1947 is no
    question any more where the other says that it was in 1944. What stands in the other's passage it says as well.
    """
    mine, theirs = _quotes(raw), _quotes(other)
    if mine and theirs and _numbers(mine) != _numbers(theirs):
        return True
    said = [str(other.get("stem", "")), *_all_quotes(other)]
    return not set(_numbers([str(raw.get("stem", ""))])) <= set(_numbers(said))


def _is_redrawn(one: Kept, other: Kept) -> bool:
    """Whether of two false statements on one passage only the wrong value is another: what is right is the same."""
    raws = [{**each.raw, "stem": ""} for each in (one, other)]
    are_false = all(raw.get("kind") == "true_false" and raw.get("key") == "false" for raw in raws)
    is_told = are_false and bool(one.raw.get("explanation"))
    return is_told and one.passage == other.passage and keys_of(raws[0]) == keys_of(raws[1])


def _numbers(quotes: Sequence[str]) -> Counter[str]:
    return Counter(number for quote in quotes for number in _NUMBER.findall(quote))


def find_counterpart(
    quote: str, old_text: Text, new_text: Text, partners: Mapping[int, Block]
) -> tuple[int, int] | None:
    """Find where a quote stands in the new text, or the words that took its place there, a year corrected."""
    stood = _find(old_text, quote, None)
    block = None if stood is None else partners.get(old_text.block_at(stood).number)
    place = _find(new_text, quote, block)
    if place is not None:
        return place, place + len(quote)
    if block is None and stood is not None:
        return None
    # A quote of a version before the old one may be reworded anywhere.
    block = block or Block(0, "paragraph", 0, len(new_text.text))
    found = _reworded(quote, new_text, block)
    if found is None and len(quote) <= block.end - block.start:
        words = new_text.text[block.start : block.end]
        near = fuzz.partial_ratio_alignment(quote, words, score_cutoff=ALIKE_ELSEWHERE_FROM)
        if near is not None:
            start, end = _whole_words(words, near.dest_start, near.dest_end)
            found = block.start + start, block.start + end
    return found


def _whole_words(words: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the words that it cuts."""
    while start > 0 and words[start - 1].isalnum() and words[start].isalnum():
        start -= 1
    while end < len(words) and words[end - 1].isalnum() and words[end].isalnum():
        end += 1
    return start, end


def _parts_of(raw: Mapping[str, Json]) -> list[str] | None:
    """Give the items that are to be ordered, or the left sides that are to be matched; None where there are none."""
    items, pairs = raw.get("items"), raw.get("pairs")
    if isinstance(items, list):
        return sorted(map(str, items))
    if isinstance(pairs, list):
        return sorted(str(pair.get("left")) for pair in pairs if isinstance(pair, Mapping))
    return None


def _reworded(passage: str, text: Text, block: Block) -> tuple[int, int] | None:
    """Find the sentence that took a passage's place in its block, though nothing is asked of it; a year is corrected.

    A sentence stands for no passage that it shares only a beginning with: nearly all of its words have to be there.
    """
    spans = [match.span() for match in _SENTENCE.finditer(text.text, block.start, block.end)]
    found = [(fuzz.ratio(passage, text.text[start:end], score_cutoff=ALIKE_ELSEWHERE_FROM), start, end)
             for start, end in spans]  # fmt: skip
    best = max(found, key=lambda entry: (entry[0], -entry[1]), default=(0.0, 0, 0))
    return best[1:] if best[0] else None


def _quotes(raw: Mapping[str, Json]) -> list[str]:
    """Give the quotes of a question that is proved by several: of pairs, of an order, of statements."""
    found = _all_quotes(raw)
    return found if len(found) > 1 else []


def _all_quotes(raw: Mapping[str, Json]) -> list[str]:
    spans = raw.get("evidence")
    found = [span.get("quote") for span in spans if isinstance(span, Mapping)] if isinstance(spans, list) else []
    return [quote for quote in found if isinstance(quote, str) and quote]


def _still_stands(quote: str, one: Kept, old_text: Text, new_text: Text) -> bool:
    """Whether a quote stands in the new text; one that is written otherwise than its text tells nothing."""
    return quote in new_text.text or (one.start is not None and quote not in old_text.text)


def keys_of(raw: Mapping[str, Json]) -> tuple[Json, ...]:
    """Give what is right about a question, to be compared; of a statement that is its own words, and how it was."""
    stated = (raw.get("stem"), raw.get("explanation")) if raw.get("kind") == "true_false" else ()
    return (*stated, *(_without_options(raw.get(name)) for name in _KEY_FIELDS))


def is_alike(raw: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
    """Whether two questions ask the same in the same words, and want the same answer."""
    return raw.get("stem") == other.get("stem") and keys_of(raw) == keys_of(other)


def _without_options(field: Json) -> Json:
    """Give what a field says is right: gaps hold wrong answers, too."""
    if not isinstance(field, list):
        return field
    return [
        {name: value for name, value in each.items() if name != "distractors"} if isinstance(each, Mapping) else each
        for each in field
    ]


def _is_at_home(one: Kept, place: int, old_text: Text, new_text: Text) -> bool:
    return one.start is not None and old_text.block_at(one.start).number == new_text.block_at(place).number


def _find(text: Text, passage: str, block: Block | None) -> int | None:
    if not passage.strip():
        return None
    if block is not None:
        inside = text.text.find(passage, block.start, block.end)
        if inside >= 0:
            return inside
    place = text.text.find(passage)
    return place if place >= 0 else None


def _successor(one: Kept, text: Text, new: Sequence[Kept], block: Block | None, taken: Collection[str]) -> Kept | None:
    """Find a draft of the same template and slot whose passage is the old one, changed in one other slot."""
    near, parts = [], _parts_of(one.raw)
    for draft in new:
        if draft.id in taken or draft.start is None or (draft.template, draft.slot) != (one.template, one.slot):
            continue
        if _parts_of(draft.raw) != parts:
            continue
        is_near = block is not None and block.start <= draft.start < block.end
        if parts is not None:
            near.append((is_near, 100.0, -draft.start, draft))
            continue
        alike = fuzz.ratio(one.passage, draft.passage, score_cutoff=ALIKE_FROM if is_near else ALIKE_ELSEWHERE_FROM)
        if alike and _other_slots(one, draft) <= 1:
            near.append((is_near, alike, -draft.start, draft))
    best = max(near, key=lambda entry: entry[:3], default=None)
    return None if best is None else best[3]


def _other_slots(one: Kept, other: Kept) -> int:
    """Count the slots, besides the asked one, in which two facts differ; keys that cannot be compared differ in none.

    A verb in other words is told by the passage, so it is not counted beside another slot.
    """
    mine, theirs = one.fact_key.split("|"), other.fact_key.split("|")
    if len(mine) != len(_SLOTS) or len(theirs) != len(_SLOTS):
        return 0
    slots = zip(_SLOTS, mine, theirs, strict=True)
    return sum(my != their for name, my, their in slots if name not in (one.slot, "frame", "verb"))


def pair_blocks(old_text: Text, new_text: Text) -> Pairing:
    """Pair the blocks of two states of a document: equal ones first, then those that are alike."""
    old = [old_text.text[block.start : block.end] for block in old_text.blocks]
    new = [new_text.text[block.start : block.end] for block in new_text.blocks]
    found = _equal(old, new)
    found |= _alike(old, new, found)
    length = sum(map(len, old))
    share = sum(len(old[mine]) for mine in found) / length if length else 0.0
    numbered = {old_text.blocks[mine].number: new_text.blocks[theirs] for mine, theirs in found.items()}
    return Pairing(numbered, share)


def _equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair equal blocks: the first of a wording with the first, the second with the second."""
    places = {key: place for place, key in enumerate(_counted(new))}
    return {mine: places[key] for mine, key in enumerate(_counted(old)) if key in places}


def _counted(blocks: Iterable[str]) -> Iterable[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for words in blocks:
        seen[words] += 1
        yield words, seen[words]


def _alike(old: Sequence[str], new: Sequence[str], paired: Mapping[int, int]) -> dict[int, int]:
    """Pair what is left by likeness; only blocks that share telling words are compared."""
    free = set(range(len(new))) - set(paired.values())
    holders: dict[str, list[int]] = {}
    for theirs in sorted(free):
        for word in _telling(new[theirs]):
            holders.setdefault(word, []).append(theirs)
    found: dict[int, int] = {}
    for mine, words in enumerate(old):
        if mine in paired:
            continue
        shared = Counter(
            theirs
            for word in _telling(words)
            if len(at := holders.get(word, ())) < _COMMON_FROM
            for theirs in at
            if theirs in free
        )
        near = sorted(shared, key=lambda theirs: (-shared[theirs], theirs))[:_COMPARED_BLOCKS]
        best = max(near, key=lambda theirs: (fuzz.ratio(words, new[theirs]), -theirs), default=None)
        if best is not None and fuzz.ratio(words, new[best]) >= ALIKE_FROM:
            found[mine] = best
            free.remove(best)
    return found


def _telling(words: str) -> set[str]:
    return {word for word in words.split() if len(word) >= _TELLING_LETTERS}
