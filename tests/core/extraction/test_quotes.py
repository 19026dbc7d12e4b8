"""Quotations on invented passages of all genres, through the whole pipeline; and laws that hold for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.extraction.actors import find_actors
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.quotes import find_quotes
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Analysis, Quote
from tests.timing import processor_limit

FOLDER = Path(__file__).parent / "quotes"
RENAMED = {"Helen Ross": "Nora Kent", "Ross": "Kent", "Omar Haddad": "Ivan Petrov", "Haddad": "Petrov"}
MARKS = "“”\"'’‘«»„"


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
            yield pytest.param(case, id=f"{path.stem}-{number}")


def quotes_of(words: str) -> tuple[Quote, ...]:
    return analyse(make_text(words)).quotes


@pytest.mark.parametrize("case", list(cases()))
def test_passage(case: dict[str, Any]) -> None:
    found = quotes_of(case["text"])
    assert [(q.text, q.kind, q.speaker) for q in found] == [
        (q["text"], q["kind"], q["speaker"]) for q in case["quotes"]
    ], [q.rule for q in found]
    groups: dict[int, int] = {}
    numbers = [groups.setdefault(q.group, len(groups) + 1) if q.group is not None else None for q in found]
    assert numbers == [q.get("group") for q in case["quotes"]]


def test_the_corpus_is_large_and_knows_every_genre() -> None:
    texts = [case["text"] for path in FOLDER.glob("*.yaml") for case in yaml.safe_load(path.read_text("utf-8"))]
    assert len(texts) >= 170
    assert len(set(texts)) == len(texts)
    assert len(list(FOLDER.glob("*.yaml"))) >= 8


def test_renamed_actors_give_the_same_quotes() -> None:
    words = (
        "Helen Ross opened the hearing. “We begin,” Ross said, “with the facts.” Omar Haddad called the report “a map "
        "of excuses”.\n\nShe warned him that the court had “no patience left”. According to Haddad, it “never had any”."
    )
    renamed = re.sub("|".join(sorted(RENAMED, key=len, reverse=True)), lambda match: RENAMED[match[0]], words)
    shape = [(q.text, q.kind, RENAMED.get(q.speaker or "", q.speaker), q.rule, q.group) for q in quotes_of(words)]
    assert [(q.text, q.kind, q.speaker, q.rule, q.group) for q in quotes_of(renamed)] == shape
    assert all(speaker for _, _, speaker, _, _ in shape)


def test_quotation_marks_of_other_habits_give_the_same_speakers() -> None:
    words = "“The nets were empty,” said Omar Haddad. Helen Ross called the sea “a tired field”."
    expected = [(q.text, q.kind, q.speaker) for q in quotes_of(words)]
    for opening, closing in ('""', "«»", "„“", "‘’", "''"):
        other = words.replace("“", opening).replace("”", closing)
        assert [(q.text, q.kind, q.speaker) for q in quotes_of(other)] == expected, other


def test_evidence_stands_beside_a_quote() -> None:
    words = "Finance Minister Omar Haddad told Helen Ross that the bill was “a stone in a shoe”."
    analysis = analyse(make_text(words))
    quote = analysis.quotes[0]
    assert quote.cue is not None
    assert words[quote.cue[0] : quote.cue[1]] == "told"
    assert quote.addressee is not None
    assert analysis.cast.actors[quote.addressee].canonical == "Helen Ross"
    assert quote.rule.startswith("Q1-")


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("“We begin,” said Helen Ross.", 1.0),
        ("Helen Ross opened the hearing. “We begin,” she said.", 0.85),
    ],
)
def test_a_quote_is_as_sure_as_its_weakest_step(words: str, factor: float) -> None:
    product = 1.0
    for reason in quotes_of(words)[0].reasons:
        product *= reason.factor
    assert product <= factor + 1e-9
    assert product >= factor * 0.7


def assert_sound(analysis: Analysis) -> None:
    words = analysis.text.text
    last = -1
    for quote in analysis.quotes:
        assert words[quote.start : quote.end] == quote.text
        assert quote.start >= last
        last = quote.start
        if quote.cue:
            assert 0 <= quote.cue[0] < quote.cue[1] <= len(words)
        if quote.actor is not None:
            assert analysis.cast.actors[quote.actor].canonical == quote.speaker


SPOKEN = (
    "according to",
    "and",
    "who",
    "“Yes,”",
    "in a statement",
    "’s",
    "claim",
    "Q:",
    "was",
    "quoted",
    "saying",
    "\n\n",
)
NAMED = ("said", "Helen Ross", "he", "told", "that", "the minister", "called", "by", "as", "Norway")
FRAGMENTS = st.sampled_from([*MARKS, *",.;:?!—- \n", *SPOKEN, *NAMED])
HOSTILE = (
    "“a” ",
    "“",
    "said, ",
    "he said “no” and ",
    "Ana Moe’s ",
    "as saying ",
    ", who ",
    "“x,” he said. ",
    "“One.”\n\n",
)


@given(st.lists(FRAGMENTS, max_size=40).map(" ".join) | st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_sound_quotes_twice_the_same(words: str) -> None:
    analysis = analyse(make_text(words))
    assert_sound(analysis)
    assert analyse(make_text(words)).quotes == analysis.quotes


@pytest.mark.parametrize("unit", [*HOSTILE, "“One.”\n\n", "of the "])
def test_hostile_text_takes_no_longer_than_its_length(unit: str) -> None:
    text = make_text(unit * (100_000 // len(unit)))
    sentences, marks = split_sentences(text), pair_marks(text)
    cast = find_actors(text, sentences, marks)
    with processor_limit(6):
        quotes = find_quotes(text, sentences, marks, cast)
    assert_sound(Analysis(text, sentences, marks, (), cast, quotes))
