"""Questions on paper: the same seed gives the same paper, each variant has its key, and nothing shows it."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.core.formats.printing import Mixing, letter_of, make_variants, pick
from quizapp.core.kinds import KINDS, parse_question
from tests.core.formats.ten_kinds import FULL, PLAIN

ALL = [parse_question({"id": f"k-{kind.kind.replace('_', '-')}", **kind.example}) for kind in KINDS]
BANK = [parse_question(raw) for raw in (*PLAIN, *FULL)]
CHOICE = {"id": "cities", "kind": "choice", "stem": "Which?", "key": "Rome", "distractors": ["Bonn", "Oslo", "Bern"]}


def test_the_same_seed_gives_the_same_paper() -> None:
    mixing = Mixing("june", variants=4, shuffles_questions=True)
    assert make_variants(BANK, mixing) == make_variants(list(BANK), mixing)
    assert make_variants(BANK, mixing) != make_variants(BANK, Mixing("july", variants=4, shuffles_questions=True))


def test_variants_have_all_questions_in_other_orders() -> None:
    variants = make_variants(BANK, Mixing("june", variants=3, shuffles_questions=True))
    assert [variant.letter for variant in variants] == ["A", "B", "C"]
    ids = [[printed.question.id for printed in variant.questions] for variant in variants]
    assert all(sorted(each) == sorted(question.id for question in BANK) for each in ids)
    assert len({tuple(each) for each in ids}) == 3
    assert [printed.number for printed in variants[0].questions] == list(range(1, len(BANK) + 1))
    [alone] = make_variants(BANK, Mixing("june"))
    assert (alone.letter, [p.question.id for p in alone.questions]) == ("", [question.id for question in BANK])


def test_each_key_names_the_right_options_of_its_variant() -> None:
    places = set()
    for variant in make_variants([parse_question(CHOICE)], Mixing("s", variants=8)):
        [printed] = variant.questions
        [right] = [option for option in printed.options if option.letter == printed.key]
        assert right.text == "Rome"
        places.add(printed.key)
    assert len(places) > 1


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_options_do_not_depend_on_the_key(seed) -> None:
    other = {**CHOICE, "key": "Bonn", "distractors": ["Rome", "Oslo", "Bern"]}
    shown = [
        [
            option.text
            for variant in make_variants([parse_question(raw)], Mixing(seed, variants=5))
            for option in variant.questions[0].options
        ]
        for raw in (CHOICE, other)
    ]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
@pytest.mark.parametrize("way", ["recognise", "recall"])
def test_every_kind_stands_on_paper(question, way) -> None:
    [variant] = make_variants([question], Mixing("x", way=way))
    [printed] = variant.questions
    assert printed.key == "" if question.kind == "open" and not question.answer() else printed.key
    shown = {option.text for option in printed.options}
    if printed.form == "pairs":
        letters = {option.letter: option.text for option in printed.options}
        told = dict(part.split(" ") for part in printed.key.split(", "))
        assert [letters[told[str(n)]] for n, _ in enumerate(question.pairs, 1)] == [p.right for p in question.pairs]
    elif printed.form == "order":
        letters = {option.letter: option.text for option in printed.options}
        assert tuple(letters[letter] for letter in printed.key.split()) == question.items
        assert [option.text for option in printed.options] != list(question.items)
    elif printed.form == "boxes":
        letters = {option.letter: option.text for option in printed.options}
        assert {letters[letter] for letter in printed.key.split(", ")} == set(question.right_values)
    elif printed.form == "options":
        assert len(shown) > 1


def test_a_part_of_the_questions_is_chosen_by_the_seed() -> None:
    ids = [question.id for question in BANK]
    chosen = pick(ids, 5, "june")
    assert chosen == sorted(chosen)
    assert len(set(chosen)) == 5
    mixed = list(ids)
    Random(1).shuffle(mixed)
    assert {mixed[place] for place in pick(mixed, 5, "june")} == {ids[place] for place in chosen}
    assert pick(ids, 5, "july") != chosen
    assert pick(ids, 0, "june") == pick(ids, 999, "june") == list(range(len(ids)))


def test_there_are_letters_for_every_option() -> None:
    assert [letter_of(place) for place in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
