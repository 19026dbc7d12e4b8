"""The value grammar, its days and its words, and what learners type."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.calendar import format_value, parse_value, read_date

NBSP = "\N{NO-BREAK SPACE}"


def ordinal(text):
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("value", "grain", "first", "last"),
    [
        ("1948-10-12", "day", "1948-10-12", "1948-10-12"),
        ("2000-02", "month", "2000-02-01", "2000-02-29"),
        ("1900-02", "month", "1900-02-01", "1900-02-28"),
        ("1985", "year", "1985-01-01", "1985-12-31"),
        ("0079", "year", "0079-01-01", "0079-12-31"),
        ("196X", "decade", "1960-01-01", "1969-12-31"),
        ("17XX", "century", "1700-01-01", "1799-12-31"),
        ("00XX", "century", "0001-01-01", "0099-12-31"),
        ("1XXX", "millennium", "1000-01-01", "1999-12-31"),
        ("1914/1918", "span", "1914-01-01", "1918-12-31"),
        ("1989-11-09/1989-11-10", "span", "1989-11-09", "1989-11-10"),
        ("1939-09/1945", "span", "1939-09-01", "1945-12-31"),
        ("2023-W37", "week", "2023-09-11", "2023-09-17"),
        ("2020-W53", "week", "2020-12-28", "2021-01-03"),
        ("2021-W01", "week", "2021-01-04", "2021-01-10"),
    ],
)
def test_values_cover_their_days(value, grain, first, last):
    parsed = parse_value(value)
    assert (parsed.value, parsed.grain, parsed.lo, parsed.hi) == (value, grain, ordinal(first), ordinal(last))


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("BC0753", (-752, -752)),
        ("BC0001", (0, 0)),
        ("BC048X", (-488, -479)),
        ("BC04XX", (-499, -400)),
        ("BC2XXX", (-2999, -2000)),
        ("BC0431/BC0404", (-430, -403)),
        ("BC0027/0014", (-26, 14)),
    ],
)
def test_years_before_christ_count_astronomically(value, years):
    parsed = parse_value(value)
    # 400 years are 146,097 days, so a far year has the days of the year 400 · n later.
    shift = 400 * 10
    expected = (
        date(years[0] + shift, 1, 1).toordinal() - 146_097 * 10,
        date(years[1] + shift, 12, 31).toordinal() - 146_097 * 10,
    )
    assert (parsed.lo, parsed.hi) == expected


@pytest.mark.parametrize("value", ["XXXX-10-12", "XXXX-10", "XXXX-02-29"])
def test_values_without_a_year_have_no_days(value):
    parsed = parse_value(value)
    assert parsed.lo is None
    assert parsed.hi is None
    assert parsed.grain.startswith("yearless")


@pytest.mark.parametrize(
    "text",
    [
        *("", "0000", "79", "1961-13", "1961-00", "1961-02-30", "1900-02-29", "1961-8-13", "13.8.1961", "196x", "19X"),
        *(
            "XXXX",
            "X",
            "XXXX-02-30",
            "1918/1914",
            "1914/1914",
            "1914/",
            "/1914",
            "1914/1915/1916",
            "2021-W53",
            "2021-W00",
        ),
        *(
            "BC753",
            "BC0000",
            "2023-09-13T10:00",
            "２０２３",
            "\ud800",
            "1961 ",
            "9" * 100_000,
            "XXXX-10/1914",
            "BC0000X",
        ),
    ],
)
def test_all_else_is_refused_with_words(text):
    with pytest.raises(ValueError, match=r"\w{3}"):
        parse_value(text)


@given(st.dates())
@settings(max_examples=60, derandomize=True)
def test_day_numbers_agree_with_the_standard_library(day):
    assert parse_value(day.isoformat()).lo == day.toordinal()
    year, week, weekday = day.isocalendar()
    if 1 < year < 9999:
        assert parse_value(f"{year:04d}-W{week:02d}").lo == day.toordinal() - weekday + 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023-09-13", "13_September_2023"),
        ("2000-07", "July_2000"),
        ("1985", "1985"),
        ("0079", "AD_79"),
        ("BC0753", "753_BC"),
        ("BC0044-03-15", "15_March_44_BC"),
        ("196X", "the_1960s"),
        ("200X", "the_2000s"),
        ("190X", "1900–1909"),
        ("BC048X", "the_480s_BC"),
        ("17XX", "the_18th_century"),
        ("20XX", "the_21st_century"),
        ("00XX", "the_1st_century_AD"),
        ("BC04XX", "the_5th_century_BC"),
        ("1XXX", "the_2nd_millennium_AD"),
        ("BC2XXX", "the_3rd_millennium_BC"),
        ("1914/1918", "1914–1918"),
        ("BC0431/BC0404", "431–404_BC"),
        ("BC0027/0014", "27_BC – AD_14"),
        ("BC1500/1000", "1500_BC – 1000_AD"),
        ("1989-11-09/1989-11-10", "9–10_November_1989"),
        ("1940-05-03/1940-06-05", "3_May – 5_June_1940"),
        ("1940-05/1940-06", "May–June_1940"),
        ("1939-09-01/1945-05-08", "1_September_1939 – 8_May_1945"),
        ("2023-W37", "week_37 of_2023"),
        ("XXXX-10-12", "12_October"),
        ("XXXX-10", "October"),
    ],
)
def test_words_for_people(value, words):
    assert format_value(parse_value(value)) == words.replace("_", NBSP)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023-09-13", "September_13,_2023"),
        ("XXXX-10-12", "October_12"),
        ("1989-11-09/1989-11-10", "November_9–10,_1989"),
        ("1940-05-03/1940-06-05", "May_3 – June_5,_1940"),
        ("2000-07", "July_2000"),
    ],
)
def test_words_with_the_month_first(value, words):
    assert format_value(parse_value(value), "month_first") == words.replace("_", NBSP)


years = st.integers(1, 2_999).map(lambda year: f"{year:04d}") | st.integers(1, 2_999).map(lambda year: f"BC{year:04d}")
points = st.one_of(
    years,
    st.tuples(years, st.integers(1, 12), st.integers(0, 28)).map(
        lambda ymd: f"{ymd[0]}-{ymd[1]:02d}" + (f"-{ymd[2]:02d}" if ymd[2] else "")
    ),
)
values = st.one_of(
    points,
    st.integers(1, 299).map(lambda number: f"{number:03d}X"),
    st.integers(0, 29).map(lambda number: f"{number:02d}XX"),
    st.integers(0, 29).map(lambda number: f"BC{number:02d}XX"),
    st.integers(0, 2).map(lambda number: f"{number}XXX"),
    st.tuples(st.integers(1000, 2900), st.integers(1, 52)).map(lambda yw: f"{yw[0]}-W{yw[1]:02d}"),
    st.tuples(st.integers(1, 12), st.integers(0, 28)).map(
        lambda md: f"XXXX-{md[0]:02d}" + (f"-{md[1]:02d}" if md[1] else "")
    ),
    st.lists(points, min_size=2, max_size=2).map("/".join),
)


@given(values, st.sampled_from(["day_first", "month_first"]))
@settings(max_examples=150, derandomize=True)
def test_words_read_back_as_the_value(text, order):
    try:
        value = parse_value(text)
    except ValueError:
        return
    if value.grain == "span" and len({end.grain for end in value.ends}) > 1:
        return
    reading = read_date(format_value(value, order), order, key=value)
    assert reading.values, format_value(value, order)
    assert reading.values[0].same_days(value), (format_value(value, order), reading)
