"""E-books (.epub): the chapters along the spine. The day that a book gives is its edition's, so it is not used."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from quizapp.core.archive import Archive, damaged, open_archive
from quizapp.core.errors import FormatError
from quizapp.core.extraction.furniture import mark_furniture
from quizapp.core.extraction.readers.entities import without_doctype
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.readers.markup import Element, blocks_of, decode_markup, parse_markup
from quizapp.core.extraction.text import RawBlock, make_block_text
from quizapp.core.extraction.values import Text

#: It names the encoding that the bytes were in.
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(content: bytes, name: str, limits: ReadLimits) -> Text:
    """Read an e-book's chapters in their order.

    Raises:
        FormatError: when it is damaged, locked, unsafe, or holds no words.
    """
    archive = open_archive(content, name, limits)
    package_name = _package_name(archive)
    package = _parse_xml(archive, package_name)
    locked = archive.find("META-INF/encryption.xml") or b""
    blocks: list[RawBlock] = []
    for chapter in _chapters(package, package_name):
        if chapter.encode() in locked:
            raise FormatError(f"{name} is encrypted by its seller and cannot be read. Choose a copy without a lock.")
        page = archive.find(chapter)
        if page is not None:
            markup, _ = decode_markup(page, limits.inflated_bytes)
            markup = without_doctype(markup, name)
            if markup.strip():
                blocks.extend(blocks_of(parse_markup(markup, name)))
    title = next((element.text or "" for element in package.iter("{*}title")), "")
    text = make_block_text(blocks, sha256=hashlib.sha256(content).hexdigest(), title=title)
    if not text.blocks:
        raise FormatError(f"{name} holds no words; books of pictures cannot be read. Choose a document with text.")
    return mark_furniture(text, has_structure=True)


def _package_name(archive: Archive) -> str:
    container = _parse_xml(archive, "META-INF/container.xml")
    for element in container.iter("{*}rootfile"):
        if element.get("full-path"):
            return str(element.get("full-path"))
    raise damaged(archive.name)


def _chapters(package: Element, package_name: str) -> Iterator[str]:
    """Give the members' names along the spine; the table of contents is not read."""
    folder = posixpath.dirname(package_name)
    items = {}
    for item in package.iter("{*}item"):
        if item.get("media-type") in _PAGES and "nav" not in (item.get("properties") or "").split():
            items[item.get("id")] = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
    for reference in package.iter("{*}itemref"):
        chapter = items.pop(reference.get("idref"), None)
        if chapter is not None:
            yield chapter


def _parse_xml(archive: Archive, member: str) -> Element:
    from lxml import etree  # start-up cost: 40 ms, needed for books only

    content = archive.find(member)
    if content is None:
        raise damaged(archive.name)
    markup, _ = decode_markup(content, archive.limits.inflated_bytes)
    plain = _DECLARATION.sub("", without_doctype(markup, archive.name), count=1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(plain.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged(archive.name) from error
    if root is None:
        raise damaged(archive.name)
    return root
