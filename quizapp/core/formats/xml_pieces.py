"""XML that is broken as a whole, read piece by piece, so that one bad entry never costs the others."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree

_ENTITY = re.compile(r"&(?:([a-zA-Z][a-zA-Z0-9]{0,30});|(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};))")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DATE = re.compile(r"\s*date:((?:\s+\S{1,60}){1,20})\s*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def bounds(text: str, tag: str) -> Iterator[tuple[int, int]]:
    """Find where elements begin and end; one without an end reaches to the beginning of the next."""
    opening, close = re.compile(rf"<{tag}[\s>]"), f"</{tag}>"
    at = end = 0
    while begin := opening.search(text, at):
        start = begin.start()
        if 0 <= end < begin.end():
            end = text.find(close, begin.end())
        following = opening.search(text, begin.end(), end if end >= 0 else len(text))
        own_end = end + len(close) if end >= 0 else len(text)
        at = following.start() if following else own_end
        yield start, at


def repaired(piece: str) -> str:
    """Mend what programs write wrong: bare `&`, names of HTML's entities, control characters."""

    def entity(found: re.Match[str]) -> str:
        name = found[1]
        if not name:
            return "&amp;"
        known = html.unescape(f"&{name};")
        return found[0] if name in _XML_ENTITIES else known if known != f"&{name};" else f"&amp;{name};"

    parts: list[str] = []
    at, piece = 0, _CONTROL.sub("", piece)
    while (start := piece.find("<![CDATA[", at)) >= 0 and (end := piece.find("]]>", start)) >= 0:
        parts += [_ENTITY.sub(entity, piece[at:start]), piece[start:end]]
        at = end
    return "".join([*parts, _ENTITY.sub(entity, piece[at:])])


def noted_dates(element: etree._Element) -> list[str]:
    """Give the values of a comment that marks short answers as spellings of dates."""
    for comment in element.iterchildren(etree.Comment):
        found = _DATE.fullmatch(comment.text or "")
        if found:
            words: list[str] = found[1].split()
            return words
    return []
