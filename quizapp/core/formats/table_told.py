"""What is said of tables: columns that are missing or left out, rows that are too wide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from quizapp.core.formats.table_layout import Layout
from quizapp.core.formats.table_words import plain_word

_NAMED_AT_MOST = 10
#: What heads one answer, and no list of those that are right.
_ONE_ANSWER = re.compile(
    r"(?:.* )?(?:answer|ans|response|reply|antwort|lösung|réponse|reponse|respuesta|risposta|resposta|antwoord|ответ"
    r"|svar|odpowiedź|cevap|答案)"
)
_ALIKE, _LETTERS = 0.6, 100


def too_wide(cells: int, columns: int, format_name: str) -> str:
    """Say that a row has more cells than there are columns."""
    is_text = format_name in ("csv", "quizlet")
    advice = "put a cell that holds the separator in double quotes" if is_text else "give each column a heading"
    return f"This row has {cells} cells, but there are {columns} columns; {advice}."


def headings_of(heading: Sequence[str]) -> str:
    """List the headings of a table."""
    return ", ".join(f"“{cell.strip()[:40]}”" for cell in heading if cell.strip())


def tell_likely(layout: Layout, first: Sequence[str]) -> str:
    """Say what the first row was taken for that may be the other as well."""
    cells = " | ".join(cell.strip()[:40] for cell in layout.heading or first if cell.strip())
    taken, other = ("the names of the columns", "a pair") if layout.heading else ("a pair", "the names of the columns")
    return f"The first row, “{cells}”, was taken for {taken}; if it is {other}, say so, and read it again."


def tell_missing(layout: Layout) -> str:
    """Say that the question or its answer is in no column."""
    if not layout.heading or layout.is_guessed:
        return (
            "No column could be told to hold the question and its answer; say what each column is, and read it again."
        )
    headings = {cell.strip() for cell in layout.heading}
    missing: dict[str, str] = {}
    if "stem" not in layout.columns:
        missing["the question"] = "“stem”" if "key" in headings else "“question”"
    if "key" not in layout.columns:
        missing["the answer"] = "“key”" if "stem" in headings else "“answer”"
    return (
        f"No column holds {' or '.join(missing)}: there are {headings_of(layout.heading)}. Add "
        f"{' and '.join(missing.values())}, or say what each column is, and read it again."
    )


def has_answers(layout: Layout) -> bool:
    """Whether some row may have an answer: beside wrong ones alone it has one if its options or its kind say so."""
    told = set(layout.columns)
    has_key = "key" in told or ("distractor" in told and bool(told & {"option", "options", "kind"}))
    return ("stem" in told and (has_key or layout.is_matrix)) or layout.is_own


def tell_same_answers(layout: Layout, rows: Sequence[Sequence[str]]) -> str:
    """Say that several columns are all headed as one answer, and may hold wrong ones; empty where they do not."""
    keys, accepts = layout.places("key"), layout.places("accept")
    places = [place for place in (*keys[:1], *accepts) if place < len(layout.heading)]
    heads = {plain_word(layout.heading[place]) for place in places}
    if layout.is_own or not accepts or len(keys) != 1 or len(heads) != 1 or not _ONE_ANSWER.fullmatch(heads.pop()):
        return ""
    answers = [[cell for place in places if place < len(row) and (cell := row[place].strip())] for row in rows[1:]]
    several = [cells for cells in answers if len(cells) > 1]
    if not several or sum(map(_are_spellings, several)) * 2 > len(several):
        return ""
    return (
        f"{len(places)} columns are headed “{layout.heading[keys[0]].strip()[:40]}”, and nothing tells whether the "
        "further ones are right as well: head them “Wrong answer” or “Also accepted”, and read it again."
    )


def _are_spellings(cells: Sequence[str]) -> bool:
    """Whether further answers are written much as the first one is: “colour”, “color”."""
    first, *others = (cell.casefold()[:_LETTERS] for cell in cells)
    return all(SequenceMatcher(None, first, other).ratio() >= _ALIKE for other in others)


def tell_left(headings: Sequence[str], places: Sequence[int]) -> str:
    """Say which columns were in no question: by their headings, and by their places where they have none."""
    said = []
    if headings:
        named = ", ".join(f"“{name[:40]}”" for name in headings[:_NAMED_AT_MOST])
        said.append(
            f"The column {named} was left out: its heading is none that is known."
            if len(headings) == 1
            else f"The columns {named} were left out: their headings are none that are known."
        )
    if places:
        numbers = [str(place + 1) for place in places[:_NAMED_AT_MOST]]
        said.append(
            f"Column {numbers[0]} was left out: nothing tells what it is."
            if len(numbers) == 1
            else f"Columns {', '.join(numbers[:-1])} and {numbers[-1]} were left out: nothing tells what they are."
        )
    what = "what it is" if len(headings) + len(places) == 1 else "what they are"
    return f"{' '.join(said)} Say {what}, and read it again."
