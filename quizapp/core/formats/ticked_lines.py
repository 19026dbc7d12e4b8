"""A tick before the answer in a line of its own below lettered options, “✅ A”, “✅ Paris”, written as “Answer: A”."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_TICK = re.compile(
    r"(?P<indent>\s*)(?:[-+*•]\s+)?(?P<mark>[*_]{0,3})[✓✔✅☑]\ufe0f?[*_]{0,3}\s*(?P<words>[^\s✓✔✅☑✗✘❌✖].{0,300})"
)
_OPTION = re.compile(r"\s*(?:[-+*•]\s+)?[*_]{0,3}[(\[]?(?P<label>[A-Za-z])[).\]][*_]{0,3}\s+\S")
_NUMBERED = re.compile(r"\W*(?:[^\W\d_]{1,20}\W{1,2})?\d{1,4}[.):]")
#: “✅ Correct answer: B” says what it is.
_NAMED = re.compile(r"[*_]{0,3}[^\W\d_][^\s:：=]*(?: [^\s:：=]+){0,2}[*_]{0,3}\s?[:：=]")
_ANY = re.compile(r"[✓✔✅☑]")
_AT_LEAST = 2


def named_ticks(lines: Sequence[str]) -> list[str]:
    """Name the answer in lines whose tick stands before a letter or words, right below at least two options."""
    if not any(map(_ANY.search, lines)):
        return list(lines)
    found: list[str] = []
    labels: list[str] = []
    after_blank = False
    for place, line in enumerate(lines):
        option, tick = _OPTION.match(line), _TICK.fullmatch(line.rstrip())
        if option:
            label = option["label"].upper()
            labels = [label] if label == "A" else [*labels, label]
        elif tick and len(labels) >= _AT_LEAST and _names(tick["words"], labels) and not _goes_on(lines, place, labels):
            found.append(f"{tick['indent']}Answer: {tick['words'].removesuffix(tick['mark']).rstrip()}")
            after_blank = True
            continue
        elif line.strip() and (after_blank or _NUMBERED.match(line)):
            labels = []
        after_blank = not line.strip()
        found.append(line)
    return found


def _names(words: str, labels: Collection[str]) -> bool:
    """Whether words behind a tick name an option, and are no further one: “C) Rome”."""
    option = _OPTION.match(words)
    return not _NAMED.match(words) and (option is None or option["label"].upper() in labels)


def _goes_on(lines: Sequence[str], place: int, labels: Sequence[str]) -> bool:
    """Whether a further option stands right below a line."""
    below = _OPTION.match(lines[place + 1]) if place + 1 < len(lines) else None
    return below is not None and below["label"].upper() == chr(ord(labels[-1]) + 1)
