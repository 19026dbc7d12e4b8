"""Laws of actors over any text: spans slice, runs agree, renamed actors keep their structure, time stays linear."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.core.extraction.actors import find_actors, resolve_reference
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.lexicons.tables import rows, tables
from quizapp.core.extraction.lexicons.verbs import claim_nouns, speech_verbs
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Cast
from tests.timing import processor_limit

WORDS = st.sampled_from(
    [
        "Anna",
        "Kim",
        "Jong-un",
        "Mr.",
        "King",
        "of",
        "the",
        "and",
        ",",
        ".",
        "“",
        "”",
        "’s",
        "(",
        ")",
        "said",
        "told",
        "Moscow",
        "Russia",
        "Bank",
        "Duke",
        "II",
        "van",
        "bin",
        "al-Sisi",
        "father",
        "his",
        "North",
        "President",
        "former",
        "U.S.",
        "UN",
        "–",
        "Mount",
        "war",
        "J.",
        "was",
        "born",
        "who",
        "in",
        "to",
        "from",
        "Republic",
        "Ministry",
        "for",
        "Peace",
        "O’Neil",
        "Queen",
    ]
)
SECONDS = 8.0


def cast_of(words: str) -> Cast:
    """Run the stages up to the actors."""
    text = make_text(words)
    return find_actors(text, split_sentences(text), pair_marks(text))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
@example("II%Mr.II")
def test_spans_slice_and_two_runs_agree(words: str) -> None:
    text = make_text(words)
    sentences, marks = split_sentences(text), pair_marks(text)
    cast = find_actors(text, sentences, marks)
    assert find_actors(text, sentences, marks) == cast
    for mention in (*cast.mentions, *cast.places, *cast.names):
        assert text.text[mention.start : mention.end] == mention.surface != ""
    for actor in cast.actors:
        assert actor == cast.actors[actor.id]
        assert actor.canonical in text.text
        assert all(text.text[role.start : role.end] == role.words for role in actor.roles)
    assert [mention.start for mention in cast.mentions] == sorted(mention.start for mention in cast.mentions)
    for token in (token for sentence in sentences for token in sentence.tokens[:5]):
        resolve_reference(text, sentences, cast, token.start, token.end)


STORY = (
    "Finance Minister {a} {b} met {c} {d} in Oslo. {b} thanked {d}. Ms {b} left early. {d}’s brother {e} {d} stayed. "
    "The {f} Party attacked {b}. “We lost,” said {e} {d}, its treasurer. Later {d} joined the {f} Party."
)
CASTS = [
    ("Ana", "Torres", "Karl", "Brandt", "Otto", "Harvest"),
    ("Ingrid", "Solheim", "Paul", "Webb", "Hugo", "Meadow"),
    ("Elena", "Sorokina", "Viktor", "Malinov", "Boris", "Sunrise"),
    ("Amina", "Okoye", "Samuel", "Adeyemi", "Daniel", "Cocoa"),
]


@pytest.mark.parametrize("names", CASTS[1:])
def test_renaming_all_actors_keeps_the_structure(names: tuple[str, ...]) -> None:
    def structure(words: tuple[str, ...]) -> list[tuple[str, int, int, list[str], tuple[tuple[str, int], ...]]]:
        cast = cast_of(STORY.format(**dict(zip("abcdef", words, strict=True))))
        count = [sum(mention.actor == actor.id for mention in cast.mentions) for actor in cast.actors]
        return [
            (actor.type, count[actor.id], len(actor.forms), [role.words for role in actor.roles], actor.relations)
            for actor in cast.actors
        ]

    assert structure(names) == structure(CASTS[0])
    assert [row[:2] for row in structure(CASTS[0])][:3] == [("person", 4), ("person", 4), ("person", 2)]


@pytest.mark.parametrize(
    "words",
    [
        "Kim " * 25000,
        "Bank of " * 12500,
        "Anna, " * 16000,
        "“A " * 33000,
        "A-" * 50000,
        "Bob’s " * 16000,
        "J. " * 33000,
        "A" * 100000,
        " ".join(f"John Abc{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)} said." for i in range(5500)),
    ],
    ids=["names", "of", "commas", "marks", "hyphens", "owners", "initials", "one word", "namesakes"],
)
def test_hostile_text_takes_linear_time(words: str) -> None:
    text = make_text(words)
    sentences, marks = split_sentences(text), pair_marks(text)
    vocabulary()
    with processor_limit(SECONDS):
        find_actors(text, sentences, marks)


def test_tables_are_whole() -> None:
    assert sum(len(rows(name)) for name in tables()) >= 1500
    for name in tables():
        table = rows(name)
        assert len({tuple(row.values()) for row in table}) == len(table), name
        assert all(next(iter(row.values())).strip() for row in table), name
    words = vocabulary()
    assert all(
        state.until is None or state.since is None or state.since <= state.until for state in words.states.values()
    )


def test_verbs_of_speech_are_found_by_any_form() -> None:
    assert {verb.lemma for form in ("said", "labelled", "denies", "hinting") for verb in speech_verbs()[form]} == {
        "say",
        "label",
        "deny",
        "hint",
    }
    assert claim_nouns()["replies"] == ("reply", "answer")


@pytest.mark.parametrize("heading", ["UI, Workflows & Features", "Bread & Falls", "The Council of Names"])
def test_a_heading_may_end_a_name_at_what_looks_like_a_verb(heading: str) -> None:
    analysis = analyse(
        read(f"{heading}\n\nOtto Lind was the governor of Lund in 1915, and all knew it.\n".encode(), "t.txt")
    )
    assert "Otto Lind" in {actor.canonical for actor in analysis.cast.actors}
