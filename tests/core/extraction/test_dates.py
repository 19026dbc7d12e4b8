"""The grammar of dates on invented sentences of eight genres: what is found, with which value, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from quizapp.core.extraction.dates import find_dates
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import DateMention

FOLDER = Path(__file__).parent / "dates"


def cases() -> list[object]:
    """List every case of every genre, named by genre and number."""
    listed = []
    for path in sorted(FOLDER.glob("*.yaml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        listed += [pytest.param(row, id=f"{path.stem}-{number}") for number, row in enumerate(rows, 1)]
    return listed


def dates_in(words: str, before: str = "", published: date | None = None) -> list[DateMention]:
    """Find the dates of a paragraph, which may stand behind another one."""
    text = replace(make_text(f"{before}\n\n{words}" if before else words), published=published)
    begin = text.blocks[-1].start
    found = find_dates(text, split_sentences(text))
    return [one for one in found if one.start >= begin]


@pytest.mark.parametrize("row", cases())
def test_sentence(row: dict[str, object]) -> None:
    published = row.get("published")
    day = date.fromisoformat(str(published)) if published else None
    found = dates_in(str(row["text"]), str(row.get("before", "")), day)
    shown = [f"{one.surface}={one.value.value if one.value else 'null'}" for one in found if one.is_point]
    assert shown == row["dates"]


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("The quarrel grew after the summer of 2019.", "around"),
        ("He left the abbey before the winter of 1311.", "around"),
        ("She has lived in Lima since the spring of 1987.", "since"),
        ("The road was closed after March 1848.", "after"),
        ("The mine was shut after 1931.", "after"),
    ],
)
def test_behind_a_season_the_year_is_told_roughly(words: str, relation: str) -> None:
    assert [one.relation for one in dates_in(words)] == [relation]
