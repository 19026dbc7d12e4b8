"""A document as its page shows it: its text cut where something was found, three lists into it, a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from quizapp.banks.service import Timeline, timeline_of
from quizapp.documents.models import DraftRow, Upload

#: So many characters of text stand on one page; longer documents are leafed through.
LEAF_CHARACTERS = 60_000
#: So many entries of a list are shown at once; the rest is folded away.
LISTED_AT_ONCE = 12
TIMELINE_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with what was found there: `sorts` are date, actor and quote; `ids` are places to link to."""

    text: str
    sorts: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of the text in pieces; `is_evidence` pieces have the sort `mark`."""

    number: int
    kind: str
    page: int | None
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the number of its block, and the leaf and id to link to."""

    block: int
    leaf: int
    id: str


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a list: its words, a second line for people, and where it stands."""

    words: str
    more: str
    places: Sequence[Place]
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a document's text."""

    number: int
    count: int
    blocks: Sequence[ShownBlock]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that was found in a document, by sort, and where it contradicts itself."""

    dates: Sequence[Found]
    actors: Sequence[Found]
    quotes: Sequence[Found]
    contradictions: Sequence[Found]
    timeline: Timeline | None
    leaf: Leaf


_ACTOR_TYPES = {"person": "person", "state": "state", "organisation": "organisation", "group": "group"}


def overview_of(upload: Upload, leaf_number: int) -> Overview:
    """Give the page of a document that was loaded whole; a leaf that is none is the nearest one."""
    places = _Places(upload.blocks)
    found = upload.findings
    return Overview(
        _dates(found["dates"], places),
        _actors(found["actors"], places),
        _quotes(found["quotes"], places),
        [
            Found(
                each["message"], "", [places.of(start, f"b{places.block_at(start)}") for start, _ in each["passages"]]
            )
            for each in found["contradictions"]
        ],
        _timeline(found["dates"]),
        _leaf(upload, places, leaf_number),
    )


class _Places:
    """Which block and leaf an offset stands on."""

    def __init__(self, blocks: Sequence[Mapping[str, Any]]) -> None:
        self.blocks = blocks
        self.leaf_of: list[int] = []
        leaf, filled = 1, 0
        for block in blocks:
            length = block["end"] - block["start"]
            if filled and filled + length > LEAF_CHARACTERS:
                leaf, filled = leaf + 1, 0
            filled += length
            self.leaf_of.append(leaf)

    def index_at(self, offset: int) -> int:
        """Give the index of the block that an offset stands in."""
        low, high = 0, len(self.blocks)
        while low < high:
            middle = (low + high) // 2
            if self.blocks[middle]["start"] <= offset:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)

    def block_at(self, offset: int) -> int:
        """Give the number of the block that an offset stands in."""
        return int(self.blocks[self.index_at(offset)]["number"]) if self.blocks else 0

    def of(self, offset: int, id: str) -> Place:
        """Give the place of an offset."""
        index = self.index_at(offset)
        return Place(self.block_at(offset), self.leaf_of[index] if self.leaf_of else 1, id)


def _dates(dates: Sequence[Mapping[str, Any]], places: _Places) -> list[Found]:
    """Join mentions of one value; in order of time, those without a value last."""
    joined: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for index, each in enumerate(dates):
        joined.setdefault(each["value"] or f"?{each['surface']}", []).append((index, each))
    ordered = sorted(
        joined.values(), key=lambda group: (group[0][1]["lo"] is None, group[0][1]["lo"] or 0, group[0][0])
    )
    return [
        Found(
            group[0][1]["words"] or group[0][1]["surface"],
            _date_remark([each for _, each in group]),
            [places.of(each["start"], f"d{index}") for index, each in group],
            any(each["contradicts"] for _, each in group),
        )
        for group in ordered
    ]


def _date_remark(group: Sequence[Mapping[str, Any]]) -> str:
    first = group[0]
    if any(each["contradicts"] for each in group):
        return "its weekday does not fit"
    if first["value"] is None:
        return "cannot be told without the day on which the text was published"
    surfaces = list(dict.fromkeys(each["surface"] for each in group if each["surface"] != first["words"]))
    return " · ".join(f"“{surface}”" for surface in surfaces[:3])


def _actors(actors: Sequence[Mapping[str, Any]], places: _Places) -> list[Found]:
    ordered = sorted(enumerate(actors), key=lambda item: (-len(item[1]["mentions"]), item[0]))
    found = []
    for index, actor in ordered:
        remark = actor["roles"][0] if actor["roles"] else _ACTOR_TYPES.get(actor["type"], actor["type"])
        shown = [places.of(start, f"a{index}-{n}") for n, (start, _) in enumerate(actor["mentions"])]
        found.append(Found(actor["name"], remark, shown))
    return found


def _quotes(quotes: Sequence[Mapping[str, Any]], places: _Places) -> list[Found]:
    return [
        Found(f"“{each['text']}”", each["speaker"] or "speaker not told", [places.of(each["start"], f"q{index}")])
        for index, each in enumerate(quotes)
        if each["is_speech"]
    ]


def _timeline(dates: Sequence[Mapping[str, Any]]) -> Timeline | None:
    first: dict[str, Mapping[str, Any]] = {}
    for each in dates:
        if each["value"] is not None and each["lo"] is not None:
            first.setdefault(each["value"], each)
    ordered = sorted(first.values(), key=lambda each: (each["lo"], each["start"]))
    return timeline_of([(each["value"], each["lo"], each["label"]) for each in ordered[:TIMELINE_AT_MOST]])


def _leaf(upload: Upload, places: _Places, wanted: int) -> Leaf:
    count = max(places.leaf_of, default=1)
    number = min(max(wanted, 1), count)
    blocks = [block for block, leaf in zip(upload.blocks, places.leaf_of, strict=True) if leaf == number]
    if not blocks:
        return Leaf(number, count, [])
    start, end = blocks[0]["start"], blocks[-1]["end"]
    spans = [span for span in _spans(upload.findings) if span[0] < end and span[1] > start]
    return Leaf(number, count, [shown_block(upload.text, block, spans) for block in blocks])


Span = tuple[int, int, str, str]


def _spans(findings: Mapping[str, Any]) -> Iterable[Span]:
    """Give (start, end, sort, id) of everything that was found."""
    for index, each in enumerate(findings["dates"]):
        yield each["start"], each["end"], "date", f"d{index}"
    for index, actor in enumerate(findings["actors"]):
        for n, (start, end) in enumerate(actor["mentions"]):
            yield start, end, "actor", f"a{index}-{n}"
    for index, each in enumerate(findings["quotes"]):
        if each["is_speech"]:
            yield each["start"], each["end"], "quote", f"q{index}"


def shown_block(text: str, block: Mapping[str, Any], spans: Iterable[Span]) -> ShownBlock:
    """Cut a block where spans begin and end; a place to link to stands at a span's first piece."""
    start, end = block["start"], block["end"]
    inside = [span for span in spans if span[0] < end and span[1] > start]
    cuts = sorted({start, end, *(max(s, start) for s, *_ in inside), *(min(e, end) for _, e, *_ in inside)})
    pieces = []
    for left, right in pairwise(cuts):
        over = [span for span in inside if span[0] <= left and span[1] >= right]
        sorts = tuple(sorted({sort for _, _, sort, _ in over}))
        ids = tuple(id for first, _, _, id in over if id and max(first, start) == left)
        pieces.append(Piece(text[left:right], sorts, ids))
    return ShownBlock(block["number"], block["kind"], block["page"], pieces)


def passage_of(upload: Upload, draft: DraftRow) -> Sequence[ShownBlock]:
    """Give the paragraph of a draft's passage, the passage marked; several where it runs over their border."""
    marks: list[Span] = [(draft.start, draft.end, "mark", "")]
    return [
        shown_block(upload.text, block, marks)
        for block in upload.blocks
        if block["start"] < draft.end and block["end"] > draft.start
    ]


def words_at(upload: Upload, span: Sequence[int] | None) -> str:
    """Give the words of a span; empty without one."""
    return "" if span is None else upload.text[span[0] : span[1]]
