"""From bytes to text for all text formats: encodings recognised, line ends normalised, stray NULs left out."""

from __future__ import annotations

import codecs

from quizapp.core.encodings import ALIASES, NAMES, guess
from quizapp.core.errors import FormatError

LIMIT_BYTES = 20_000_000
"""How large a text file may be unless a setting says otherwise."""

CP1252_NOTICE = (
    "The file is not UTF-8; it was read as Windows-1252. Check accented letters, and save it as UTF-8 if any are wrong."
)
_GUESSED = "The file is not UTF-8; it was read as {}. Check its letters, and save it as UTF-8 if any are wrong."
#: So many NULs of a text, or one in so many letters, are stray; more are a sign of something else.
_NULS_AT_MOST, _LETTERS_A_NUL = 3, 1_000
_NO_TEXT = "This is no text in any encoding that is known here."
_ADVICE = "Choose the encoding in which it was saved, or save it as UTF-8."
"""What to do where an encoding can be chosen."""
AS_TEXT = "Save it in its own program as CSV, as Excel (.xlsx) or as plain text, and bring that."
"""What to do with a file that is no text."""


class UnknownLetters(FormatError):
    """Bytes are no text in the encoding that was chosen, or in any; `what` says so without what to do about it."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(f"{what} {_ADVICE}", line)
        self.what = what


_HEAD_BYTES = 8192
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVES = (b"PK\3\4", b"PK\5\6", b"PK\7\x08", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0")
_BINARY = (*_ARCHIVES, b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")
#: What no text has, but a stray one: controls without ends of lines and files, pages, tabs, escapes, Word’s hyphens.
_CONTROLS = bytes(range(9)) + bytes(range(14, 26)) + bytes(range(28, 30))
_CONTROLS_AT_MOST, _BYTES_A_CONTROL = 2, 200


def decode(data: bytes, limit_bytes: int = LIMIT_BYTES) -> tuple[str, str | None]:
    """Give the text with LF line ends, and a notice when the encoding had to be guessed, or a NUL was left out.

    Raises:
        FormatError: when the file is too large, or is no text.
    """
    if len(data) > limit_bytes:
        raise FormatError(f"The file has {len(data):,} bytes; at most {limit_bytes:,} are read. Split it.")
    text, notice = _decoded(data)
    text = _with_plain_ends(text)
    place = text.find("\0")
    if place < 0:
        return text, notice
    count = text.count("\0")
    if count > max(_NULS_AT_MOST, len(text) // _LETTERS_A_NUL):
        raise error_at("The file holds many NUL characters, which no text has; export it anew.", text, place)
    line = text.count("\n", 0, place) + 1
    held = f"a NUL character in line {line}" if count == 1 else f"{count} NUL characters, the first in line {line}"
    told = f"The file holds {held}, which no text has; left out. Check the words there."
    return text.replace("\0", ""), f"{notice} {told}" if notice else told


def decode_head(head: bytes) -> str:
    """Give the text of a file's beginning for `sniff`, with LF line ends as `decode` gives them; never raises.

    Cut or broken characters are replaced. Pictures, sounds and archives have no text.
    """
    if is_binary(head):
        return ""
    if head.startswith(_UTF16_MARKS):
        return _with_plain_ends(head.decode("utf-16", "replace"))
    name = _utf16_without_mark(head[:1024]) or "utf-8-sig"
    if name == "utf-8-sig" and b"\0" not in head and not _is_utf8(head):
        name = guess(head[: max(map(head.rfind, (b"\n", b"\r"))) + 1] or head) or name
    return _with_plain_ends(head.decode(name, "replace"))


def is_archive(data: bytes) -> bool:
    """Whether bytes begin as those of an archive, a database or a picture do, which are in no encoding."""
    return data.startswith(_BINARY)


def is_binary(head: bytes) -> bool:
    """Whether a file's beginning holds what no text does: the start of an archive or picture, or control characters."""
    if head.startswith(_UTF16_MARKS) or _utf16_without_mark(head[:1024]):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return is_archive(head) or controls > max(_CONTROLS_AT_MOST, len(head) // _BYTES_A_CONTROL)


def recoded(data: bytes, name: str) -> bytes:
    """Give a text of an encoding that a person chose as UTF-8 with its mark; archives stay as they are.

    Raises:
        FormatError: there is no such encoding here, or it is no text of that encoding.
    """
    name = ALIASES.get(name.lower(), name.lower())
    if not name or is_archive(data):
        return data
    if name not in NAMES:
        raise FormatError(f"There is no encoding “{name[:40]}” here; choose one of: {', '.join(NAMES)}.")
    return codecs.BOM_UTF8 + _decoded_as(data, "utf-8-sig" if name == "utf-8" else name, name).encode("utf-8")


def error_at(message: str, text: str, offset: int) -> FormatError:
    """Make an error that names line and column of an offset."""
    start_of_line = text.rfind("\n", 0, offset) + 1
    return FormatError(message, text.count("\n", 0, offset) + 1, offset - start_of_line + 1)


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> tuple[str, str | None]:
    if data.startswith(_UTF16_MARKS):
        return _decoded_as(data, "utf-16"), None
    guess = _utf16_without_mark(data[:1024])
    if guess:
        return _decoded_as(data, guess), "The file has no byte order mark; it was read as UTF-16."
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        if data.startswith(codecs.BOM_UTF8):
            raise _undecodable(data, error.start, "utf-8") from None
        return _guessed(data, error.start)


def _guessed(data: bytes, offset: int) -> tuple[str, str | None]:
    name = guess(data)
    if name is None and is_binary(data[:_HEAD_BYTES]):
        raise FormatError(f"This file is no text. {AS_TEXT}")
    if name is None:
        raise _undecodable(data, offset, "")
    return _decoded_as(data, name, name), CP1252_NOTICE if name == "cp1252" else _GUESSED.format(NAMES[name])


def _is_utf8(head: bytes) -> bool:
    """Whether a beginning is UTF-8, but for a letter that is cut at its end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(head: bytes) -> str | None:
    """Tell UTF-16 by NULs in every second byte of an otherwise western text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if pairs >= 8 and odd > pairs * 0.7 and even == 0:
        return "utf-16-le"
    if pairs >= 8 and even > pairs * 0.7 and odd == 0:
        return "utf-16-be"
    return None


def _decoded_as(data: bytes, encoding: str, shown: str = "") -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, shown or encoding) from None


def _undecodable(data: bytes, offset: int, encoding: str) -> FormatError:
    line = len(data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    name = NAMES.get(encoding, encoding.upper())
    what = f"This is no text in {name}: line {line} has signs that it does not know." if encoding else _NO_TEXT
    return UnknownLetters(what, line)
