"""Who said what of what: a few words with their clause, views, deals of two and what somebody would answer for."""

from __future__ import annotations

import pytest

from tests.core.extraction.stems import asked, has

SAID = [
    (
        "Ada Berg sang in Lund. Peru confirmed on Thursday that Ada Berg had “gladly taken up the challenge”.",
        "Which state confirmed that Ada Berg had “gladly taken up the challenge”?",
    ),
    (
        "The miller Otto Lind promised on Monday morning that Ada Berg would “sing for the whole valley again”.",
        "Who promised that Ada Berg would “sing for the whole valley again”?",
    ),
    (
        "The poet Ines Falk warned on Friday evening that Ada Berg would “drain the last well of the whole island”.",
        "Who warned that Ada Berg would “drain the last well of the whole island”?",
    ),
    # a few words in the clause that says of what
    (
        "The critic Otto Lind dismissed the Malmö paintings as “soup in gold frames”. Ada Berg sang.",
        "Who dismissed the Malmö paintings as “soup in gold frames”?",
    ),
    (
        "The engineer Ines Falk described the Skarn Bridge as “a ruler with rivets”. Ada Berg sang.",
        "Who described the Skarn Bridge as “a ruler with rivets”?",
    ),
    # two short pieces of one clause
    (
        "In a rare speech, Otto Lind, the mayor of Lund, spoke of a “sacred duty” towards the “forgotten valleys”.",
        "Who spoke of a “sacred duty” towards the “forgotten valleys”?",
    ),
    (
        "Ada Berg left Lund, as she referred to the Ferry Union’s “long silence” against the “little harbours” that"
        " feed it.",
        "Who referred to the Ferry Union’s “long silence” against “little harbours”?",
    ),
    (
        "Ines Falk’s words in Malmö were bold, as she referred to Peru’s “sacred duty” against the “hungry powers” that"
        " oppose it. Ines Falk sang.",
        "Who referred to Peru’s “sacred duty” against “hungry powers”?",
    ),
]


@pytest.mark.parametrize(("words", "stem"), SAID, ids=[case[1] for case in SAID])
def test_a_few_words_are_told_with_their_clause_and_without_the_weekday(words: str, stem: str) -> None:
    assert has(words, stem)


def test_words_that_point_back_are_no_occasion() -> None:
    stems = asked(
        "Ada Berg sang. The critic Otto Lind described the Lund Society on that occasion as “soup in frames”."
    )
    assert not [stem for stem in stems if "that occasion" in stem]


def test_what_was_said_keeps_its_weekday() -> None:
    stems = asked("The miller Otto Lind promised that Ada Berg would “sing on Sunday for the whole valley again”.")
    assert [stem for stem in stems if "“sing on Sunday" in stem]


VIEWS = [
    (
        "Otto Lind said that relations with Peru were now his first diplomatic concern. Otto Lind sang.",
        "According to Otto Lind, what were relations with Peru?",
        "first diplomatic concern",
    ),
    (
        "Ines Falk argued that the Lund Fair was the heart of the Skarn valley. Ines Falk sang.",
        "According to Ines Falk, what was the Lund Fair?",
        "heart of the Skarn valley",
    ),
    (
        "Karl Moen wrote that the Tarn Treaty was the last hope of the Danish ports. Karl Moen sang.",
        "According to Karl Moen, what was the Tarn Treaty?",
        "last hope of the Danish ports",
    ),
]


@pytest.mark.parametrize(("words", "stem", "key"), VIEWS, ids=[case[1] for case in VIEWS])
def test_what_something_is_in_the_eyes_of_somebody(words: str, stem: str, key: str) -> None:
    assert has(words, stem) == key


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        (
            "Moira Dunbar told that the Harbour Union had waited two years for the Skarn ferry. Moira Dunbar sang.",
            "Who said that the Harbour Union had waited two years for the Skarn ferry?",
        ),
        (
            "A witness, Otto Lind, told jurors that the Skarn Canal was a gift to every smuggler. Otto Lind sang.",
            "Who said that the Skarn Canal was a gift to every smuggler?",
        ),
        (
            "The minister Karl Moen told the council that the harbour of Ystad was a danger to every child.",
            "Who said that the harbour of Ystad was a danger to every child?",
        ),
    ],
)
def test_nobody_tells_without_a_listener(words: str, stem: str) -> None:
    stems = asked(words)
    assert not [one for one in stems if "told that" in one]
    assert has(words, stem)


DEALS = [
    (
        "Peru signed a grain deal between Chile and Ecuador. Ada Berg warned that a deal would ruin every farm"
        " in Lund.",
        "Who warned that a grain deal between Chile and Ecuador would ruin every farm in Lund?",
    ),
    (
        "The paper told of a secret pact between Norway and Peru. Otto Lind said that a pact would close every port.",
        "Who said that a secret pact between Norway and Peru would close every port?",
    ),
    (
        "There was a ferry treaty between Spain and Chile. Ines Falk argued that a treaty was worth more than two"
        " navies.",
        "Who argued that a ferry treaty between Spain and Chile was worth more than two navies?",
    ),
]


@pytest.mark.parametrize(("words", "stem"), DEALS, ids=[case[1] for case in DEALS])
def test_a_deal_of_two_is_told_in_full(words: str, stem: str) -> None:
    assert has(f"{words} Ada Berg sang. Otto Lind sang. Ines Falk sang.", stem)


def test_one_deal_of_two_is_not_taken_for_another() -> None:
    words = (
        "A grain deal between Chile and Peru and a coal deal between Spain and Norway failed. Ada Berg warned that a"
    )
    stems = asked(f"{words} deal would ruin every farmer in Lund. Ada Berg sang.")
    assert not [stem for stem in stems if "between" in stem and "warned" in stem]


ANSWERED_FOR = [
    (
        "Ada Berg warned that Peru would be punished for closing the harbour of Ystad. Ada Berg sang.",
        "For what did Ada Berg warn that Peru would be punished?",
        "closing the harbour of Ystad",
    ),
    (
        "Ines Falk said that the Skarn Bank had been fined for hiding the debts of Malmö. Ines Falk sang.",
        "For what did Ines Falk say that the Skarn Bank had been fined?",
        "hiding the debts of Malmö",
    ),
    (
        "Karl Moen promised that the Lund Choir would be remembered for singing in the ruins of Tarn. Karl Moen sang.",
        "For what did Karl Moen promise that the Lund Choir would be remembered?",
        "singing in the ruins of Tarn",
    ),
    (
        "Otto Lind said that the Ferry Union must “answer to the valley” for selling the mill of Lund. Otto Lind sang.",
        "For what did Otto Lind say that the Ferry Union must “answer to the valley”?",
        "selling the mill of Lund",
    ),
]


@pytest.mark.parametrize(("words", "stem", "key"), ANSWERED_FOR, ids=[case[1] for case in ANSWERED_FOR])
def test_for_what_somebody_would_answer_is_asked(words: str, stem: str, key: str) -> None:
    assert has(words, stem) == key


@pytest.mark.parametrize(
    "words",
    [
        # it points elsewhere, is no deed that is answered for, or goes on
        "Ada Berg warned that Peru would be punished for closing it. Ada Berg sang.",
        "Ada Berg said that Peru had plans for closing the harbour of Ystad. Ada Berg sang.",
        "Ada Berg said that Peru would be punished for closing the harbour of Ystad, or so the town hoped. Ada sang.",
    ],
)
def test_nothing_else_is_asked_for(words: str) -> None:
    assert not [stem for stem in asked(words) if "for what" in stem.lower()]
