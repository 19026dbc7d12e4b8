"""Markdown files, with the paragraphs that readers of a bank's document see."""

from __future__ import annotations

import hashlib
import re

from quizapp.core.document import Paragraph, read_document
from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError
from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.readers.recognising import is_plain_name
from quizapp.core.extraction.text import RawBlock, make_block_text
from quizapp.core.extraction.values import BlockKind, Text

#: Between paragraphs; kept by splitting.
_GAP = re.compile(r"((?:\r?\n[ \t]*)(?:\r?\n[ \t]*(?=\r?\n))*\r?\n)")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)[ \t]*\S")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
#: What programs are written with, and no sentence is.
_CODE = re.compile(r"[{}<>=|\\$#]|\w\(|;[ \t]*$|^[^\S\n]*(?:[-*+]|\d+[.)])\s", re.MULTILINE)


def read(content: bytes, name: str, limits: ReadLimits) -> Text:
    """Read Markdown; its paragraphs are numbered as `core.document` numbers them, code left out.

    Raises:
        FormatError: when the bytes are no text, or hold no words.
    """
    decoded, notice = decode(content, limits.document_bytes)
    blocks: list[RawBlock] = []
    has_begun = False
    for paragraph in read_document(_unindented(decoded) if is_plain_name(name) else decoded).paragraphs:
        blocks.append(RawBlock(paragraph.text, _kind(paragraph, has_begun), paragraph.level))
        has_begun = has_begun or paragraph.kind == "paragraph"
    text = make_block_text(blocks, sha256=hashlib.sha256(content).hexdigest(), notices=(notice,) if notice else ())
    if not text.blocks:
        raise FormatError(f"{name} holds no words outside code. Check that the right file was chosen.")
    return mark_furniture(text, has_structure=True)


def _unindented(decoded: str) -> str:
    """Let indented paragraphs of plain words, which Markdown takes for code, be words."""
    return "".join(
        _INDENT.sub("", part) if _INDENTED.match(part) and not _CODE.search(part) else part
        for part in _GAP.split(decoded)
    )


def _kind(paragraph: Paragraph, has_begun: bool) -> BlockKind:
    """A quotation before the first paragraph is an epigraph; a later one is a paragraph like others."""
    if paragraph.kind == "quote":
        return "paragraph" if has_begun else "epigraph"
    return paragraph.kind
