"""Plain text files."""

from __future__ import annotations

import hashlib

from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError
from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Text


def read(content: bytes, name: str, limits: ReadLimits) -> Text:
    """Read a plain text in UTF-8, UTF-16 or, with a notice, Windows-1252.

    Raises:
        FormatError: when the bytes are no text, or hold no words.
    """
    decoded, notice = decode(content, limits.document_bytes)
    text = make_text(decoded, sha256=hashlib.sha256(content).hexdigest(), notices=(notice,) if notice else ())
    if not text.blocks:
        raise FormatError(f"{name} holds no words. Check that the right file was chosen.")
    return mark_furniture(text, has_structure=False)
