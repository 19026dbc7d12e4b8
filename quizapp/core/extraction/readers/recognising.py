"""Which reader a file needs, by its first bytes or its marks; and words for people about files that are not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias, cast

from quizapp.core.encoding import decode_head, is_binary
from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.values import Text

Reader: TypeAlias = Callable[[bytes, str, ReadLimits], Text]

_HEAD_BYTES = 8192
_MARKED_BYTES = 200_000
_START_LETTERS = 4096
_UNREAD = (
    (b"\xd0\xcf\x11\xe0", "is an old Word file, or one with a password. Save it as .docx without a password"),
    (b"{\\rtf", "is an RTF file. Save it as .docx or as plain text"),
    (b"\x89PNG", "is a picture. Run it through text recognition (OCR) and choose the result"),
    (b"\xff\xd8\xff", "is a picture. Run it through text recognition (OCR) and choose the result"),
    (b"GIF8", "is a picture. Run it through text recognition (OCR) and choose the result"),
    (b"II*\0", "is a picture. Run it through text recognition (OCR) and choose the result"),
    (b"\x1f\x8b", "is packed. Unpack it first"),
    (b"7z\xbc\xaf", "is packed. Unpack it first"),
    (b"Rar!", "is packed. Unpack it first"),
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PAGE_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PAGE_TAGS = re.compile(r"</(?:p|div|h[1-6]|article|section|li|body|html)>", re.IGNORECASE)
_LEAST_TAGS = 3
#: Of Markdown, in a file whose name says plain text.
_LEAST_SIGNS = 2
_SOURCE_LINE = re.compile(r"\ufeff?#\s*source:[^\n]*", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_LINK = re.compile(r"(?<!\\)\[[^\]\n]{1,200}\]\((?:https?:|/|\.|#|mailto:)[^)\n]{0,500}\)")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)[^*\n]{1,200}(?<=\S)\*\*(?!\*)")
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
_UNDERLINED = re.compile(r"^[^\n]{3,80}\n={3,}[ \t]*$", re.MULTILINE)


def find_reader(content: bytes, name: str) -> Reader:
    """Choose the reader for a file's bytes.

    Raises:
        FormatError: when nothing here reads such a file.
    """
    if content[:_START_LETTERS].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return _reader("portable")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _reader("packed")
    for start, words in _UNREAD:
        if content.startswith(start):
            raise FormatError(f"{name} {words}, then choose it again.")
    if is_binary(content[:_HEAD_BYTES]):
        raise FormatError(f"{name} is no text: it holds bytes that no document has. Choose a document with words.")
    return _text_reader(decode_head(content[:_MARKED_BYTES]), name)


def _reader(module: str) -> Reader:
    """Load one reader; a plain text needs none of the libraries that the others do."""
    return cast(Reader, import_module(f"{__package__}.{module}").read)


def _text_reader(head: str, name: str) -> Reader:
    if _PAGE_START.match(_COMMENT.sub("", head[:_START_LETTERS])) or len(_PAGE_TAGS.findall(head)) >= _LEAST_TAGS:
        return _reader("page")
    least = _LEAST_SIGNS if is_plain_name(name) else 1
    return _reader("marked" if _has_marks(head, least) else "plain")


def is_read_as_text(content: bytes, name: str) -> bool:
    """Whether a file that is read is plain text or Markdown, whose letters are its words.

    Raises:
        FormatError: when nothing here reads such a file.
    """
    return find_reader(content, name).__module__.rpartition(".")[2] in ("plain", "marked")


def is_plain_name(name: str) -> bool:
    """Whether a file's name says that it is plain text, so that a line or two with signs make no Markdown of it."""
    return name.lower().endswith(".txt")


def _has_marks(decoded: str, least: int) -> bool:
    """Tell Markdown from a plain text by its headings, links, strong words or fences; most are sure in pairs alone."""
    words = _SOURCE_LINE.sub("", decoded, count=1) if _SOURCE_LINE.match(decoded) else decoded
    signs = sum(len(marks.findall(words)) for marks in (_HEADING, _UNDERLINED))
    pairs = [len(marks.findall(words)) // 2 for marks in (_LINK, _STRONG, _FENCE)]
    # Two links are two signs; a fence ends with another one.
    return signs + 2 * (pairs[0] + pairs[1]) + pairs[2] >= least
