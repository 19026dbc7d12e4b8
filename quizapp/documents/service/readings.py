"""The reading that a document becomes in a bank: its numbered paragraphs, and where words of it stand there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.core.document import Document, Paragraph
from quizapp.core.document_writing import escaped
from quizapp.core.extraction.written_reading import PARAGRAPH_KINDS
from quizapp.documents.models import Upload

QUOTE_AT_MOST = 4_000
#: Stands where paragraphs of other documents are.
_ELSEWHERE = Paragraph(0, "paragraph", "", "")


@dataclass(frozen=True, slots=True)
class Place:
    """A block of the document that is a paragraph of the reading, with its words."""

    number: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class MadeReading:
    """The document for the bank; which paragraph each block became, and where in `text` those blocks stand."""

    document: Document
    numbers: Mapping[int, int]
    text: str
    places: Sequence[Place]

    def placed(self, first: int) -> Document:
        """Give the document with the numbers that its paragraphs have in a bank where this is the first one's."""
        before = (_ELSEWHERE,) * (first - 1)
        own = tuple(replace(each, number=first + each.number - 1) for each in self.document.paragraphs)
        return Document(self.document.title, before + own)

    def place_quotes(self, start: int, quotes: Sequence[str]) -> list[tuple[int, str]]:
        """Give (block, quote) of quotes that stand here, each found nearest to where a passage starts."""
        return [place for quote in quotes if (place := self._find(start, " ".join(quote.split()))) is not None]

    def _find(self, start: int, wanted: str) -> tuple[int, str] | None:
        if not wanted:
            return None
        return next(((place.number, wanted) for place in self._from(start) if wanted in place.words), None)

    def _from(self, start: int) -> Iterator[Place]:
        # Most quotes stand where the passage starts; to look through a whole book for each takes long.
        home = self._at(start)
        if 0 <= home < len(self.places) and self.places[home].start <= start < self.places[home].end:
            yield self.places[home]
        yield from sorted(self.places, key=lambda place: abs(place.start - start))

    def _at(self, start: int) -> int:
        return bisect_right(self.places, start, key=lambda place: place.start) - 1

    def start_of(self, paragraph: int) -> int:
        """Give where a paragraph of the reading starts in the text; the nearest one where it has no such number."""
        return self.places[min(max(paragraph, 1), len(self.places)) - 1].start if self.places else 0

    def passage_quotes(self, start: int, end: int) -> list[tuple[int, str]]:
        """Give (block, quote) of a passage, one for each block that it runs over."""
        found = []
        for place in self.places[max(self._at(start), 0) :]:
            if place.start >= end:
                break
            left, right = max(place.start, start), min(place.end, end)
            if left < right:
                found.append((place.number, " ".join(self.text[left:right].split())[:QUOTE_AT_MOST]))
        return found


def reading_of(upload: Upload) -> MadeReading:
    """Turn blocks into numbered paragraphs; what is furniture of a page is no reading."""
    paragraphs: list[Paragraph] = []
    numbers: dict[int, int] = {}
    places: list[Place] = []
    for block in upload.blocks:
        if block["kind"] == "furniture":
            continue
        words = " ".join(upload.text[block["start"] : block["end"]].split())
        number = len(paragraphs) + 1
        numbers[block["number"]] = number
        places.append(Place(block["number"], block["start"], block["end"], words))
        kind = PARAGRAPH_KINDS.get(block["kind"], "paragraph")
        paragraphs.append(Paragraph(number, kind, words, escaped(words), block["level"]))
    places.sort(key=lambda place: place.start)
    return MadeReading(Document(upload.title, tuple(paragraphs)), numbers, upload.text, places)
