"""A document as its page shows it: its text cut where something was found, three lists into it, a timeline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from quizapp.banks.service import Timeline, timeline_of
from quizapp.documents.models import DraftRow, Upload

#: So many characters of text stand on one page; longer documents are leafed through.
LEAF_CHARACTERS = 60_000
TIMELINE_AT_MOST = 60
#: What weighs less is no event; each further place that names a date adds to it.
EVENT_FROM = 0.2
NAMED_AGAIN = 0.3
NAMED_AT_MOST = 3
#: How what stands before, behind or about a time is told.
_RELATED = {
    "before": "before %s", "after": "after %s", "since": "since %s", "until": "until %s", "by": "by %s",
    "around": "about %s",
}  # fmt: skip
#: Kinds that ask of several events at once.
_OF_SEVERAL = ("order", "match")


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
    #: The page of the document's text that it stands on.
    leaf: int
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
    #: Where each date of the timeline stands, in its order.
    timeline_places: Sequence[Place]
    leaf: Leaf


def overview_of(upload: Upload, leaf_number: int) -> Overview:
    """Give the page of a document that was loaded whole; a leaf that is none is the nearest one."""
    places = _Places(upload)
    found = upload.findings
    events = _main_events(found["dates"])
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
        _timeline(events),
        [places.of(event.date["start"], f"d{event.index}") for event in events],
        _leaf(upload, places, leaf_number),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A block, or what one leaf shows of a long one."""

    block: Mapping[str, Any]
    start: int
    end: int
    leaf: int


class _Places:
    """Which block and leaf an offset stands on."""

    def __init__(self, upload: Upload) -> None:
        self.parts = list(_parts(upload.text, upload.blocks))

    def part_at(self, offset: int) -> _Part | None:
        """Give the part that an offset stands in; None where there is no text."""
        index = bisect_right(self.parts, offset, key=lambda part: part.start) - 1
        return self.parts[max(0, index)] if self.parts else None

    def block_at(self, offset: int) -> int:
        """Give the number of the block that an offset stands in."""
        part = self.part_at(offset)
        return int(part.block["number"]) if part is not None else 0

    def of(self, offset: int, id: str) -> Place:
        """Give the place of an offset."""
        part = self.part_at(offset)
        return Place(self.block_at(offset), part.leaf if part is not None else 1, id)


def _parts(text: str, blocks: Sequence[Mapping[str, Any]]) -> Iterator[_Part]:
    """Give blocks with their leaves; one that no leaf could hold is cut between words."""
    leaf, filled = 1, 0
    for block in blocks:
        start, end = block["start"], block["end"]
        while True:
            stop = end if end - start <= LEAF_CHARACTERS else _word_end(text, start, start + LEAF_CHARACTERS)
            if filled and filled + stop - start > LEAF_CHARACTERS:
                leaf, filled = leaf + 1, 0
            filled += stop - start
            yield _Part(block, start, stop, leaf)
            if stop >= end:
                break
            start = stop


def _word_end(text: str, start: int, limit: int) -> int:
    """Give where the last word ends before a limit; the limit itself in one endless word."""
    space = text.rfind(" ", start, limit)
    return space + 1 if space > start else limit


def _dates(dates: Sequence[Mapping[str, Any]], places: _Places) -> list[Found]:
    """Join mentions of one value, as a point or as the same bound; in order of time, those without a value last."""
    joined: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for index, each in enumerate(dates):
        joined.setdefault(_told(each) if each["value"] else f"?{each['surface']}", []).append((index, each))
    ordered = sorted(
        joined.values(), key=lambda group: (group[0][1]["lo"] is None, group[0][1]["lo"] or 0, group[0][0])
    )
    return [
        Found(
            _told(group[0][1]) or group[0][1]["surface"],
            _date_remark([each for _, each in group]),
            [places.of(each["start"], f"d{index}") for index, each in group],
            any(each["contradicts"] for _, each in group),
        )
        for group in ordered
    ]


def _told(date: Mapping[str, Any]) -> str:
    """Give the words for a date as the text tells it: a bound is no point of time."""
    return _RELATED.get(date["relation"], "%s") % date["words"] if date["words"] else ""


def _date_remark(group: Sequence[Mapping[str, Any]]) -> str:
    first = group[0]
    if any(each["contradicts"] for each in group):
        return "its weekday does not fit"
    if first["value"] is None:
        return "cannot be told without the day on which the text was published"
    surfaces = list(
        dict.fromkeys(each["surface"] for each in group if each["surface"] not in (first["words"], _told(first)))
    )
    return " · ".join(f"“{surface}”" for surface in surfaces[:3])


def _actors(actors: Sequence[Mapping[str, Any]], places: _Places) -> list[Found]:
    ordered = sorted(enumerate(actors), key=lambda item: (-len(item[1]["mentions"]), item[0]))
    found = []
    for index, actor in ordered:
        remark = actor["roles"][0] if actor["roles"] else actor["type"]
        shown = [places.of(start, f"a{index}-{n}") for n, (start, _) in enumerate(actor["mentions"])]
        found.append(Found(actor["name"], remark, shown))
    return found


