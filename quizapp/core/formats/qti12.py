"""QTI 1.2: bytes to a parcel, from packages (Canvas, Common Cartridge, Respondus, Blackboard) and single files.

Kinds are in `qti12_kinds`, items in `qti12_item`, writing in `qti12_write`. Source: IMS QTI ASI 1.2.1, binding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath

from lxml import etree

from quizapp.core.encoding import decode_head
from quizapp.core.errors import FormatError
from quizapp.core.formats.foreign_texts import one_line
from quizapp.core.formats.gathering import Gatherer, as_id, shortened, tag_path
from quizapp.core.formats.package import ALONE, Package, PackageMedia, open_package
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, BankFields, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.qti12_item import Item, open_item
from quizapp.core.formats.qti12_kinds import KINDS, stem_of
from quizapp.core.formats.qti12_types import find_reason, foreign_name, type_of
from quizapp.core.formats.qti12_write import write
from quizapp.core.formats.rich_html import usual_name
from quizapp.core.formats.rich_text import from_html, plain_of
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.formats.xml import parse_text, text_of, xml_text
from quizapp.core.formats.xml_names import without_namespaces
from quizapp.core.formats.xml_pieces import bounds, repaired
from quizapp.core.question import Json

_ROOT = re.compile(r"<(?:\w+:)?questestinterop[\s>/]")
_ITEM = re.compile(r"<(?:\w+:)?item\s[^<>]*\bident\s*=")
_SUFFIXES = (".xml", ".dat", ".qti")


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a package or a single file; what is no sound XML as a whole is tried item by item.

    Raises:
        FormatError: for bytes that are no text and no sound archive, declare entities, or hold no QTI 1.2.
    """
    package = open_package(data, options)
    documents = [name for name in package.names() if _is_document(package, name)]
    documents = _without_copies(documents)
    if not documents:
        raise FormatError("There is no QTI 1.2 in this file: no <questestinterop>.", 1)
    gatherer = Gatherer("qti12")
    reader = _Reader(gatherer, package, options, len(documents) > 1)
    for name in documents:
        try:
            reader.read_document(name)
        except FormatError as error:
            if len(documents) == 1:
                raise
            gatherer.problem(error.message, shortened(name), error.line)
    return gatherer.parcel(reader.bank())


def sniff(sample: Sample) -> float:
    """Judge by the outermost element, in packages by the manifest and by names that Canvas and Blackboard use."""
    if sample.members:
        if re.search(r"imsqti_xmlv1p[12]|assessment/x-bb-qti|imsqti_item_xmlv1p", sample.inside):
            return 0.95
        if any(name.startswith("non_cc_assessments/") for name in sample.members):
            return 0.95
        return 0.9 if _ROOT.search(sample.inside) else 0.0
    if _ROOT.search(sample.text):
        return 0.95
    return 0.6 if _ITEM.search(sample.text) and "<presentation" in sample.text else 0.0


def _is_document(package: Package, name: str) -> bool:
    if name == ALONE:
        return True
    return name.lower().endswith(_SUFFIXES) and _ROOT.search(decode_head(package.get(name)[:8192])) is not None


