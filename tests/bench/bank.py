"""A synthetic bank: questions of several kinds about made-up matters, with a document that carries some of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from quizapp.core.kinds import parse_question
from quizapp.core.question import Way
from quizapp.core.searching import words_of
from quizapp.plumbing.markup import render_markdown

SENTENCES_PER_PARAGRAPH = 6
QUESTIONS_PER_SENTENCE = 2
PARAGRAPHS_AT_MOST = 600
NAMES_AT_MOST = 60
CHECKED = 40

_WORDS = (
    "river", "harbour", "treaty", "signal", "orchard", "engine", "winter", "council", "bridge", "letter", "island",
    "copper", "market", "voyage", "castle", "garden", "border", "senate", "lantern", "valley", "comet", "archive",
    "railway", "meadow", "circle", "captain", "journal", "summit", "furnace", "canal",
)  # fmt: skip
_FIRST = (
    "Ada", "Bela", "Carl", "Dora", "Emil", "Flora", "Gus", "Hanna", "Igor", "Jana", "Karl", "Lena", "Milan", "Nora",
    "Otto", "Paula", "Rosa", "Sven", "Tilda", "Wim",
)  # fmt: skip
_LAST = (
    "Abel", "Berg", "Cerny", "Dahl", "Eder", "Falk", "Grau", "Horn", "Ibsen", "Jung", "Kraus", "Lind", "Moser",
    "Novak", "Orban", "Pohl", "Quist", "Roth", "Sander", "Thal", "Unger", "Vogel", "Weiss", "Zeman", "Arden",
    "Brook", "Clay", "Dunn", "Frost", "Hale",
)  # fmt: skip
_ABOUT = {"choice": "actor", "date": "date", "text": "place"}
KINDS = ("choice", "text", "date", "true_false", "number", "multiple", "cloze", "order")


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question as its row holds it; JSON columns are text already."""

    slug: str
    kind: str
    body: str
    rendered: str
    about: str
    position: int
    sibling_key: str | None
    words: str


@dataclass(frozen=True, slots=True)
class MadeParagraph:
    """A paragraph of the document and its sentences."""

    number: int
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.sentences)


def make_paragraphs(rng: Random, question_count: int) -> list[MadeParagraph]:
    """Make a document long enough for its questions, two to a sentence, up to 600 paragraphs."""
    per_paragraph = SENTENCES_PER_PARAGRAPH * QUESTIONS_PER_SENTENCE
    count = min(PARAGRAPHS_AT_MOST, max(1, question_count // per_paragraph))
    return [
        MadeParagraph(number, tuple(_sentence(rng) for _ in range(SENTENCES_PER_PARAGRAPH)))
        for number in range(1, count + 1)
    ]


def make_questions(rng: Random, count: int, paragraphs: Sequence[MadeParagraph]) -> Iterator[MadeQuestion]:
    """Make so many questions, kinds in turn; the first of them have their evidence in the document."""
    for position in range(1, count + 1):
        kind = KINDS[position % len(KINDS)]
        raw: dict[str, Any] = {"id": f"q{position}", "kind": kind, **_own(rng, kind, position)}
        if kind in _ABOUT:
            raw["about"] = _ABOUT[kind]
        raw["explanation"] = _sentence(rng)
        paragraph, sentence = divmod((position - 1) // QUESTIONS_PER_SENTENCE, SENTENCES_PER_PARAGRAPH)
        key = None
        if paragraph < len(paragraphs):
            raw["evidence"] = {"paragraph": paragraph + 1, "quote": paragraphs[paragraph].sentences[sentence]}
            key = f"{paragraph + 1}.{sentence}"
        if position <= CHECKED:
            _check(raw)
        about = str(raw.get("about", "other"))
        yield MadeQuestion(
            raw["id"], kind, json.dumps(raw), json.dumps(_rendered(raw)), about, position, key, words_of(raw)
        )


def ways_of(kind: str) -> tuple[Way, ...]:
    """Give the ways in which the made questions of a kind can be asked."""
    return parse_question({"id": "q1", "kind": kind, **_own(Random(1), kind, 1)}).ways


def make_outline(question_count: int) -> dict[str, Any]:
    """Give the outline of a bank of so many questions, as far as pages look at it."""
    kinds = Counter(KINDS[position % len(KINDS)] for position in range(1, question_count + 1))
    about: Counter[str] = Counter()
    for kind, n in kinds.items():
        about[_ABOUT.get(kind, "other")] += n
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    return {
        "questions": question_count,
        "about": dict(about),
        "kinds": dict(kinds),
        "dates": [[str(1000 + 15 * i), 365 * i, f"The {_WORDS[i % len(_WORDS)]}"] for i in range(NAMES_AT_MOST)],
        "actors": [[name, 3] for name in names[:NAMES_AT_MOST]],
        "actor_names": sorted(names),
    }


def _own(rng: Random, kind: str, position: int) -> dict[str, Any]:
    stem = f"{_sentence(rng)[:-1]}, number {position}"
    if kind == "choice":
        names = rng.sample(_LAST, 4)
        people = [f"{rng.choice(_FIRST)} {name}" for name in names]
        return {"stem": f"Who stood behind this: {stem}?", "key": people[0], "distractors": people[1:]}
    if kind == "text":
        places = [word.title() for word in rng.sample(_WORDS, 4)]
        return {"stem": f"Where was this: {stem}?", "key": places[0], "distractors": places[1:]}
    if kind == "date":
        years = [str(year) for year in rng.sample(range(1200, 2000), 4)]
        return {"stem": f"In which year was this: {stem}?", "key": years[0], "distractors": sorted(years[1:])}
    if kind == "true_false":
        return {"stem": f"{stem}.", "key": rng.random() < 0.5}
    if kind == "number":
        numbers = rng.sample(range(10, 900), 4)
        return {"stem": f"How many were there: {stem}?", "key": numbers[0], "distractors": sorted(numbers[1:])}
    words = [word.title() for word in rng.sample(_WORDS, 5)]
    if kind == "multiple":
        return {"stem": f"Which belong to it: {stem}?", "key": sorted(words[:2]), "distractors": words[2:]}
    if kind == "cloze":
        return {"stem": f"{stem}: between [[1]] and [[2]].", "gaps": [_gap(words[:3]), _gap(words[3:])]}
    return {"stem": f"Put these in order: {stem}.", "items": words[:4]}


def _gap(words: Sequence[str]) -> dict[str, Any]:
    return {"key": words[0], "distractors": list(words[1:])}


def _sentence(rng: Random) -> str:
    words = rng.choices(_WORDS, k=11)
    return f"The {' '.join(words)}."


def _rendered(raw: dict[str, Any]) -> dict[str, Any]:
    # What `render_markdown` gives for plain words, at a hundredth of its cost; `_check` compares.
    return {
        "stem": f"<p>{raw['stem']}</p>\n",
        "context": "",
        "explanation": f"<p>{raw['explanation']}</p>\n",
        "hints": [],
    }


def _check(raw: dict[str, Any]) -> None:
    made = _rendered(raw)
    if made["stem"] != render_markdown(raw["stem"]) or made["explanation"] != render_markdown(raw["explanation"]):
        raise AssertionError("the words of the made questions are not plain")
    dumped = parse_question(raw).dump()
    if dumped != raw:
        raise AssertionError(f"core writes this question otherwise: {dumped} for {raw}")
