"""A date question whose passage says another date than its key."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.item_rules.asked import Asked, RuleContext
from quizapp.core.extraction.item_rules.evidence_dates import check_evidence_dates
from quizapp.core.kinds import parse_question


def judged(key: str, quote: str, **more: object) -> str | None:
    raw = {"id": "q", "kind": "date", "stem": "When?", "key": key, "evidence": {"paragraph": 1, "quote": quote}}
    reason = check_evidence_dates(Asked.of(parse_question(raw | more)), RuleContext())
    return None if reason is None else reason.message


@pytest.mark.parametrize(
    ("key", "quote"),
    [
        ("1961-08-13", "The wall was begun on 13 August 1961."),
        ("1961-08-13", "On August 13, 1961, it was begun; in 1989 it fell."),
        ("1961-08-13", "It was begun in 1961."),
        ("1961", "It was begun on the 13th of August 1961."),
        ("1961-08-13", "It was begun on a Sunday by 1500 men."),
        ("1961-08-13", "It was begun on 14 August."),
        ("XXXX-08-13", "It is kept since 14 August 1961."),
        ("BC0044-03-15", "He was killed in 44 BC."),
    ],
)
def test_fits_or_tells_nothing(key, quote):
    assert judged(key, quote) is None


@pytest.mark.parametrize(
    ("key", "quote", "told"),
    [
        ("1961-08-13", "The wall was begun on 14 August 1961.", "14 August 1961"),
        ("1961-08-13", "It was begun in July 1961.", "July 1961"),
        ("1961", "It was begun in 1962 and done by 1963.", "1962, 1963"),
    ],
)
def test_says_another_date(key, quote, told):
    message = judged(key, quote)
    assert message is not None
    assert f"its passage says {told};" in message.replace("\N{NO-BREAK SPACE}", " ")


def test_an_accepted_date_will_do():
    assert judged("1969-07-21", "They landed on 20 July 1969.", accept=["1969-07-20"]) is None


def test_other_kinds_are_not_judged():
    assert judged("1961", "In 1962 it was begun.", kind="text") is None
