"""HTML in the cells of tables: formatting where its tags are sound pairs, else words that are shown as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from quizapp.core.formats.foreign_texts import HTML, nothing_found, typed
from quizapp.core.formats.rich_text import AS_IT_IS, from_html, from_plain

_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|apos|[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:\s[^<>]*)?)/?>")
_LIKE_TAG = re.compile(r"<[a-zA-Z/!?]")
_BREAKS = re.compile(r"<br\s*/?>(?:\s*<br\s*/?>)*", re.IGNORECASE)
_ROOM = re.compile(r"[ \t]+(?=<br\b)", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_BEFORE_WORD = re.compile(r"(?:\A|[\s(\[\"'“‘«`/])\Z")
_BEHIND_WORD = re.compile(r"\Z|[\s)\]\"'”’»`/?!.,;:]")
_LETTER = re.compile(r"\w")
#: “<b> and </b>” are two tags that are spoken of.
_CONJUNCTION = 4

#: What asks for tags and entities themselves.
_OF_HTML = re.compile(
    r"\b(?:x?html\d?|xml|css|tags?|elemente?s?|entit(?:y|ies|ät|äten)|markup|balises?|etiquetas?)\b", re.IGNORECASE
)

_FORMATTING = frozenset(
    ("p", "b", "i", "u", "s", "a", "em", "strong", "div", "span", "sub", "sup", "li", "ul", "ol", "font", "code", "pre",
     "big", "small", "del", "ins", "strike", "mark", "center", "blockquote", "ruby", "rt",
     "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
)  # fmt: skip
_EMBEDDED = frozenset(("img", "audio", "video", "iframe", "source"))


def cell_text(cell: str) -> str:
    """Give a foreign cell as Markdown: HTML where it is surely meant, else the very letters."""
    if AS_IT_IS.match(cell):
        return cell.strip()
    if is_html(cell):
        return from_html(_ROOM.sub("", cell.replace("\n", "<br>")), nothing_found).text
    return from_plain(cell)


def typing_beside(stem: str) -> Callable[[str], str]:
    """Give how keys to a question become plain words: their tags go, unless it asks for tags or letters by names."""
    return typed if _OF_HTML.search(stem) or _speaks_of_tags(stem) else typed_cell


def typed_cell(cell: str) -> str:
    """Give a key that is typed as plain words, without HTML where it is surely meant."""
    return typed(cell, HTML if is_html(cell) else "")


def _speaks_of_tags(stem: str) -> bool:
    return _LIKE_TAG.search(stem) is not None and not is_html(stem)


def is_html(cell: str) -> bool:
    """Tell whether a cell is HTML: “What does <br> do?”, “<b> or <i>” and `List<String>` are words about it.

    Every tag is one of formatting and has its other half around words; a line break touches words, and whatever is
    shown from elsewhere says where. Without tags, letters by their names make it HTML.
    """
    if "<" not in cell or _LIKE_TAG.search(cell) is None:
        return "&" in cell and _ENTITY.search(cell) is not None
    if _LIKE_TAG.search(_TAG.sub(" ", cell)):
        return False
    pairs = _pairs_of(cell)
    if pairs is None:
        return False
    is_embedding = any(_SOURCE.search(tag["rest"]) for tag in _TAG.finditer(cell) if _is(tag, _EMBEDDED))
    return is_embedding or any(map(_has_words, pairs)) or any(_breaks(cell))


def list_removed(cell: str) -> list[str]:
    """Say what of a cell is in no question: pictures, sounds, pages within pages."""
    if "<" not in cell or not is_html(cell):
        return []
    named = (_SOURCE.search(tag["rest"]) for tag in _TAG.finditer(cell) if _is(tag, _EMBEDDED))
    found = [f"“{source[1][:60]}” is not in the file; add it by hand." for source in named if source]
    lost = [name for name in from_html(cell, nothing_found).lost if name.strip("<>") not in _EMBEDDED]
    return [*found, *([f"left out {', '.join(lost)}."] if lost else [])]


def _is(tag: re.Match[str], names: frozenset[str]) -> bool:
    return tag["name"].lower() in names


def _pairs_of(cell: str) -> list[str] | None:
    """Give what stands within each pair of tags; None where one is alone, or none of formatting."""
    opened: list[re.Match[str]] = []
    pairs: list[str] = []
    for tag in _TAG.finditer(cell):
        name = tag["name"].lower()
        if name in ("br", "hr") or (name in _EMBEDDED and (tag["end"] or _SOURCE.search(tag["rest"]))):
            continue
        if name not in _FORMATTING:
            return None
        if not tag["end"]:
            opened.append(tag)
        elif not opened or opened[-1]["name"].lower() != name:
            return None
        else:
            pairs.append(cell[opened.pop().end() : tag.start()])
    return None if opened else pairs


def _has_words(inner: str) -> bool:
    words = inner.strip()
    is_spoken_of = inner[:1].isspace() and inner[-1:].isspace() and len(words) <= _CONJUNCTION
    return _LETTER.search(_TAG.sub("", words)) is not None and not is_spoken_of


def _breaks(cell: str) -> Iterator[bool]:
    """Tell of each run of line breaks whether it is meant: one that stands like a word of a sentence is spoken of."""
    for run in _BREAKS.finditer(cell):
        is_word = _BEFORE_WORD.search(cell[: run.start()]) and _BEHIND_WORD.match(cell[run.end() :])
        yield run[0].count("<") > 1 or not is_word
