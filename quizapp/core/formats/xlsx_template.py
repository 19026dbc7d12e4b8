"""An empty workbook in our own layout for whoever begins one: headings, an example of each kind, notes on a sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.formats.losses import Losses
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.table_write import TableRows, table_of
from quizapp.core.kinds import KINDS, parse_question

_TAG = "example"
_MARK = "This is an example: overwrite or delete the row."
_ROWS = 2_000
_WIDTHS = {"id": 8, "kind": 12, "stem": 60, "key": 40, "explanation": 44}
_WIDTH = 20
_NOTES = (
    "One question a row on the sheet “Questions”. The rows there are examples: overwrite or delete them.",
    "id – leave it empty; it names questions that come back from a bank.",
    "kind – choose it from the list; where it is empty the row tells it.",
    "stem – what is asked. In a cloze each gap is [[1]], [[2]] and so on.",
    "key – the right answer; several, the gaps of a cloze, and things in their order with | between them.",
    "key of match – pairs such as London = Thames, with | between them.",
    "key of number – with tolerance and unit if wanted: 4806 ± 10 m. Of date: 1969-07-21, 1969-07 or 1969.",
    "distractor 1, distractor 2 … – wrong options; more columns may be added.",
    "accept – further spellings that count as right when it is typed, with | between them.",
    "explanation – shown after the answer. tags – with | between them; a/b is a tag below a.",
)


def template() -> bytes:
    """Write the workbook."""
    # Start-up cost: 150 ms, needed for workbooks only.
    from openpyxl import Workbook  # start-up cost
    from openpyxl.utils import get_column_letter  # start-up cost
    from openpyxl.worksheet.datavalidation import DataValidation  # start-up cost

    table = _examples()
    book = Workbook()
    sheet = book.active
    sheet.title = "Questions"
    for row in (table.heading, *table.rows):
        sheet.append([cell or None for cell in row])
    sheet.freeze_panes = "A2"
    for number, name in enumerate(table.heading, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, _WIDTH)
    kinds = DataValidation(type="list", formula1=f'"{",".join(kind.kind for kind in KINDS)}"', allow_blank=True)
    column = get_column_letter(table.heading.index("kind") + 1)
    kinds.add(f"{column}2:{column}{_ROWS}")
    sheet.add_data_validation(kinds)
    notes = book.create_sheet("Notes")
    notes.column_dimensions["A"].width = 110
    for note in _NOTES:
        notes.append([note])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def is_notes(first: Sequence[str]) -> bool:
    """Whether a sheet that begins with this row is the one that tells how the others are filled in."""
    return list(first) == [_NOTES[0]]


def _examples() -> TableRows:
    """Lay out an example of each kind, without an id and marked as one."""
    questions = [parse_question({**kind.example, "id": kind.kind.replace("_", "-")}) for kind in KINDS]
    marked = [replace(each, explanation=_MARK, tags=(_TAG,)) for each in questions]
    table = table_of(Outgoing(BankFields(), marked), Losses("A table"))
    return TableRows(table.heading, [["", *rest] for _, *rest in table.rows])
