"""The bare surname of the one whom a text is about, which a husband or father of the same name does not take over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.actors.people import PeopleBook, Person, fold_name
from quizapp.core.extraction.actors.standings import standing_of
from quizapp.core.extraction.values import Sentence

_NEE = frozenset(("née", "nee", "né"))
#: So many words may stand before the name in the sentence that defines whom the text is about.
_OPENING = 6
#: Who is told of in so many paragraphs shares the surname.
_SHARED = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """The person whom the title or the first sentence names in full, and the words that this person goes by alone.

    `others` are the blocks where a namesake is named in full as a subject, and from which offset, by the surname.
    """

    person: Person
    surnames: frozenset[str]
    others: Mapping[str, Mapping[int, int]]
    blocks: Sequence[int]

    def goes_by(self, key: str, one: Seen) -> bool:
        """Whether a lone surname means this person, where no namesake is told of in the paragraph."""
        told = self.others.get(key, {}).get(self.blocks[one.piece.sentence], one.start)
        return key in self.surnames and one.start <= told


def find_subject(seen: Sequence[Seen], book: PeopleBook, blocks: Sequence[int]) -> Subject | None:
    """Find the person whom the text opens with; None where it opens with nobody, or with two."""
    opening = [one for one in seen if blocks and blocks[one.piece.sentence] <= _first_block(seen, blocks)]
    first = next((one for one in opening if one.piece.kind == "name" and len(one.words) > 1), None)
    if first is None or first.piece.first > _OPENING:
        return None
    person = book.find_full(first.words, tuple(fold_name(word) for word in first.words))
    if person is None or person.is_family_first or person.numeral or person.is_relation or "of" in person.words:
        return None
    surnames = {fold_name(part) for part in person.words[-1].split("-")} | _maiden_names(opening)
    namesakes = {name: _told_of(seen, person, name, blocks) for name in surnames}
    own = frozenset(name for name in surnames if len(namesakes[name]) < _SHARED)
    return Subject(person, own, namesakes, blocks)


def _first_block(seen: Sequence[Seen], blocks: Sequence[int]) -> int:
    """Give the block of the first name in the text proper."""
    return next((blocks[one.piece.sentence] for one in seen if not one.piece.in_heading), 0)


def _maiden_names(opening: Sequence[Seen]) -> set[str]:
    """Give the surnames that “née” stands before."""
    named = (one for one in opening if one.piece.kind == "name" and one.piece.first > 0)
    return {fold_name(one.words[-1]) for one in named if one.tokens[one.piece.first - 1].text.lower() in _NEE}


def _told_of(seen: Sequence[Seen], person: Person, surname: str, blocks: Sequence[int]) -> dict[int, int]:
    """Give the blocks that name another of the surname in full as the subject of a clause, and where they do first."""
    found: dict[int, int] = {}
    for one in seen:
        is_full = one.piece.kind == "name" and len(one.words) > 1 and fold_name(one.words[-1]) == surname
        if not is_full or fold_name(one.words[0]) == person.keys[0] or one.piece.in_heading:
            continue
        sentence = Sentence(one.tokens[0].start, one.tokens[-1].end, 0, one.tokens)
        if standing_of(sentence, one.start, one.end) != "aside":
            found.setdefault(blocks[one.piece.sentence], one.start)
    return found
