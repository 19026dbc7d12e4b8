"""Options in the pieces of one question of a text: one series of letters or numbers, in lines or within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.formats.labelled_pieces import Piece
from quizapp.core.formats.line_signs import judged

_LETTER = r"[A-Za-z]|[А-яΑ-Ωα-ω]|\d{1,2}|[ivx]{1,4}|[IVX]{1,4}"
_FIRST = re.compile(
    rf"(?:[-+•]\s{{1,9}})?(?P<star>\*{{0,3}}\s{{0,9}})(?P<opened>[(\[]?)(?P<label>{_LETTER})"
    r"(?P<sign>[).\]:：]|\s[-–—](?=\s))\*{0,3}\s{0,99}(?=\S)"
)
_NEXT = re.compile(
    rf"(?:(?<=\s)|\A)(?:[-+•]\s{{1,9}})?(?P<star>\*{{0,3}})(?P<opened>[(\[]?)(?P<label>{_LETTER})"
    r"(?P<sign>[).\]])\*{0,3}\s{1,99}(?=\S)"
)
_NEXT_DASH = re.compile(r"(?:(?<=\s)|\A)(?P<star>)(?P<label>[A-Za-z])(?P<sign>\s[-–—])\s{1,99}(?=\S)")
_WIDE = re.compile(r"(?:\s\s|\t|\u00a0)\Z")
_LATIN = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SERIES = (_LATIN, tuple("АБВГДЕЖЗИК"), tuple("ΑΒΓΔΕΖΗΘΙΚ"), _ROMAN, tuple(map(str, range(1, 31))))
_BY_FIRST = {each[0]: each for each in _SERIES}
#: Signs that stand for each other behind the letters of one question.
_BRACKETS = ")].]"
#: A line that says what it is, though not in a word that is known.
_NAMES = re.compile(r"[*_]{0,3}[^\W\d_][\w ]{0,24}[*_]{0,3}\s?[:：](?:\s|\Z)")
_ENDS = ("*", "(x)", "(right)")
_LONG, _WRAPS_AT_MOST = 40, 4
ENDS_OPEN = re.compile(r"(?:.*\s)?(?:and|or|of|the|a|an|to|in|und|oder|der|die|das|et|ou|de|y|o|e)\Z|.*[,(–-]\Z", re.I)
"""Words and signs that end no line by themselves."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option with its letter or number."""

    label: str
    words: str
    line: int
    star: str = ""


@dataclass(slots=True)
class Series:
    """Options that follow each other; `start` and `end` are the places of their pieces."""

    start: int
    end: int
    options: list[Option] = field(default_factory=list)

    @property
    def is_lettered(self) -> bool:
        """Whether it goes by the letters of an alphabet."""
        return self.options[0].label in ("A", "А", "Α")

    @property
    def labels(self) -> list[str]:
        """The letters or numbers."""
        return [option.label for option in self.options]


def find_series(pieces: Sequence[Piece], allowed: Sequence[bool]) -> Iterator[Series]:
    """Find all series of at least two options, each from its first letter or number on."""
    place = 0
    while place < len(pieces):
        found = _grown(pieces, allowed, place) if allowed[place] else None
        if found is None:
            place += 1
        else:
            yield found
            place = found.end


def first_label(text: str) -> re.Match[str] | None:
    """Give the letter or number by which a line begins as an option does."""
    return _FIRST.match(text)


def is_wrapped_on(above: str, piece: Piece, indent: int) -> bool:
    """Whether a line surely goes on with the option or answer above it."""
    if piece.after_blank or _NAMES.match(piece.raw):
        return False
    if piece.raw[:1].islower() or piece.indent > indent:
        return True
    above = above.rstrip()
    return bool(above) and above[-1] not in ".!?:;" and (len(above) >= _LONG or ENDS_OPEN.match(above) is not None)


