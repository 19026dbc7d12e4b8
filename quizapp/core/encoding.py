"""From bytes to text for all text formats: encodings recognised, line ends normalised, NUL refused."""

from __future__ import annotations

import codecs

from quizapp.core.errors import FormatError

LIMIT_BYTES = 20_000_000
"""How large a text file may be unless a setting says otherwise."""

CP1252_NOTICE = (
    "The file is not UTF-8; it was read as Windows-1252. Check accented letters, and save it as UTF-8 if any are wrong."
)


def decode(data: bytes, limit_bytes: int = LIMIT_BYTES) -> tuple[str, str | None]:
    """Give the text with LF line ends, and a notice when the encoding had to be guessed.

    Raises:
        FormatError: when the file is too large, holds a NUL, or is no text.
    """
    if len(data) > limit_bytes:
        raise FormatError(f"The file has {len(data):,} bytes; at most {limit_bytes:,} are read. Split it.")
    text, notice = _decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    place = text.find("\0")
    if place >= 0:
        raise error_at("The file holds a NUL character, which no text has; remove it.", text, place)
    return text, notice


def decode_head(head: bytes) -> str:
    """Give the text of a file's beginning for `sniff`, cut or broken characters replaced; never raises."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.decode(_utf16_without_mark(head[:1024]) or "utf-8-sig", "replace")


def error_at(message: str, text: str, offset: int) -> FormatError:
    """Make an error that names line and column of an offset."""
    start_of_line = text.rfind("\n", 0, offset) + 1
    return FormatError(message, text.count("\n", 0, offset) + 1, offset - start_of_line + 1)


def _decoded(data: bytes) -> tuple[str, str | None]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded_as(data, "utf-16"), None
    guess = _utf16_without_mark(data[:1024])
    if guess:
        return _decoded_as(data, guess), "The file has no byte order mark; it was read as UTF-16."
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        if data.startswith(codecs.BOM_UTF8):
            raise _undecodable(data, error.start, "UTF-8") from None
        return _decoded_as(data, "cp1252"), CP1252_NOTICE


def _utf16_without_mark(head: bytes) -> str | None:
    """Tell UTF-16 by NULs in every second byte of an otherwise western text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if pairs >= 8 and odd > pairs * 0.7 and even == 0:
        return "utf-16-le"
    if pairs >= 8 and even > pairs * 0.7 and odd == 0:
        return "utf-16-be"
    return None


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, encoding.upper()) from None


def _undecodable(data: bytes, offset: int, encoding: str) -> FormatError:
    line = data.count(b"\n", 0, offset) + 1
    message = f"Byte {offset + 1} (0x{data[offset]:02x}) is no text in {encoding}; save the file as UTF-8."
    return FormatError(message, line)
