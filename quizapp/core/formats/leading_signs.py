"""The sign that parts the two sides of pairs pasted as text, where each line has other signs within its words too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.parting_signs import COLON, stands_in_sentences
from quizapp.core.formats.pasted_text import TITLES_AT_MOST
from quizapp.core.formats.sums import is_unsolved
from quizapp.core.formats.table_cells import without_entity_ends
from quizapp.core.formats.table_layout import column_of

ARROWS = ("→", "➔", "➜", "⇒", "⟶", "-->", "->", "=>")
"""They part before all other signs, and stand in no sentence."""

_COLONS = (COLON, "：")
_DASHES = (" - ", " – ", " — ")
#: Behind a word that asks the answer begins, be it with a minus; “5 + 3 = ? 8” asks nothing in words.
_ASKING = re.compile(r"(?<=[^\W_])(?:[?؟]\s+|？\s*)(?:[=:–—-]\s+)?(?:[-−]\d|[^\W_])")
_ASKS = re.compile(r"[?？؟]")
#: Signs that part cells and stand in no words.
_SURE = ("\t", "|", ";;", "::", "/////")
_QUOTED = re.compile(r'(?:\A|[,;])\s*"|"\s*(?:[,;]|\Z)')
#: Signs as spreadsheets write them: no blank behind, and no comma of a number.
_TIGHT = {",": re.compile(r"(?<!\d),(?!\s)|,(?![\s\d])"), ";": re.compile(r";(?!\s)")}
_TYPED = {",": re.compile(r",(?=\s)"), ";": re.compile(r";(?=\s)")}
_ANY_SIGN = re.compile(r"[,;|\t?？؟:：=→➔➜⇒⟶]|\s[-–—]\s|->")
#: What is equal to something in the answer: “Solve 2x = 6.; x = 3”.
_EQUATION = {sign: re.compile(rf"{sign}\s*[^\W\d_]\s*=") for sign in ";,"}
_OPTION = re.compile(r"(?:\A|\s)[(\[]?[Aa][).\]]\s.*\s[(\[]?[Bb][).\]]\s")
_RIVALS = re.compile(r"[-–—=,;:]")
_LINES_AT_LEAST = 2
_SHARE = 0.9


def leading_sign(lines: Sequence[str]) -> str:
    """Give the sign that parts all lines more surely than the others in them, as it stands; empty where none does."""
    rows = _below_titles([without_entity_ends(line) for line in lines if line.strip()])
    if len(rows) < _LINES_AT_LEAST or any(map(_QUOTED.search, rows)):
        return ""
    if all(map(is_unsolved, rows)):
        return "="
    if any(_in_most(rows, sign) for sign in _SURE):
        return ""
    cells = _once(rows, _TIGHT[";"])
    if arrow := _arrow_of(rows):
        return ";" if cells and _stand_before(rows, ";", arrow) else arrow
    if cells:
        return "" if _often(rows, _TIGHT[","]) else ";"
    return _asking(rows) or _colon(rows) or _beside_words(rows) or _dash(rows)


def doubted(lines: Sequence[str], sign: str) -> str:
    """Give another sign that each line has once, and that may part it as well as the one that was taken."""
    rows = [without_entity_ends(line) for line in lines if line.strip()]
    dashes = [dash for dash in _DASHES if _parts(rows, dash) and not _is_between_digits(rows, dash)]
    typed = ";" if _once(rows, _TYPED[";"]) else ""
    tight = "," if _once(rows, _TIGHT[","]) else ""
    if sign == ";":
        before = (*(colon for colon in _COLONS if _parts(rows, colon)), *dashes)
        behind = _arrow_of(rows) if _once(rows, _TIGHT[";"]) else ""
        return next((other for other in before if _stand_before(rows, other, ";")), behind)
    if sign in _DASHES:
        return typed if typed and _stand_before(rows, ";", sign) else ""
    if sign in _COLONS:
        return next((dash for dash in dashes if _stand_before(rows, dash, sign)), tight)
    return tight if sign in ARROWS and tight and _stand_before(rows, ",", sign) else ""


def _below_titles(lines: Sequence[str]) -> Sequence[str]:
    """Leave out lines above that hold none of the signs that part pairs."""
    count = next((place for place, line in enumerate(lines) if _ANY_SIGN.search(line)), 0)
    return lines[count:] if count <= TITLES_AT_MOST else lines


def _arrow_of(rows: Sequence[str]) -> str:
    return next((arrow for arrow in ARROWS if _parts(rows, arrow) and not stands_in_sentences(rows, arrow)), "")


def _asking(rows: Sequence[str]) -> str:
    """Give the question mark of all lines, where another sign could be taken to part them."""
    is_asked = all(len(_ASKS.findall(row)) == 1 and _ASKING.search(row) for row in rows)
    if not is_asked or _often(rows, _TIGHT[","]) or any(map(_OPTION.search, rows)):
        return ""
    marks = {match[0] for row in rows if (match := _ASKS.search(row))}
    return marks.pop() if len(marks) == 1 and all(map(_RIVALS.search, rows)) else ""


def _colon(rows: Sequence[str]) -> str:
    sign = next((colon for colon in _COLONS if _parts(rows, colon)), "")
    if not sign or stands_in_sentences(rows, sign):
        return ""
    firsts = [row.partition(sign)[0].strip() for row in rows]
    named = sum(column_of(first)[0] != "" for first in firsts)
    asking = sum(_ASKS.search(row.partition(sign)[2]) is not None for row in rows)
    are_labels = len(set(firsts)) * 2 <= len(rows) or max(named, asking) * 2 > len(rows)
    return "" if are_labels or _often(rows, _TIGHT[","], 2) or _often(rows, _TIGHT[";"]) else sign


def _beside_words(rows: Sequence[str]) -> str:
    """Give the comma or semicolon of lines in which another sign stands within words or sums: “3 - 5, -2”."""
    for sign in (";", ","):
        is_once = _once(rows, _TYPED[sign]) or _once(rows, _TIGHT[sign])
        if is_once and (
            any(_is_within(rows, dash, sign) for dash in _DASHES) or all(map(_EQUATION[sign].search, rows))
        ):
            return sign
    is_span = any(_parts(rows, dash) and _is_between_digits(rows, dash) for dash in _DASHES)
    return "=" if is_span and _parts(rows, "=") else ""


def _dash(rows: Sequence[str]) -> str:
    """Give a dash between blanks that stands before all commas of each line."""
    sign = next((dash for dash in _DASHES if _parts(rows, dash)), "")
    if not sign or _is_between_digits(rows, sign) or _often(rows, _TIGHT[","]) or not _often(rows, _TYPED[","]):
        return ""
    return sign if _stand_before(rows, sign, ",") and not stands_in_sentences(rows, sign) else ""


def _is_within(rows: Sequence[str], dash: str, sign: str) -> bool:
    """Whether a dash is a minus or “to”, or joins what all lines say before another sign: “Peru - capital, Lima”."""
    if not _parts(rows, dash):
        return False
    said = {row.partition(dash)[2].partition(sign)[0] for row in rows}
    is_phrase = _stand_before(rows, dash, sign) and len(said) * 2 <= len(rows)
    return is_phrase or _is_between_digits(rows, dash)


def _parts(rows: Sequence[str], sign: str) -> bool:
    """Whether nearly all lines have a sign once, with words on both sides."""
    sides = [row.split(sign) for row in rows]
    return sum(len(each) == 2 and all(map(str.strip, each)) for each in sides) >= max(len(rows) * _SHARE, 1)


def _in_most(rows: Sequence[str], sign: str) -> bool:
    return sum(sign in row for row in rows) * 2 > len(rows)


def _once(rows: Sequence[str], sign: re.Pattern[str]) -> bool:
    return bool(rows) and all(len(sign.findall(row)) == 1 and all(map(str.strip, sign.split(row))) for row in rows)


def _often(rows: Sequence[str], sign: re.Pattern[str], at_least: int = 1) -> bool:
    """Whether all lines have a sign equally often, and so often."""
    counts = {len(sign.findall(row)) for row in rows}
    return len(counts) == 1 and min(counts) >= at_least


def _stand_before(rows: Sequence[str], first: str, second: str) -> bool:
    return all(0 <= row.find(first) < row.find(second) for row in rows)


def _is_between_digits(rows: Sequence[str], sign: str) -> bool:
    sides = [row.partition(sign) for row in rows]
    return sum(left[-1:].isdigit() and right[:1].isdigit() for left, _, right in sides) * 2 > len(rows)
