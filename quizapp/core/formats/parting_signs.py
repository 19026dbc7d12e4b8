"""Signs that part cells in one text and stand within its sentences in another: commas, semicolons, colons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.pasted_text import TITLES_AT_MOST, begins_question

COLON = ": "
"""How a colon parts where it stands so in all lines: those of times and addresses have no blank behind them."""

_MARKED = re.compile(r"(\*\*|__)[^\s*_][^*_/\n]{0,80}\1\s?/|/\s?(\*\*|__)[^\s*_][^*_/\n]{0,80}\2")
_LINES_AT_LEAST = 2
_COLONS = (":", "://")
#: A colon within an address, a time, a verse.
_WITHIN = re.compile(r"://|[0-9]:[0-9]")
#: Words between a question mark and the sign.
_ANSWERED = re.compile(r"(?:[?؟]\s+|？\s*)[^\W_]")
_ASKS = re.compile(r"[?？؟]")
_WIDE = "："
_QUOTED = re.compile(r'(?:\A|[,;])\s*"|"\s*(?:[,;]|\Z)')
_COMMAS = (",", "，")
_DASHES = ("-", "–", "—", " - ", " – ", " — ")
_SEMICOLONS = (";", "；")
#: A task, and what is said of how it is to be done: “Explain photosynthesis, in your own words.”
_TASK = re.compile(
    r"\W*(?:\d{1,3}[.)]\s+)?(?:explain|describe|discuss|compare|contrast|summari[sz]e|outline|evaluate|analy[sz]e|justify"
    r"|write|draw|sketch|give|state|list|identify|calculate|solve|show|prove|illustrate|interpret)\s+\S",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"\s+(?:in|using|with|without|by|giving|including|and|or|then|use|give|based|from|as|for|on|referring|stating|showing"
    r"|naming|explaining|making|write|name|draw|state|explain)\s.*[.!]\s*",
    re.DOTALL,
)
#: Two signs of which each may part the sides: “bank, Ufer; Geldinstitut”, “apple, pear; fruit”.
_BOTH = re.compile(r"\s*(?P<first>[^\W\d_])[^,;]*, (?P<second>[^\W\d_])[^,;]*; (?P<third>[^\W\d_])[^,;]*")


def stands_in_sentences(lines: Sequence[str], sign: str) -> bool:
    """Whether a sign stands within the answers or questions of most lines, and parts nothing.

    It does between brackets, “He (go / goes) home”; a comma, semicolon or colon behind words that follow a question
    mark, “Primary colours? Red, blue and yellow”; and a comma or dash within what is asked, “In 1914, who was shot?”.
    Spreadsheets write no comma with a blank behind it.
    """
    if sign == "/" or set(sign) == {"*"}:
        marked = sum(map(marks_choice, lines))
        if marked * 2 > sum(sign in line for line in lines):
            return True
    if sign in (*_COMMAS, *_SEMICOLONS) and _is_doubted(lines, sign):
        return True
    found = [line.partition(sign) for line in lines if sign in line]
    if not found or sign == "\t" or any(map(_QUOTED.search, lines)):
        return False
    if sum(map(_is_in_brackets, found)) * 2 > len(found):
        return True
    is_typed = sum(right[:1].isspace() or sign in (*"，；", COLON, *_DASHES) for _, _, right in found) * 2 > len(found)
    within = sum(_is_in_sentence(left, sign, right) for left, _, right in found)
    return is_typed and within * 2 > len(found)


def _is_in_brackets(parts: tuple[str, str, str]) -> bool:
    left, _, right = parts
    return left.rfind("(") > left.rfind(")") and right.find(")") >= 0 and not 0 <= right.find("(") < right.find(")")


def _is_in_sentence(left: str, sign: str, right: str) -> bool:
    if sign in (*_COMMAS, *_SEMICOLONS, COLON) and _ANSWERED.search(left):
        return True
    if sign in (*_COMMAS, *_SEMICOLONS) and _is_task(left, right):
        return True
    # Of a dash the second one parts.
    goes_on = sign in _COMMAS or (sign in _DASHES and sign in right)
    return goes_on and _is_within_question(left, right)


def parting_colons(lines: Sequence[str], signs: Sequence[str]) -> list[str]:
    """Give signs that may part these lines, with a colon only as it parts them: none where it stands in times alone."""
    rest = [sign for sign in signs if sign not in _COLONS]
    if len(rest) == len(signs):
        return rest
    titles = next((place for place, line in enumerate(lines[: TITLES_AT_MOST + 1]) if ":" in line), 0)
    if all(COLON in line for line in lines[titles:]):
        return [COLON, *rest]
    within = sum(_WITHIN.search(line) is not None for line in lines[titles:])
    is_wide = all(_WIDE in line for line in lines[titles:])
    return rest if is_wide or within * 2 > len(lines[titles:]) else [sign for sign in signs if sign != "://"]


def marks_choice(text: str) -> bool:
    """Whether a text holds words to choose from of which one is marked: “__red__ / blue / green”."""
    return "/" in text and _MARKED.search(text) is not None


def _is_task(left: str, right: str) -> bool:
    """Whether one sentence stands on both sides, which sets a task."""
    task = _TASK.match(left)
    return task is not None and not left.strip()[:1].islower() and _MANNER.fullmatch(right) is not None


def _is_doubted(lines: Sequence[str], sign: str) -> bool:
    """Whether a sign parts a list of words less surely than another one, or neither does it surely.

    Behind words in small letters such in great ones are their meanings: “bank, Ufer; Geldinstitut”.
    """
    found = [_BOTH.fullmatch(line) for line in lines]
    if len(found) < _LINES_AT_LEAST or not all(match and match["first"].islower() for match in found):
        return False
    great = sum(match["second"].isupper() and match["third"].isupper() for match in found if match)
    return sign in _SEMICOLONS or great * 2 <= len(found)


def _is_within_question(left: str, right: str) -> bool:
    """Whether what asks stands on both sides, and does not begin behind the sign as in “Paris, What is …?”."""
    right = right.strip()
    if _ASKS.search(left) or not _ASKS.search(right):
        return False
    return not (right[:1].isupper() and begins_question(right))
