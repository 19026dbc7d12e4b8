"""Kahoot’s spreadsheet: headings in row 8, questions from row 9, columns B–H: question, four answers, time, right ones.

Source: the template “Import from spreadsheet” of Kahoot!, with its limits of letters and its list of times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.cell_html import cell_text
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.moodle_answers import choice_answers
from quizapp.core.formats.neutral_cells import neutral, restored
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Outgoing, Parcel, ReadOptions, Sample, Written
from quizapp.core.formats.rich_html import find_plain, plain_words
from quizapp.core.formats.table_keys import KeyStyle
from quizapp.core.formats.table_layout import HEADING_ROWS, Layout, find_heading, find_layout
from quizapp.core.formats.tables import Line, TableWay, read_rows
from quizapp.core.formats.weighted import text_of_option
from quizapp.core.formats.xlsx_rows import MAIN_MEMBER, opened_workbook, workbook_bytes
from quizapp.core.question import Json, Question

QUESTION_LETTERS, ANSWER_LETTERS, ANSWERS = 120, 75, 4
TIMES = (5, 10, 20, 30, 60, 90, 120, 240)

_COLUMNS = ("", "stem", "option", "option", "option", "option", "limit_seconds", "key")
_FIXED_FIRST_ROW = 9
_HEADINGS = (
    *("", "Question - max 120 characters", "Answer 1 - max 75 characters", "Answer 2 - max 75 characters"),
    *("Answer 3 - max 75 characters", "Answer 4 - max 75 characters"),
    *("Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs", "Correct answer(s) - choose at least one"),
)
_WIDTHS = (5, 60, 30, 30, 30, 30, 14, 18)
_DEFAULT_TIME = 20
_DAY = re.compile(r"[0-9]{4}-0?([1-4])-0?([1-4])(?: .*)?")
_DIGITS = re.compile(r"[1-4]{2,4}")
_SAMPLE = re.compile(r"which spreadsheet tools|export to xlsx")
_NEAREST = "Kahoot has a few times alone, and the nearest is taken"
_CARRIED = frozenset(("id", "stem", "key", "distractors", "options", "limit_seconds"))
_SURE = 0.95
_TITLE_LINE, _HEADING_LINE = 2, 8


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a filled-in template.

    Raises:
        FormatError: for bytes that are no sound workbook.
    """
    gatherer = Gatherer("kahoot")
    with opened_workbook(data, options, gatherer) as sheets:
        for sheet in sheets:
            found = list(sheet.rows)
            are_ours = _is_ours(found)
            rows: list[Line] = [(line, restored(cells, is_ours=are_ours)) for line, cells in found]
            _read_sheet(rows, gatherer, options)
    if not gatherer.entries and not gatherer.skipped and not gatherer.problems:
        gatherer.problem("There is not one question in it; questions stand in columns B to H from row 9 on.")
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by the template’s own words in a workbook."""
    cells = sample.cells.casefold()
    is_ours = "max 120 characters" in cells and "max 75 characters" in cells
    return _SURE if MAIN_MEMBER in sample.members and (is_ours or "kahoot" in cells) else 0.0


def write(outgoing: Outgoing) -> Written:
    """Write single and multiple choices, and true or false, into a template."""
    losses = Losses("Kahoot")
    losses.lose_bank(outgoing.bank)
    rows: list[list[str | int]] = []
    for question in outgoing.questions:
        if (row := _row_of(question, losses)) is not None:
            rows.append([len(rows) + 1, *row])
    top: list[list[str | int]] = [[], ["", neutral(outgoing.bank.title or "Questions")], [], [], [], [], []]
    return Written(workbook_bytes("Sheet1", [*top, list(_HEADINGS), *rows], _WIDTHS), len(rows), losses.all())


def _is_ours(rows: Sequence[Line]) -> bool:
    """Whether only a title stands above the headings, as we write it: the template has instructions there."""
    heading = find_heading([cells for _, cells in rows[:HEADING_ROWS]])
    if heading is None or rows[heading][0] != _HEADING_LINE:
        return False
    return [(line, sum(map(bool, cells))) for line, cells in rows[:heading] if any(cells)] == [(_TITLE_LINE, 1)]


def _read_sheet(rows: Sequence[Line], gatherer: Gatherer, options: ReadOptions) -> None:
    heading = find_heading([cells for _, cells in rows[:HEADING_ROWS]])
    if heading is None:
        layout = Layout(_COLUMNS)
        body = [(line, cells) for line, cells in rows if line >= _FIXED_FIRST_ROW]
    else:
        layout = find_layout([rows[heading][1]], options.table)
        body = list(rows[heading + 1 :])
    told = [place for place, name in enumerate(layout.columns) if name]
    keys = layout.places("key")
    found: list[Line] = []
    for line, cells in body:
        # The template numbers a hundred rows beforehand.
        if not any(cells[place] for place in told if place < len(cells)):
            continue
        found.append((line, [_right(cell) if place in keys else cell for place, cell in enumerate(cells)]))
        if _SAMPLE.search(" ".join(cells[:2]).casefold()):
            gatherer.problem(
                "This looks like the sample question of the template; remove it if nobody meant to ask it.",
                " ".join(cells[1:2]) or f"row {line}",
                line,
            )
    if found:
        read_rows(found, gatherer, options.table, TableWay(layout, KeyStyle("number")))


def _right(cell: str) -> str:
    """Give the numbers of right answers with commas: spreadsheets make a number or a date of “1,2” as it is typed."""
    plain = cell.strip()
    if day := _DAY.fullmatch(plain):
        return f"{day[1]},{day[2]}"
    digits = re.sub(r"\.(?=[1-4])", "", plain)
    return ",".join(digits) if _DIGITS.fullmatch(digits) else plain


def _row_of(question: Question, losses: Losses) -> list[str | int] | None:
    """Give columns B to H, or None and say why the question is left out."""
    raw = question.dump()
    answers = _answers_of(question, raw)
    if answers is None:
        losses.leave_out(question, "Kahoot’s spreadsheet has choices and true or false alone.")
        return None
    stem = plain_words("\n\n".join(part for part in (raw.get("context", ""), question.stem) if part))
    texts = [plain_words(text) for text, _ in answers]
    reason = _why_not(stem, texts)
    if reason:
        losses.leave_out(question, reason)
        return None
    losses.lose_fields(question, _CARRIED | {"context"})
    wished = raw.get("limit_seconds", _DEFAULT_TIME)
    seconds = min(TIMES, key=lambda time: abs(time - wished))
    for what, is_lost in (
        ("id", not question.id.startswith("q-")),
        ("limit_seconds", "limit_seconds" in raw and seconds != wished),
        ("context as such: it stands in the stem", "context" in raw),
        ("images and sounds", any(map(media_names, (raw.get("context", ""), question.stem, *(t for t, _ in answers))))),
        ("markup", any(find_plain(text) is None or "\n" in text for text in (question.stem, *(t for t, _ in answers)))),
        ("order of options", "options" in raw and question.kind != "true_false"),
        ("weights and explanations of options", _has_details(raw)),
    ):
        if is_lost:
            losses.lose(question, what, _NEAREST if what == "limit_seconds" else "")
    right = ",".join(str(place) for place, (_, is_right) in enumerate(answers, start=1) if is_right)
    cells = [neutral(text) for text in (stem, *texts)]
    return [*cells, *[""] * (ANSWERS - len(texts)), seconds, int(right) if len(right) == 1 else right]


def _answers_of(question: Question, raw: dict[str, Json]) -> list[tuple[str, bool]] | None:
    if question.kind == "true_false":
        return [("True", raw["key"] is True), ("False", raw["key"] is False)]
    if question.kind == "choice":
        found = [(answer.text, answer.text == text_of_option(raw["key"])) for answer in choice_answers(raw)]
    elif question.kind == "multiple":
        keys = [text_of_option(key) for key in raw["key"]]
        listed = raw.get("options") or [*raw["key"], *raw["distractors"]]
        found = [(text, text in keys) for text in map(text_of_option, listed)]
    else:
        return None
    # In their kept order, else sorted: the key first would tell it.
    return found if "options" in raw else sorted(found)


def _why_not(stem: str, texts: Sequence[str]) -> str:
    if len(texts) > ANSWERS:
        return f"It has {len(texts)} options; Kahoot has room for {ANSWERS}."
    if not stem or not all(texts):
        return "Its stem or an option is a picture alone, and Kahoot’s spreadsheet is text."
    read_back = {cell_text(text) for text in texts}
    if len(set(texts)) < len(texts) or len(read_back) < len(texts) or "" in read_back:
        return "Two of its options differ in their markup alone."
    if len(stem) > QUESTION_LETTERS:
        return f"Its stem has {len(stem)} letters; Kahoot has room for {QUESTION_LETTERS}."
    longest = max(map(len, texts))
    return f"An option has {longest} letters; Kahoot has room for {ANSWER_LETTERS}." if longest > ANSWER_LETTERS else ""


def _has_details(raw: dict[str, Json]) -> bool:
    keys = raw["key"] if isinstance(raw["key"], list) else [raw["key"]]
    return any(isinstance(option, dict) for option in (*keys, *raw.get("distractors", ()), *raw.get("options", ())))


KAHOOT = Format("kahoot", "Kahoot! spreadsheet", (".xlsx",), sniff, read, write)
