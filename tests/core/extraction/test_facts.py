"""Facts of invented sentences in all genres, by tables; laws for any text; speed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.extraction.facts import find_facts
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Cast, Fact, Quote, Slot
from tests.core.extraction.facts_markup import read, unmark
from tests.timing import processor_limit

WORDS = "<p Ana Torres>;met;,;who;and;the treaty;signed;<s Peru>;in;<t 1901=1901>;said;that;by;(;);to"
FOLDER = Path(__file__).parent / "facts"


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
            yield pytest.param(case, id=f"{path.stem}-{number}")


def words(slot: Slot | None) -> str | None:
    return None if slot is None else slot.words


def described(fact: Fact) -> dict[str, Any]:
    """Give a fact as the tables write it: only what is filled or out of the ordinary."""
    when = None if fact.time is None else fact.time.value.value if fact.time.value else "?"
    row = {
        "subject": words(fact.subject),
        "verb": " ".join((*fact.chain, fact.verb)),
        "particle": fact.particle or None,
        "object": words(fact.object),
        "time": when,
        "place": words(fact.place),
        "claimant": words(fact.claimant),
        "others": [f"{preposition} {slot.words}".strip() for preposition, slot in fact.others] or None,
        "modality": None if fact.modality == "asserted" else fact.modality,
        "negative": fact.is_negative or None,
        "passive": fact.is_passive or None,
        "superlative": fact.superlative or None,
        "frame": fact.frame,
    }
    return {name: value for name, value in row.items() if value is not None}


@pytest.mark.parametrize("case", list(cases()))
def test_a_sentence_gives_its_facts_and_no_others(case: dict[str, Any]) -> None:
    analysis = read(case["text"], case.get("refer"))
    # what whole clauses tell has tables of its own
    assert [described(fact) for fact in analysis.facts if fact.frame != "told"] == case["facts"]


@pytest.mark.parametrize("case", list(cases()))
def test_spans_slice_and_confidence_has_its_reasons(case: dict[str, Any]) -> None:
    analysis = read(case["text"], case.get("refer"))
    length = len(analysis.text.text)
    for fact in analysis.facts:
        assert 0 <= fact.start < fact.end <= length
        assert fact.rule
        assert 0 < fact.confidence <= 1
        for slot in fact.slots:
            assert 0 <= slot.start < slot.end <= length
            assert slot.words == slot.words.strip() != ""
            assert set(slot.heads) <= set(slot.actors) | set(slot.heads)


def test_headings_and_questions_give_no_facts() -> None:
    text = make_text("Kenya Leaves the Union\n\nDid Kenya leave the union in 1901? It is not known to anybody here.\n")
    assert find_facts(text, split_sentences(text), pair_marks(text), (), Cast(), ()) == ()


def test_a_quotation_gives_a_fact_with_its_speaker_as_claimant() -> None:
    marked = "“We shall rebuild the harbour,” <p Ana Torres> told <p Luis Prado>."
    plain = unmark(marked).plain
    start, end = plain.index("We"), plain.index(",”")
    cue = (plain.index("told"), plain.index("told") + 4)
    quote = Quote(start, end, plain[start:end], "direct", "Ana Torres", "test", actor=0, cue=cue, addressee=1)
    facts = [fact for fact in read(marked, quotes=(quote,)).facts if fact.rule == "facts.quote.direct"]
    assert [described(fact) for fact in facts] == [
        {
            "subject": "Ana Torres",
            "verb": "tell",
            "object": "We shall rebuild the harbour",
            "claimant": "Ana Torres",
            "others": ["to Luis Prado"],
            "frame": "say",
        }
    ]


@settings(max_examples=80, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("aTs he met of in who ,.;:()–“”’ said was born to and 1901 Xy\n"), max_size=120)
)
def test_any_text_gives_facts_whose_spans_lie_in_it(raw: str) -> None:
    text = make_text(raw)
    sentences, marks = split_sentences(text), pair_marks(text)
    first = find_facts(text, sentences, marks, (), Cast(), ())
    assert first == find_facts(text, sentences, marks, (), Cast(), ())
    assert all(0 <= fact.start <= fact.end <= len(text.text) for fact in first)


@settings(max_examples=60, deadline=None)
@given(
    st.permutations(
        [
            "<p Ana Torres>",
            "met",
            ",",
            "who",
            "and",
            "the treaty",
            "signed",
            "<s Peru>",
            "in",
            "<t 1901=1901>",
            "said",
            "that",
            "by",
            "(",
            ")",
            "to",
        ]
    )
)
def test_any_order_of_words_is_survived(pieces: list[str]) -> None:
    analysis = read(" ".join(pieces) + ".")
    assert all(fact.start < fact.end for fact in analysis.facts)


@pytest.mark.parametrize(
    "piece",
    [
        "<p Ana Torres> met <s Peru> in ",
        "said that ",
        "A, ",
        "(",
        "who was ",
        "and ",
        "of the ",
        "to be to ",
        "“a ",
        "met by ",
    ],
)
def test_hostile_repetition_is_read_in_a_second(piece: str) -> None:
    found = unmark(piece * (50_000 // len(piece)))
    text = make_text(found.plain.strip())
    sentences, marks = split_sentences(text), pair_marks(text)
    with processor_limit(4):
        find_facts(text, sentences, marks, found.dates, found.cast, ())


@pytest.mark.parametrize("piece", ["<p Ana Torres>, who met ", "<p Ana Torres> said that ", "and <s Peru> signed it, "])
def test_sentences_as_long_as_may_be_are_read_in_a_second(piece: str) -> None:
    found = unmark("\n".join(piece * (240 // len(piece.split())) + "." for _ in range(12)))
    text = make_text(found.plain.replace(" .", ".").strip())
    sentences, marks = split_sentences(text), pair_marks(text)
    with processor_limit(4):
        find_facts(text, sentences, marks, (), found.cast, ())
