"""Cells of tables: formulas made harmless and taken back, lists in a cell, labels of options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html.entities import html5

from quizapp.core.formats.gathering import tag_path

_LABEL = re.compile(
    r"\s*[(\[]?([A-Za-z]|[0-9]{1,2})\s?[).:\]]\s+(?=\S)|\s*\(([A-Za-z])\)\s*(?=\S)|\s*([A-Za-z])\)(?=\S)"
)
_LABEL_WITHIN = re.compile(r"(?:(?<=[\s,;])|\A)[(\[]?([A-Za-z]|[0-9]{1,2})[.):\]]\s*(?=\S)")
#: Commas of numbers such as 1,5 and 2,000.
_COMMA_WITHIN = re.compile(r"[0-9],[0-9]")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.[\s-]?)+")
_BAR = re.compile(r"(?:(?<= )|\A)\\*\|(?= |\Z)")
_ESCAPED_BAR = re.compile(r"(?:(?<= )|\A)\\(\\*\|)(?= |\Z)")
_EQUALS = re.compile(r"(?:(?<= )|\A)\\*=(?= |\Z)")
_ESCAPED_EQUALS = re.compile(r"(?:(?<= )|\A)\\(\\*=)(?= |\Z)")
_PLAIN_LABELS = [chr(ord("A") + place) if place < 26 else str(place + 1) for place in range(60)]
#: What of a part in a list may look like half a bracket: “A) Paris”.
_ITS_LABEL = re.compile(r"\s*[(\[]?\w{1,2}\.?[)\]]")
#: Letters and numbers alone may be formulas; from ぀ on a sign is a word.
_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\uffff]")
#: <a|b> of physics.
_KET = re.compile(r"\s*<[^<>]*\|[^<>]*>\s*")
#: How a sentence goes on behind its comma.
_GOES_ON = re.compile(
    r"(?:and|or|but|then|so|which|who|that|because|und|oder|aber|dann|weil|et|ou|mais|y|pero|e|ma)\s", re.IGNORECASE
)
_ONE_ANSWER = re.compile(
    r"\b(?:answer|antwort|distra[ck]tor|option|choice|response|réponse|respuesta|risposta|resposta|antwoord)\b",
    re.IGNORECASE,
)
_PAIR = 2
#: A letter by its name or number, as HTML writes it, and what stands for its semicolon while others part a list.
_ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,9};)|#\d{2,6};|#[xX][0-9A-Fa-f]{2,5};)")
_ENTITY_END = "\x1f"
LIST_SEPARATORS = ("|", "\n", ";;", ";", "；", "、")
"""What may part the options in one cell, the surest first."""


def split_list(cell: str, separators: Sequence[str] = LIST_SEPARATORS) -> list[str]:
    """Split a cell by the first of these separators that it holds; `|` in |x| and P(A|B) parts nothing."""
    for separator in separators:
        if separator in cell:
            parts = _by_bars(cell) if separator == "|" else _by_sign(cell, separator)
            if separator == ";" and (len(parts) < _PAIR or not all(map(_has_whole_brackets, parts))):
                # An interval such as (1; 2], or what ends an entity.
                continue
            if parts:
                return list(filter(None, parts))
    return [cell.strip()] if cell.strip() else []


def _by_sign(cell: str, sign: str) -> list[str]:
    masked = without_entity_ends(cell) if sign == ";" else cell
    return [part.replace(_ENTITY_END, ";").strip() for part in masked.split(sign)]


def without_entity_ends(text: str) -> str:
    """Give a text in which another sign stands for the semicolon that ends an entity, “&amp;”, and parts nothing."""
    if "&" not in text:
        return text
    return _ENTITY.sub(
        lambda match: match[0] if match[1] and match[1] not in html5 else match[0][:-1] + _ENTITY_END, text
    )


def _by_bars(cell: str) -> list[str]:
    """Split by `|`; where a part would be empty or have half a bracket, only by ` | ` with whole formulas between.

    Empty parts behind or between words are nothing: “Paris||Rome|”.
    """
    parts = [part.strip() for part in cell.split("|")]
    filled = list(filter(None, parts))
    are_words = parts[0] != "" and (len(filled) > 1 or len(parts) == _PAIR) and all(map(_WORD.search, filled))
    if (all(parts) or are_words) and all(map(_has_whole_brackets, filled)) and not _KET.fullmatch(cell):
        return filled
    parts = [part.strip() for part in cell.strip().split(" | ")]
    are_whole = all(part.count("|") % 2 == 0 or "(" in part or "{" in part for part in parts)
    return parts if len(parts) > 1 and all(parts) and are_whole and all(map(_has_whole_brackets, parts)) else []


def _has_whole_brackets(part: str) -> bool:
    """Whether each bracket that opens is closed, be it by another one as in [0, 1)."""
    if not any(sign in part for sign in "()[]{}⟨⟩"):
        return True
    depth = 0
    for sign in _ITS_LABEL.sub("", part, count=1) if _ITS_LABEL.match(part) else part:
        depth += (sign in "([{⟨") - (sign in ")]}⟩")
        if depth < 0:
            return False
    return depth == 0


def split_options(cell: str, keys: Sequence[str]) -> list[str]:
    """Split the options in one cell: by what surely parts them, else by their labels or by commas.

    Those may stand within one option, so that they part it only where the right answer is then one of several.
    """
    parts = split_list(cell)
    if len(parts) != 1 or not keys:
        return parts
    pieces = _by_labels(cell)
    if len(pieces) > 1 and all(_names_one(key, pieces) for key in keys):
        return pieces
    pieces = split_list(cell, (",", "，"))
    if len(pieces) > 1 and _are_whole(cell, pieces) and all(_is_among(key, cell, pieces) for key in keys):
        return pieces
    return parts


def split_wrong(cells: Sequence[str], keys: Sequence[str], heading: str) -> list[str]:
    """Split wrong answers that stand in one cell with commas between, where the right one has none and is as short.

    Below a heading that names one alone a single comma may be part of it.
    """
    found = split_list(cells[0]) if len(cells) == 1 and len(keys) == 1 else []
    if len(found) != 1 or re.search(r"[,，]", keys[0]):
        return list(cells)
    pieces = split_list(cells[0], (",", "，"))
    if len(pieces) == _PAIR and _ONE_ANSWER.search(heading):
        return list(cells)
    longest = len(keys[0].split()) + _PAIR
    are_numbers = len(pieces) > _PAIR and all(piece.isdecimal() for piece in (*pieces, keys[0]))
    are_short = all(len(piece.split()) <= longest and not _GOES_ON.match(piece) for piece in pieces)
    return pieces if are_numbers or (are_short and _are_whole(cells[0], pieces)) else list(cells)


def _are_whole(cell: str, pieces: Sequence[str]) -> bool:
    """Whether commas part options alone: none stands within a number, a name with its initials, or brackets."""
    if _COMMA_WITHIN.search(cell) or len({piece.casefold() for piece in pieces}) < len(pieces):
        return False
    return not any(_INITIALS.fullmatch(piece) or piece.count("(") != piece.count(")") for piece in pieces)


def _is_among(key: str, cell: str, pieces: Sequence[str]) -> bool:
    """Whether a key is one piece, or some that do not stand side by side, as one option with a comma would."""
    named = {piece.casefold() for piece in pieces}
    if key.casefold() in named:
        return True
    is_apart = _spaced(key) not in _spaced(cell)
    return is_apart and all(part.strip().casefold() in named for part in key.split(","))


def _spaced(text: str) -> str:
    """Give a list without case, with one space behind its commas, so that it can be found in a longer one."""
    return f" {', '.join(part.strip() for part in text.casefold().split(','))},"


def _by_labels(cell: str) -> list[str]:
    """Give “A) Paris B) Rome” as its options with their labels."""
    starts: list[int] = []
    for match in _LABEL_WITHIN.finditer(cell):
        if match[1].upper() in (_PLAIN_LABELS[len(starts)], str(len(starts) + 1)):
            starts.append(match.start())
    if len(starts) < 2 or cell[: starts[0]].strip():
        return []
    return [
        cell[start:end].strip().rstrip(",;").strip() for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]


def _names_one(key: str, pieces: Sequence[str]) -> bool:
    """Whether a key is one of the options, or a list of them, or their letters."""
    plain, labels = labelled(pieces)
    named = {text.casefold() for text in (*plain, *labels, *pieces)}
    return all(part.strip(" .)").casefold() in named for part in ([key] if key.casefold() in named else key.split(",")))


def split_tags(cell: str) -> list[str]:
    """Give the tags of a cell; `::`, ` > ` and `/` make a path."""
    return list(_tag_paths(cell))


@lru_cache(maxsize=1_024)
def _tag_paths(cell: str) -> tuple[str, ...]:
    parts = split_list(cell, ("|", ";", ",", "，", "、", "\n"))
    return tuple(path for part in parts if (path := tag_path(re.split(r"::| > |/", part))))


def labelled(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give options without their labels, and the labels; where not all have one, letters by place."""
    plain = _PLAIN_LABELS[: len(texts)]
    if len(texts) < 2 or len(texts) > len(_PLAIN_LABELS) or _LABEL.match(texts[0]) is None:
        return [text.strip() for text in texts], plain
    found = [_LABEL.match(text) for text in texts]
    labels = [(match[1] or match[2] or match[3]).upper() for match in found if match]
    if len(set(labels)) != len(texts) or sorted(labels) not in (sorted(plain), _numbers(len(texts))):
        return [text.strip() for text in texts], plain
    return [text[match.end() :].strip() for text, match in zip(texts, found, strict=True) if match], labels


def join_own(parts: Sequence[str]) -> str:
    """Join a list into one cell of our layout."""
    return " | ".join(_BAR.sub(r"\\\g<0>", part) for part in parts)


def split_own(cell: str) -> list[str]:
    """Take back what `join_own` did."""
    return [_ESCAPED_BAR.sub(r"\1", part.strip()) for part in cell.split(" | ") if part.strip()]


def join_pair(left: str, right: str) -> str:
    """Write a pair in our layout."""
    escaped = _EQUALS.sub(r"\\\g<0>", left)
    return f"{escaped} = {right}"


def split_pair(text: str) -> tuple[str, str] | None:
    """Take back what `join_pair` did; None for a text that is no pair."""
    left, _, right = text.partition(" = ")
    return (_ESCAPED_EQUALS.sub(r"\1", left.strip()), right.strip()) if left.strip() and right.strip() else None


def _numbers(count: int) -> list[str]:
    return sorted(str(place + 1) for place in range(count))
