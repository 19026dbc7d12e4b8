"""Rulers of one given name: by numeral or title each is a person, and a bare name is one of them or nobody."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Analysis

PARTED = [
    (
        "Mary I died on 17 November 1558. Mary, Queen of Scots, fled to England in 1568.",
        {"Mary I", "Mary, Queen of Scots"},
    ),
    (
        "Charles IV ruled in Orsk. In 1640 Charles, Duke of Lund, rebelled. The war was short.",
        {"Charles IV", "Charles, Duke of Lund"},
    ),
    ("Mary I was buried there. Mary Queen of Scots wrote poems.", {"Mary I", "Mary Queen of Scots"}),
    (
        "Henry, Duke of Bavaria, hunted with Henry, Count of Anhalt, in 1150.",
        {"Henry, Duke of Bavaria", "Henry, Count of Anhalt"},
    ),
    # One realm is one person, and so is a title beside no namesake.
    ("Philip II of Spain sent a fleet. Philip, King of Spain, was sorry.", {"Philip II of Spain"}),
    ("Anna, Duchess of Lund, built a school. Anna taught there.", {"Anna"}),
    ("Robert Holm, Earl of Lund, led the troops. Holm died in 1590.", {"Robert Holm"}),
]
MEANT = [
    # The one of the paragraph, the one named so far, the one alive; else nobody.
    (
        "Mary I ruled the country for five years.\n\nMary, Queen of Scots, fled in 1568. |Mary| wrote letters.",
        "Mary, Queen of Scots",
    ),
    ("Philip II built a palace. |Philip| prayed there. His son, Philip III, hunted.", "Philip II"),
    (
        "Charles IV died in 1650. Charles, Duke of Lund, wept for him.\n\nIn 1652 |Charles| built a mill.",
        "Charles, Duke of Lund",
    ),
    ("Oto I met Oto II at Orsk in 950. A truce was made. |Oto| went home.", "Oto I"),
    ("Oto I and Oto II met at Orsk in 950. A truce was made. |Oto| went home.", None),
    ("Peter I and Peter II signed the treaty in 1725.\n\nIn 1726 |Peter| sailed to Lund.", None),
    ("Philip II died in 1598. Philip III fought on. Ada Moe wrote in 1988 that |Philip| gave bad orders.", None),
    # A surname has no rival in a numeral.
    ("Mary Holm taught. Mary I ruled in 1555. Later |Holm| left.", "Mary Holm"),
]
SPEAKERS = [
    ("Mary, Queen of Scots, was beheaded in 1587. In 1588 Elizabeth I rode. “Wait,” the queen said.", "Elizabeth I"),
    ("Queen Ada died in 1558. In 1570 the ships came. “Let us wait,” the queen said.", "the queen"),
    ("Queen Ada came in 1558. “Let us wait for them,” the queen said.", "Ada"),
]


def _read(words: str) -> Analysis:
    return analyse(make_text(words))


@pytest.mark.parametrize(("words", "people"), PARTED)
def test_a_numeral_or_a_title_of_rule_makes_a_person(words: str, people: set[str]) -> None:
    assert {actor.canonical for actor in _read(words).cast.actors if actor.type == "person"} == people


@pytest.mark.parametrize(("words", "person"), MEANT)
def test_a_bare_given_name_means_one_or_nobody(words: str, person: str | None) -> None:
    before, name, behind = words.split("|")
    cast = _read(before + name + behind).cast
    start = len(before.replace("\n\n", "\n"))
    found = [cast.actors[mention.actor].canonical for mention in cast.mentions if mention.start == start]
    assert found == ([] if person is None else [person])


@pytest.mark.parametrize(("words", "speaker"), SPEAKERS)
def test_the_queen_is_nobody_who_is_dead(words: str, speaker: str) -> None:
    assert [quote.speaker for quote in _read(words).quotes] == [speaker]


@pytest.mark.parametrize(
    ("words", "type_"),
    [
        ("The Duke of Medina Sidonia sailed. Medina Sidonia reached Lisbon.", "person"),
        ("The Earl of Oxford Vane rode north. Oxford Vane wrote to the king.", "person"),
        ("The Duke of Orsk sailed. Oxford Dictionaries chose the word.", "organisation"),
    ],
)
def test_who_has_a_title_is_no_body_named_for_a_place(words: str, type_: str) -> None:
    last = words.rpartition(". ")[2].split()[:2]
    assert [actor.type for actor in _read(words).cast.actors if actor.canonical == " ".join(last)] == [type_]
