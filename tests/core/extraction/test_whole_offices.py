"""Offices that are asked whole, with all their fields, and those that lack their body, state or field."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

_REST = "\n\nAda Berg sang in Lund.\n\nIts hall stands by the water.\n\nMany towns envy it."

WHOLE = [
    # a hearing: fields behind the noun
    ("Oda Brandt, minister for fisheries and the coast, spoke in Lund.", "Minister for fisheries and the coast"),
    ("Ruth Hale, secretary of trade and transport, protested in 1951.", "Secretary of trade and transport"),
    # news: an office before the name
    ("Transport minister Gordon Hale denied on Monday that the pier would close.", "Transport minister"),
    ("Norwegian foreign minister Olav Dahl arrived in Lund on Monday.", "Norwegian foreign minister"),
    # history: rulers, viziers and governors
    ("In 1680 the Ottoman grand vizier, Kara Selim, besieged Vienna.", "Ottoman grand vizier"),
    ("The premier of Bengal, Anwar Huq, moved the resolution in 1940.", "Premier of Bengal"),
    ("Mithridates VI, the king of Pontus, invaded Cappadocia in 88 BC.", "King of Pontus"),
    # biography: a director of a body
    (
        "In 1911 Simon Hale, director of the Falk Institute, told a newspaper that he was tired.",
        "of the Falk Institute",
    ),
    (
        "The Falk Institute rose in Lund. In 1911 Simon Hale, the Institute’s director, told a paper that he was ill.",
        "Falk Institute’s director",
    ),
    ("Russia’s ambassador to Norway, Anton Orlov, protested in 1951.", "Russia’s ambassador to Norway"),
]
CUT = [
    ("The plant’s health manager, Dana Moen, left in June.", "Dana Moen"),
    ("Its chief executive, Karl Brenner, flew in from Hamburg.", "Karl Brenner"),
    ("In 1942 the Labour minister Sir Edgar Cole flew to Delhi. Labour had won.", "Edgar Cole"),
    ("The Sikh spokesman, Baldev Gill, agreed in 1947.", "Baldev Gill"),
    ("In 168 BC a Roman envoy, Gaius Laenas, handed over a letter.", "Gaius Laenas"),
    ("The director of operations, Gordon Hale, was heard in June.", "Gordon Hale"),
    ("Her uncle Frank Lasker was British minister in Persia at the time.", "Frank Lasker"),
    ("“The sea is warm,” said Paige Holm, a vice president of Lark Cruises.", "Paige Holm"),
    ("Cyaxares, ruler of the Medes, took Nineveh in 612 BC.", "Cyaxares"),
]


def _offices(words: str) -> list[tuple[str, str, bool]]:
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    found = [*drafts.selected, *drafts.queue]
    # Whether its holder weighs enough is another question than whether it is whole; that one is looked at last.
    return [
        (str(one.raw["stem"]), str(one.raw["key"]), one.held is None or "plays a small part" in one.held.message)
        for one in found
        if one.template == "T6" and ("which office" in str(one.raw["stem"]) or "which title" in str(one.raw["stem"]))
    ]


@pytest.mark.parametrize(("words", "key"), WHOLE, ids=[case[1] for case in WHOLE])
def test_a_whole_office_may_be_asked(words: str, key: str) -> None:
    assert any(is_free and found.endswith(key) for _, found, is_free in _offices(words)), _offices(words)


@pytest.mark.parametrize(("words", "name"), CUT, ids=[case[1] for case in CUT])
def test_an_office_that_lacks_something_is_not_chosen(words: str, name: str) -> None:
    assert not [one for one in _offices(words) if name in one[0] and one[2]]


def test_a_king_bears_a_title() -> None:
    stems = [stem for stem, _, _ in _offices("When Mithridates VI, the king of Pontus, fled in 88 BC, nobody wept.")]
    assert stems == ["According to the document, which title did Mithridates VI hold?"]


@pytest.mark.parametrize(
    ("words", "is_timed"),
    [
        ("The historian Otto Lind, president of Iceland from 2016 to 2024, praised the crews of Lund in 1951.", True),
        ("Otto Lind, mayor of Lund since May 1948, praised the crews in 1951.", True),
        ("Otto Lind, the mayor of Lund, praised the crews in 1951.", False),
    ],
)
def test_who_held_an_office_at_a_told_time_is_not_asked_without_it(words: str, is_timed: bool) -> None:
    drafts = draft_questions(analyse(read((words + _REST).encode(), "text.txt")))
    asked = [one for one in (*drafts.selected, *drafts.queue) if str(one.raw["stem"]).endswith(("Iceland?", "Lund?"))]
    held = [one.held for one in asked if "who was the" in str(one.raw["stem"])]
    assert held
    assert all(one is not None and "at other times" in one.message for one in held) is is_timed


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (
            "In 1911 Simon Hale wrote to Karl Moen, the director of the Falk Institute, and to Otto Lind.",
            "the Falk Institute",
        ),
        ("In 1911 Simon Hale wrote to Karl Moen, the mayor of Lund, and with Otto Lind to Ystad.", "Mayor of Lund"),
        (
            "In 1911 Simon Hale wrote to Karl Moen, the minister for fisheries, and in May to Otto Lind.",
            "for fisheries",
        ),
    ],
)
def test_an_office_ends_before_the_clause_goes_on(words: str, key: str) -> None:
    assert all(found.endswith(key) for _, found, _ in _offices(words))
    assert _offices(words)
