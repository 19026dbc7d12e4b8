"""Dates are judged by grain, as a fair teacher would."""

from __future__ import annotations

import pytest

from quizapp.core.kinds import parse_question
from quizapp.core.question import GradeContext

DAY = "Close: give the day too."
YEAR = "Close: give the year too."
ERA = "Close: say BC or AD too."


def graded(key, typed, order=None, **fields):
    question = parse_question({"kind": "date", "stem": "When?", "key": key, **fields})
    return question.grade(typed, GradeContext(date_order=order))


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        *(
            ("2023-09-13", text)
            for text in ("13/9/23", "13.9.2023", "9/13/2023", "2023-09-13", "Sept 13 2023", "13 Sep 23")
        ),
        *(("2023-09-13", text) for text in ("13th of September, 2023", "Wednesday 13 September 2023", "Sep 13, '23")),
        ("2023-09-13", "13 Setpember 2023"),
        ("2023-04-04", "4/4/2023"),
        ("2023-09", "September 2023"),
        ("2023-09", "9/2023"),
        ("2023-09", "13 September 2023"),
        ("2023", "2023"),
        ("2023", "13/9/2023"),
        ("1950", "c. 1950"),
        ("1950", "50"),
        ("196X", "1960s"),
        ("196X", "the sixties"),
        ("196X", "1965"),
        ("196X", "1960-1969"),
        ("186X", "60s"),
        ("17XX", "18th century"),
        ("17XX", "the 1700s"),
        ("17XX", "1750"),
        ("17XX", "the 1780s"),
        ("BC0753", "753 BC"),
        ("BC0753", "21 April 753 BC"),
        ("BC04XX", "5th century BC"),
        ("BC04XX", "431 BC"),
        ("1914/1918", "1914-18"),
        ("1914/1918", "from 1914 to 1918"),
        ("1914/1918", "28 July 1914 – 11 November 1918"),
        ("BC0431/BC0404", "431-404 BC"),
        ("1989-11-09/1989-11-10", "9-10 November 1989"),
        ("2023-W37", "week 37 2023"),
        ("2023-W37", "13 September 2023"),
        ("XXXX-10-12", "12 October"),
        ("XXXX-10-12", "12 October 1492"),
        ("XXXX-10-12", "Oct 12"),
        ("XXXX-10", "October"),
        ("XXXX-10", "12 October"),
        ("XXXX-10", "October 1917"),
    ],
)
def test_right(key, typed):
    grade = graded(key, typed)
    assert (grade.score, grade.may_retry) == (1, False)


@pytest.mark.parametrize(
    ("key", "typed", "remark"),
    [
        ("2023-09-13", "September 2023", DAY),
        ("2023-09-13", "week 37 2023", DAY),
        ("2023-09-13", "13 September", YEAR),
        ("2023-09-13", "13/9", YEAR),
        ("2023-09-13", "2023", "Close: give the day and the month too."),
        ("2023-09-13", "the 2020s", "Close: give the day and the month too."),
        ("2023-09-13", "September", "Close: give the day and the year too."),
        ("2023-09-13", "12–14 September 2023", "Close: give the exact day too."),
        ("2023-09", "2023", "Close: give the month too."),
        ("2023-09", "September", YEAR),
        ("2023-09", "13 September", YEAR),
        ("1961", "the 1960s", YEAR),
        ("1961", "20th century", YEAR),
        ("196X", "20th century", "Close: give the decade too."),
        ("17XX", "2nd millennium", "Close: give the century too."),
        ("1914/1918", "1914", "Close: give both its beginning and its end too."),
        ("1914/1918", "1918", "Close: give both its beginning and its end too."),
        ("1914/1918", "1910s", "Close: give both its beginning and its end too."),
        ("1989-11-09/1989-11-10", "November 1989", "Close: give both its beginning and its end too."),
        ("1914-07-28/1918-11-11", "1914-1918", "Close: give more exact dates too."),
        ("XXXX-10-12", "October", DAY),
        ("BC0753", "753", ERA),
        ("BC0044-03-15", "15 March 44", ERA),
        ("BC0753", "8th century BC", YEAR),
    ],
)
def test_close_asks_for_what_is_missing_and_allows_a_retry(key, typed, remark):
    grade = graded(key, typed)
    assert (grade.score, grade.may_retry, grade.remark) == (0, True, remark)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("2023-09-13", "14 September 2023"),
        ("2023-09-13", "October 2023"),
        ("2023-09-13", "2022"),
        ("2023-09-13", "14 September"),
        ("2023-09-13", "13/10/23"),
        ("2023-09-13", "5/6/2023"),
        ("2023-09", "13 October"),
        ("1961", "1962"),
        ("1961", "1970s"),
        ("196X", "1970"),
        ("17XX", "17th century"),
        ("BC0753", "AD 753"),
        ("BC0753", "754 BC"),
        ("BC0753", "754"),
        ("1914/1918", "1939-1945"),
        ("1914/1918", "1916"),
        ("XXXX-10-12", "13 October"),
        ("XXXX-10-12", "13 October 1492"),
        ("XXXX-10", "November"),
    ],
)
def test_wrong_is_wrong_without_a_retry(key, typed):
    grade = graded(key, typed)
    assert (grade.score, grade.may_retry, grade.remark) == (0, False, "")


def test_an_ambiguous_order_asks_back_where_it_matters():
    grade = graded("2023-04-03", "3/4/2023")
    assert (grade.score, grade.may_retry) == (0, True)
    assert grade.remark.replace("\N{NO-BREAK SPACE}", " ") == (
        "Do you mean 3 April 2023 or 4 March 2023? Write the month as a word."
    )
    assert graded("2023-04-03", "3/4/2023", "day_first").score == 1
    assert graded("2023-04-03", "3/4/2023", "month_first").score == 0
    assert graded("2023", "3/4/2023").score == 1
    assert not graded("2022", "3/4/2023").may_retry


@pytest.mark.parametrize("typed", ["the day after", "30 February 2023", "13 13 2023", "?" * 900])
def test_what_cannot_be_read_asks_for_a_date_and_gives_an_example_that_is_not_the_key(typed):
    grade = graded("1805-10-21", typed)
    assert (grade.score, grade.may_retry) == (0, True)
    assert "Day, month and year, as in" in grade.remark
    assert "1805" not in grade.remark


def test_a_misspelt_month_is_forgiven_and_shown():
    assert graded("2023-09-13", "13 Setpember 2023").remark == "Small slip: the spelling is September."


def test_accepted_dates_have_their_weight_and_explanation():
    accept = ["1969-07-20", {"text": "1969-07-16", "weight": 0.25, "explanation": "The day of the launch."}]
    assert graded("1969-07-21", "20 July 1969", accept=accept).score == 1
    launch = graded("1969-07-21", "16 July 1969", accept=accept)
    assert (launch.score, launch.remark) == (0.25, "The day of the launch.")


def test_a_chosen_distractor_is_wrong_even_inside_the_key():
    question = parse_question({"kind": "date", "stem": "?", "key": "1961", "distractors": ["1961-08", "1962"]})
    assert question.grade("1961-08", GradeContext()).score == 0
    assert question.grade("1961", GradeContext()).score == 1


def test_options_stand_ascending_in_words_of_the_language():
    raw = {"kind": "date", "stem": "?", "key": "1961-08-13", "distractors": ["BC0753", "1953-06-17"]}
    texts = [row["text"] for row in parse_question({**raw, "language": "en-US"}).ask(None, "recognise")["options"]]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts] == ["753 BC", "June 17, 1953", "August 13, 1961"]
