"""Rulers of one given name: “Mary I” and “Mary, Queen of Scots” are two, and a bare “Mary” is one of them or nobody."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from math import inf
from operator import attrgetter, itemgetter

from quizapp.core.extraction.actors.compounds import RULERS, title_end
from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.actors.people import PeopleBook, Person, fits, fold_name, given_gender
from quizapp.core.extraction.actors.roles import role_behind
from quizapp.core.extraction.actors.runs import NUMERAL, is_capital
from quizapp.core.extraction.actors.standings import standing_of
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import DateMention, Sentence, Token

_ENDS = frozenset(("died", "dies", "perished"))
_ENDED = frozenset(("beheaded", "executed", "killed", "murdered", "assassinated", "hanged", "poisoned", "guillotined"))
_DEATHS = frozenset(("death", "execution", "murder", "assassination", "beheading"))
#: So many words may stand between a name and its verb, and between that and the day.
_NEAR, _FAR = 4, 12
#: So many days after a death the text tells of those who write of it.
_LIFETIME = 36525
_A_YEAR = 366
#: So many namings before a bare name are gone through one by one; then each bearer’s last one is looked up.
_STEPS = 32


@dataclass(slots=True)
class _Namings:
    """Where one given name stands with a numeral or a title: by place, by bearer, and by block each bearer’s first."""

    named: Sequence[tuple[int, Person]]
    of_person: dict[int, tuple[Person, list[int]]] = field(default_factory=dict)
    in_block: dict[int, list[tuple[int, Person]]] = field(default_factory=dict)
    #: By block and bearer: the first place where they are the subject.
    leading: dict[tuple[int, int], float] = field(default_factory=dict)

    def latest(self, at: int, is_fit: Callable[[Person], bool]) -> int | None:
        """Give the last place before another one where somebody is named who fits."""
        end = bisect_left(self.named, at, key=itemgetter(0))
        for place, person in self.named[max(0, end - _STEPS) : end][::-1]:
            if is_fit(person):
                return place
        if end <= _STEPS:
            return None
        found = -1
        for person, places in self.of_person.values():
            before = bisect_left(places, at)
            if before and places[before - 1] > found and is_fit(person):
                found = places[before - 1]
        return None if found < 0 else found


@dataclass(slots=True)
class Namesakes:
    """The rulers of each given name that two or more bear, and where the text names each of them in full."""

    rulers: Mapping[str, Sequence[Person]] = field(default_factory=dict)
    titled: Mapping[int, Person] = field(default_factory=dict)
    _named: Mapping[str, _Namings] = field(default_factory=dict)
    _seen: Sequence[Seen] = ()
    _blocks: Sequence[int] = ()
    _days: Sequence[tuple[int, int]] = ()

    def are_many(self, key: str) -> bool:
        """Whether two rulers of the text have this given name."""
        return key in self.rulers

    def meant(self, key: str, at: int, one: Seen) -> Person | None:
        """Give the ruler whom a bare given name means; None where two could be meant.

        It is the one whom the last block with any names, of several the one alive, of several the one who acts there.
        """
        day = day_at(self._days, _opening(self._seen, self._blocks, one), one.tokens[-1].end)
        namings, fit = self._named[key], dict[int, bool]()

        def is_fit(person: Person) -> bool:
            if id(person) not in fit:
                fit[id(person)] = fits(person, key, one.piece.honorific) and not is_dead(person.died, day)
            return fit[id(person)]

        last = namings.latest(at, is_fit)
        if last is None:
            return None
        block = _block_of(self._seen, self._blocks, last)
        near = [person for place, person in namings.in_block[block] if place < at and is_fit(person)]
        if len(near) > 1:
            # Whose death the paragraph has just told, whatever day it was, goes on no more.
            near = [person for person in near if not is_dead(person.died, day and day + _A_YEAR)]
        if len(near) > 1:
            near = list(islice((person for person in near if self._leads(namings, block, person, at)), 2))
        return near[0] if len(near) == 1 else None

    def _leads(self, namings: _Namings, block: int, person: Person, at: int) -> bool:
        """Whether a block has somebody as the subject before a place."""
        key = block, id(person)
        if key not in namings.leading:
            places = namings.of_person[id(person)][1]
            first = next(place for place, other in namings.in_block[block] if other is person)
            own = takewhile(
                lambda place: _block_of(self._seen, self._blocks, place) == block,
                islice(places, bisect_left(places, first), None),
            )
            namings.leading[key] = next((place for place in own if _is_subject(self._seen[place])), inf)
        return namings.leading[key] < at


def _block_of(seen: Sequence[Seen], blocks: Sequence[int], place: int) -> int:
    return blocks[seen[place].piece.sentence] if blocks else 0


def _namings_of(named: Sequence[tuple[int, Person]], seen: Sequence[Seen], blocks: Sequence[int]) -> _Namings:
    found = _Namings(named)
    known = set[tuple[int, int]]()
    for place, person in named:
        found.of_person.setdefault(id(person), (person, []))[1].append(place)
        block = _block_of(seen, blocks, place)
        if (block, id(person)) not in known:
            known.add((block, id(person)))
            found.in_block.setdefault(block, []).append((place, person))
    return found


def find_namesakes(
    seen: Sequence[Seen], book: PeopleBook, blocks: Sequence[int], dates: Sequence[DateMention]
) -> Namesakes:
    """Find the given names that two rulers of the text bear, and give each by-named one a person."""
    named: dict[str, list[tuple[int, Person]]] = {}
    of_realm: dict[tuple[str, str], Person] = {}
    titled: dict[int, Person] = {}
    bodies = [(at, one) for at, one in enumerate(seen) if one.piece.kind == "name" and not one.piece.in_heading]
    for at, one in bodies:
        person = _numbered(one, book)
        if person is not None:
            named.setdefault(person.keys[0], []).append((at, person))
            of_realm.setdefault((person.keys[0], _title(one).partition(" of ")[2]), person)
            of_realm.setdefault((person.keys[0], " ".join(person.keys[person.core + 1 :])), person)
    ruling = _Ruling(seen, book)
    for at, one in sorted(bodies, key=lambda body: -len(body[1].words)):
        is_whole = len(one.words) > 1 and one.words[1].lower() in RULERS and _whole(one, book) is not None
        title = _title(one) if len(one.words) == 1 or is_whole else ""
        if title:
            key = fold_name(one.words[0])
            known = _whole(one, book) or ruling.find(key) or _of_title(one, key)
            person = of_realm.setdefault((key, title.partition(" of ")[2]), known)
            titled[at] = person
            named.setdefault(key, []).append((at, person))
    many = {key: found for key, found in named.items() if len({id(person) for _, person in found}) > 1}
    rulers = {key: tuple({id(person): person for _, person in found}.values()) for key, found in many.items()}
    for key, found in many.items():
        many[key] = sorted(found, key=lambda pair: pair[0])
        for at, person in found:
            note_death(person, seen[at], dates)
    kept = {at: person for at, person in titled.items() if person.keys[0] in many}
    namings = {key: _namings_of(found, seen, blocks) for key, found in many.items()}
    return Namesakes(rulers, kept, namings, seen, blocks, days_of(dates))


def note_death(person: Person, one: Seen, dates: Sequence[DateMention]) -> None:
    """Keep the last day that the clause of a name tells as its bearer's death."""
    verb = _death_at(one)
    if verb < 0:
        return
    tokens = one.tokens
    start, end = tokens[verb].start, tokens[min(len(tokens) - 1, verb + _FAR)].end
    at = bisect_left(dates, start, key=attrgetter("start"))
    days = [date.value.hi for date in dates[at : at + 1] if date.start < end and date.value is not None]
    if days and days[0] is not None:
        person.died = max(days[0], person.died) if person.died is not None else days[0]


