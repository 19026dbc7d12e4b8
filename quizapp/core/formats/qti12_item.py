"""One item of QTI 1.2: its texts, response elements, metadata and feedbacks, whatever program wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from lxml import etree

from quizapp.core.formats.foreign_texts import AUTO, HTML, PLAIN, Noting, Texts, typed
from quizapp.core.formats.package import PackageMedia
from quizapp.core.formats.qti12_conditions import Condition, read_conditions
from quizapp.core.formats.weighted import Broken
from quizapp.core.formats.xml import text_of
from quizapp.core.formats.xml_pieces import noted_dates
from quizapp.core.question import Json

RESPONSES = {
    "response_lid": "choice",
    "response_grp": "choice",
    "response_str": "text",
    "response_num": "text",
    "response_xy": "place",
    "response_extension": "extension",
}
"""The response elements, and what is done in them."""

_RESPONSES_AT_MOST = 200
_TAG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_EQUATION = re.compile(r"\b(data-equation-content|title|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_WORDS = {"truefalse.true": "True", "truefalse.false": "False"}
_WORDS |= {
    f"{pair}.{truth}": word
    for pair, words in {
        "yes_no": ("Yes", "No"),
        "agree_disagree": ("Agree", "Disagree"),
        "right_wrong": ("Right", "Wrong"),
        "true_false": ("True", "False"),
    }.items()
    for truth, word in zip(("true", "false"), words, strict=True)
}
_GENERAL = {
    **dict.fromkeys(("general_fb", "general", "general_feedback"), "general"),
    **dict.fromkeys(("correct_fb", "correct"), "key"),
    **dict.fromkeys(("general_incorrect_fb", "incorrect_fb", "incorrect", "wrong"), "wrong"),
    **dict.fromkeys(("solution", "sample_answer"), "solution"),
    **dict.fromkeys(("hint",), "hint"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """An option of a response; `form` and `raw` are its text as it stands in the file."""

    ident: str
    raw: str
    form: str


@dataclass(frozen=True, slots=True)
class Response:
    """A response element: what is done in it, its options, and the text that stands in or before it."""

    ident: str
    does: str
    cardinality: str
    labels: tuple[Label, ...]
    element: etree._Element
    before: str = ""
    is_number: bool = False


@dataclass(slots=True)
class Item(Noting):
    """An item while it is read; `extra` gathers what no field of ours holds."""

    element: etree._Element
    media: PackageMedia
    fields: dict[str, str]
    notes: list[str]
    texts: Texts = field(default_factory=Texts)
    extra: dict[str, Json] = field(default_factory=dict)
    #: The pieces of the presentation in their order: HTML, or the number of a response.
    pieces: list[str | int] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    conditions: tuple[Condition, ...] = ()
    #: What the right sides of Blackboard’s matchings say.
    right_block: list[str] = field(default_factory=list)
    feedbacks: dict[str, etree._Element] = field(default_factory=dict)

    @property
    def ident(self) -> str:
        """The item’s own id."""
        return (self.element.get("ident") or "").strip()

    def rich(self, name: str, raw: str, form: str = HTML) -> str:
        """Give a text as Markdown; `name` is its field."""
        return self.texts.read(name, with_equations(raw), form, self.media.find) if raw.strip() else ""

    def label_text(self, label: Label, name: str) -> str:
        """Give an option’s text as Markdown."""
        return self.rich(name, label.raw, label.form)

    def label_words(self, label: Label) -> str:
        """Give an option’s text as it would be typed."""
        return typed(label.raw, label.form)

    def stem_html(self) -> str:
        """Give the presentation’s texts as HTML."""
        return "<br><br>".join(piece for piece in self.pieces if isinstance(piece, str) and piece.strip())

    def said(self, name: str, where: str) -> str:
        """Give a feedback by its name as Markdown."""
        element = self.feedbacks.get(name)
        if element is None:
            return ""
        return self.rich(where, "<br><br>".join(_materials(element)))

    def general(self, meaning: str) -> str:
        """Give what is said in general, to the key, to all else, or as the solution."""
        names = [name for name in self.feedbacks if _GENERAL.get(name.lower()) == meaning]
        where = "explanation" if meaning in ("general", "key") else meaning
        return "\n\n".join(text for name in names if (text := self.said(name, where)))

    def own_feedbacks(self, names: list[str], where: str) -> str:
        """Give what is said to one answer alone."""
        own = dict.fromkeys(name for name in names if name.lower() not in _GENERAL)
        return "\n\n".join(text for name in own if (text := self.said(name, where)))

    def dates(self) -> list[str]:
        """Give the values of a comment that marks short answers as spellings of dates."""
        return noted_dates(self.element)


def open_item(element: etree._Element, media: PackageMedia) -> Item:
    """Take an item’s parts.

    Raises:
        Broken: when it has far more responses or conditions than any sound item.
    """
    item = Item(element, media, _metadata(element), media.notes)
    presentation = element.find("presentation")
    if presentation is not None:
        _walk(item, presentation, False)
    if len(item.responses) > _RESPONSES_AT_MOST:
        raise Broken(f"There are {len(item.responses)} responses in it; {_RESPONSES_AT_MOST} is the limit.")
    item.conditions = read_conditions(element)
    for feedback in element.iterchildren("itemfeedback"):
        item.feedbacks.setdefault((feedback.get("ident") or "").strip(), feedback)
    return item


def with_equations(html: str) -> str:
    """Put TeX in the place of the pictures that Canvas makes of equations."""
    return _TAG.sub(_equation, html) if "equation_image" in html else html


def as_html(raw: str, form: str) -> str:
    """Give a text of any form as HTML."""
    if form == HTML or (form == AUTO and re.search(r"<[a-zA-Z/!]|&[#a-zA-Z]", raw)):
        return raw
    return escape(raw, quote=False).replace("\n", "<br>")


def _equation(tag: re.Match[str]) -> str:
    if "equation_image" not in tag[0]:
        return tag[0]
    found = {name.lower(): double or single for name, double, single in _EQUATION.findall(tag[0])}
    tex = found.get("data-equation-content") or found.get("title") or found.get("alt", "").removeprefix("LaTeX:")
    return f"\\({escape(unescape(tex).strip(), quote=False)}\\)" if tex.strip() else tag[0]


def _metadata(element: etree._Element) -> dict[str, str]:
    """Give the fields of the item’s metadata by their names in small letters, as all programs write them."""
    found: dict[str, str] = {}
    for metadata in element.iterchildren("itemmetadata"):
        for part in metadata.iter():
            if part.tag in ("qtimetadatafield", "qti_metadatafield"):
                name, entry = text_of(part.find("fieldlabel")), text_of(part.find("fieldentry"))
                found.setdefault(name.strip().lower()[:100], entry.strip()[:1000])
            elif isinstance(part.tag, str) and len(part) == 0 and part.tag.startswith(("qmd_", "bbmd_", "cc_")):
                found.setdefault(part.tag.lower()[:100], (part.text or "").strip()[:1000])
    return found


def _walk(item: Item, element: etree._Element, is_right: bool) -> None:
    """Gather texts and responses in the order in which they stand."""
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name in RESPONSES:
            item.pieces.append(len(item.responses))
            item.responses.append(_response(child, item, RESPONSES[name]))
        elif name == "material":
            words = "".join(_material(child))
            if is_right:
                item.right_block.append(words)
            else:
                item.pieces.append(words)
        elif name.startswith("flow"):
            _walk(item, child, is_right or child.get("class") == "RIGHT_MATCH_BLOCK")


def _response(element: etree._Element, item: Item, does: str) -> Response:
    labels = [
        Label((label.get("ident") or "").strip(), *_label_text(label)) for label in element.iter("response_label")
    ]
    own = [child for child in element.iterchildren("material")]
    before = "".join(html for child in own for html in _material(child))
    render = element.find("render_fib")
    is_number = element.tag == "response_num" or (
        render is not None and (render.get("fibtype") or "").strip().lower() in ("decimal", "integer", "scientific")
    )
    if element.find("render_hotspot") is not None:
        does = "place"
    elif element.find("render_slider") is not None:
        does = "slider"
    elif does == "choice" and render is not None:
        does, labels = "text", []
    ident = (element.get("ident") or element.get("respident") or "").strip()
    cardinality = (element.get("rcardinality") or "").strip().lower()
    if not before and element.getprevious() is not None and _holds_one_material(element.getprevious()):
        before = "".join(_materials(element.getprevious()))
    return Response(ident, does, cardinality, tuple(labels) if does == "choice" else (), element, before, is_number)


def _holds_one_material(element: etree._Element) -> bool:
    return str(element.tag).startswith(("flow", "material"))


def _label_text(label: etree._Element) -> tuple[str, str]:
    """Give an option’s text and form; a single text keeps its form, several become HTML."""
    texts = [found for found in label.iter("mattext", "mat_formattedtext")]
    if len(texts) == 1 and not any(True for _ in label.iter("matimage", "mataudio", "matbreak")):
        raw = text_of(texts[0])
        return _WORDS.get(raw.strip().lower(), raw), _form(texts[0])
    return "".join(_materials(label)), HTML


def _materials(element: etree._Element) -> list[str]:
    """List the texts inside an element as HTML."""
    found = [element] if element.tag == "material" else list(element.iter("material"))
    return [words for material in found if (words := "".join(_material(material))).strip()]


def _material(material: etree._Element) -> Iterator[str]:
    for part in material.iter():
        if part.tag in ("mattext", "mat_formattedtext", "matemtext"):
            yield as_html(text_of(part), _form(part))
        elif part.tag == "matbreak":
            yield "<br>"
        elif part.tag in ("matimage", "mataudio"):
            address = (part.get("uri") or "").strip()
            if not address and (part.text or "").strip():
                address = f"data:image/x;base64,{''.join((part.text or '').split())}"
            words = escape(part.get("label") or "")
            name = "img" if part.tag == "matimage" else "audio"
            yield f'<{name} src="{escape(address)}" alt="{words}">' + ("" if name == "img" else "</audio>")


def _form(text: etree._Element) -> str:
    kind = (text.get("texttype") or text.get("type") or "").strip().lower()
    if kind in ("text/html", "html", "text/xhtml", "text/rtf") or any(isinstance(part.tag, str) for part in text):
        return HTML
    return PLAIN if kind in ("text/plain", "plain") else AUTO
