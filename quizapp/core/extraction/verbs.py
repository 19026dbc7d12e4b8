"""Verbs with their frames: forms to lemma, and the forms that a stem needs; what a clause is, is said in `facts/`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from quizapp.core.extraction.lexicons.tables import rows

VerbForm: TypeAlias = Literal["base", "third", "past", "participle", "ing"]

#: Frame of verbs that are known only so that sentences are split rightly; they give no facts.
NO_FRAME = "-"

_SHORT = re.compile(r"(?:^|[^aeiou])[^aeiou]?[aeiou][bdgmnpt]$")
_DOUBLING = ("begin", "forbid", "forget", "overrun", "quit", "upset")


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of the verb table.

    `lemma` may have a particle ("break off"). `takes` holds t (direct object), i (none), d (two objects), c (clause), r
    (an office); `prepositions` those whose phrase is the object. `noun` makes “the ⟨noun⟩ ⟨object⟩” and ends with its
    preposition; empty where there is none. `worth` is 0..1.
    """

    lemma: str
    past: str
    participle: str
    ing: str
    frame: str
    verb_class: str
    takes: frozenset[str]
    prepositions: frozenset[str]
    noun: str
    worth: float

    @property
    def particle(self) -> str:
        """The word that must follow the verb itself, or empty."""
        return self.lemma.partition(" ")[2]

    @property
    def is_transitive(self) -> bool:
        """Whether it can take a direct object."""
        return bool(self.takes & {"t", "d"})

    @property
    def is_intransitive(self) -> bool:
        """Whether it can do without one."""
        return bool(self.takes & {"i", "c", "r"})

    @property
    def takes_clause(self) -> bool:
        """Whether “that …” can follow."""
        return "c" in self.takes


@dataclass(frozen=True, slots=True)
class WordForm:
    """What a word can be as a verb: its forms, and which verb each form belongs to; “found” is of two verbs."""

    forms: frozenset[VerbForm]
    options: tuple[tuple[VerbForm, Verb], ...]

    def find(self, forms: Collection[VerbForm], particle: str = "") -> Verb | None:
        """Find the verb that has one of the forms here and needs this particle (empty: none)."""
        return next((verb for form, verb in self.options if form in forms and verb.particle == particle), None)

    @property
    def particles(self) -> frozenset[str]:
        """The particles that may follow."""
        return frozenset(verb.particle for _, verb in self.options if verb.particle)

    @property
    def plain(self) -> Verb:
        """The first verb without a particle, or else the first."""
        return next((verb for _, verb in self.options if not verb.particle), self.options[0][1])


def find_verb(lemma: str) -> Verb | None:
    """Find a verb by its lemma, with its particle where it has one."""
    return _by_lemma().get(lemma)


@cache
def verb_forms() -> Mapping[str, WordForm]:
    """Give what each form in lower case can be, British and American spellings alike."""
    found: dict[str, list[tuple[VerbForm, Verb]]] = {}
    for verb in _by_lemma().values():
        for word, form in _forms_of(verb):
            for spelling in sorted(_spellings(word)):
                found.setdefault(spelling, []).append((form, verb))
    return {word: WordForm(frozenset(form for form, _ in options), tuple(options)) for word, options in found.items()}


def third_person(lemma: str) -> str:
    """Give the form after he, she or it: visits, carries out."""
    head, _, particle = lemma.partition(" ")
    if head in ("be", "have"):
        form = {"be": "is", "have": "has"}[head]
    elif _ends_in_consonant_y(head):
        form = head[:-1] + "ies"
    else:
        form = head + ("es" if head.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    return f"{form} {particle}".strip()


@cache
def _by_lemma() -> Mapping[str, Verb]:
    return {row["lemma"]: _verb(row) for row in rows("verbs")}


def _verb(row: dict[str, str]) -> Verb:
    head, _, particle = row["lemma"].partition(" ")
    past_head = row["past"].split(" ")[0] or _past(head)
    participle_head = row["participle"].split(" ")[0] or past_head
    parts = row["object"].split(",")
    first = "ti" if parts[0] == "ti" else parts[0]
    plain = {letter for part in (first, *parts[1:]) if part in ("t", "i", "ti", "d", "c", "r") for letter in part}
    ing = _ing(head, row["past"])
    return Verb(
        lemma=row["lemma"],
        past=f"{past_head} {particle}".strip(),
        participle=f"{participle_head} {particle}".strip(),
        ing=f"{ing} {particle}".strip(),
        frame=row["frame"],
        verb_class=row["class"],
        takes=frozenset(plain),
        prepositions=frozenset(part for part in parts if len(part) > 1 and part != "ti"),
        noun=row["noun"],
        worth=float(row["worth"]),
    )


def _forms_of(verb: Verb) -> tuple[tuple[str, VerbForm], ...]:
    head = verb.lemma.partition(" ")[0]
    return (
        (head, "base"),
        (third_person(head), "third"),
        (verb.past.partition(" ")[0], "past"),
        (verb.participle.partition(" ")[0], "participle"),
        (verb.ing.partition(" ")[0], "ing"),
    )


def _spellings(word: str) -> set[str]:
    """Give a form in all its spellings: organised, organized; labelled, labeled; burnt, burned."""
    found = {word}
    if word.endswith(("ise", "ises", "ised", "ising")):
        stem, _, ending = word.rpartition("is")
        found.add(f"{stem}iz{ending}")
    if len(word) > 7 and word.endswith(("lled", "lling")):
        stem, _, ending = word.rpartition("ll")
        found.add(f"{stem}l{ending}")
    if word in ("burnt", "learnt"):
        found.add(word[:-1] + "ed")
    return found


def _past(head: str) -> str:
    if head.endswith("e"):
        return head + "d"
    return head[:-1] + "ied" if _ends_in_consonant_y(head) else head + "ed"


def _ends_in_consonant_y(head: str) -> bool:
    return len(head) > 1 and head.endswith("y") and head[-2] not in "aeiou"


def _ing(head: str, past: str) -> str:
    regular_double = past == head + head[-1] + "ed"
    short_irregular = bool(past) and not past.endswith("ed") and bool(_SHORT.search(head))
    if regular_double or head in _DOUBLING or (short_irregular and len(head) <= 6):
        return head + head[-1] + "ing"
    if head.endswith("ie"):
        return head[:-2] + "ying"
    if head.endswith("e") and not head.endswith(("ee", "oe", "ye")) and head != "be":
        return head[:-1] + "ing"
    return head + "ing"
