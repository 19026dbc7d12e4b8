"""What learners type for a date, and what it may mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.calendar import MONTHS, grain_hint, parse_value, read_date


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # day, month and year
        *[
            (typed, ["2023-09-13"])
            for typed in (
                *(
                    "13/9/2023",
                    "13.9.2023",
                    "13-9-2023",
                    "13. 9. 2023",
                    "13 9 2023",
                    "9/13/2023",
                    "2023-09-13",
                    "2023/09/13",
                ),
                *(
                    "20230913",
                    "13 September 2023",
                    "September 13, 2023",
                    "Sept 13 2023",
                    "Sept. 13th, 2023",
                    "13 sep 2023",
                ),
                *(
                    "13th of September, 2023",
                    "the 13th of September 2023",
                    "13-Sep-2023",
                    "Wednesday, 13 September 2023",
                ),
                *(
                    "Wed 13 Sep 2023",
                    "on September 13 2023",
                    "2023 September 13",
                    "13. September 2023",
                    "13 septembre 2023",
                ),
                *(
                    "el 13 de septiembre de 2023",
                    "13 SEPTEMBER 2023",
                    "  13   September  2023. ",
                    "13\u00a0September\u00a02023",
                ),
                *("the thirteenth of September 2023", "13September2023", "１３ September ２０２３", "13 sept, 2023 AD"),
            )
        ],
        ("12 Oct., 1948", ["1948-10-12"]),
        ("29 February 2000", ["2000-02-29"]),
        ("30 February 2000", []),
        ("31/31/2000", []),
        ("15 March 44 BC", ["BC0044-03-15"]),
        ("March 15, 44 B.C.", ["BC0044-03-15"]),
        # order of day and month
        ("3/4/2023", ["2023-04-03", "2023-03-04"]),
        ("3/4", ["XXXX-04-03", "XXXX-03-04"]),
        ("3.4.2023", ["2023-04-03"]),
        ("12. 10. 1948", ["1948-10-12"]),
        ("9.13.2023", ["2023-09-13"]),
        ("3-4-2023", ["2023-04-03", "2023-03-04"]),
        ("3.4/2023", ["2023-04-03", "2023-03-04"]),
        ("3.5.1940 - 5.6.1940", ["1940-05-03/1940-06-05"]),
        ("4/4/2023", ["2023-04-04"]),
        # two digits
        ("13/9/23", ["1923-09-13", "2023-09-13"]),
        ("Sept '23", ["1923-09", "2023-09"]),
        ("'89", ["1989", "2089"]),
        # parts
        ("13 September", ["XXXX-09-13"]),
        ("Sept 13th", ["XXXX-09-13"]),
        ("September 2023", ["2023-09"]),
        ("in Sept. 2023", ["2023-09"]),
        ("9/2023", ["2023-09"]),
        ("2023-09", ["2023-09"]),
        ("September", ["XXXX-09"]),
        ("2023", ["2023"]),
        ("in the year 2023", ["2023"]),
        ("c. 1950", ["1950"]),
        ("ca 1950", ["1950"]),
        ("~1950", ["1950"]),
        ("around 1950?", ["1950"]),
        ("٢٠٢٣", ["2023"]),
        # eras
        ("753 BC", ["BC0753"]),
        ("753 b.c.", ["BC0753"]),
        ("753 BCE", ["BC0753"]),
        ("BC 753", ["BC0753"]),
        ("753BC", ["BC0753"]),
        ("753 v. Chr.", ["BC0753"]),
        ("AD 79", ["0079"]),
        ("79 A.D.", ["0079"]),
        ("79 CE", ["0079"]),
        ("0 BC", []),
        ("0", ["1900", "2000"]),
        ("10000 BC", []),
        # decades, centuries, millennia
        ("1960s", ["196X"]),
        ("the 1960's", ["196X"]),
        ("the sixties", ["196X"]),
        ("nineteen-sixties", ["196X"]),
        ("the '60s", ["196X"]),
        ("mid-1960s", ["196X"]),
        ("the early 1960s", ["196X"]),
        ("480s BC", ["BC048X"]),
        ("1965s", []),
        ("the 1700s", ["17XX", "170X"]),
        ("the 2000s", ["200X", "20XX"]),
        ("18th century", ["17XX"]),
        ("eighteenth century", ["17XX"]),
        ("the mid-18th century", ["17XX"]),
        ("18th c.", ["17XX"]),
        ("XVIII century", ["17XX"]),
        ("IIII century", []),
        ("5th century BC", ["BC04XX"]),
        ("fifth century B.C.E.", ["BC04XX"]),
        ("twenty-first century", ["20XX"]),
        ("0th century", []),
        ("third millennium BC", ["BC2XXX"]),
        ("week 37 2023", ["2023-W37"]),
        ("week 37 of 2023", ["2023-W37"]),
        ("2023-W37", ["2023-W37"]),
        ("week 54 2023", []),
        # spans
        ("1914-18", ["1914/1918"]),
        ("1914 – 1918", ["1914/1918"]),
        ("1914/18", ["1914/1918"]),
        ("1914 to 1918", ["1914/1918"]),
        ("from 1914 until 1918", ["1914/1918"]),
        ("between 1914 and 1918", ["1914/1918"]),
        ("1918-1914", []),
        ("1901-05", ["1901-05", "1901/1905"]),
        ("431-404 BC", ["BC0431/BC0404"]),
        ("from 431 to 404 BC", ["BC0431/BC0404"]),
        ("27 BC - 14 AD", ["BC0027/0014"]),
        ("1500 BC - 1000 AD", ["BC1500/1000"]),
        ("BC 431-404", ["BC0431/BC0404"]),
        ("9-10 November 1989", ["1989-11-09/1989-11-10"]),
        ("9/10 November 1989", ["1989-11-09/1989-11-10"]),
        ("November 9–10, 1989", ["1989-11-09/1989-11-10"]),
        ("3 May - 5 June 1940", ["1940-05-03/1940-06-05"]),
        ("May-June 1940", ["1940-05/1940-06"]),
        ("1989-11-09 to 1989-11-10", ["1989-11-09/1989-11-10"]),
        ("28.7.1914 - 11.11.1918", ["1914-07-28/1918-11-11"]),
        # no dates
        ("", []),
        ("hello", []),
        ("I don't know", []),
        ("13", ["1913", "2013"]),
        ("13 13 13", []),
        ("12345", []),
        ("1961 1962 1963", []),
        ("September October", []),
        ("\ud800", []),
        ("²⁰²³", ["2023"]),
    ],
)
def test_what_learners_type(typed, expected):
    assert [value.value for value in read_date(typed).values] == expected


@pytest.mark.parametrize(
    ("typed", "key", "expected"),
    [
        ("13/9/23", "2023-09-13", "2023-09-13"),
        ("13/8/61", "1961-08-13", "1961-08-13"),
        ("13/8/61", "1861-08-13", "1861-08-13"),
        ("89", "1989", "1989"),
        ("79", "0079", "0079"),
        ("the sixties", "186X", "186X"),
        ("60s", "196X", "196X"),
        ("20s", "192X", "192X"),
        ("1900s", "190X", "190X"),
        ("1900s", "19XX", "19XX"),
        ("9/23", "2023-09", "2023-09"),
        ("Sept 23", "2023-09", "2023-09"),
        ("14-18", "1914/1918", "1914/1918"),
        ("1901-05", "1901/1905", "1901/1905"),
        ("1901-05", "1901-05", "1901-05"),
    ],
)
def test_what_is_short_is_taken_nearest_to_the_key(typed, key, expected):
    assert read_date(typed, key=parse_value(key)).values[0].value == expected


def test_the_learners_order_settles_day_and_month_only_where_both_exist():
    assert read_date("3/4/2023", "day_first").values[0].value == "2023-04-03"
    assert read_date("3/4/2023", "month_first").values[0].value == "2023-03-04"
    assert read_date("13/4/2023", "month_first").values[0].value == "2023-04-13"
    assert read_date("3/4/2023").doubt == "order"
    assert read_date("3.4.2023").doubt == ""
    assert read_date("3.4.2023", "month_first").values[0].value == "2023-03-04"
    assert read_date("3/4/2023", "day_first").doubt == ""


@pytest.mark.parametrize("month", [name for name in MONTHS if len(name) > 5])
def test_a_misspelt_month_is_mended_and_named(month):
    swapped = month[0] + month[2] + month[1] + month[3:]
    reading = read_date(f"13 {swapped} 2023")
    assert [value.value[5:7] for value in reading.values] == [f"{MONTHS.index(month) + 1:02d}"]
    assert reading.slip == month


@pytest.mark.parametrize("text", ["13 Junly 2023", "13 Foobarber 2023"])
def test_a_word_between_two_months_or_far_from_all_is_not_mended(text):
    assert read_date(text).values == ()


def test_the_hint_names_no_value_that_is_to_be_avoided():
    parts, example = grain_hint("day")
    assert parts == "Day, month and year"
    shown = read_date(example).values[0].value
    assert grain_hint("day", avoid={shown})[1] != example


@given(st.text(st.characters(codec=None), max_size=130) | st.text("0123456789-/. 'sXBCadto", max_size=60))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_text_is_read_without_an_exception(text):
    for value in read_date(text).values:
        assert parse_value(value.value) == value
