"""One line of words in its normal form, with a map back: NFC, no ligatures or soft hyphens, plain spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_REPLACED = {
    "\u2010": "-",
    "\u2011": "-",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
# Soft hyphens, zero-width spaces, direction marks, controls and byte order marks are no letters; joiners (U+200C, D)
# are, in Persian and in emoji.
_SPECIAL = re.compile(
    r"[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
    r"|[ﬀ-ﬆ\u2010\u2011]|\s\s+|[^\S ]"
)
# No character below U+0300 joins with what stands before it, so a run from one of them on is normalised alone.
_COMPOSABLE = re.compile(r"[\s\S][\u0300-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A string with ascending pairs (offset here, offset in what it came from), the first at 0."""

    text: str
    origins: tuple[tuple[int, int], ...]


def normalise(words: str) -> Mapped:
    """Normalise one line of words, stripped; empty where nothing can be seen."""
    stripped = words.strip()
    at = len(words) - len(words.lstrip())
    if not _SPECIAL.search(stripped) and unicodedata.is_normalized("NFC", stripped):
        return Mapped(stripped, ((0, at),))
    mapped = _replace(Mapped(stripped, ((0, at),)), _specials(stripped))
    while not unicodedata.is_normalized("NFC", mapped.text):
        mapped = _replace(mapped, _compositions(mapped.text))
    # What is left out may have stood between spaces, or hidden them from the first strip.
    if mapped.text != mapped.text.strip() or _SPECIAL.search(mapped.text):
        inner = normalise(mapped.text)
        mapped = Mapped(inner.text, _composed(mapped.origins, inner.origins))
    return mapped


def _specials(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SPECIAL.finditer(text):
        found = match.group()
        new = " " if found[0].isspace() else _REPLACED.get(found, "")
        yield match.start(), match.end(), new


def _compositions(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the smallest pieces that NFC changes, cluster by cluster."""
    for match in _COMPOSABLE.finditer(text):
        if unicodedata.is_normalized("NFC", match.group()):
            continue
        start = match.start()
        for at in range(start + 1, match.end() + 1):
            if at == match.end() or _begins_cluster(text[at]):
                cluster = text[start:at]
                composed = unicodedata.normalize("NFC", cluster)
                if composed != cluster:
                    yield start, at, composed
                start = at


def _begins_cluster(character: str) -> bool:
    is_jamo = "\u1160" <= character <= "\u11ff"
    return not is_jamo and not unicodedata.category(character).startswith("M")


def _replace(mapped: Mapped, changes: Iterator[tuple[int, int, str]]) -> Mapped:
    parts: list[str] = []
    origins = [(0, 0)]
    read = written = 0
    for start, end, new in changes:
        parts += (mapped.text[read:start], new)
        written += start - read
        if origins[-1][0] == written:
            origins.pop()
        origins.append((written, start))
        # Each letter of a ligature comes from the ligature, not from what stands behind it.
        origins.extend((written + more, min(start + more, end - 1)) for more in range(1, len(new)))
        written += len(new)
        read = end
        if origins[-1][0] == written:
            origins.pop()
        origins.append((written, end))
    parts.append(mapped.text[read:])
    return Mapped("".join(parts), _composed(mapped.origins, tuple(origins)))


def _composed(outer: tuple[tuple[int, int], ...], inner: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Follow two maps, one after the other: `inner` into the text whose `outer` map leads to the origin."""
    composed = []
    place = 0
    for number, (here, there) in enumerate(inner):
        while place + 1 < len(outer) and outer[place + 1][0] <= there:
            place += 1
        composed.append((here, outer[place][1] + there - outer[place][0]))
        reach = inner[number + 1][0] if number + 1 < len(inner) else None
        following = place + 1
        while following < len(outer) and (reach is None or here + outer[following][0] - there < reach):
            composed.append((here + outer[following][0] - there, outer[following][1]))
            following += 1
    return tuple(composed)
