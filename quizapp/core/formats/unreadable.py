"""What a file is that no format knows, by how it begins, and what to do with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.encoding import AS_TEXT, decode_head, is_binary
from quizapp.core.formats.seen_of_test import tell_test

#: Texts of Word and of LibreOffice, and books.
_DOCUMENT_MEMBERS = frozenset(("word/document.xml", "content.xml", "META-INF/container.xml"))
_DOCUMENT_STARTS = (b"%PDF", b"{\\rtf")
#: What a file of LibreOffice is says its first member, which is not packed.
_SHEET_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_SLIDES_MEMBER = "ppt/presentation.xml"
#: Packages of Apple Numbers, Pages and Keynote.
_APPLE = re.compile(r"Index/.*\.iwa")
_MEDIA_STARTS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"ID3",
    b"\xff\xfb",
    b"OggS",
    b"fLaC",
    b"RIFF",
    b"II*\0",
    b"MM\0*",
)
_PACKED_STARTS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")
_NAMED_AT_MOST = 3
_HEAD_BYTES = 8192
_TEXT_BYTES = 65_536

_EMPTY = "This file is empty: there are blanks in it alone. Check that the right one was chosen."
_DOCUMENT = (
    "This is a document, no list of questions. Bring it under Documents to have questions drafted of it; "
    "if it lists questions already, save it as plain text and bring that here."
)
_SLIDES = "This is a PowerPoint file (.pptx), no list of questions. Save its text, and bring that."
_SHEET = f"This is a spreadsheet of another program. {AS_TEXT}"
_OF_APPLE = f"This is a file of Apple Numbers, Pages or Keynote. {AS_TEXT}"
_MEDIA = (
    "This is a picture, a sound or a film, no list of questions. "
    "Pictures and sounds are put into a question in its editor."
)
_PACKED = "This file is packed. Unpack it, and bring what is in it."
_NO_TEXT = f"This file is no text, and none of the packages that are read here. {AS_TEXT}"
_UNKNOWN = "This file looks like none of the known formats; choose its format by hand."
_TEST = "This file looks like none of the known formats. It may be a test:"


def advise(data: bytes, members: Sequence[str]) -> str:
    """Say what a file is that no format knows, and what to do with it; `members` are those of an archive."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return _EMPTY
    if known := find_office(data, members):
        return known
    names = [name for name in members if not name.endswith("/") and not name.startswith("__MACOSX/")]
    if names:
        return _of_archive(names)
    if not is_binary(data[:_HEAD_BYTES]):
        seen = tell_test(decode_head(data[:_TEXT_BYTES]))
        return f"{_TEST} {seen}" if seen else _UNKNOWN
    if data.startswith(_PACKED_STARTS):
        return _PACKED
    is_media = data.startswith(_MEDIA_STARTS) or data[4:8] == b"ftyp"
    return _MEDIA if is_media else _NO_TEXT


def find_office(data: bytes, members: Sequence[str]) -> str:
    """Say what a document, a spreadsheet or slides of an office program are, by their words; empty = it is none."""
    if _SHEET_TYPE in data[:_HEAD_BYTES]:
        return _SHEET
    if _SLIDES_MEMBER in members:
        return _SLIDES
    if any(map(_APPLE.fullmatch, members)):
        return _OF_APPLE
    is_document = not _DOCUMENT_MEMBERS.isdisjoint(members) or data.startswith(_DOCUMENT_STARTS)
    return _DOCUMENT if is_document else ""


def _of_archive(names: Sequence[str]) -> str:
    named = ", ".join(f"“{name[:60]}”" for name in names[:_NAMED_AT_MOST])
    if len(names) > _NAMED_AT_MOST:
        named += f" and {len(names) - _NAMED_AT_MOST:,} more"
    return f"This archive is none of the packages that are read here. Unpack it, and bring what is in it: {named}."
