"""HTML as blocks of words: headings, paragraphs, list items, rows, captions; what is hidden or silent is left out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError
from quizapp.core.extraction.text import RawBlock
from quizapp.core.extraction.values import BlockKind

Element: TypeAlias = Any
"""An element of lxml, which comes without types."""

_BLOCK_TAGS = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header "
    "hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul caption h1 h2 h3 h4 h5 h6"
)
_SILENT_TAGS = (
    "head script style noscript template svg math iframe object canvas audio video select button input textarea rp rt "
    "map datalist embed dialog"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT = frozenset(_SILENT_TAGS.split())
_APART = frozenset(("nav", "footer", "aside", "form", "menu"))
_APART_ROLES = frozenset(("navigation", "search", "contentinfo", "complementary", "banner", "dialog"))
_HEADING = re.compile(r"h([1-6])\Z")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NOTE_NUMBER = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?\s*\Z")
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,80}encoding=["']([\w.-]{2,40})""",
    re.IGNORECASE,
)
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_LINKED_SHARE = 0.8


def decode_markup(content: bytes, limit_bytes: int) -> tuple[str, str | None]:
    """Give the text of an HTML file by its mark, its own declaration or its bytes, and a notice when guessed."""
    declared = _CHARSET.search(content, 0, 4096)
    label = (declared.group(1) or declared.group(2)).decode("ascii", "replace").lower() if declared else ""
    has_mark = content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if label and label not in ("utf-8", "utf8") and not has_mark and len(content) <= limit_bytes:
        try:
            # Browsers read Latin-1 as Windows-1252, and so do the pages that declare it.
            text = content.decode("cp1252" if label in ("iso-8859-1", "latin-1", "ascii", "us-ascii") else label)
        except (LookupError, ValueError):
            text = "\0"
        if "\0" not in text:
            return text, None
    return decode(content, limit_bytes)


def parse_markup(markup: str, name: str) -> Element:
    """Parse HTML, whatever state it is in; comments and processing instructions are left out.

    Raises:
        FormatError: when nothing at all can be made of it.
    """
    from lxml import etree, html  # start-up cost: 80 ms, needed for pages, Word files and books only

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(f"{name} holds no page that can be read. Save it anew from the browser.") from error
    for note in [*root.iter("sup")]:
        if _NOTE_NUMBER.match("".join(note.itertext())) and next(note.iter("a"), None) is not None:
            note.drop_tree()
    return root


def blocks_of(root: Element) -> list[RawBlock]:
    """Give the blocks of a parsed page in reading order; navigation and mere links are furniture."""
    from lxml import etree  # start-up cost, as above

    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
            if element is not root:
                walk.add(element.tail)
    walk.flush()
    return walk.blocks


def count_words(blocks: Sequence[RawBlock]) -> int:
    """Count the words of blocks."""
    return sum(len(block.text.split()) for block in blocks)


@dataclass(slots=True)
class _Walk:
    """What surrounds the place where a walk over a page is, and the words since the last block."""

    blocks: list[RawBlock] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    linked: int = 0
    silent: int = 0
    apart: int = 0
    captions: int = 0
    lists: int = 0
    links: int = 0
    rows: int = 0
    headings: list[int] = field(default_factory=list)

    def enter(self, element: Element) -> None:
        """Go into an element: words before a block are a block of their own."""
        tag = _tag(element)
        if tag in _BLOCKS:
            self.flush()
        self._count(element, tag, 1)
        self.add(element.text)
        if tag == "br":
            self.words.append("\n")

    def leave(self, element: Element) -> None:
        """Go out of an element."""
        tag = _tag(element)
        if tag in ("td", "th") and self.words:
            self.words.append(" | ")
        if tag in _BLOCKS:
            self.flush()
        self._count(element, tag, -1)

    def add(self, words: str | None) -> None:
        """Add words at this place, unless nobody sees them."""
        if words and not self.silent:
            self.words.append(" ".join(("x" + words + "x").split())[1:-1])
            self.linked += len(words.strip()) if self.links else 0

    def flush(self) -> None:
        """Make a block of the words so far."""
        if self.words:
            joined = "".join(self.words)
            kind, level = self._kind(joined)
            for part in _PARAGRAPH_BREAK.split(joined):
                words = " ".join(part.split()).removesuffix(" |")
                if words.strip(" |"):
                    self.blocks.append(RawBlock(words, kind, level))
        self.words.clear()
        self.linked = 0

    def _kind(self, words: str) -> tuple[BlockKind, int]:
        if self.apart:
            return "furniture", 0
        if self.headings:
            return "heading", self.headings[-1]
        if self.linked > _LINKED_SHARE * len(words.strip()) > 0:
            return "furniture", 0
        if self.captions:
            return "caption", 0
        return ("list", max(1, self.lists)) if self.lists or self.rows else ("paragraph", 0)

    def _count(self, element: Element, tag: str, step: int) -> None:
        heading = _HEADING.match(tag)
        if heading and step > 0:
            self.headings.append(int(heading.group(1)))
        elif heading:
            self.headings.pop()
        self.silent += step * (tag in _SILENT or _is_hidden(element))
        self.apart += step * (tag in _APART or element.get("role") in _APART_ROLES or "footnote" in _note_id(element))
        self.captions += step * (tag in ("figcaption", "caption") or element.get("class") == "caption")
        self.lists += step * (tag in ("ul", "ol"))
        self.rows += step * (tag == "tr")
        self.links += step * (tag == "a")


def _tag(element: Element) -> str:
    """Give a tag without its namespace, in lower case; what is no element has none."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _is_hidden(element: Element) -> bool:
    is_marked = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return is_marked or bool(_HIDDEN.search(element.get("style") or ""))


def _note_id(element: Element) -> str:
    """Give what says that a list item is a footnote: its id, as word processors and e-books write it."""
    kinds = f"{element.get('id') or ''} {element.get('role') or ''} {element.get('epub:type') or ''}"
    return kinds.replace("doc-", "") if _tag(element) in ("li", "aside", "div", "section", "p") else ""
