"""Web pages: the main text, its title, and the day on which it was published."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date

from quizapp.core.errors import FormatError
from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.readers.markup import Element, blocks_of, count_words, decode_markup, parse_markup
from quizapp.core.extraction.text import RawBlock, make_block_text
from quizapp.core.extraction.values import Text

_LEAST_WORDS = 60
_DAY = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_META_NAMES = (
    "article:published_time og:published_time datepublished date dc.date dc.date.issued dcterms.issued dcterms.created "
    "pubdate publishdate publish-date publication_date parsely-pub-date sailthru.date citation_publication_date"
)
_PUBLISHED_NAMES = {name: place for place, name in enumerate(_META_NAMES.split())}
_JSON_BYTES = 1_000_000
_JSON_NODES = 20_000


def read(content: bytes, name: str, limits: ReadLimits) -> Text:
    """Read a web page: its main text, or all that can be seen where there is hardly any.

    Raises:
        FormatError: when it cannot be read or shows no words.
    """
    markup, notice = decode_markup(content, limits.document_bytes)
    root = parse_markup(markup, name)
    blocks = _main_blocks(root)
    has_structure = count_words(blocks) >= _LEAST_WORDS
    if not has_structure:
        blocks = blocks_of(root)
    text = make_block_text(
        blocks,
        sha256=hashlib.sha256(content).hexdigest(),
        title=_title(root),
        published=find_published(root),
        notices=(notice,) if notice else (),
    )
    if not text.blocks:
        raise FormatError(f"{name} shows no words: its text may be fetched by a script. Paste the words of the page.")
    return mark_furniture(text, has_structure=has_structure)


def find_published(root: Element) -> date | None:
    """Find the day of publication that a page gives: structured data first, then meta elements, then <time>."""
    for words in (*_structured_dates(root), *_meta_dates(root), *_time_dates(root)):
        day = _day(words)
        if day is not None:
            return day
    return None


def _main_blocks(root: Element) -> list[RawBlock]:
    """Give the main text as trafilatura finds it, its first heading put back where it went missing."""
    from lxml import html  # start-up cost: 450 ms together, needed for web pages only
    from trafilatura import extract  # start-up cost, as above

    markup = html.tostring(root, encoding="unicode")
    try:
        found = extract(markup, output_format="html", include_comments=False, deduplicate=False, with_metadata=False)
    except Exception:  # a page that a foreign parser stumbles over is still read whole
        found = None
    if not found:
        return []
    blocks = blocks_of(parse_markup(found, "the page"))
    first = next((heading for heading in root.iter("h1")), None)
    heading = " ".join("".join(first.itertext()).split()) if first is not None else ""
    if heading and all(block.text != heading for block in blocks[:6]):
        blocks.insert(0, RawBlock(heading, "heading", 1))
    return blocks


def _title(root: Element) -> str:
    for element in root.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() in ("og:title", "dc.title", "citation_title"):
            return str(element.get("content") or "")
    for tag in ("h1", "title"):
        words = next(("".join(element.itertext()) for element in root.iter(tag)), "")
        if words.strip():
            return words
    return ""


def _structured_dates(root: Element) -> Iterator[str]:
    for script in root.iter("script"):
        words = script.text or ""
        if "ld+json" not in (script.get("type") or "") or "datePublished" not in words or len(words) > _JSON_BYTES:
            continue
        try:
            pending: list[object] = [json.loads(words)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_JSON_NODES):
            if not pending:
                break
            node = pending.pop(0)
            if isinstance(node, dict):
                yield str(node.get("datePublished", ""))
                pending.extend(node.values())
            elif isinstance(node, list):
                pending.extend(node)


def _meta_dates(root: Element) -> list[str]:
    found = []
    for element in root.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            place = _PUBLISHED_NAMES.get((element.get(attribute) or "").lower())
            if place is not None:
                found.append((place, element.get("content") or ""))
    return [words for _, words in sorted(found, key=lambda pair: pair[0])]


def _time_dates(root: Element) -> Iterator[str]:
    for element in root.iter("time"):
        is_aside = any(around.tag in ("aside", "nav", "footer") for around in element.iterancestors())
        if not is_aside:
            yield element.get("datetime") or ""


def _day(words: str) -> date | None:
    match = _DAY.match(words)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
