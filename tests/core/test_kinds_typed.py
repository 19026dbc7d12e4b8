"""Typed texts, names and numbers; single choice by option and from memory."""

from __future__ import annotations

import pytest

from quizapp.core.kinds import parse_question
from quizapp.core.question import GradeContext

BANK = GradeContext(actor_names=frozenset(("Kim Jong Un", "Kim Jong Il", "Vladimir Putin", "Sergei Lavrov")))
AIRPORT = {
    "kind": "text",
    "stem": "Which airport?",
    "key": "Tempelhof",
    "accept": [
        "Berlin-Tempelhof",
        {"text": "Gatow", "weight": 0, "explanation": "The British used Gatow."},
        {"pattern": "*berlin*hof", "weight": 0.5, "explanation": "Only in part."},
        {"pattern": "*", "weight": 0, "explanation": "It lies within the city."},
    ],
}


def graded(raw, response, context=BANK):
    grade = parse_question({"stem": "?", **raw}).grade(response, context)
    return grade.score, grade.may_retry, grade.remark


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tempelhof", (1, False, "")),
        ("the Tempelhof", (1, False, "")),
        ("Berlin Tempelhof", (1, False, "")),
        ("Templehof", (1, False, "Small slip: the spelling is Tempelhof.")),
        ("Gatow", (0, False, "The British used Gatow.")),
        ("gatov", (0, False, "The British used Gatow.")),
        ("West-Berlin, Flughof", (0.5, False, "Only in part.")),
        ("Tegel", (0, False, "It lies within the city.")),
        ("", (0, False, "")),
        (None, (0, False, "")),
        ("x" * 1_000_000, (0, False, "That is too long for an answer.")),
    ],
)
def test_text(typed, expected):
    assert graded(AIRPORT, typed) == expected


@pytest.mark.parametrize("raw", [AIRPORT, {"kind": "date", "key": "1969-07-21"}, {"kind": "number", "key": 7}])
def test_what_is_far_too_long_is_told_shortened_among_what_was_given(raw):
    (pick,) = parse_question({"stem": "?", **raw}).grade("x" * 3_000, GradeContext()).picks
    assert pick == "x" * 199 + "…"


def test_exact_text_forgives_nothing_but_outer_spaces():
    raw = {"kind": "text", "key": "Cu", "compare": "exact"}
    assert [graded(raw, typed)[0] for typed in ("Cu", " Cu ", "cu", "CU", "Cú")] == [1, 1, 0, 0, 0]


def test_an_option_of_a_text_beats_a_slip_towards_the_key():
    raw = {"kind": "text", "key": "Slovakia", "distractors": ["Slovania", "Serbia"]}
    assert [graded(raw, typed)[0] for typed in ("Slovakia", "Slovania", "Slovaka", "Slovabia")] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Kim Jong-un", (1, False, "")),
        ("Kim", (0, True, "Which Kim? Give the full name.")),
        ("Mr Kim", (0, True, "Which Kim? Give the full name.")),
        ("Kim Jong Il", (0, False, "")),
        ("Jong Un", (0, True, "Close: give the full name.")),
        ("Kim Yung Un", (0, False, "")),
        ("Kim Jung Un", (1, False, "Small slip: the spelling is Kim Jong Un.")),
        ("Putin", (0, False, "")),
        ("the Marshal", (1, False, "")),
    ],
)
def test_actors_in_text_and_in_choice(typed, expected):
    fields = {"key": "Kim Jong Un", "accept": ["The Marshal"], "about": "actor"}
    assert graded({"kind": "text", **fields}, typed) == expected
    assert graded({"kind": "choice", **fields, "distractors": ["Vladimir Putin", "Sergei Shoigu"]}, typed) == expected


def test_a_surname_that_is_accepted_by_the_bank_is_enough_though_shared():
    assert graded({"kind": "text", "key": "Kim Jong Un", "accept": ["Kim"], "about": "actor"}, "Kim")[0] == 1


def test_a_distractor_shares_a_surname_like_a_name_of_the_bank():
    raw = {"kind": "choice", "key": "George W. Bush", "distractors": ["Jeb Bush"], "about": "actor"}
    assert graded(raw, "Bush")[1:] == (True, "Which Bush? Give the full name.")


def test_surnames_count_for_actors_alone():
    assert graded({"kind": "text", "key": "Charles de Gaulle", "about": "place"}, "Gaulle")[0] == 0


def test_a_text_about_a_date_is_judged_as_a_date():
    raw = {"kind": "text", "key": "13 September 2023", "about": "date"}
    assert graded(raw, "September 13, 2023")[0] == 1
    assert graded(raw, "September 2023") == (0, True, "Close: give the day too.")
    assert graded(raw, "14 September 2023")[0] == 0


CAPITAL = {
    "kind": "choice",
    "key": {"text": "Ankara", "explanation": "Since 1923."},
    "distractors": [{"text": "Istanbul", "weight": 0.25}, {"text": "Izmir", "weight": -0.5}, "Adana"],
}


@pytest.mark.parametrize(
    ("response", "score", "pick"),
    [
        ("Ankara", 1, "Ankara"),
        ("ankarra", 1, "Ankara"),
        ("Istanbul", 0.25, "Istanbul"),
        ("İstanbul", 0.25, "Istanbul"),
        ("Izmir", 0, "Izmir"),
        ("Adana", 0, "Adana"),
        ("Bursa", 0, "Bursa"),
    ],
)
def test_choice_by_option_and_from_memory(response, score, pick):
    grade = parse_question({"stem": "?", **CAPITAL}).grade(response, BANK)
    assert (grade.score, grade.picks) == (score, (pick,))


