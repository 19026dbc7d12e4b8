"""PDF files: the text of each page, by pypdf; how lines become paragraphs is `page_lines`'."""

from __future__ import annotations

import hashlib
import io

from quizapp.core.archive import damaged
from quizapp.core.errors import FormatError
from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.readers.page_lines import blocks_of_pages
from quizapp.core.extraction.text import make_block_text
from quizapp.core.extraction.values import Text

_LETTERS_PER_PAGE = 20
"""Fewer, on the average, are stamps on scanned pages."""
_LEAST_PAGES = 2


def read(content: bytes, name: str, limits: ReadLimits) -> Text:
    """Read a PDF's text layer.

    Raises:
        FormatError: when it is encrypted, damaged, too long, or scanned, with no text in it.
    """
    pages, title = _pages(content, name, limits)
    letters = sum(character.isalnum() for page in pages for character in page)
    if not letters or (len(pages) >= _LEAST_PAGES and letters < _LETTERS_PER_PAGE * len(pages)):
        raise FormatError(
            f"{name} is scanned, no text: its pages are pictures. Run it through text recognition (OCR) and choose "
            "the result."
        )
    blocks = blocks_of_pages(pages)
    text = make_block_text(blocks, sha256=hashlib.sha256(content).hexdigest(), title=title)
    return mark_furniture(text, has_structure=False)


def _pages(content: bytes, name: str, limits: ReadLimits) -> tuple[list[str], str]:
    """Give the words of every page, and the title that the file states."""
    import pypdf  # start-up cost: 230 ms, needed for PDF files only
    import pypdf.errors  # start-up cost, as above

    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        # Many files are locked against changes alone: an empty password opens them.
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted(name)
        if len(reader.pages) > limits.pages:
            raise FormatError(f"{name} has {len(reader.pages):,} pages; at most {limits.pages:,} are read. Split it.")
        pages = []
        room = limits.inflated_bytes
        for page in reader.pages:
            pages.append(page.extract_text())
            room -= len(pages[-1])
            if room < 0:
                raise FormatError(f"{name} holds more text than is read ({limits.inflated_bytes:,} letters). Split it.")
        title = reader.metadata.title if reader.metadata else None
    except FormatError:
        raise
    except (pypdf.errors.DependencyError, pypdf.errors.FileNotDecryptedError) as error:
        raise _encrypted(name) from error
    except Exception as error:  # pypdf raises whatever a broken object leads it to
        raise damaged(name) from error
    return pages, title if isinstance(title, str) and " " in title.strip() else ""


def _encrypted(name: str) -> FormatError:
    return FormatError(f"{name} is encrypted: it needs a password. Save it without one and choose it again.")
