"""Quotation marks in pairs, whatever their shape; what only looks like a mark; and marks without a partner."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import MarkPair, Text
from tests.timing import processor_limit


def inner(text: Text, pair: MarkPair) -> str:
    return text.text[pair.inner_start : pair.inner_end]


def inners(written: str) -> list[str]:
    text = make_text(written)
    return [inner(text, pair) for pair in pair_marks(text)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("“Go,” he said.", ["Go,"]),
        ('"Go," he said, "now."', ["Go,", "now."]),
        ("‘Go,’ he said.", ["Go,"]),
        ("'Go,' he said.", ["Go,"]),
        ("«Go», he said.", ["Go"]),
        ("« Va », he said.", ["Va"]),
        ("„Los“, he said, „los”.", ["Los", "los"]),
        ("»Los«, he said.", ["Los"]),
        ("‹Va›, he said.", ["Va"]),
        ("”Mene”, he said.", ["Mene"]),
        ("‚Los‘, he said.", ["Los"]),
        ('He called it "dead"—and meant it.', ["dead"]),
        ('He said—"dead"—and left.', ["dead"]),
        ('("Go!")', ["Go!"]),
        ("the “reforms”", ["reforms"]),
        ("“One” and “two”, “three”", ["One", "two", "three"]),
        ('A mixed "pair” and “pair"', ["pair", "pair"]),
        ("a mistyped “pair“ here", ["pair"]),
        ("", []),
        ("“”", []),
    ],
)
def test_marks_of_every_shape_are_paired(written: str, expected: list[str]) -> None:
    assert inners(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Lind’s plan, the dockers’ strike and James’ house.",
        "Lind's plan, the dockers' strike and James' house.",
        "In the ’60s and the '70s, rock ’n’ roll and rock 'n' roll.",
        "The class of ’98 didn’t go; it wasn't asked.",
        "’Tis late, 'tis late, go get ’em.",
        'He was 6\'2" tall, and the shelf was 5’ 11" high.',
        "‘Abd al-Malik ruled; Hawai‘i and Qur’an keep theirs.",
        "O’Neill, D’Angelo and the o’clock",
    ],
)
def test_apostrophes_decades_and_inches_are_no_marks(written: str) -> None:
    assert inners(written) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("‘the dockers’ plan’ failed", ["the dockers’ plan"]),
        ("'the dockers' plan' failed", ["the dockers' plan"]),
        ("‘the reforms’ and the dockers’ plan", ["the reforms"]),
        ("He said ‘it’s Lind’s’.", ["it’s Lind’s"]),
        ("“The dockers’ plan,” he said, “isn’t Lind’s.”", ["The dockers’ plan,", "isn’t Lind’s."]),
        ('The 12" gun was "old".', ["old"]),
        ('He wrote "in 1950" above it.', ["in 1950"]),
    ],
)
def test_possessives_do_not_close_a_quotation(written: str, expected: list[str]) -> None:
    assert inners(written) == expected


@pytest.mark.parametrize(
    "written", ["“He told me ‘go home’ twice,” she said.", "\"He told me 'go home' twice,\" she said."]
)
def test_nested_marks_know_how_deep_they_lie(written: str) -> None:
    pairs = pair_marks(make_text(written))
    assert [pair.depth for pair in pairs] == [0, 1]
    assert pairs[0].start < pairs[1].start < pairs[1].end < pairs[0].end


def test_the_same_mark_may_nest() -> None:
    assert inners("“He said “go” and left,” she said.") == ["He said “go” and left,", "go"]


def test_three_levels() -> None:
    text = make_text("“She said, ‘He shouted “stop” at me,’” the witness said.")
    assert [(inner(text, pair), pair.depth) for pair in pair_marks(text)] == [
        ("She said, ‘He shouted “stop” at me,’", 0),
        ("He shouted “stop” at me,", 1),
        ("stop", 2),
    ]


@pytest.mark.parametrize(("left", "right"), [("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»")])
def test_a_speech_of_several_paragraphs_opens_each_of_them(left: str, right: str) -> None:
    text = make_text(f"{left}We waited.\n\n{left}We froze.\n\n{left}We left,{right} he said. {left}Yes.{right}")
    pairs = pair_marks(text)
    assert [(pair.is_unclosed, pair.continues) for pair in pairs] == [
        (True, False),
        (True, True),
        (False, True),
        (False, False),
    ]
    assert inner(text, pairs[1]) == "We froze."


def test_a_speech_may_go_on_without_opening_again() -> None:
    text = make_text("He said: “We waited.\n\nNobody came.\n\nWe left.” Then he sat down.")
    pairs = pair_marks(text)
    assert [(inner(text, pair), pair.continues) for pair in pairs] == [
        ("We waited.", False),
        ("Nobody came.", True),
        ("We left.", True),
    ]


def test_a_missing_mark_swallows_its_paragraph_at_most() -> None:
    text = make_text("He said “we wait. Nobody came.\n\nThe strike ended.\n\n“Good,” said Lind.")
    pairs = pair_marks(text)
    assert [(inner(text, pair), pair.is_unclosed, pair.continues) for pair in pairs] == [
        ("we wait. Nobody came.", True, False),
        ("Good,", False, False),
    ]


def test_a_missing_mark_ends_where_the_next_one_opens() -> None:
    text = make_text("He said “we wait. Then “they left” and so on.")
    assert [(inner(text, pair), pair.is_unclosed) for pair in pair_marks(text)] == [
        ("we wait. Then", True),
        ("they left", False),
    ]


def test_a_closing_mark_alone_is_nothing() -> None:
    assert inners("The strike ended.” Nobody came. “Good,” said Lind.") == ["Good,"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="“”\"‘’'«»„‚‹› as1.,\n", max_size=80))
def test_any_marks_give_pairs_inside_one_block_that_nest(written: str) -> None:
    text = make_text(written)
    pairs = pair_marks(text)
    assert pairs == pair_marks(text)
    assert list(pairs) == sorted(pairs, key=lambda pair: (pair.start, -pair.end))
    around: list[MarkPair] = []
    for pair in pairs:
        block = text.block_at(pair.start)
        assert block.start <= pair.start <= pair.inner_start < pair.inner_end <= pair.end <= block.end
        while around and around[-1].end <= pair.start:
            around.pop()
        assert pair.depth == len(around)
        assert not around or pair.end <= around[-1].end
        around.append(pair)


@pytest.mark.parametrize("unit", ['"', "“", "“a ", "‘a’ ", "'as' ", "“‘", "“a\n\n", "a”\n\n", '" ', "’", "s’ ‘"])
def test_time_grows_with_the_length_of_hostile_marks(unit: str) -> None:
    text = make_text(unit * (100_000 // len(unit)))
    with processor_limit(6):
        pair_marks(text)
