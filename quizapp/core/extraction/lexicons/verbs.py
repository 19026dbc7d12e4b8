"""Cue verbs and nouns of speech, verbs of acting, and how regular English verbs and nouns are inflected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from quizapp.core.extraction.lexicons.tables import rows, words

VerbForm: TypeAlias = Literal["base", "third", "past", "participle", "ing"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb: its lemma, what its forms may be, its sense, what it takes, and a particle that it needs.

    `sense` of a speech verb: say, ask, answer, claim, warn, promise, order, demand, advise, praise, blame, name, deny,
    admit, announce, speak, think, write. `takes`: quote (words between marks), clause (that …), person (an object).
    """

    lemma: str
    forms: frozenset[VerbForm]
    sense: str
    takes: frozenset[str]
    particle: str = ""

    @property
    def is_finite(self) -> bool:
        """Whether the form can stand as the verb of a sentence."""
        return bool(self.forms & {"third", "past", "base"})


@cache
def speech_verbs() -> Mapping[str, tuple[Verb, ...]]:
    """Give the verbs of speech by each of their forms, in lower case; a form may belong to several."""
    return _by_form("speech_verbs")


@cache
def action_verbs() -> Mapping[str, tuple[Verb, ...]]:
    """Give the verbs of decision, giving, fighting and life by each of their forms, in lower case."""
    return _by_form("action_verbs")


@cache
def claim_nouns() -> Mapping[str, tuple[str, str]]:
    """Give the nouns of speech by their forms, singular and plural: (singular, sense)."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows("claim_nouns"):
        plural = row["plural"] or row["noun"] + "s"
        for form in (row["noun"], plural):
            if form != "-":
                found.setdefault(form, (row["noun"], row["sense"]))
    return found


def inflect(lemma: str, past: str = "", participle: str = "", ing: str = "") -> Iterator[tuple[str, VerbForm]]:
    """Give the forms of a verb; what is not given is made by the regular rules, several forms are parted by `|`."""
    yield lemma, "base"
    yield _third(lemma), "third"
    pasts = words(past) or (_past(lemma),)
    for form in pasts:
        yield form, "past"
    for form in words(participle) or pasts:
        yield form, "participle"
    for form in words(ing) or (_ing(lemma),):
        yield form, "ing"


def _by_form(table: str) -> Mapping[str, tuple[Verb, ...]]:
    found: dict[str, list[Verb]] = {}
    for row in rows(table):
        forms: dict[str, set[VerbForm]] = {}
        for form, name in inflect(row["verb"], row["past"], row["participle"], row["ing"]):
            forms.setdefault(form, set()).add(name)
        for form, names in forms.items():
            verb = Verb(row["verb"], frozenset(names), row["sense"], frozenset(words(row["takes"])), row["particle"])
            found.setdefault(form, []).append(verb)
    return {form: tuple(verbs) for form, verbs in found.items()}


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + "ing"