def is_dead(died: int | None, day: int | None) -> bool:
    """Whether somebody's death, as far as it is told, lies before a day; not before one of later writers."""
    return died is not None and day is not None and died < day < died + _LIFETIME


def days_of(dates: Sequence[DateMention]) -> tuple[tuple[int, int], ...]:
    """Give the points of time of a text by where they stand, each by its first day."""
    points = ((date.start, date.value.lo) for date in dates if date.is_point and date.value is not None)
    return tuple(sorted((start, day) for start, day in points if day is not None))


def day_at(days: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """Give the last day that is told between two offsets."""
    last = bisect_left(days, (end,))
    return days[last - 1][1] if last > bisect_left(days, (start,)) else None


def _title(one: Seen) -> str:
    """Give “queen of scots” for “Mary, Queen of Scots” and “Mary Queen of Scots”."""
    end = title_end(one.tokens, one.piece.last)
    behind = [token.text for token in one.tokens[one.piece.last : end] if token.is_word]
    words = [word.casefold() for word in (*one.words[1:], *behind)]
    return " ".join(word for word in words if word not in ("the", "grand"))


def _whole(one: Seen, book: PeopleBook) -> Person | None:
    keys = tuple(fold_name(word) for word in one.words)
    return book.find_full(one.words, keys) if len(keys) > 1 else None


@dataclass(slots=True)
class _Ruling:
    """Those with a surname who are told to be rulers: “Mary Stuart became queen”; looked for once, if at all."""

    seen: Sequence[Seen]
    book: PeopleBook
    forms: frozenset[tuple[str, ...]] | None = None

    def find(self, key: str) -> Person | None:
        """Give the one of a given name who rules; nobody where several bear it."""
        people = [person for person in self.book.namesakes(key) if person.keys[0] == key and not person.numeral]
        if len(people) != 1:
            return None
        if self.forms is None:
            self.forms = frozenset(one.words for one in self.seen if one.piece.kind == "name" and _has_rule(one))
        return people[0] if people[0].words in self.forms else None


def _has_rule(one: Seen) -> bool:
    behind = role_behind(one.tokens, one.piece.last)
    return any(role is not None and role.noun.lower() in RULERS for role in (one.role, behind))


def _of_title(one: Seen, key: str) -> Person:
    title = next(token.text for token in one.tokens[one.piece.last :] if token.text.lower() in RULERS)
    listed = vocabulary().titles.get(title.capitalize())
    gender = (listed.gender if listed is not None else None) or given_gender(one.words)
    return Person(one.words, (key,), gender, is_titled=True)


def _numbered(one: Seen, book: PeopleBook) -> Person | None:
    """Give the person whom a name with a numeral names: “Mary I”, “Philip II of Spain”."""
    if len(one.words) < 2 or not NUMERAL.match(one.words[1]):
        return None
    person = book.find_full(one.words, tuple(fold_name(word) for word in one.words))
    return person if person is not None and person.core == 2 and person.numeral else None


def _opening(seen: Sequence[Seen], blocks: Sequence[int], one: Seen) -> int:
    """Give where the block of a name begins, as far as names tell; its sentence where nothing does."""
    if not blocks:
        return one.tokens[0].start
    block = blocks[one.piece.sentence]
    first = bisect_left(seen, block, key=lambda other: blocks[other.piece.sentence])
    return seen[first].tokens[0].start


def _is_subject(one: Seen) -> bool:
    sentence = Sentence(one.tokens[0].start, one.tokens[-1].end, 0, one.tokens)
    return standing_of(sentence, one.start, one.end) == "main"


def _death_at(one: Seen) -> int:
    """Give the place of the word that tells the death of who is named, or -1."""
    tokens, first = one.tokens, one.piece.title_first if one.piece.title_first >= 0 else one.piece.first
    if first > 1 and tokens[first - 1].text == "of" and tokens[first - 2].text.lower() in _DEATHS:
        return one.piece.last - 1
    return next(_deaths_behind(tokens, title_end(tokens, one.piece.last)), -1)


def _deaths_behind(tokens: Sequence[Token], at: int) -> Iterator[int]:
    for place in range(at, min(len(tokens), at + _NEAR)):
        low = tokens[place].text.lower()
        if low in _ENDS or (low in _ENDED and tokens[place - 1].text.lower() in ("was", "been", "were")):
            yield place
        if is_capital(tokens[place]) or low in ("and", "when", "after", "who", "whose", "until", "before"):
            return
