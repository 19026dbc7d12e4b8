"""Sums, formulas and hyphenated words in lists of pairs: which of several signs in each line parts the two sides."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEFT = r"\s*(?:\d{1,4}[.)]\s+)?[-−]?[\d(√][\d\s.,()+−–*/x×÷:·^²³√%-]*"
_SUM = re.compile(rf"{_LEFT}=[^=]*", re.DOTALL)
_TERM = re.compile(rf"{_LEFT}(?:=\s*)?", re.DOTALL)
_OPERATOR = re.compile(r"[+−–*/x×÷:·^-]")
_BLANK = r"(?:_{2,}|\?|…|\.{3,})"
#: A blank, behind which stands what fills it: “___ (56)”, “__ 8”, “? = 8”.
_FILLED = re.compile(rf"{_BLANK}\s*=?")
_BRACKETS = {"(": ")", "[": "]"}
_GAP = re.compile(r"_{2,}")
#: Signs of sums, and the hyphen of a word, which part nothing where another sign does.
_WITHIN_SUMS = frozenset("+-*/×÷·−^%:")
#: Signs that part words more surely than a hyphen does, the surest first.
_SURER = ("->", "=>", "→", "➔", "⇒", "=", "：", ":", ": ", "–", "—")
_SPACED = ("-", "–", "=")
_HYPHEN, _SLASH = "-", "/"
_SHARE = 0.9


def are_sums(lines: Sequence[str]) -> bool:
    """Whether all lines are a sum and what it makes, so that nothing that stands before its “=” parts them."""
    return bool(lines) and all(map(_SUM.fullmatch, lines)) and any(_OPERATOR.search(line) for line in lines)


def surest(lines: Sequence[str], signs: Sequence[str]) -> list[str]:
    """Leave out the signs that stand within sums or words where another one parts all lines."""
    if any("=" in sign for sign in signs) and are_sums(lines):
        return [sign for sign in signs if "=" in sign or not _stands_before(lines, sign, "=")]
    within = {sign for sign in _SPACED if sign in signs and all(f" {sign} " in line for line in lines)}
    for sure in (sign for sign in _SURER if sign in signs and _parts_all(lines, sign)):
        weak = _WITHIN_SUMS if sure == "=" else {_HYPHEN}
        within |= {sign for sign in weak if sign != sure and sign in signs and _stands_before(lines, sign, sure)}
    return [sign for sign in signs if sign not in within]


def _parts_all(lines: Sequence[str], sign: str) -> bool:
    return sum(line.count(sign) == 1 for line in lines) >= len(lines) * _SHARE


def _stands_before(lines: Sequence[str], sign: str, sure: str) -> bool:
    """Whether a sign stands before the surer one in some line: else it may part what stands behind that."""
    places = [(line.find(sign), line.find(sure)) for line in lines]
    return any(0 <= first < second for first, second in places)


def is_unsolved(line: str) -> bool:
    """Whether a line is a sum with nothing behind its “=”: “3 - 5 =”."""
    left, sign, right = line.partition("=")
    return bool(sign) and not right.strip() and _is_term(left)


def other_sign(lines: Sequence[str], separator: str) -> str:
    """Give the stroke beside a hyphen in each line that was taken to part words, or the hyphen beside a stroke."""
    other = {_HYPHEN: _SLASH, _SLASH: _HYPHEN}.get(separator, "")
    is_doubt = other and lines and _parts_all(lines, separator) and _parts_all(lines, other)
    return other if is_doubt else ""


def solved(left: str, right: str) -> tuple[str, str]:
    """Give a sum and what fills the blank behind it: “7 x 8 = ___ (56)”; all else as it stands."""
    match = _FILLED.match(right.strip()) if _is_term(left) else None
    filled = right.strip()[match.end() :].strip() if match else ""
    if filled[:1] in _BRACKETS:
        filled = filled[1:].removesuffix(_BRACKETS[filled[0]]).strip()
    return (left, filled) if filled and not set("_?") & set(filled) and filled[0] not in _BRACKETS else (left, right)


def lacks_answer(left: str, right: str) -> bool:
    """Whether nothing but a blank stands on one side: “dog = ___”, “7 x 8 = ?”."""
    left, right = left.strip(), right.strip()
    return any(map(_GAP.fullmatch, (left, right))) or (_is_term(left) and re.fullmatch(_BLANK, right) is not None)


def _is_term(text: str) -> bool:
    return _TERM.fullmatch(text) is not None and _OPERATOR.search(text) is not None
