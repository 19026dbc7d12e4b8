"""Cells of a table that say what questions of all kinds have: tags, hints, points, and the explanations of options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizapp.core.formats.cell_html import cell_text
from quizapp.core.formats.table_cells import split_own, split_tags
from quizapp.core.formats.table_layout import Layout, column_of
from quizapp.core.question import ABOUTS, Json

_HOURS = r"(?:h|hrs?|hours?|std|stunden?)"
_MINUTES = r"(?:m|mins?|minut(?:e|es|en|o|os|i|a|y|er)|мин|минут[аы]?|分钟?|分鐘|분|dk|dakika)"
_SIGNS = r"(?:s|secs?|seconds?|sek|sekunde[nr]?|secondes?|segundos?|second[io]|сек|секунд[аы]?|с|秒|초|sn|saniye)"
#: “90”, “90 s”, “1.5 min”, “1m30s”; seconds where no unit is named.
_TIME = re.compile(
    rf"(?:(?P<hours>\d{{1,2}})\s?{_HOURS}\.?\s?)?"
    rf"(?:(?P<minutes>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?(?:{_MINUTES}\.?|['′])\s?)?"
    rf"(?:(?P<seconds>\d{{1,5}}(?:[.,]\d{{1,3}})?)\s?(?:{_SIGNS}\.?|[\"″]|'')?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)(?:\s?(?:min|h)\.?)?", re.IGNORECASE
)
_IN_MINUTES = re.compile(rf"\W{_MINUTES}\b", re.IGNORECASE)
_WORTH = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)(?:\s?[^\W\d]{1,12}\.?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def take_common(raw: dict[str, Json], name: str, cell: str, is_own: bool, notes: list[str]) -> None:
    """Read a cell of a field that all kinds have."""
    if name == "tags":
        raw["tags"] = [*raw.get("tags", ()), *(split_own(cell) if is_own else split_tags(cell))]
    elif name == "hints":
        raw["hints"] = [*raw.get("hints", ()), *(split_own(cell) if is_own else [cell_text(cell)])]
    elif is_own or name == "title":
        raw[name] = cell
    elif name in ("context", "rubric"):
        raw[name] = cell_text(cell)
    elif name == "limit_seconds":
        seconds = _seconds_of(cell)
        raw[name] = seconds or None
        if seconds is None:
            notes.append(f"the time “{cell[:40]}” is no number of seconds or minutes; left out.")
    elif name == "worth":
        match = _WORTH.fullmatch(cell)
        raw[name] = match[1].replace(",", ".") if match else None
        if match is None:
            notes.append(f"the points “{cell[:40]}” are no number; left out.")
    else:
        is_known = cell in ABOUTS if name == "about" else _LANGUAGE.fullmatch(cell)
        raw[name] = cell if is_known else None
        if not is_known:
            wanted = "one of " + ", ".join(ABOUTS) if name == "about" else "a code such as en or de"
            notes.append(f"“{cell[:40]}” is not {wanted}; left out.")


def with_minutes(cell: str, heading: str) -> str:
    """Give a time with its unit, where that stands in the heading: “2” below “Time (min)”."""
    is_bare = cell.replace(",", "").replace(".", "").isdecimal()
    return f"{cell} min" if is_bare and _IN_MINUTES.search(heading) else cell


def _seconds_of(cell: str) -> int | None:
    """Give a time in seconds; None for words, and 0 for what limits nothing."""
    match = _CLOCK.fullmatch(cell) or _TIME.fullmatch(cell)
    parts = match.groupdict(default="0") if match and any(match.groups()) else {}
    units = {"hours": 3600, "minutes": 60, "seconds": 1}
    return round(sum(float(parts[name].replace(",", ".")) * size for name, size in units.items())) if parts else None


def find_option_notes(layout: Layout) -> dict[int, int]:
    """Find the columns that explain one option each, such as “Feedback B”, and the order of their options."""
    if not layout.heading:
        return {}
    named = [column_of(layout.heading[place])[1] for place in layout.places("option")]
    found: dict[int, int] = {}
    for place in layout.places("explanation"):
        meaning, number = column_of(layout.heading[place])
        orders = [order for order, name in enumerate(named) if number and name == number]
        if number and not orders:
            # “Feedback A” beside “Option 1”.
            order = ord(number) - ord("a") if number.isalpha() else int(number) - 1
            orders = [order] if 0 <= order < len(named) else []
        if meaning == "explanation" and len(orders) == 1:
            found[place] = orders[0]
    return found


def explain_options(raw: dict[str, Json], texts: Sequence[str], said: Mapping[int, str]) -> list[str]:
    """Put explanations at the options of a choice, by the order of these texts; give those that found no option."""
    by_text = {texts[order]: words for order, words in said.items() if order < len(texts) and texts[order]}
    if raw["kind"] not in ("choice", "multiple"):
        return list(said.values())
    listed = raw["key"] if isinstance(raw["key"], list) else [raw["key"]]
    placed = [text for text in (*listed, *raw["distractors"]) if text in by_text]

    def explained(text: str) -> Json:
        return {"text": text, "explanation": by_text[text]} if text in by_text else text

    keys = [explained(text) for text in listed]
    raw["key"] = keys if isinstance(raw["key"], list) else keys[0]
    raw["distractors"] = [explained(text) for text in raw["distractors"]]
    return [words for order, words in said.items() if order >= len(texts) or texts[order] not in placed]


def without_headings(rows: Iterable[tuple[int, list[str]]], layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Leave out headings that stand there once more, where tables were put together."""
    heading = list(layout.heading)
    for line, cells in rows:
        if not heading or cells != heading:
            yield line, cells
