"""All that the tables say about names, offices and kin, as sets and maps that the stages look words up in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from quizapp.core.extraction.lexicons.phrases import Entry, EntryKind, Phrases, make_phrases
from quizapp.core.extraction.lexicons.tables import rows, words
from quizapp.core.extraction.values import Gender

_STATE_COLUMNS: tuple[tuple[str, EntryKind], ...] = (
    ("aliases", "state"),
    ("capitals", "capital"),
    ("seats", "seat"),
    ("adjectives", "adjective"),
    ("people", "people"),
)


@dataclass(frozen=True, slots=True)
class State:
    """A state, living or dead. Years are astronomical (1 BC is 0); None where open or unknown."""

    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    since: int | None
    until: int | None
    region: str


@dataclass(frozen=True, slots=True)
class Title:
    """An office or honorific: its role class, its gender, and whether it stands only before a name."""

    role: str
    gender: Gender | None
    use: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of one language. Names keep their case; kin, heads and role nouns are in lower case."""

    phrases: Phrases
    states: Mapping[str, State]
    titles: Mapping[str, Title]
    role_nouns: Mapping[str, Title]
    modifiers: frozenset[str]
    kin: Mapping[str, tuple[Gender | None, str]]
    given: Mapping[str, Gender | None]
    spanish: frozenset[str]
    family_first: Mapping[str, str]
    organisation_heads: Mapping[str, str]
    event_heads: Mapping[str, str]
    place_heads: frozenset[str]
    joiners: Mapping[str, str]
    starters: frozenset[str]
    plain_adjectives: frozenset[str]
    plain_nouns: frozenset[str]
    demonyms: Mapping[str, str]
    organisations: Mapping[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Read the tables, once."""
    common = rows("common_words")
    return Vocabulary(
        phrases=make_phrases(_phrases()),
        states={row["name"]: _state(row) for row in rows("states")},
        titles={row["title"]: Title(row["role"], _gender(row["gender"]), row["use"]) for row in rows("titles")},
        role_nouns={row["noun"]: Title(row["role"], _gender(row["gender"]), "noun") for row in rows("role_nouns")},
        modifiers=frozenset(row["word"] for row in rows("title_modifiers")),
        kin={row["word"]: (_gender(row["gender"]), row["inverse"]) for row in rows("kinship")},
        given={row["name"]: _gender(row["gender"]) for row in rows("given_names")},
        spanish=frozenset(
            row["name"] for row in rows("given_names") if row["culture"] in ("Spanish", "Portuguese", "Italian")
        ),
        family_first={row["surname"]: row["culture"] for row in rows("family_first")},
        organisation_heads={row["head"]: row["type"] for row in rows("organisation_heads")},
        event_heads={row["head"]: row["kind"] for row in rows("event_heads")},
        place_heads=frozenset(row["head"] for row in rows("place_heads")),
        joiners={row["word"]: row["use"] for row in rows("joiners")},
        starters=frozenset(row["word"] for row in common if row["kind"] == "starter"),
        plain_adjectives=frozenset(row["word"] for row in common if row["kind"] == "adjective"),
        plain_nouns=frozenset(row["word"] for row in common if row["kind"] == "noun"),
        demonyms=_demonyms(),
        organisations={row["name"]: row["type"] for row in rows("organisations")},
    )


def _phrases() -> Iterator[tuple[str, Entry]]:
    yield from _state_phrases()
    for row in rows("organisations"):
        for phrase in (row["name"], *words(row["aliases"])):
            yield phrase, Entry("group" if row["type"] == "group" else "organisation", row["name"])
    for row in rows("peoples"):
        yield row["people"], Entry("people", row["people"])
        if row["adjective"] and row["adjective"] != row["people"]:
            yield row["adjective"], Entry("adjective", row["people"])
    for row in rows("titles"):
        yield row["title"], Entry("title", row["title"])
    for row in rows("places"):
        yield row["name"], Entry("place", row["name"])
    for row in rows("not_names"):
        yield row["word"], Entry("language" if row["kind"] == "language" else "other", row["kind"])


def _state_phrases() -> Iterator[tuple[str, Entry]]:
    for row in rows("states"):
        name = row["name"]
        yield name, Entry("state", name)
        for column, kind in _STATE_COLUMNS:
            for phrase in words(row[column]):
                yield phrase, Entry(kind, name)


def _state(row: Mapping[str, str]) -> State:
    lists = (words(row[name]) for name in ("aliases", "adjectives", "people", "capitals", "seats"))
    aliases, adjectives, people, capitals, seats = lists
    since, until = _year(row["since"]), _year(row["until"])
    return State(row["name"], aliases, adjectives, people, capitals, seats, since, until, row["region"])


def _demonyms() -> Mapping[str, str]:
    """Give the state of each adjective; the first row that has it, a living state before a dead one."""
    living = sorted(rows("states"), key=lambda row: row["until"] != "")
    found: dict[str, str] = {}
    for row in living:
        for adjective in words(row["adjectives"]):
            found.setdefault(adjective, row["name"])
    return found


def _year(cell: str) -> int | None:
    if not cell:
        return None
    return 1 - int(cell[2:]) if cell.startswith("BC") else int(cell)


def _gender(cell: str) -> Gender | None:
    return "female" if cell == "female" else "male" if cell == "male" else None
