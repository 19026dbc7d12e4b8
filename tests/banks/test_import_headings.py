"""The page of an import of a table whose headings name no question or no answer, or that has headings alone."""

from __future__ import annotations

import pytest

from quizapp.core.formats.xlsx_rows import Written, workbook_bytes, workbook_of
from tests.banks.test_import_pages import ada, bring, runner, send, settled, stems

__all__ = ["ada", "runner"]

ROWS = [["question", "tags", "explanation"], ["What is iron?", "metals", "It rusts"], ["What is gold?", "metals", "-"]]
ORDER = "Say below what each column is, then read it again."


def as_text(separator):
    return "".join(separator.join(row) + "\n" for row in ROWS)


@pytest.mark.parametrize(
    "brought",
    [
        {"files": [("t.csv", as_text(","))]},
        {"files": [("t.xlsx", workbook_bytes("Sheet", ROWS, (10,)))]},
        {"files": [], "text": as_text("\t")},
    ],
    ids=["csv", "xlsx", "pasted"],
)
def test_a_table_without_an_answer_brings_nothing_until_its_columns_are_said(ada, runtime, brought):
    address = bring(ada, *brought.pop("files"), **brought)
    page = settled(ada, address)
    assert "0 questions were found." in page
    assert "No column holds the answer: there are “question”, “tags”, “explanation”. Add “answer”, or say" in page
    assert ORDER in page
    separator = "\t" if brought else ","
    form = {"file": "0", "format": "", "separator": separator, "columns_of": separator, "are_columns_said": "1",
            "has_header": "1", "column": ["stem", "tags", "key"]}  # fmt: skip
    send(ada, address, "readings", **form)
    assert "2 questions were found." in settled(ada, address)
    assert stems(runtime) == []


@pytest.mark.parametrize("heading", ["question,answer\n", "id,kind,stem,key\n"])
def test_headings_alone_give_one_order(ada, heading):
    page = settled(ada, bring(ada, ("t.csv", heading)))
    assert "write the questions in the rows below them." in page
    assert ORDER not in page


def test_questions_of_several_sheets_are_named_with_their_sheet(ada):
    sheets = [Written(name, [["Question", "Answer"], [f"{name}?", name]]) for name in ("Rivers", "Lakes")]
    page = settled(ada, bring(ada, ("t.xlsx", workbook_of(sheets))))
    assert "Rivers · line 2" in page
    assert "Lakes · line 2" in page
    page = settled(ada, bring(ada, ("t.xlsx", workbook_of(sheets[:1])), client_id="d"))
    assert "Rivers ·" not in page
