"""What each quotation mark of a block does where it stands: opens, closes, either; or is no mark at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.extraction.values import Block

MarkRole: TypeAlias = Literal["open", "close", "either"]

_MARK = re.compile("[“”„‟\"«»‹›‘’‚']")
_FAMILIES = {"“": "double", "”": "double", "„": "double", "‟": "double", '"': "straight", "'": "tick"}
_FAMILIES |= {"‘": "single", "’": "single", "‚": "single", "«": "angle", "»": "angle", "‹": "small", "›": "small"}
_OPENING_BEFORE = frozenset(" ([{<—–-/“‘\"'«‹„‚¿¡…:=")
_CLOSING_AFTER = frozenset(" .,;:!?)]}>—–-/”’\"'»›…“‘")
_SPEECH_STOPS = frozenset('.,!?…—–-”"»)')
_APOSTROPHE = re.compile(
    r"[’'‘](?:\d\ds?(?!\w)|(?:tis|twas|twere|em|til|till|cause|n|round|bout|cos)(?![\w-]))", re.IGNORECASE
)
_FEET = re.compile(r"(?<!\d)\d{1,2}\s?['’′]\s?\d{1,2}(?:\.\d)?\s?\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark; `is_strong` is False where it may as well be a plural possessive or inches."""

    at: int
    sign: str
    family: str
    role: MarkRole
    is_strong: bool = True


def marks_in(text: str, block: Block) -> tuple[Mark, ...]:
    """Give the marks of a block, in order; apostrophes, decades, feet and inches are left out."""
    return tuple(_marks(text, block))


def _marks(text: str, block: Block) -> Iterator[Mark]:
    for match in _MARK.finditer(text, block.start, block.end):
        at, sign = match.start(), match.group()
        before = text[at - 1] if at > block.start else " "
        after = text[at + 1] if at + 1 < block.end else " "
        family = _FAMILIES[sign]
        if family in ("single", "tick"):
            mark = _single(text, at, sign, before, after)
        elif sign == '"':
            mark = _straight(text, at, before, after)
        else:
            mark = Mark(at, sign, family, _role(sign, before, after))
        if mark is not None:
            yield mark


def _role(sign: str, before: str, after: str) -> MarkRole:
    """Read a mark by its shape, unless its place says the opposite, as with „…“, »…« and mistyped marks."""
    looks_closing = not before.isspace() and before not in _OPENING_BEFORE and after in _CLOSING_AFTER
    looks_opening = before in _OPENING_BEFORE and after.isalnum()
    if sign in "“«‹‟":
        return "close" if looks_closing else "open"
    if sign == "„":
        return "open"
    return "either" if looks_opening else "close"


def _straight(text: str, at: int, before: str, after: str) -> Mark | None:
    opens = before in _OPENING_BEFORE and after != " "
    closes = after in _CLOSING_AFTER and before != " "
    if before.isdigit() and _FEET.search(text, max(0, at - 12), at):
        return None
    role: MarkRole = "either" if opens == closes else "open" if opens else "close"
    return Mark(at, '"', "straight", role, is_strong=not before.isdigit())


def _single(text: str, at: int, sign: str, before: str, after: str) -> Mark | None:
    """Tell a single mark from an apostrophe."""
    if (before.isalnum() and after.isalnum()) or _APOSTROPHE.match(text, at):
        return None
    family = _FAMILIES[sign]
    closes = before != " " and before not in "([{" and after in _CLOSING_AFTER
    opens = after != " " and before in _OPENING_BEFORE
    if sign in "’" and not closes:
        return None
    if sign in "‘‚" and opens:
        return Mark(at, sign, family, "open")
    if sign == "'" and opens and not (closes and before in _SPEECH_STOPS):
        return Mark(at, sign, family, "open")
    if not closes or sign == "‚":
        return None
    return Mark(at, sign, family, "close", is_strong=before not in "sS" and not before.isdigit())
