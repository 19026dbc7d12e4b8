"""Moodle XML: bytes to a parcel. Kinds are in `moodle_kinds`, writing in `moodle_xml_write`.

Source: Moodle, question/format/xml/format.php, and its documentation “Moodle XML format”.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from quizapp.core.errors import FormatError
from quizapp.core.formats.categories import category_tag
from quizapp.core.formats.foreign_texts import one_line
from quizapp.core.formats.gathering import Gatherer, as_id, shortened
from quizapp.core.formats.moodle_item import FLAGS, MoodleItem, read_float
from quizapp.core.formats.moodle_kinds import KINDS, SKIPPED
from quizapp.core.formats.moodle_xml_write import write
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.rich_html import usual_name
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.formats.xml import parse_text, text_of, xml_text
from quizapp.core.formats.xml_pieces import bounds, repaired
from quizapp.core.question import Json

_IDNUMBER = re.compile(r"<idnumber>([^\n]{0,300}?)</idnumber>")
_QUESTION = re.compile(r"<question\b[^<>]{0,300}\btype\s*=")


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a Moodle XML file; where it is no sound XML as a whole, each question is tried by itself.

    Raises:
        FormatError: for bytes that are no text, declare entities of their own, or hold no question at all.
    """
    source = xml_text(data, "The file", options.text_bytes)
    gatherer = Gatherer("moodle-xml")
    for notice in source.notices:
        gatherer.problem(notice)
    reader = _Reader(gatherer)
    for element, line in _elements(source.text, reader):
        reader.take(element, line)
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by the element of the root, and by a question with a type."""
    if not _QUESTION.search(sample.text):
        return 0.3 if re.search(r"<quiz\s*/?>", sample.text) else 0.0
    return 0.95 if re.search(r"<quiz[\s>]", sample.text) else 0.8


def _elements(text: str, reader: _Reader) -> Iterator[tuple[etree._Element, int]]:
    """List the question elements with their lines."""
    try:
        root = parse_text(text, "The file")
    except FormatError as error:
        yield from _pieces(text, reader, error)
        return
    if root.tag not in ("quiz", "question"):
        raise FormatError(f"This is no Moodle XML: its outermost element is <{root.tag}>, not <quiz>.", 1)
    for element in [root] if root.tag == "question" else root.iterchildren("question"):
        yield element, int(element.sourceline or 1)


def _pieces(text: str, reader: _Reader, error: FormatError) -> Iterator[tuple[etree._Element, int]]:
    """Parse question by question what is broken as a whole."""
    found = False
    line, counted = 1, 0
    for start, end in bounds(text, "question"):
        line, counted = line + text.count("\n", counted, start), start
        element = _mended(text[start:end], line, reader)
        if not found:
            reader.gatherer.problem(f"{error.message} Its questions were read one by one.", "file", error.line)
        found = True
        if element is not None:
            yield element, line
    if not found:
        raise error


def _mended(piece: str, line: int, reader: _Reader) -> etree._Element | None:
    for text, is_mended in ((piece, False), (_repaired(piece), True)):
        try:
            element = parse_text(text, "The question")
        except FormatError as error:
            flaw = error
            continue
        if is_mended:
            reader.repaired.add(line)
        return element
    name = re.search(r"<name>\s*<text>(?:<!\[CDATA\[)?([^<\n]{1,200})", piece)
    place = line + (flaw.line or 1) - 1
    reader.number += 1
    where = html.unescape(name[1]) if name else f"item {reader.number}"
    reader.gatherer.problem(f"{flaw.message} The question was left out.", where, place)
    return None


def _repaired(piece: str) -> str:
    """Mend what programs write wrong: bare `&` and `<` in idnumber, and what no XML may hold."""
    return repaired(_IDNUMBER.sub(lambda found: f"<idnumber>{html.escape(html.unescape(found[1]))}</idnumber>", piece))


@dataclass(slots=True)
class _Reader:
    """The file while its questions are read one after another."""

    gatherer: Gatherer
    number: int = 0
    category: str = ""
    #: What the category says of itself, until a question has taken it along.
    category_info: str = ""
    repaired: set[int] = field(default_factory=set)

    def take(self, element: etree._Element, line: int) -> None:
        """Read one element: a category, a question, or what is left out by name."""
        if element.get("type") == "category":
            self.gatherer.end_text()
            self.category = text_of(element.find("category/text")).strip()
            self.category_info = text_of(element.find("info/text")).strip()
            return
        self.number += 1
        item = MoodleItem(element, self.gatherer)
        title = one_line(text_of(element.find("name/text"))) or one_line(item.word("name"))
        where = title or f"item {self.number}"
        if line in self.repaired:
            self.gatherer.problem("The question’s XML was broken and was repaired; check it.", where, line)
        try:
            self._read(item, where, title, line)
        except Broken as error:
            self.gatherer.problem(error.message, where, line)

    def _read(self, item: MoodleItem, where: str, title: str, line: int) -> None:
        kind = item.kind
        if not kind:
            raise Broken('It does not say of which type it is; write <question type="…">.')
        what = f"{kind} “{shortened(where)}”"
        if kind == "description":
            self.gatherer.skip_text(what, line, _whole_stem(item))
            self._tell(item, where, line)
            return
        read_kind = KINDS.get(kind)
        if read_kind is None:
            reason = SKIPPED.get(kind, "this kind of question has no counterpart here")
            self.gatherer.skip(what, reason, line, etree.tostring(item.element, encoding="unicode", with_tail=False))
            return
        try:
            fields = read_kind(item)
        except Unasked as error:
            raw = etree.tostring(item.element, encoding="unicode", with_tail=False)
            self.gatherer.skip(what, error.message, line, raw)
            return
        stem = fields.pop("stem", None)
        fields["stem"] = _whole_stem(item, stem)
        name = usual_name(fields["stem"])
        raw_question = fields | self._common(item, fields, "" if title in (name, "…") else title)
        where = title or name or where
        self.gatherer.take(raw_question, where, line)
        self._tell(item, where, line)

    def _tell(self, item: MoodleItem, where: str, line: int) -> None:
        for note in item.all_notes:
            self.gatherer.problem(note, where, line)

    def _common(self, item: MoodleItem, fields: dict[str, Json], title: str) -> dict[str, Json]:
        explanation = item.rich("generalfeedback")
        feedback, wrong = fields.pop("key_feedback", ""), fields.pop("wrong_feedback", "")
        if feedback and not explanation:
            explanation, item.extra["explanation_of"] = feedback, "key"
        elif feedback:
            item.extra["key_feedback"] = feedback
        if wrong:
            item.extra["wrong_feedback"] = wrong
        tags = [text_of(tag.find("text")).strip() for tags in item.children("tags") for tag in tags.iterchildren("tag")]
        identity = item.word("idnumber")
        common: dict[str, Json] = {
            "id": as_id(identity),
            "title": title,
            "explanation": explanation,
            "hints": _hints(item),
            "tags": [category_tag(self.category), *tags],
            "worth": _worth(item),
        }
        self._keep_category(item)
        if item.word("hidden") == "1":
            item.extra["hidden"] = "1"
        item.keep_rest()
        origin = {"kind": item.kind, "id": identity, "extra": item.extra}
        return common | {"origin": {name: value for name, value in origin.items() if value}}

    def _keep_category(self, item: MoodleItem) -> None:
        if self.category:
            item.extra["category"] = self.category[:500]
        if self.category_info:
            item.extra["category_info"] = self.category_info[:2000]
            self.category_info = ""


def _whole_stem(item: MoodleItem, stem: str | None = None) -> str:
    words = item.rich("questiontext") if stem is None else stem
    item.word("questiontext")
    picture = item.old_image()
    return f"{words}\n\n{picture}".strip() if picture else words


def _hints(item: MoodleItem) -> list[str]:
    hints: list[str] = []
    flags: list[str] = []
    for hint in item.children("hint"):
        words = item.rich_of(hint, "hints")
        if words:
            hints.append(words)
            flags.append(" ".join(name for name in sorted(FLAGS) if hint.find(name) is not None) or "none")
    if any(named != "none" for named in flags):
        item.extra["hint_flags"] = flags
    return hints


def _worth(item: MoodleItem) -> Json:
    text = item.word("defaultgrade")
    worth = read_float(text) if text else 1.0
    if worth is None or not 0 <= worth <= 1000:
        item.notes.append(f"“{text[:40]}” is no worth from 0 to 1000; 1 was taken.")
        return 1
    return worth


MOODLE_XML = Format("moodle-xml", "Moodle XML", (".xml",), sniff, read, write)