def inline_series(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Part “Who? a) me b) you” into the words before the options and these: label, words, star; none where in doubt."""
    found = list(_NEXT.finditer(text))
    for place, match in enumerate(found):
        series = _BY_FIRST.get(match["label"].upper())
        if series is None or match["sign"] not in ")]":
            continue
        chain = [each for each in found[place:] if _style(each) == _style(match)]
        labels = [each["label"].upper() for each in chain]
        before = text[: match.start()].rstrip()
        if len(chain) > 1 and labels == list(series[: len(chain)]) and before:
            ends = [*(each.start() for each in chain[1:]), len(text)]
            options = [(each["label"].upper(), text[each.end() : end].strip(), each["star"]) for each, end in
                       zip(chain, ends, strict=True)]  # fmt: skip
            return before, _without_commas(options)
        return text, []
    return text, []


def holds_series(text: str, *, lettered_only: bool = True) -> bool:
    """Whether a text still holds what looks like options: “A) … B) …”."""
    labels: dict[tuple[str, str], list[str]] = {}
    for line in text.split("\n"):
        first = _FIRST.match(line)
        starts = ([first] if first else []) + [each for each in _NEXT.finditer(line) if not first or each.start()]
        dashed = _NEXT_DASH.finditer(line)
        if any(_runs_on([match["label"].upper() for match in found]) for found in (starts, dashed)):
            return True
        for match in starts:
            labels.setdefault(_style(match), []).append(match["label"].upper())
    return any(_runs_on(found, lettered_only=lettered_only) for found in labels.values())


def _runs_on(found: Sequence[str], *, lettered_only: bool = False) -> bool:
    """Whether the first two labels of a series are among these."""
    return any(
        series[0] in found and series[1] in found[found.index(series[0]) :]
        for series in _SERIES
        if not lettered_only or series[0] not in ("I", "1")
    )


def _grown(pieces: Sequence[Piece], allowed: Sequence[bool], start: int) -> Series | None:
    first = _FIRST.match(pieces[start].raw)
    series = _BY_FIRST.get(first["label"].upper()) if first else None
    if first is None or series is None:
        return None
    for is_inline in (False, True):
        found = Series(start, start)
        pending: list[Piece] = []
        for place in range(start, len(pieces)):
            piece = pieces[place]
            if not allowed[place]:
                break
            options = _options(piece, series[len(found.options) :], _style(first), is_inline=is_inline)
            if options:
                _commit(found, pending)
                found.options += options
                found.end = place + 1
            elif _is_broken(piece, found, pending):
                break
            else:
                pending.append(piece)
        _end(found, pending, pieces)
        if len(found.options) > 1:
            return found
    return None


def _is_broken(piece: Piece, found: Series, pending: Sequence[Piece]) -> bool:
    """Whether a line cannot go on with the option above it."""
    return (
        not found.options
        or piece.label is not None
        or piece.after_blank
        or len(pending) >= _WRAPS_AT_MOST
        or _FIRST.match(piece.raw) is not None
        or _NAMES.match(piece.raw) is not None
    )


def _commit(found: Series, pending: list[Piece]) -> None:
    if pending:
        last = found.options[-1]
        words = "\n".join([last.words, *(piece.raw for piece in pending)])
        found.options[-1] = replace(last, words=words)
        pending.clear()


def _end(found: Series, pending: list[Piece], pieces: Sequence[Piece]) -> None:
    """Give the last option those lines that surely go on with it."""
    kept: list[Piece] = []
    for piece in pending:
        above = kept[-1].raw if kept else found.options[-1].words
        if not is_wrapped_on(above, piece, pieces[found.end - 1].indent):
            break
        kept.append(piece)
    found.end += len(kept)
    _commit(found, kept)


def _options(piece: Piece, series: Sequence[str], style: tuple[str, str], *, is_inline: bool) -> list[Option]:
    """Give the options with which a piece goes on with a series, none where it does not."""
    match = _FIRST.match(piece.raw)
    if match is None or not series or match["label"].upper() != series[0] or _style(match) != style:
        return []
    starts = [match]
    if is_inline:
        pattern = _NEXT_DASH if style[0] in "-–—" else _NEXT
        for found in pattern.finditer(piece.raw, match.end()):
            is_wide = _WIDE.search(piece.raw[max(found.start() - 2, 0) : found.start()]) is not None
            is_apart = is_wide or found["sign"] in ")]" or (found["label"].isupper() and found["sign"] == ".")
            if (
                len(starts) < len(series)
                and is_apart
                and _style(found) == style
                and found["label"].upper() == series[len(starts)]
            ):
                starts.append(found)
    ends = [*(found.start() for found in starts[1:]), len(piece.raw)]
    parts = [(each["label"].upper(), piece.raw[each.end() : end].strip(), each["star"].strip())
             for each, end in zip(starts, ends, strict=True)]  # fmt: skip
    return [Option(label, words, piece.line, star) for label, words, star in _without_commas(parts)]


def _without_commas(parts: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Take off the sign that parts options within a line."""
    ends = {words[-1:] for _, words, _ in parts[:-1]}
    if len(ends) == 1 and (sign := ends.pop()) in (",", ";", "/", "|"):
        return [(label, words.removesuffix(sign).rstrip(), star) for label, words, star in parts]
    return list(parts)


def _style(match: re.Match[str]) -> tuple[str, str]:
    """Give the sign of a label, and whether it is a number, a small letter or a great one."""
    label, sign = match["label"], match["sign"].strip()
    kind = "1" if label.isdigit() else "A"
    return (")" if sign in _BRACKETS and kind == "A" else sign.replace("：", ":"), kind)


def take_marks(options: Sequence[Option], *, has_footnotes: bool) -> tuple[list[str], list[int], bool]:
    """Give the words without the marks that say which are right, their places, and whether these are surely marks.

    Where a text has footnotes a star behind an option leads to one.
    """
    bare = [_unstarred(option) for option in options]
    starred = [place for place, option in enumerate(options) if option.star]
    if 0 < len(starred) < len(options):
        return bare, starred, True
    told = judged(bare)
    if told.right:
        return told.texts, told.right, True
    ends = _ENDS[1:] if has_footnotes else _ENDS
    places = [place for place, text in enumerate(told.texts) if _without_end(text, ends) is not None]
    others = [text for place, text in enumerate(told.texts) if place not in places]
    # “Shift (left)” beside “Shift (right)” says that the brackets are words.
    if not places or not others or any(text.endswith((*_ENDS, ")")) for text in others):
        return told.texts, [], False
    return [_without_end(text, ends) or text for text in told.texts], places, False


def _without_end(text: str, ends: Sequence[str]) -> str | None:
    """Give the words of an option before the mark behind it; None where it has none."""
    for sign in ends:
        before = text[: -len(sign)]
        if text.casefold().endswith(sign) and before.strip() and (before[-1].isspace() or _is_word(text)):
            return before.rstrip()
    return None


def _is_word(text: str) -> bool:
    """Whether a star stands right behind a word, as people mark it."""
    return text.endswith("*") and not text.endswith("**") and text[-2:-1].isalpha()


def _unstarred(option: Option) -> str:
    text = option.words.strip()
    return text.removesuffix(option.star).rstrip() if len(option.star) > 1 else text
