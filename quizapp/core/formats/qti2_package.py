"""Packages of QTI 2.x and 3: which members are items, in which order, with which tags; manifests are often wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from quizapp.core.encoding import decode_head
from quizapp.core.errors import FormatError
from quizapp.core.formats.gathering import Gatherer, shortened, tag_path
from quizapp.core.formats.package import Package
from quizapp.core.formats.parcel import ReadOptions
from quizapp.core.formats.qti2_item import read_number
from quizapp.core.formats.xml import parse_xml
from quizapp.core.formats.xml_names import with_older_names, without_namespaces

_ROOT = re.compile(r"<(?:\w+:)?(?:qti-)?assessment-?(item|test|stimulus)[\s>/]", re.IGNORECASE)
_SUFFIXES = (".xml", ".qti")
_REFS_AT_MOST = 100_000


@dataclass(slots=True)
class Contents:
    """What a package holds: its items in their order with their tags, its title, its texts without questions."""

    items: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""
    stimuli: list[str] = field(default_factory=list)
    #: What a test says the points of an item are multiplied by.
    weights: dict[str, float] = field(default_factory=dict)
    #: In which part of a test an item stands.
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def contents_of(package: Package, gatherer: Gatherer, options: ReadOptions) -> Contents:
    """List the items: those of tests in their order, then the manifest’s, then those that nothing names."""
    kinds = {name: kind for name in package.names() if (kind := _kind_of(package, name))}
    found = Contents(stimuli=[name for name, kind in kinds.items() if kind == "stimulus"])
    looking = _Looking(package, gatherer, options, kinds)
    for name in (name for name, kind in kinds.items() if kind == "test"):
        looking.take_test(name, found)
    manifest = looking.take_manifest(found)
    for name, kind in kinds.items():
        if kind == "item" and name not in found.items:
            found.items[name] = []
            if manifest:
                gatherer.problem("The manifest does not name this item; it was read as well.", shortened(name))
    return found


def parse_member(
    package: Package, name: str, what: str, options: ReadOptions
) -> tuple[etree._Element, tuple[str, ...]]:
    """Parse a member with the names of QTI 2, and give its notices.

    Raises:
        FormatError: when it is no sound XML.
    """
    document = parse_xml(package.get(name), what, options.text_bytes)
    without_namespaces(document.root)
    with_older_names(document.root)
    return document.root, document.notices


@dataclass(slots=True)
class _Looking:
    package: Package
    gatherer: Gatherer
    options: ReadOptions
    kinds: dict[str, str]

    def take_test(self, name: str, found: Contents) -> None:
        """Take the items that a test names, with the titles of its sections as tags."""
        try:
            root, notices = parse_member(self.package, name, shortened(name), self.options)
        except FormatError as error:
            self.gatherer.problem(error.message, shortened(name), error.line)
            return
        for notice in notices:
            self.gatherer.problem(notice, shortened(name))
        title = " ".join((root.get("title") or "").split())[:200]
        found.title = found.title or title
        for reference, titles in _references(root):
            member = self._item(reference.get("href") or "", name)
            if member is not None and member not in found.items:
                path = tag_path([part for part in titles if part != title])
                found.items[member] = [path] if path else []
                found.parts[member] = (name, *titles)
                weight = reference.find("weight")
                number = None if weight is None else read_number(weight.get("value"))
                found.weights[member] = number if number is not None and 0 <= number <= 1000 else 1.0

    def take_manifest(self, found: Contents) -> bool:
        """Take the manifest’s items in their order, and the key words of each; tells whether there is a manifest."""
        names = [name for name in self.package.names() if name.lower().endswith("imsmanifest.xml")]
        if not names:
            return False
        name = min(names, key=lambda name: name.count("/"))
        try:
            root, _ = parse_member(self.package, name, shortened(name), self.options)
        except FormatError as error:
            self.gatherer.problem(error.message, shortened(name), error.line)
            return False
        found.title = found.title or _text(root.find("metadata//general/title"))
        for resource in root.iter("resource"):
            if "item" not in (resource.get("type") or "").lower():
                continue
            hrefs = [resource.get("href") or "", *(file.get("href") or "" for file in resource.iterchildren("file"))]
            member = next((found_name for href in hrefs[:5] if (found_name := self._find(href, name))), None)
            if member is None:
                self._missing(hrefs[0] or resource.get("identifier") or "", name)
                continue
            words = [tag_path([*_text(word).split("/")]) for word in resource.iter("keyword")]
            tags = found.items.setdefault(member, [])
            tags += [word for word in words if word and word not in tags]
        return True

    def _item(self, href: str, base: str) -> str | None:
        member = self._find(href, base)
        if member is None:
            self._missing(href, base)
        return member

    def _find(self, href: str, base: str) -> str | None:
        member = self.package.find_name(href, base) if href else None
        return member if member is not None and self.kinds.get(member) == "item" else None

    def _missing(self, href: str, base: str) -> None:
        self.gatherer.problem(f"It names “{shortened(href)}”, which is no item of this package.", shortened(base))


def _kind_of(package: Package, name: str) -> str:
    if not name.lower().endswith(_SUFFIXES) or name.lower().endswith("imsmanifest.xml"):
        return ""
    found = _ROOT.search(decode_head(package.get(name)[:8192]))
    return found[1].lower() if found else ""


def _references(root: etree._Element) -> Iterator[tuple[etree._Element, list[str]]]:
    for place, reference in enumerate(root.iter("assessmentItemRef")):
        if place >= _REFS_AT_MOST:
            return
        sections = [above for above in reference.iterancestors("assessmentSection")]
        yield reference, [" ".join((section.get("title") or "").split()) for section in reversed(sections)]


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())[:200]
