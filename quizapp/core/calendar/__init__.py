"""Dates with a grain: the value grammar of bank files, words for people, and what learners type."""

from quizapp.core.calendar.reading import DateReading, read_date
from quizapp.core.calendar.values import (
    MONTHS,
    DateValue,
    Grain,
    day_number,
    days_in_month,
    parse_value,
    point_value,
    span_value,
    week_value,
    year_span,
)
from quizapp.core.calendar.words import format_value, grain_hint

__all__ = [
    "MONTHS",
    "DateReading",
    "DateValue",
    "Grain",
    "day_number",
    "days_in_month",
    "format_value",
    "grain_hint",
    "parse_value",
    "point_value",
    "read_date",
    "span_value",
    "week_value",
    "year_span",
]
