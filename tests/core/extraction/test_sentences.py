"""Sentences end where they do, in every kind of writing; tokens are whole and slice to their surface."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.extraction.sentences import split_sentences, tokenise
from quizapp.core.extraction.text import make_text

GENRES = sorted((Path(__file__).parent / "sentences").glob("*.txt"))
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in GENRES
    for number, case in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    if not case.startswith("#")
]


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_ends_where_it_does(case: str) -> None:
    expected = case.split(" ¦ ")
    text = make_text(" ".join(expected))
    assert [text.text[sentence.start : sentence.end] for sentence in split_sentences(text)] == expected


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        ("Lind’s plan", "Lind|’s|plan"),
        ("Lind's plan", "Lind|'s|plan"),
        ("James’ plan", "James|’|plan"),
        ("They didn’t go", "They|did|n’t|go"),
        ("He can't, she'd go", "He|ca|n't|,|she|'d|go"),
        ("the U.S.’s aims", "the|U.S.|’s|aims"),
        ("the 1960’s end", "the|1960|’s|end"),
        ("Mr. O’Neill of Xi’an", "Mr.|O’Neill|of|Xi’an"),
        ("“Go!” he said", "“|Go|!|”|he|said"),
        ("1,850 men, 3.5 km", "1,850|men|,|3.5|km"),
        ("12,400,000 and 1,85", "12,400,000|and|1|,|85"),
        ("in 1914–18 and 1914-18", "in|1914|–|18|and|1914|-|18"),
        ("on 12/10/1948", "on|12|/|10|/|1948"),
        ("on 12.10.1948", "on|12|.|10|.|1948"),
        ("on 1948-10-12", "on|1948|-|10|-|12"),
        ("at 12:30 or 5.30pm", "at|12:30|or|5.30pm"),
        ("the ’60s and '70s and 1960s", "the|’60s|and|'70s|and|1960s"),
        ("the class of ’98", "the|class|of|’98"),
        ("a well-known North-South line", "a|well-known|North-South|line"),
        ("mid-1960s, pre-1914, mid-May", "mid|-|1960s|,|pre|-|1914|,|mid|-|May"),
        ("a 19th-century, nineteenth-century house", "a|19th|-|century|,|nineteenth|-|century|house"),
        ("the 12th, an 18-year-old", "the|12th|,|an|18-year-old"),
        ("U.S.-led F-16s", "U.S.-led|F-16s"),
        ("at 5 p.m. sharp", "at|5|p.m.|sharp"),
        ("J. R. Lind, J.R. Lind", "J.|R.|Lind|,|J.R.|Lind"),
        ("c. 1950, ca. 1950, No. 5", "c.|1950|,|ca.|1950|,|No.|5"),
        ("wait ... no… yes . . . end", "wait|...|no|…|yes|. . .|end"),
        ("war -- and—peace", "war|--|and|—|peace"),
        ("AT&T and R&D", "AT&T|and|R&D"),
        ("$3.5m (50%)", "$|3.5m|(|50|%|)"),
        ("see www.example.org/a.html.", "see|www.example.org/a.html|."),
        ("Café Ṁ\u0323x", "Café|Ṃ\u0307x"),
    ],
)
def test_tokens_are_what_people_call_words(words: str, tokens: str) -> None:
    text = make_text(words).text
    assert [token.text for token in tokenise(text)] == tokens.split("|")


def test_a_sentence_never_leaves_its_block() -> None:
    text = make_text("The Strike\n\nWorkers walked out\n\nand came back. They won.")
    sentences = split_sentences(text)
    assert [(text.text[one.start : one.end], one.block) for one in sentences] == [
        ("The Strike", 0),
        ("Workers walked out", 1),
        ("and came back.", 2),
        ("They won.", 2),
    ]


def test_a_space_may_be_missing_between_sentences() -> None:
    text = make_text("Nobody was hurt.The road is open!Drive slowly. Version 2.A of Node.Js is out.")
    sentences = [text.text[one.start : one.end] for one in split_sentences(text)]
    assert sentences == ["Nobody was hurt.", "The road is open!", "Drive slowly.", "Version 2.A of Node.Js is out."]


def test_tokens_of_a_stretch_stand_where_the_text_has_them() -> None:
    words = "First part. Second part."
    assert [(token.text, token.start) for token in tokenise(words, 12, 18)] == [("Second", 12)]


WRITING = st.text(
    alphabet=st.one_of(st.sampled_from(" .!?…\"“”‘’'-–1960sUJMrc\n\u0301\xad\xa0ﬁ()[]"), st.characters()), max_size=120
)


@settings(max_examples=200, deadline=None)
@given(WRITING)
def test_any_text_is_covered_by_tokens_that_slice_to_their_surface(written: str) -> None:
    text = make_text(written)
    sentences = split_sentences(text)
    assert sentences == split_sentences(make_text(written))
    tokens = [token for sentence in sentences for token in sentence.tokens]
    assert all(text.text[token.start : token.end] == token.text for token in tokens)
    assert "".join(token.text for token in tokens).replace(" ", "") == "".join(text.text.split())
    for sentence in sentences:
        block = text.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert (sentence.tokens[0].start, sentence.tokens[-1].end) == (sentence.start, sentence.end)
