"""Questions that ask the same, found without comparing all with all."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.core import duplicates
from quizapp.core.compare import fold
from quizapp.core.duplicates import Asked, find_contrary, find_near, find_same

WALL = Asked(1, "When was the Berlin Wall begun?", "1961")


def pairs(found):
    return [(pair.first, pair.second) for pair in found]


def test_same_words():
    others = [
        Asked(2, "when was the berlin wall begun", "1961"),
        Asked(3, WALL.stem, "1962"),
        Asked(4, WALL.stem, "1961."),
    ]
    assert pairs(find_same([WALL, *others])) == [(1, 2), (1, 4)]


@pytest.mark.parametrize(
    ("stem", "answer", "is_near"),
    [
        ("When was the wall of Berlin begun?", "1961", True),
        ("Who began the wall of Berlin in that year?", "Ulbricht", False),
        ("When was the Berlin Wall begun? Give the year.", "1961", True),
        ("When was the Berlin Wall opened?", "1989", False),
        ("Who opened the bridge?", "Ada", False),
    ],
)
def test_nearly_the_same(stem, answer, is_near):
    assert pairs(find_near([WALL, Asked(2, stem, answer)])) == ([(1, 2)] if is_near else [])


def test_the_same_ones_are_left_out():
    questions = [WALL, Asked(2, WALL.stem, "1961"), Asked(3, "When was the wall of Berlin begun?", "1961")]
    assert pairs(find_near(questions, find_same(questions))) == [(1, 3)]


def test_not_all_with_all(monkeypatch):
    compared = []
    monkeypatch.setattr(duplicates.fuzz, "token_set_ratio", lambda *texts, **_: compared.append(texts) or 0)
    rng = Random(1)
    words = [f"w{n}" for n in range(300)]
    questions = [Asked(n, " ".join(rng.choices(words, k=10)), "x") for n in range(1_000)]
    find_near(questions)
    assert 0 < len(compared) < 60_000


def test_pairs_may_be_asked_for_by_their_later_question():
    near = [WALL, Asked(2, "When was the wall of Berlin begun?", "1961"), Asked(3, WALL.stem + " Say when!", "1961")]
    assert sorted(pairs(find_near(near))) == [(1, 2), (1, 3), (2, 3)]
    assert sorted(pairs(find_near(near, among={3}))) == [(1, 3), (2, 3)]


ASKED = "Größter See der Schweiz?"


@pytest.mark.parametrize(
    ("stem", "options", "is_contrary"),
    [
        ("größter See der Schweiz", ["Genfersee", "Zürichsee"], True),
        ("Größter See der Schweiz?", ["Zürichsee", "Thunersee"], True),
        ("Grösster See von Schwyz?", ["Zürichsee", "Genfersee"], False),
    ],
)
def test_one_stem_with_another_answer(stem, options, is_contrary):
    first = Asked(1, ASKED, "Genfersee", "choice", frozenset(("genfersee", "zurichsee")))
    found = find_contrary([first, Asked(2, stem, "Zürichsee", "choice", frozenset(map(fold, options)))])
    assert [(pair.first, pair.second, pair.is_contrary) for pair in found] == ([(1, 2, True)] if is_contrary else [])


def test_another_kind_or_text_above_asks_something_else():
    assert not find_contrary([Asked(1, "Katze", "cat", "text"), Asked(2, "Katze", "tomcat", "open")])


def test_the_same_answer_is_no_other_one():
    assert not find_contrary([Asked(1, "Katze", "Cat"), Asked(2, "Katze", "cat.")])


def test_a_stem_of_many_answers_is_an_instruction():
    asked = [Asked(n, "Spell the word", f"word {n}") for n in range(4)]
    assert pairs(find_contrary(asked[:3])) == [(0, 1), (0, 2)]
    assert not find_contrary(asked)


def test_a_stem_that_names_nothing_asks_by_its_options():
    first, second = (
        Asked(n, "Which of these is right?", words[0], "choice", frozenset(words))
        for n, words in enumerate((("rhythm", "rythm"), ("accommodate", "acommodate")))
    )
    assert not find_contrary([first, second])
    swapped = Asked(2, first.stem, "rythm", "choice", first.options)
    assert pairs(find_contrary([first, swapped])) == [(0, 2)]


def test_contrary_ones_may_be_asked_for_by_their_later_question():
    asked = [Asked(n, "Hund", answer) for n, answer in enumerate(("dog", "hound", "puppy"))]
    assert pairs(find_contrary(asked, among={2})) == [(0, 2)]