def _quotes(quotes: Sequence[Mapping[str, Any]], places: _Places) -> list[Found]:
    return [
        Found(f"“{each['text']}”", each["speaker"] or "speaker not told", [places.of(each["start"], f"q{index}")])
        for index, each in enumerate(quotes)
        if each["is_speech"]
    ]


@dataclass(frozen=True, slots=True)
class _Event:
    """A date for the timeline, its place among the dates that were found, and what it weighs with its like."""

    weight: float
    index: int
    date: Mapping[str, Any]


def _main_events(dates: Sequence[Mapping[str, Any]]) -> list[_Event]:
    """Give those that are most exact, most asked about and named most often, in order of time."""
    groups: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for index, each in enumerate(dates):
        if each["value"] is not None and each["lo"] is not None:
            groups.setdefault(each["value"], []).append((index, each))
    events = [
        _Event(_event_weight([each for _, each in group]), *max(group, key=lambda one: _weight_of(one[1])))
        for group in groups.values()
    ]
    main = [event for event in events if event.weight >= EVENT_FROM]
    main = sorted(main if len(main) > 1 else events, key=lambda event: (-event.weight, event.date["start"]))
    return sorted(main[:TIMELINE_AT_MOST], key=lambda event: (event.date["lo"], event.date["start"]))


def _timeline(events: Sequence[_Event]) -> Timeline | None:
    dated = [(event.date["value"], event.date["lo"], event.date["label"]) for event in events]
    return timeline_of(dated, [event.weight for event in events], [_told(event.date) for event in events])


def _weight_of(date: Mapping[str, Any]) -> float:
    """Give what a date weighs; documents that were read before dates were weighed show all of theirs."""
    return float(date.get("weight", 1.0))


def _event_weight(group: Sequence[Mapping[str, Any]]) -> float:
    told = [_weight_of(each) for each in group if _weight_of(each)]
    return max(told, default=0.0) + NAMED_AGAIN * min(len(told) - 1, NAMED_AT_MOST) if told else 0.0


def _leaf(upload: Upload, places: _Places, wanted: int) -> Leaf:
    count = places.parts[-1].leaf if places.parts else 1
    number = min(max(wanted, 1), count)
    parts = [part for part in places.parts if part.leaf == number]
    spans = sorted(_spans(upload.findings), key=lambda span: span[0])
    shown = zip(parts, _spans_in(parts, spans), strict=True)
    return Leaf(number, count, [_shown(upload.text, part, inside) for part, inside in shown])


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


def _spans_in(parts: Sequence[_Part], spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Give the spans that reach into each part; both are in the order of the text, and gone through once."""
    reached, at = list[Span](), 0
    for part in parts:
        while at < len(spans) and spans[at][0] < part.end:
            reached.append(spans[at])
            at += 1
        reached = [span for span in reached if span[1] > part.start]
        yield list(reached)


def _shown(text: str, part: _Part, inside: Sequence[Span]) -> ShownBlock:
    """Cut a part where spans, in the order of the text, begin and end; a span's first piece is a place to link to."""
    start, end = part.start, part.end
    cuts = sorted({start, end, *(max(s, start) for s, *_ in inside), *(min(e, end) for _, e, *_ in inside)})
    pieces, over, at = list[Piece](), list[Span](), 0
    for left, right in pairwise(cuts):
        while at < len(inside) and inside[at][0] <= left:
            over.append(inside[at])
            at += 1
        over = [span for span in over if span[1] > left]
        sorts = tuple(sorted({sort for _, _, sort, _ in over}))
        ids = tuple(id for first, _, _, id in over if id and max(first, start) == left)
        pieces.append(Piece(text[left:right], sorts, ids))
    return ShownBlock(part.block["number"], part.block["kind"], part.block["page"], part.leaf, pieces)


def passage_of(upload: Upload, draft: DraftRow) -> Sequence[ShownBlock]:
    """Give the paragraphs of a draft's passage, the passage marked; where it asks of several events, of each of them.

    Of several events their dates are marked, too: the order of those is what is asked.
    """
    told = [(start, end) for start, end in draft.grounds.get("facts", [])]
    marks: list[Span] = [(draft.start, draft.end, "mark", "")]
    if draft.raw.get("kind") in _OF_SEVERAL and len(told) > 1:
        marks = [(start, end, "mark", "") for start, end in told]
        dates = [(each["start"], each["end"]) for each in upload.findings["dates"]]
        marks += [(s, e, "date", "") for s, e in dates if any(start <= s and e <= end for start, end in told)]
    marks.sort(key=lambda mark: mark[0])
    shown = zip(parts := list(_parts(upload.text, upload.blocks)), _spans_in(parts, marks), strict=True)
    return [_shown(upload.text, part, inside) for part, inside in shown if inside]


def words_at(upload: Upload, span: Sequence[int] | None) -> str:
    """Give the words of a span; empty without one."""
    return "" if span is None else upload.text[span[0] : span[1]]
