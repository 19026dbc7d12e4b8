"""Entities that an XML document declares for itself: harmless ones become their letters, all others are refused."""

from __future__ import annotations

import re
from html import unescape

from quizapp.core.errors import FormatError

#: In bytes of what they stand for; names for letters take a few.
_VALUE_AT_MOST = 200
_GROWTH_AT_MOST = 1_000_000
_BEGINNING = re.compile(r"<!DOCTYPE\s", re.IGNORECASE)
#: What never ends is gone through once.
_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+[^\[>"']*+(?:(?:"[^"]*"|'[^']*')[^\[>"']*+)*+\[((?:<!--.*?(?:-->|\Z)|"[^"]*"|'[^']*'|[^\]"'])*+)\]\s*>""",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ANY = re.compile(r"<!ENTITY", re.IGNORECASE)
_PLAIN = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s+(?:"([^"]*)"|'([^']*)')\s*>""", re.IGNORECASE)
_USED = re.compile(r"&([A-Za-z_][\w.-]{0,60});")
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|lt|gt|amp|quot|apos);", re.IGNORECASE)


def without_doctype(markup: str, name: str) -> str:
    """Give markup without the document type that it begins with, and what that declares as the letters it stands for.

    Raises:
        FormatError: it declares an entity that stands for others, for markup, for much, or for what is elsewhere.
    """
    begun = _BEGINNING.search(markup)
    found = _DOCTYPE.match(markup, begun.start()) if begun else None
    declared = _declared(found[1], name) if found else {}
    plain = markup[: found.start()] + markup[found.end() :] if found else markup
    if _ANY.search(_COMMENT.sub("", plain)):
        raise _unsafe(name)
    written = _USED.sub(lambda use: declared.get(use[1], use[0]), plain) if declared else plain
    if len(written) > len(markup) + _GROWTH_AT_MOST:
        raise _unsafe(name)
    return written


def _declared(subset: str, name: str) -> dict[str, str]:
    """Read declarations of letters and words; the first of a name counts."""
    subset = _COMMENT.sub("", subset)
    found: dict[str, str] = {}
    for entity, double, single in _PLAIN.findall(subset):
        value = double or single
        if len(value) > _VALUE_AT_MOST or "&" in _CHARACTER.sub("", value) or "<" in value or "%" in value:
            raise _unsafe(name)
        found.setdefault(entity, _as_text(value))
    if len(_ANY.findall(subset)) != len(_PLAIN.findall(subset)):
        raise _unsafe(name)
    return found


def _as_text(value: str) -> str:
    """Give a value as it can stand in markup: letters plainly, what would be markup as references."""
    return unescape(unescape(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unsafe(name: str) -> FormatError:
    return FormatError(
        f"{name} declares XML entities that stand for more than a few letters, which no sound document does; "
        "save it anew in its own program."
    )
