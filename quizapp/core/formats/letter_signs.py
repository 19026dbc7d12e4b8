"""Options behind letters with rarer signs, “a- Lima”, “a/ Lima”, “<a> Lima”, “① Lima”, written as “a) Lima”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_LETTERS_CIRCLED = ("ⓐⓑⓒⓓⓔⓕⓖⓗ", "ⒶⒷⒸⒹⒺⒻⒼⒽ")
_FORMS = tuple(
    re.compile(rf"(?P<indent>\s*){form}\s*(?P<words>\S.*)", re.DOTALL)
    for form in (
        r"(?P<label>[A-Ha-h])[-–—](?=\s)",
        r"(?P<label>[A-Ha-h])/(?=\s)",
        r"<(?P<label>[A-Ha-h])>",
        r"(?P<label>[A-Ha-h])>(?=\s)",
        rf"(?P<label>[{_CIRCLED}{''.join(_LETTERS_CIRCLED)}])",
    )
)
_SURE = re.compile(rf"\s*(?:<?[Aa][-–—/>]+\s|[{_CIRCLED[0]}ⓐⒶ])")
_NUMBERED = re.compile(r"\W*(?:[^\W\d_]{1,20}\W{1,2})?\d{1,4}[.):]")
_NAMED_CIRCLE = re.compile(rf"(\s*[*_]{{0,3}}[^\W\d_][^:：]{{0,30}}[:：][*_]{{0,3}}\s*)([{_CIRCLED}])(?=\s|\Z)")
_AT_LEAST, _LINES = 2, 12


def with_usual_letters(lines: Sequence[str]) -> list[str]:
    """Write the lettered lines of a series below some line as options are usually written."""
    found = list(lines)
    has_circles = False
    place = 1
    while place < len(found):
        run = _run(found, place) if found[place - 1].strip() and _SURE.match(found[place]) else []
        for offset, match in enumerate(run):
            label = _plain(match["label"])
            has_circles = has_circles or label.isdigit()
            found[place + offset] = f"{match['indent']}{label}) {match['words']}"
        place += max(len(run), 1)
    if has_circles:
        found = [
            _NAMED_CIRCLE.sub(lambda match: match[1] + _plain(match[2]), line) if ":" in line or "：" in line else line
            for line in found
        ]
    return found


def _run(lines: Sequence[str], start: int) -> list[re.Match[str]]:
    """Give the lines of one form that go by the alphabet from here on; none where a further one is out of order."""
    block = list(takewhile(lambda line: line.strip() and not _NUMBERED.match(line), lines[start : start + _LINES]))
    for form in _FORMS:
        matches = [match for line in block if (match := form.fullmatch(line))]
        run = [match for match in takewhile(lambda match: match is not None, map(form.fullmatch, block)) if match]
        labels = "".join(_plain(match["label"]) for match in run)
        is_series = any(each.startswith(labels) for each in ("ABCDEFGH", "abcdefgh", "123456789"))
        if len(run) >= _AT_LEAST and is_series and len(matches) == len(run) and not form.fullmatch(lines[start - 1]):
            return run
    return []


def _plain(label: str) -> str:
    """Give a letter or number without its circle."""
    if label in _CIRCLED:
        return str(_CIRCLED.index(label) + 1)
    for circled, plain in zip(_LETTERS_CIRCLED, ("abcdefgh", "ABCDEFGH"), strict=True):
        if label in circled:
            return plain[circled.index(label)]
    return label
