"""S30: no cell that leaves is a formula, whatever field or place in a list it comes from; numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.registry import format_named
from quizapp.core.kinds import parse_question
from tests.core.formats.ten_kinds import dumped

#: With their full-width forms, which Excel takes for the same.
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
EVIL = 'cmd|"/c calc"!A1'


def raws(start):
    """Give questions with a text that begins so in every field and place."""
    text = f"{start}{EVIL}" if start.strip() else f"{start}={EVIL}"
    return [
        {
            "id": "one", "kind": "choice", "stem": text,
            "key": f"{text} key", "distractors": [f"{text} a", f"{text} b"],
            "title": f"{text} title", "explanation": f"{text} why", "context": f"{text} before", "tags": [f"{text}tag"],
            "hints": [f"{text} hint", f"{text} more"],
        },
        {"id": "two", "kind": "multiple", "stem": "Which?", "key": [f"{text} a", f"{text} b"], "distractors": [text]},
        {"id": "three", "kind": "text", "stem": "What?", "key": text, "accept": [f"{text} x", f"{text} y"]},
        {"id": "four", "kind": "order", "stem": "Which first?", "items": [f"{text} 1", f"{text} 2"]},
        {"id": "five", "kind": "match", "stem": "Where?", "pairs": [{"left": f"{text} l", "right": f"{text} r"},
         {"left": "l", "right": text}]},
        {"id": "six", "kind": "cloze", "stem": "It is [[1]].", "gaps": [{"key": text}]},
        {"id": "seven", "kind": "open", "stem": "Why?", "key": text, "rubric": f"{text} points"},
        {"id": "eight", "kind": "number", "stem": "How many?", "key": "-5", "distractors": ["-4"], "unit": text},
    ]  # fmt: skip


def bank(start):
    return Outgoing(BankFields(title=f"{start}{EVIL}"), [parse_question(raw) for raw in raws(start)])


def is_number(text):
    return text.removeprefix("-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_a_text_table_begins_like_a_formula(start) -> None:
    outgoing = bank(start)
    written = format_named("csv").write(outgoing)
    cells = [cell for row in csv.reader(io.StringIO(written.content.decode("utf-8-sig"), newline="")) for cell in row]
    assert sum(EVIL in cell for cell in cells) >= 15
    assert [cell for cell in cells if cell.startswith(STARTS) and not is_number(cell)] == []
    # Some programs split a cell’s lines, or trim it: neither makes a formula of it.
    assert [cell for cell in cells if cell.strip().startswith(STARTS) and not is_number(cell.strip())] == []
    lost = {loss.part for loss in written.losses}
    again = dumped(format_named("csv").read(written.content).questions)
    for identity, raw in dumped(outgoing.questions).items():
        changed = {name for name in raw if str(raw[name]) != str(again[identity].get(name))}
        assert changed <= lost, (identity, raw, again[identity])


@pytest.mark.parametrize("name", ["xlsx", "kahoot"])
@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_a_workbook_is_a_formula(name, start) -> None:
    written = format_named(name).write(bank(start))
    assert written.written
    book = load_workbook(io.BytesIO(written.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(EVIL in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert [text for text in texts if text.strip().startswith(STARTS) and not is_number(text)] == []
    assert all(isinstance(cell.value, int | float) for cell in cells if cell.data_type == "n")