def _without_copies(names: Sequence[str]) -> list[str]:
    """Leave out the Common Cartridge’s poorer copies of what Canvas keeps in a folder of its own."""
    whole = {PurePosixPath(name).name.split(".")[0] for name in names if "non_cc_assessments/" in name}
    return [name for name in names if "non_cc_assessments/" in name or not set(PurePosixPath(name).parts[:-1]) & whole]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where items stand: the titles on the way, and the group that some are drawn from."""

    titles: tuple[str, ...] = ()
    group: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """The file while its documents are read one after another."""

    gatherer: Gatherer
    package: Package
    options: ReadOptions
    has_several: bool
    number: int = 0
    member: str = ""
    titles: list[str] = field(default_factory=list)
    description: str = ""
    language: str = ""

    def read_document(self, name: str) -> None:
        """Read one document.

        Raises:
            FormatError: when it is no XML at all.
        """
        self.member, self.number = name, 0
        what = "The file" if name == ALONE else shortened(PurePosixPath(name).name)
        source = xml_text(self.package.get(name), what, self.options.text_bytes)
        where = "file" if name == ALONE else shortened(name)
        for notice in source.notices:
            self.gatherer.problem(notice, where)
        try:
            root = parse_text(source.text, what)
        except FormatError as error:
            self._read_pieces(source.text, error, where)
            return
        without_namespaces(root)
        if root.tag not in ("questestinterop", "item", "section", "assessment"):
            raise FormatError(f"This is no QTI 1.2: its outermost element is <{root.tag}>, not <questestinterop>.", 1)
        self._read_description()
        self._walk([root], _Place())

    def bank(self) -> BankFields:
        """Give what the file says about the bank."""
        title = self.titles[0] if self.titles and not self.has_several else ""
        return BankFields(title=title, description=self.description if title else "", language=self.language or "en")

    def _walk(self, elements: Sequence[etree._Element], place: _Place) -> None:
        for element in elements:
            if element.tag == "item":
                self._take(element, int(element.sourceline or 1), place)
            elif element.tag in ("questestinterop", "assessment", "objectbank", "section"):
                children = [child for child in element if isinstance(child.tag, str)]
                inside = self._inside(element, place)
                # Of a text above a group that some are drawn from, the group is what follows.
                if not inside.group:
                    self.gatherer.end_text()
                self._walk(children, inside)
                self.gatherer.end_text()

    def _inside(self, element: etree._Element, place: _Place) -> _Place:
        """Give the place of what stands in an assessment or section."""
        title = one_line(element.get("title") or "")[:200]
        if element.tag in ("assessment", "objectbank"):
            title = title or _bank_title(element)
            self.titles.append(title)
            self.language = self.language or (element.get("lang") or "").strip()[:20]
            return _Place((title,) if self.has_several and title else ())
        if element.tag != "section":
            return place
        selection = element.find("selection_ordering/selection")
        pick = "" if selection is None else text_of(selection.find("selection_number")).strip()
        if not pick and _is_alone(element):
            return place
        group: dict[str, Json] = {}
        if pick:
            points = "" if selection is None else text_of(selection.find("selection_extension/points_per_item")).strip()
            group = {"id": (element.get("ident") or "")[:100], "title": title, "pick": pick[:20], "points": points[:20]}
        return _Place((*place.titles, title) if title else place.titles, group)

    def _read_description(self) -> None:
        """Take title and description from what Canvas keeps beside a quiz."""
        beside = str(PurePosixPath(self.member).with_name("assessment_meta.xml")) if self.member else ""
        content = self.package.get(beside) if self.package.archive is not None and beside else b""
        if not content:
            return
        try:
            root = parse_text(xml_text(content, beside, self.options.text_bytes).text, beside)
        except FormatError:
            return
        without_namespaces(root)
        words = text_of(root.find("description"))
        self.description = from_html(words, lambda _address: None).text if words.strip() else ""

    def _read_pieces(self, text: str, error: FormatError, where: str) -> None:
        """Read item by item what is broken as a whole."""
        found = False
        line, counted = 1, 0
        for start, end in bounds(text, "item"):
            line, counted = line + text.count("\n", counted, start), start
            if not found:
                self.gatherer.problem(f"{error.message} Its items were read one by one.", where, error.line)
            found = True
            element = self._mended(text[start:end], line)
            if element is not None:
                self._take(element, line, _Place())
        if not found:
            raise error

    def _mended(self, piece: str, line: int) -> etree._Element | None:
        for text in (piece, repaired(piece)):
            try:
                element = parse_text(text, "The item")
            except FormatError as error:
                flaw = error
                continue
            without_namespaces(element)
            if text is not piece:
                self.gatherer.problem("The item’s XML was broken and was repaired; check it.", self._where(""), line)
            return element
        self.number += 1
        title = re.search(r"\btitle=\"([^\"<>\n]{1,200})\"", piece[:2000])
        where = self._where(title[1] if title else "")
        self.gatherer.problem(f"{flaw.message} The item was left out.", where, line + (flaw.line or 1) - 1)
        return None

    def _where(self, title: str) -> str:
        item = title or f"item {self.number}"
        return item if self.member == ALONE else f"{shortened(PurePosixPath(self.member).name)[:28]}: {item}"

    def _take(self, element: etree._Element, line: int, place: _Place) -> None:
        self.number += 1
        title = one_line(element.get("title") or "")
        where = self._where(title if title.lower() not in ("question", "") else "")
        media = PackageMedia(self.gatherer, self.package, self.member)
        try:
            item = open_item(element, media)
            self._read(item, where, line, title, place)
        except Broken as error:
            self.gatherer.problem(error.message, where, line)

    def _read(self, item: Item, where: str, line: int, title: str, place: _Place) -> None:
        kind = type_of(item)
        name = foreign_name(item) or kind
        what = f"{name} “{shortened(title or item.ident or where)}”"
        left_out = find_reason(item)
        if left_out is not None:
            named = left_out[0] if foreign_name(item) == "" else name
            self.gatherer.skip(what.replace(name, named, 1), left_out[1], line, _raw(item))
            return
        if kind == "description":
            self.gatherer.skip_text(what, line, item.rich("stem", item.stem_html()))
            self._tell(item, where, line)
            return
        try:
            fields = KINDS[kind](item)
        except Unasked as error:
            self.gatherer.skip(what, error.message, line, _raw(item))
            return
        stem = fields.pop("stem", None)
        fields["stem"] = stem_of(item, kind) if stem is None else stem
        self.gatherer.take(fields | _common(item, fields, title, place), where, line)
        self._tell(item, where, line)

    def _tell(self, item: Item, where: str, line: int) -> None:
        for note in item.all_notes:
            self.gatherer.problem(note, where, line)


def _raw(item: Item) -> str:
    return str(etree.tostring(item.element, encoding="unicode", with_tail=False))


def _common(item: Item, fields: dict[str, Json], title: str, place: _Place) -> dict[str, Json]:
    explanation = item.general("general")
    key_said, wrong = item.general("key"), item.general("wrong")
    own = fields.pop("key_feedback", "")
    if own:
        item.extra["key_option_feedback"] = own
    if not explanation and (key_said or own):
        explanation, item.extra["explanation_of"] = key_said or own, "key" if key_said else "key option"
    elif key_said:
        item.extra["key_feedback"] = key_said
    if wrong:
        item.extra["wrong_feedback"] = wrong
    if item.extra.get("explanation_of") == "key option":
        item.extra.pop("key_option_feedback", None)
    if place.group:
        item.extra["group"] = place.group
    if item.texts.originals:
        item.extra["originals"] = dict(item.texts.originals)
    title = "" if title.lower() == "question" or title in (usual_name(fields["stem"]), item.ident, "…") else title
    origin = {"kind": foreign_name(item), "id": item.ident, "extra": item.extra}
    hints = [text for text in item.general("hint").split("\n\n") if text]
    return {
        "id": as_id(item.ident),
        "title": title,
        "explanation": explanation,
        "hints": hints,
        "tags": [tag for tag in (tag_path(place.titles),) if tag],
        "worth": _worth(item),
        "origin": {name: value for name, value in origin.items() if value},
    }


def _worth(item: Item) -> float:
    """Give the points: by name, else as the best score where that is no percentage."""
    for name in ("points_possible", "qmd_absolutescore_max", "qmd_weighting", "cc_weighting"):
        if item.fields.get(name):
            return _points(item, item.fields[name])
    maximum = next((found.get("maxvalue") or "" for found in item.element.iter("decvar") if found.get("maxvalue")), "")
    best = max((condition.earns for condition in item.conditions if condition.earns > 0), default=0.0)
    return best if not maximum and 1 < best < 100 and len(item.responses) == 1 else 1.0


def _points(item: Item, text: str) -> float:
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = -1.0
    if not 0 <= points <= 1000:
        item.notes.append(f"“{text[:40]}” is no worth from 0 to 1000; 1 was taken.")
        return 1.0
    return points


def _is_alone(section: etree._Element) -> bool:
    """Tell a section that holds all there is: its title says nothing."""
    if (section.get("ident") or "") == "root_section":
        return True
    beside = section.getparent()
    if beside is None or beside.tag == "section":
        return beside is None
    return next(islice(beside.iterchildren("section"), 1, None), None) is None


def _bank_title(bank: etree._Element) -> str:
    for part in bank.iter("qtimetadatafield"):
        if text_of(part.find("fieldlabel")).strip() == "bank_title":
            return plain_of(text_of(part.find("fieldentry")))[:200]
    return ""


QTI12 = Format("qti12", "QTI 1.2 (Canvas, Blackboard, Respondus)", (".zip", ".imscc", ".xml"), sniff, read, write)
