"""Words for stems and keys of facts, on invented sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.core.calendar import parse_value
from quizapp.core.extraction import readers
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.fact_keys import fact_key, list_rivals, question_identity
from quizapp.core.extraction.phrases import EventForm, event_phrase, full_name, is_plural, time_question, time_words
from quizapp.core.extraction.values import Role
from tests.core.extraction.facts_markup import read

TREATY = "<s Chile> signed a trade treaty with <s Peru> in <l Lima> on <t 3 May 1901=1901-05-03>."


@pytest.mark.parametrize(
    ("marked", "form", "expected"),
    [
        (TREATY, "base", "sign a trade treaty with Peru in Lima"),
        (TREATY, "past", "signed a trade treaty with Peru in Lima"),
        (TREATY, "passive", "signed with Peru in Lima by Chile"),
        (TREATY, "noun", "the signing of a trade treaty with Peru in Lima by Chile"),
        ("In <l Ur> <p Shulgi> built a temple.", "base", "build a temple in Ur"),
        ("<s Togo> was forced to cede <l Kara> to <s Benin>.", "past", "was forced to cede Kara to Benin"),
        ("<s Togo> began to cut aid to <s Benin>.", "base", "begin to cut aid to Benin"),
        ("<s Togo> is expected to visit <s Benin> in <t June 2031=2031-06>.", "past", "was expected to visit Benin"),
        ("<p Ada> gave <p Max> a map of <l Ur>.", "base", "give a map of Ur to Max"),
        ("<p Ada> was born in <l Ur> in <t 1901=1901>.", "past", "was born in Ur"),
        ("<p Ada> was born in <l Ur> in <t 1901=1901>.", "base", None),
        ("<p Ada> fled from <l Ur> to <l Kish>.", "noun", "the flight from Ur to Kish"),
        ("<p Ada> died in <t 1901=1901>.", "noun", "the death of Ada"),
        ("<p Ada> met <p Max> in <l Ur>.", "passive", None),
        ("<p Ada> and <p Max> were elected consuls in <t 1901=1901>.", "past", "were elected consuls"),
        ("<p Ada> took over the firm <o Brill>.", "past", "took over Brill"),
    ],
)
def test_events_are_written_whole(marked: str, form: EventForm, expected: str | None) -> None:
    analysis = read(marked)
    assert event_phrase(analysis.facts[0], analysis, form) == expected


@pytest.mark.parametrize(
    ("marked", "is_many"),
    [
        ("<s Togo> praised the <o Sea Brothers>, who were expelled by <s Benin> in <t 1901=1901>.", True),
        ("The <o Iron Sisters> were disbanded by <s Benin> in <t 1901=1901>.", True),
        ("A number of ships were sunk by <s Benin> in <t 1901=1901>.", True),
        ("The <o Holt Works> was sold by <s Benin> in <t 1901=1901>.", False),
        ("The <o Sea League>, which was banned in <l Ur>, was expelled by <s Benin> in <t 1901=1901>.", False),
        ("The sale of the ships was forbidden by <s Benin> in <t 1901=1901>.", False),
        ("<s Benin> sold the <o Holt Works> in <t 1901=1901>.", False),
    ],
)
def test_number_is_that_of_the_verb_in_the_text(marked: str, is_many: bool) -> None:
    analysis = read(marked)
    fact = next(one for one in analysis.facts if one.time is not None and one.frame != "told")
    assert is_plural(fact.object, analysis) is is_many


def test_an_asked_slot_is_left_out() -> None:
    analysis = read(TREATY)
    fact = analysis.facts[0]
    assert event_phrase(fact, analysis, "base", without=("place",)) == "sign a trade treaty with Peru"
    assert event_phrase(fact, analysis, "base", without=("with",)) == "sign a trade treaty in Lima"


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<p Ada> died on <t 3 May 1901=1901-05-03>.", "on 3 May 1901"),
        ("<p Ada> died in <t the 1960s=196X>.", "in the 1960s"),
        ("<p Ada> left <l Ur> after <t 1985=1985>.", "after 1985"),
        ("<p Ada> ruled <l Ur> from <t 431 to 404 BC=BC0431/BC0404>.", "between 431 BC and 404 BC"),
        ("<p Ada> left <l Ur> on <t Monday>.", None),
    ],
)
def test_times_have_their_preposition(marked: str, words: str | None) -> None:
    analysis = read(marked)
    found = time_words(analysis.facts[0].time, analysis)
    assert (found and found.replace("\N{NO-BREAK SPACE}", " ")) == words


def test_questions_name_the_grain() -> None:
    assert time_question(parse_value("1901-05-03")) == "On what date"
    assert time_question(parse_value("196X")) == "In which decade"


def test_a_first_mention_has_its_office() -> None:
    analysis = read("Foreign Minister <p Ana Torres> met <p Luis Prado>, the envoy of <s Peru>.")
    text, (ana, luis, peru) = analysis.text.text, analysis.cast.actors
    title = Role("Foreign Minister", 0, 16)
    envoy = Role("envoy of Peru", text.index("envoy"), text.index("."))
    cast = replace(analysis.cast, actors=(replace(ana, roles=(title,)), replace(luis, roles=(envoy,)), peru))
    analysis = replace(analysis, cast=cast)
    assert full_name(0, analysis, with_role=True) == "Foreign Minister Ana Torres"
    assert full_name(1, analysis, with_role=True) == "Luis Prado, envoy of Peru,"
    assert full_name(0, analysis) == "Ana Torres"


def test_identity_outlives_a_corrected_date_and_a_reworded_sentence() -> None:
    first, later = (
        read(TREATY),
        read("On <t 4 May 1901=1901-05-04> <s Chile> signed a trade treaty with <s Peru> in <l Lima>."),
    )
    keys = [fact_key(analysis.facts[0], analysis.cast) for analysis in (first, later)]
    assert keys[0] != keys[1]
    assert question_identity(keys[0], "time", "when") == question_identity(keys[1], "time", "when")
    assert question_identity(keys[0], "place", "where") != question_identity(keys[1], "place", "where")


def test_a_second_answer_in_the_document_is_a_rival() -> None:
    analysis = read(
        "<s Chile> recognised <s Peru> in <t 1901=1901>, and <s Togo> recognised <s Peru> in <t 1907=1907>."
    )
    first = analysis.facts[0]
    assert list(list_rivals(first, "time", analysis.facts, analysis.cast)) == []
    assert list(list_rivals(first, "subject", analysis.facts, analysis.cast)) == []
    bare = replace(first, time=None)
    assert len(list(list_rivals(bare, "subject", analysis.facts, analysis.cast))) == 1


def test_an_article_before_a_small_word_is_no_name_where_another_is() -> None:
    told = (
        "The strike was led by Ada Berg in 1925. She met Otto Lind in The Hague in 1926. The Hague was taken in 1927."
    )
    facts = analyse(readers.read(told.encode(), "text.txt")).facts
    assert {fact.object.words for fact in facts if fact.object is not None} >= {"the strike", "The Hague"}