@pytest.mark.parametrize(
    ("fields", "can_be_typed"),
    [
        ({"key": "John F. Kennedy"}, True),
        ({"key": "Union of Soviet Socialist Republics"}, True),
        ({"key": "the Union of Soviet Socialist Republics"}, False),
        ({"key": "x" * 41}, False),
        ({"key": "All of the above"}, False),
        ({"key": "None"}, False),
        ({"key": "Both A and B"}, False),
        ({"key": "![map](media/0.png)"}, False),
        ({"key": "\\(x^2\\)"}, False),
        ({"key": "WILLY brandt"}, False),
        ({"key": "Bonn", "stem": "Which of the following was a capital?"}, False),
        ({"key": "Bonn", "stem": "Which of these was a capital?"}, False),
    ],
)
def test_a_choice_can_be_recalled_when_its_key_can_be_typed(fields, can_be_typed):
    question = parse_question({"kind": "choice", "stem": "Who?", "distractors": ["Willy Brandt"], **fields})
    assert question.ways == (("recognise", "recall") if can_be_typed else ("recognise",))


def test_numbers_and_dates_among_options_stand_ascending():
    for key, others, ordered in (
        ("155", ["20", "1000", "-3"], ["-3", "20", "155", "1000"]),
        ("May 1940", ["6 June 1944", "1 September 1939"], ["1 September 1939", "May 1940", "6 June 1944"]),
    ):
        question = parse_question({"kind": "choice", "stem": "?", "key": key, "distractors": others})
        assert [row["value"] for row in question.ask(None, "recognise")["options"]] == ordered


def test_options_that_keep_their_order_keep_it():
    listed = ["Red", {"text": "Green", "explanation": "Yes."}, "Blue"]
    question = parse_question({"kind": "choice", "stem": "?", "key": "Green", "options": listed})
    assert [row["value"] for row in question.ask(None, "recognise")["options"]] == ["Red", "Green", "Blue"]
    assert question.explanations == {"Green": "Yes."}
    assert question.dump()["options"] == listed


WALL = {"kind": "number", "key": 155, "tolerance": 5, "unit": "km", "distractors": [100, 200]}


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        *(
            (text, 1)
            for text in ("155", "150", "160", "155 km", "155km", "155 kilometres", "155 Kilometers", "about 155")
        ),
        *(
            (text, 1)
            for text in ("155,0", "155.0", "155 000 m", "155,000 m", "155000 metres", "96 miles", "96.3 mi", "+155")
        ),
        *((text, 1) for text in ("1.55e2", "310/2", "١٥٥")),
        *((text, 0) for text in ("149", "161", "1550", "-155", "90 miles", "1,55", "200")),
    ],
)
def test_number_with_tolerance_and_unit(typed, score):
    assert graded(WALL, typed)[0] == score


@pytest.mark.parametrize("typed", ["155 kg", "155 miles", "155 m", "155 hours"])
def test_the_right_number_in_a_wrong_unit_asks_back(typed):
    assert graded(WALL, typed) == (0, True, "Check the unit: the answer is to be in km.")


@pytest.mark.parametrize("typed", ["many", "1 5 5", "--", "9" * 5_000, "1e999999999", "\ud800", "NaN", "inf"])
def test_what_is_no_number_asks_for_one(typed):
    score, may_retry, _ = graded(WALL, typed)
    assert score == 0
    assert may_retry or len(typed) > 1_000


@pytest.mark.parametrize(
    ("fields", "typed", "score"),
    [
        ({"key": "1234"}, "1,234", 1),
        ({"key": "1234"}, "1.234", 1),
        ({"key": "1.234"}, "1,234", 1),
        ({"key": "1234567"}, "1 234 567", 1),
        ({"key": "1234567.5"}, "1.234.567,5", 1),
        ({"key": "0.1"}, "0,1", 1),
        ({"key": "0.1"}, ".1", 1),
        ({"key": "0.5"}, "½", 1),
        ({"key": "5000000"}, "5 million", 1),
        ({"key": "5", "unit": "million people"}, "5 million", 1),
        ({"key": "5", "unit": "million people"}, "5", 1),
        ({"key": "5", "unit": "million people"}, "5,000,000", 0),
        ({"key": "12"}, "twelve", 1),
        ({"key": "42"}, "forty-two", 1),
        ({"key": "12"}, "12 apostles", 1),
        ({"key": "12", "unit": "apostles"}, "12 apostle", 1),
        ({"key": "15", "unit": "%"}, "15 percent", 1),
        ({"key": "20", "unit": "$"}, "$20", 1),
        ({"key": "-273.15", "unit": "°C"}, "−273,15 °C", 1),
        ({"key": "200", "tolerance": "5%"}, "210", 1),
        ({"key": "200", "tolerance": "5%"}, "211", 0),
        ({"from": "10", "to": "20"}, "10", 1),
        ({"from": "10", "to": "20"}, "20.01", 0),
        ({"from": "10", "to": "20", "unit": "cm"}, "10–20 cm", 1),
        ({"key": "4806", "accept": [{"text": "4800", "weight": 0.5}]}, "4800", 0.5),
        ({"key": "4806", "accept": [{"text": "4800", "tolerance": "10", "weight": 0.5}]}, "4806", 1),
        ({"key": "0"}, "0", 1),
        ({"key": "0"}, False, 0),
        ({"key": "7"}, 7, 1),
        ({"key": "2.5"}, 2.5, 1),
        ({"key": "3e8", "unit": "m/s"}, "3 × 10^8 m/s", 1),
    ],
)
def test_numbers_as_people_write_them(fields, typed, score):
    assert graded({"kind": "number", **fields}, typed)[0] == score


def test_numbers_keep_their_own_digits():
    question = parse_question({"kind": "number", "stem": "?", "key": "2.50", "tolerance": "0.10"})
    assert question.dump()["key"] == "2.50"
    assert question.answer() == "2.50"
