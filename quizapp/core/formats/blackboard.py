"""Blackboard’s tab-delimited questions: kind, question, then answers, with a flag behind each where one is right.

Source: Blackboard help, “Upload questions”. Read only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from quizapp.core.encoding import decode
from quizapp.core.formats.cell_html import cell_text, list_removed
from quizapp.core.formats.foreign_texts import typed
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.number_cells import number_fields
from quizapp.core.formats.pairs import match_fields
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.table_answers import option_fields
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

_KINDS = re.compile(
    r"^(?:MC|MA|TF|ESS|ORD|MAT|FIB|FIB_PLUS|FIL|NUM|SR|OP|JUMBLED_SENTENCE|QUIZ_BOWL)\t\S", re.MULTILINE
)
_VARIABLE = re.compile(r"\[([A-Za-z][A-Za-z0-9_]{0,40})\]")
_SURE = 0.95


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a tab-delimited file, one question a line.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("blackboard")
    if notice:
        gatherer.problem(notice)
    given = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if given >= options.rows:
            gatherer.problem(f"Only the first {options.rows:,} lines were read; split the file.", line=number)
            break
        given += 1
        _read_line(line, number, gatherer)
    if not given:
        gatherer.problem("There is not one line in it; choose a file that has questions.")
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by lines that begin with the name of a kind and a tab."""
    return _SURE if _KINDS.match(sample.text.lstrip("\ufeff \n")) else 0.0


def _read_line(line: str, number: int, gatherer: Gatherer) -> None:
    kind, *cells = [_unquoted(cell) for cell in line.split("\t")]
    kind = kind.upper()
    while cells and not cells[-1]:
        cells.pop()
    where = plain_words(cell_text(cells[0])) if cells and cells[0] else f"line {number}"
    notes: list[str] = []
    try:
        if kind not in _READERS and kind not in _UNASKED:
            raise Broken(f"“{kind[:20]}” is no kind that is known here; begin the line with one such as MC, TF or SR.")
        if not cells or not cells[0]:
            raise Broken("The question itself is missing; write it behind the kind and a tab.")
        if kind in _UNASKED:
            raise Unasked(_UNASKED[kind])
        raw = {"stem": cell_text(cells[0]), **_READERS[kind](cells[1:], cells[0], notes)}
        notes += chain.from_iterable(map(list_removed, cells))
    except Broken as error:
        gatherer.problem(error.message, where, number)
    except Unasked as error:
        gatherer.skip(f"{kind} “{where[:60]}”", error.message, number, line)
    else:
        gatherer.take(raw | {"origin": {"kind": kind}}, where, number)
    for note in notes:
        gatherer.problem(note, where, number)


def _flagged(cells: Sequence[str], notes: list[str]) -> dict[str, Json]:
    """Read answers with a flag behind each."""
    texts, flags = cells[0::2], cells[1::2]
    if len(flags) < len(texts) or not all(flag.casefold() in ("correct", "incorrect") for flag in flags):
        raise Broken("Behind each answer there is to be a tab and the word correct or incorrect.")
    right = [place for place, flag in enumerate(flags) if flag.casefold() == "correct"]
    if not right:
        raise Broken("No answer is marked as correct.")
    return option_fields([cell_text(text) for text in texts], right, notes)


def _single(cells: Sequence[str], _stem: str, notes: list[str]) -> dict[str, Json]:
    fields = _flagged(cells, notes)
    if fields["kind"] == "multiple":
        notes.append("several answers of a single choice are correct; it was read as multiple choice.")
    return fields


def _several(cells: Sequence[str], _stem: str, notes: list[str]) -> dict[str, Json]:
    fields = _flagged(cells, notes)
    return fields | {"kind": "multiple", "key": [fields["key"]]} if fields["kind"] == "choice" else fields


def _truth(cells: Sequence[str], _stem: str, _notes: list[str]) -> dict[str, Json]:
    truth = TRUTH_WORDS.get(plain_word(cells[0])) if cells else None
    if truth is None:
        raise Broken("Behind the statement there is to be a tab and the word true or false.")
    return {"kind": "true_false", "key": truth}


def _essay(cells: Sequence[str], _stem: str, _notes: list[str]) -> dict[str, Json]:
    return {"kind": "open", "key": cell_text(cells[0]) if cells else ""}


def _order(cells: Sequence[str], _stem: str, _notes: list[str]) -> dict[str, Json]:
    return {"kind": "order", "items": [cell_text(cell) for cell in cells if cell]}


def _match(cells: Sequence[str], _stem: str, _notes: list[str]) -> dict[str, Json]:
    lefts, rights = cells[0::2], cells[1::2]
    pairs = {cell_text(left): cell_text(right) for left, right in zip(lefts, rights, strict=False) if left and right}
    further = [cell_text(right) for left, right in zip(lefts, rights, strict=False) if right and not left]
    return match_fields(pairs, further)


def _blank(cells: Sequence[str], _stem: str, _notes: list[str]) -> dict[str, Json]:
    texts = list(dict.fromkeys(typed(cell) for cell in cells if cell))
    if not texts:
        raise Broken("There is no answer; write it behind the question and a tab.")
    return {"kind": "text", "key": texts[0], "accept": texts[1:]}


def _blanks(cells: Sequence[str], stem: str, _notes: list[str]) -> dict[str, Json]:
    """Read several gaps: a name, its answers, an empty cell, the next name."""
    answers: dict[str, list[str]] = {}
    name = ""
    for cell in cells:
        if not cell:
            name = ""
        elif not name:
            name = cell.strip("[]")
            answers[name] = []
        else:
            answers[name].append(typed(cell))
    names = list(dict.fromkeys(match[1] for match in _VARIABLE.finditer(stem) if match[1] in answers))
    missing = [name for name, texts in answers.items() if name not in names or not texts]
    if missing or not names:
        raise Broken(
            f"The gap “{(missing or ['?'])[0][:40]}” does not stand in the question as [name], or has no answer."
        )
    marked = cell_text(_VARIABLE.sub(lambda found: _mark(found[1], names) or found[0], stem))
    marked = re.sub("\ue000(\\d+)\ue001", r"[[\1]]", marked)
    gaps = [{"key": answers[name][0], "accept": answers[name][1:]} for name in names]
    return {"kind": "cloze", "stem": marked, "gaps": gaps}


def _mark(name: str, names: Sequence[str]) -> str:
    return f"\ue000{names.index(name) + 1}\ue001" if name in names else ""


def _number(cells: Sequence[str], _stem: str, _notes: list[str]) -> dict[str, Json]:
    if not cells:
        raise Broken("There is no answer; write a number behind the question and a tab.")
    return {"kind": "number", **number_fields(cells[0], cells[1] if len(cells) > 1 else "")}


_READERS: Mapping[str, Callable[[Sequence[str], str, list[str]], dict[str, Json]]] = {
    "MC": _single,
    "MA": _several,
    "TF": _truth,
    "ESS": _essay,
    "SR": _essay,
    "ORD": _order,
    "MAT": _match,
    "FIB": _blank,
    "FIB_PLUS": _blanks,
    "NUM": _number,
}
_UNASKED: Mapping[str, str] = {
    "FIL": "a file is to be uploaded, which is no question that can be judged here",
    "OP": "an opinion has no right answer",
    "JUMBLED_SENTENCE": "words chosen from one list for several places cannot be asked here",
    "QUIZ_BOWL": "an answer in the form of a question cannot be asked here",
}


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"').strip()
    return cell


BLACKBOARD = Format("blackboard", "Blackboard tab-delimited questions", (".txt",), sniff, read)
