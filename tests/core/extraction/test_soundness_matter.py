"""A question tells its matter: of what somebody spoke, which event is meant, whose “his” is; else it is held."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.soundness.stems import find_unwhole

_REST = (
    "\n\nThe mill of Lund burned, and the water rose. Mayor Karl Moen spoke of fish.\n\nJudge Nils Ek spoke of the mill"
    " and of salt.\n\nBishop Otto Lind spoke of coal and of the mill by the water.\n\nMany towns envy Lund its water."
)


def _drafts(words: str, title: str = "The Mill of Lund") -> list[Draft]:
    drafts = draft_questions(analyse(read(f"{title}\n\n{words}{_REST}".encode(), "text.txt")))
    return [*drafts.selected, *drafts.queue]


def _reasons(words: str, part: str, title: str = "The Mill of Lund") -> set[str]:
    found = [one for one in _drafts(words, title) if part in str(one.raw["stem"]) and one.confidence >= 0.75]
    assert found, [one.raw["stem"] for one in _drafts(words, title)]
    return {
        one.held.message if one.held is not None else ""
        for one in found
        if one.raw["kind"] not in ("cloze", "true_false")
    }


HELD = [
    # council, memoir, trial: words that do not tell of what they are, though the title says what the text is about
    ("“Somebody has to stay awake when all others sleep,” said Captain Per Dahl.", "Somebody has", "Neither the words"),
    ("“Nobody thanked my sister for a night without sleep,” wrote Ines Falk.", "my sister", "Neither the words"),
    ("“I have never trusted anybody who smiles before noon,” said Captain Per Dahl.", "noon", "Neither the words"),
    # history, court: nothing but a time
    ("Count Per Dahl was arrested on 9 May 1712. Ines Falk slept.", "Who was arrested on", "Only a time"),
    ("King Henry III was crowned in 1712. Ines Falk slept.", "Who was crowned", "Only a time"),
    # war, press: what was done is not told
    ("Count Per Dahl was taken in May 1712. Ines Falk slept.", "Per Dahl taken", "where or from whom"),
    # business: an office without its body
    ("In 1911 Per Dahl succeeded Nils Ek as managing director.", "as managing director", "of what"),
    # press: whom nobody has to learn
    (
        "On 4 May 2023 the president of Peru, Karl Moen, spoke. Karl Moen wept. Karl Moen sang.",
        "ho was the president of Peru",
        "known to most",
    ),
    # diplomacy: when
    ("Peru accused Chile of fraud.", "Peru accuse Chile", "no time tells"),
    # encyclopaedia: the question holds its answer
    (
        "The Peru War was fought in northern Peru between 1812 and 1815.",
        "was fought in northern Peru",
        "stands in the question",
    ),
    # biography of another
    ("The shepherd Per Dahl was born in Lund in 1837. Per Dahl sang. Per Dahl slept.", "Per Dahl born", "birth"),
    # statistics, trial: a figure of some year, a matter of taste
    ("The Bank of Ystad recorded 388 violent thefts per 100,000 people in 1911.", "388 violent", "figure"),
    ("In 1911 Judge Per Dahl preferred the northern mill of Ystad to the Bank of Ystad.", "prefer", "scene"),
    # press: to whom it was said
    (
        "“The mills of Lund are old, and all of them are ours,” Per Dahl told Ines Falk.",
        "did Per Dahl say",
        "in passing",
    ),
]


@pytest.mark.parametrize(("words", "part", "why"), HELD, ids=[case[1] for case in HELD])
def test_what_does_not_tell_its_matter_is_held(words: str, part: str, why: str) -> None:
    assert all(why in told for told in _reasons(words, part))


CHOSEN = [
    # council, memoir, trial: words that speak of what the text is about
    ("“Somebody has to stay awake beside the mill at night,” said Captain Per Dahl.", "stay awake"),
    ("“Nobody thanked my sister for a bucket of water,” wrote Ines Falk.", "my sister"),
    ("“We drank from Ystad as long as there was a town to drink from,” said Captain Per Dahl.", "We drank"),
    # history, law: more than a time
    ("Count Per Dahl was arrested in Ystad on 9 May 1712. Ines Falk slept.", "arrested in Ystad"),
    ("The Lund Guild was dissolved in 1735. Ines Falk slept.", "was the Lund Guild dissolved"),
    ("In 1911 Per Dahl succeeded Nils Ek as bishop of Ystad.", "as bishop of Ystad"),
    # encyclopaedia: the time of what its name tells
    ("The Peru War was fought in northern Peru between 1812 and 1815.", "When was the Peru War"),
    # chronicle: kin of a ruler
    ("Henry III was old. Per Dahl, the son of Henry III, sang in Lund in 1612.", "relative of Henry III"),
    ("Arbaran ruled Ilse from 612. Arbaran’s son, Tamyres, conquered the town of Ystad in 640.", "relative of Arbaran"),
    # history: a purpose told in full, a clause between commas
    ("In 1712 Count Per Dahl marched to Ystad in order to recover the Ilse Mills.", "in order to recover"),
    ("Count Per Dahl, who had grown rich, introduced the Ystad System in 1712.", "Ystad System"),
]


@pytest.mark.parametrize(("words", "part"), CHOSEN, ids=[case[1] for case in CHOSEN])
def test_what_tells_its_matter_is_not(words: str, part: str) -> None:
    assert "" in _reasons(words, part)


def test_a_statement_waits_beside_its_question() -> None:
    found = _drafts("Count Per Dahl bought the northern mill of Ystad from Nils Ek in 1712.")
    statements = [one for one in found if one.raw["kind"] == "true_false"]
    assert statements
    assert all(one.held is not None and "statement" in one.held.message for one in statements)


OWN = [
    # tax, politics: what is one’s own
    ("Ireland abolished its air travel tax on 1 April 2014.", "Which state abolished its air travel tax"),
    ("Count Per Dahl sold his northern mills to the Bank of Ystad in 1712.", "Who sold his northern mills"),
    # chronicle: the first of a name
    ("Henry I sold the northern mills of Ystad to the Bank of Ystad in 1112.", "did Henry I sell"),
    # protest: others of the same kind
    ("Ines Falk marched with hundreds of other divers against the Bank of Ystad in 1912.", "hundreds of other divers"),
]


@pytest.mark.parametrize(("words", "part"), OWN, ids=[case[1] for case in OWN])
def test_what_is_ones_own_leans_on_nothing(words: str, part: str) -> None:
    assert "" in _reasons(words, part)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (
            "Clara Vik lived in Ystad. Per Dahl met Clara Vik, and Ines Falk sold her northern mills in 1712.",
            "sold her",
        ),
        ("Otto Lind slept. Karl Moen saw Nils Ek and sold his northern mills to the Bank of Ystad.", "Who sold his"),
    ],
)
def test_what_may_be_anothers_is_asked_of_nobody(words: str, part: str) -> None:
    assert not [one for one in _drafts(words) if part in str(one.raw["stem"]) and one.held is None]


def test_a_noun_of_the_theme_is_clear_behind_it() -> None:
    words = (
        "The War of Ilse was long. Ines Falk described the war as “the last stand of an old and tired house of counts”."
    )
    assert "" in _reasons(words, "described the war as", "The War of Ilse")
    found = [one for one in _drafts(words, "The Mill of Lund") if "described the war as" in str(one.raw["stem"])]
    assert not [one for one in found if one.held is None]


def test_of_one_who_speaks_in_a_paragraph_one_saying_is_chosen() -> None:
    words = "“Nobody can drink the water below our mill,” said Captain Per Dahl. He waited. "
    words += "“Our town must leave the water of Lund alone,” Captain Per Dahl said."
    drafts = draft_questions(analyse(read(f"The Mill of Lund\n\n{words}{_REST}".encode(), "text.txt")))
    assert len([one for one in drafts.selected if one.template == "T4"]) == 1


@pytest.mark.parametrize("day", ["on 3 May 1919", "from 1 January 1919", "until 1919", "after March 1919"])
def test_a_day_tells_which_deed_of_whom_is_meant(day: str) -> None:
    assert find_unwhole(f"Who undertook to publish all secret reports {day}?") is None
