"""Quizlet’s exports and pasted lists of pairs: term and definition, any separators, no quotes; read only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizapp.core.encoding import decode
from quizapp.core.formats.answers_within import is_cut_at_answer
from quizapp.core.formats.bold_terms import without_bold_terms
from quizapp.core.formats.csv_rows import Guess, are_named_lines, find_separator, titles_above
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.leading_signs import doubted, leading_sign
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.parting_signs import stands_in_sentences
from quizapp.core.formats.pasted_text import (
    BREAK,
    are_lettered_options,
    are_numbered_questions,
    is_table_rule,
    tell_title,
    tidied,
    whole_lines,
)
from quizapp.core.formats.questions_in_text import is_option_line
from quizapp.core.formats.quoted_cells import WITHIN, joined_cells
from quizapp.core.formats.sums import other_sign, surest
from quizapp.core.formats.table_layout import find_layout
from quizapp.core.formats.tables import Line, TableWay, heard_rows, read_rows

#: Between term and definition; a comma alone is part of many terms, so it comes last.
_BETWEEN = ("\t", "/////", "|", ";;", " - ", " – ", " = ", ":::", "::", ";", ",")
_BETWEEN_ROWS = ("\n", ";;", "/////", ";")
_OTHERS = re.compile(
    r"\s*(?:[{<\[]|bank:|questions:|#(?:separator|html|columns|notetype|deck|tags|guid)\b|::|\$CATEGORY|%PDF|//|---\n)"
)
_KIND_LINE = re.compile(r"(?:MC|MA|TF|ESS|ORD|MAT|FIB|FIB_PLUS|NUM|SR|OP|JUMBLED_SENTENCE|QUIZ_BOWL)\t", re.MULTILINE)
_HEAD_LETTERS = 60_000
_LIKELY, _POSSIBLE = 0.55, 0.35
_SHARE_AT_LEAST = 0.6
_PAIR = 2
#: Signs that end a question, and part it from its answer where nothing else does; what may stand before that.
_ASKING = ("?", "？", "؟")
_BEHIND = re.compile(r"\A(?:[→➔⇒=:–—>-]+\s+(.*)|\((?=[^()]*\)\Z)(.*)\))\Z", re.DOTALL)
_PIECES_SEEN = 200
_FIRST_OPTION = re.compile(r"^[^\S\n]*[(\[]?[Aa][).\]]\s", re.MULTILINE)
_OPTIONS_AND_NUMBER = re.compile(r"(?:\A|\n)\s*[(\[]?[A-Ha-h][).\]]\s[^\n]*\n\s*\d{1,4}\s*\Z")
_CUT_BADLY = "A word such as “Answer:” stands within it; write the answer in a line of its own: “Answer: …”."
_SAYS = re.compile(r"(?:in)?correct[oea]?\b|right\b|wrong\b|richtig|falsch|vrai\b|faux\b|juste\b|fout\b|goed\b", re.I)
#: A question with its options has fewer.
_LINES_OF_A_CELL = 16


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a list of pairs; whole multiple-choice questions among the terms are found.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("quizlet")
    if notice:
        gatherer.problem(notice)
    text = joined_cells(without_bold_terms(tidied(text).text))
    between, between_rows = _separators(text, options.table.separator)
    if not options.table.separator and (doubt := _doubt(text, between)):
        gatherer.problem(doubt)
    found = list(_rows(text, between, between_rows, gatherer, options.rows))
    rows = [line for line in found if not _is_cut_badly(line[1])]
    for number, cells in found:
        if _is_cut_badly(cells):
            gatherer.problem(_CUT_BADLY, cells[0], number)
    layout = find_layout([cells for _, cells in rows[:200]], options.table)
    if layout.is_guessed and not options.table.columns and len(layout.columns) <= _PAIR:
        layout = replace(layout, columns=("stem", "key"))
    body = rows[1:] if layout.heading else rows
    if rows:
        read_rows(heard_rows(body, options), gatherer, options.table, TableWay(layout))
    else:
        gatherer.problem("There is not one pair in it; choose a file that has terms and definitions.")
    return gatherer.parcel()


def _doubt(text: str, between: str) -> str:
    """Say that another sign may part the two sides as well; empty where none does."""
    lines = [line for line in text.split("\n") if line.strip()]
    other = other_sign(lines, between) or doubted(lines, between)
    taken, left = between.strip(), other.strip()
    return f"Each line has one “{taken}” and one “{left}”; “{taken}” was taken to part the two sides." if other else ""


def _is_cut_badly(cells: Sequence[str]) -> bool:
    return len(cells) == _PAIR and is_cut_at_answer(*cells)


def sniff(sample: Sample) -> float:
    """Judge by lines that all are two cells."""
    tidy = tidied(sample.text)
    text = without_bold_terms(tidy.text)
    if tidy.separator or _OTHERS.match(text) or _KIND_LINE.search(text):
        return 0.0
    text = joined_cells(whole_lines(text))
    between, between_rows = _separators(text, "")
    rows = list(_rows(text, between, between_rows, Gatherer("quizlet"), 60))
    pairs = sum(len(cells) == _PAIR for _, cells in rows)
    if len(rows) < _PAIR or pairs < len(rows) * _SHARE_AT_LEAST or between == ",":
        return 0.0
    cells_of_rows = [cells for _, cells in rows]
    is_test = are_numbered_questions(cells_of_rows) or are_lettered_options(cells_of_rows)
    is_test = is_test or sum(map(_is_judged_option, cells_of_rows)) >= _PAIR
    if is_test or are_named_lines(cells_of_rows) or any(map(_is_page, cells_of_rows)):
        return 0.0
    return _LIKELY if between in ("\t", "/////", "|", ";;") or between_rows != "\n" else _POSSIBLE


def _is_judged_option(cells: Sequence[str]) -> bool:
    """Whether a row is an option and what is said of it: “A) Lima – Correct! …”."""
    return len(cells) == _PAIR and is_option_line(cells[0]) and _SAYS.match(cells[1]) is not None


def _is_page(cells: Sequence[str]) -> bool:
    """Tell whether a row is more than a question: others stand in it, or the number of the next one."""
    return any(
        cell.count("\n") > _LINES_OF_A_CELL or len(_FIRST_OPTION.findall(cell)) > 1 or _OPTIONS_AND_NUMBER.search(cell)
        for cell in cells
    )


def _separators(text: str, chosen: str) -> tuple[str, str]:
    """Find what stands between the two sides, and between pairs: nearly always lines, unless a line holds many."""
    head = text[:_HEAD_LETTERS]
    if not chosen and (sign := leading_sign(head.split("\n"))):
        return sign, "\n"
    found: list[tuple[float, str, str]] = []
    for order, between_rows in enumerate(_BETWEEN_ROWS):
        if between_rows not in head.strip():
            continue
        is_doubled = head.count(";") == 2 * head.count(";;")
        pieces = [piece for piece in head.split(between_rows) if piece.strip()]
        likely = [sign for sign in _BETWEEN if sign != between_rows and sign in head and (sign != ";;" or is_doubled)]
        likely = surest(pieces, likely)
        candidates = [chosen] if chosen else [sign for sign in likely if not stands_in_sentences(pieces, sign)]
        for place, between in enumerate(candidates if pieces else ()):
            pairs = sum(piece.count(between) == 1 for piece in pieces)
            found.append((pairs / len(pieces) - 0.03 * order - 0.005 * place, between, between_rows))
    if not found or max(found)[0] < _SHARE_AT_LEAST:
        guess: Guess = find_separator(head, _BETWEEN)
        if "\n" in head.strip() and guess.width > 1:
            return chosen or guess.separator, "\n"
    _, between, between_rows = max(found, default=(0.0, chosen or "\t", "\n"))
    return between, between_rows


def _rows(text: str, between: str, between_rows: str, gatherer: Gatherer, rows_at_most: int) -> Iterator[Line]:
    has_breaks = BREAK in text
    line = 1
    given = 0
    waiting: list[str] = []
    start = 1
    pieces = text.split(between_rows)
    written = [piece for piece in pieces[:_PIECES_SEEN] if piece.strip() and not is_table_rule(piece)]
    titles = titles_above([piece.split(between) for piece in written]) if between_rows == "\n" else 0
    goes_before = _first_goes_on(written[titles:], between)
    for piece in pieces:
        begins = line + piece[: len(piece) - len(piece.lstrip())].count("\n")
        line += piece.count("\n") + piece.count(WITHIN) + between_rows.count("\n")
        if not piece.strip() or is_table_rule(piece):
            continue
        if titles:
            titles -= 1
            gatherer.problem(tell_title(next(filter(str.strip, piece.split(between)), piece)), f"line {begins}", begins)
            continue
        if goes_before and between not in piece:
            start = start if waiting else begins
            waiting.append(piece)
            continue
        cells = _cells(piece.replace(BREAK, "\n") if has_breaks else piece, between)
        if between.strip() in _ASKING:
            cells = [f"{cells[0]}{between.strip()}", *(_BEHIND.sub(r"\1\2", cell) for cell in cells[1:])]
        if waiting:
            cells[0] = "\n".join([*waiting, cells[0]]).strip()
            begins, waiting = start, []
        if given >= rows_at_most:
            gatherer.problem(
                f"Only the first {rows_at_most:,} pairs were read; split the file to read the rest.", line=begins
            )
            return
        given += 1
        yield begins, cells
    if waiting:
        yield start, ["\n".join(waiting)]


def _first_goes_on(pieces: Sequence[str], between: str) -> bool:
    """Tell whether terms have several lines, as pasted questions with their options have."""
    broken = [piece for piece in pieces if between not in piece]
    return any(is_option_line(piece) for piece in broken) or (
        bool(pieces) and between not in pieces[0] and len(broken) > len(pieces) / 3
    )


def _cells(piece: str, between: str) -> list[str]:
    return [_unquoted(cell.replace(WITHIN, "\n")) for cell in piece.split(between)]


def _unquoted(cell: str) -> str:
    """Take off quotes that a spreadsheet put around a cell."""
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', ""):
        return cell[1:-1].replace('""', '"').strip()
    return cell


QUIZLET = Format("quizlet", "Quizlet export, or pairs pasted as text", (".txt", ".tsv"), sniff, read)
