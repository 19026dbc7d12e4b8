"""One item of QTI 2.x (and of 3, whose names are turned into those of 2): declarations, body, interactions, feedbacks.

Source: IMS QTI 2.1, information model, sections 7 (interactions), 8 (response processing) and 10 (modal feedback).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from quizapp.core.formats.foreign_texts import HTML, Noting, Texts
from quizapp.core.formats.package import PackageMedia
from quizapp.core.formats.rich_text import plain_of
from quizapp.core.question import Json

INLINE = frozenset(("inlineChoiceInteraction", "textEntryInteraction"))
_BLOCK_TOKEN = re.compile("\ue002([0-9]+)\ue003")
_VALUES_AT_MOST = 20
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SIGNS = re.compile("[\ue000-\ue005]")
_IGNORED = ("endAttemptInteraction", "infoControl", "templateBlock", "templateInline", "stylesheet", "catalogInfo")
_FEEDBACKS = ("feedbackInline", "feedbackBlock")
_WRONG = re.compile(r"incorrect|wrong|false|falsch|faux", re.IGNORECASE)
_RIGHT = re.compile(r"correct|right|true|richtig|solution", re.IGNORECASE)
_TEX = ("application/x-tex", "tex", "latex")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a response is to be: its right values in their order, and points by value."""

    cardinality: str = "single"
    base_type: str = "identifier"
    correct: tuple[str, ...] = ()
    points: tuple[tuple[str, float], ...] = ()
    default_points: float = 0.0
    upper: float | None = None
    is_cased: bool = False

    def points_of(self, value: str) -> float:
        """Give the points of a value."""
        return dict(self.points).get(value, self.default_points)

    @property
    def right(self) -> tuple[str, ...]:
        """The right values; where none are declared, those with the most points, of several all that earn some."""
        if self.correct or not self.points:
            return self.correct
        best = max(earned for _, earned in self.points)
        if best <= 0:
            return ()
        return tuple(v for v, earned in self.points if earned == best or (self.cardinality != "single" and earned > 0))


@dataclass(slots=True)
class Interaction:
    """One interaction: its element (out of the body now), its prompt as HTML and its number in the body."""

    element: etree._Element
    number: int
    prompt: str

    @property
    def name(self) -> str:
        """The element’s name."""
        return str(self.element.tag)

    @property
    def response(self) -> str:
        """The name of its response."""
        return (self.element.get("responseIdentifier") or "").strip()


@dataclass(slots=True)
class Item(Noting):
    """An item while it is read; `extra` gathers what no field of ours holds."""

    element: etree._Element
    media: PackageMedia
    notes: list[str]
    texts: Texts = field(default_factory=Texts)
    extra: dict[str, Json] = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    interactions: list[Interaction] = field(default_factory=list)
    #: The body as HTML, with tokens where interactions stood.
    body: str = ""
    #: What graders alone, and what learners beside the body may read.
    rubric: str = ""
    beside: str = ""
    #: The identifiers of all choices.
    choices: frozenset[str] = frozenset()
    #: What is said to a choice, by its identifier.
    said: dict[str, str] = field(default_factory=dict)
    #: Values of the processing that stand beside each other.
    beside_values: dict[str, list[str]] = field(default_factory=dict)
    #: What is said in general, to the right response, and to all else.
    general: dict[str, list[str]] = field(default_factory=lambda: {"general": [], "key": [], "wrong": []})

    @property
    def ident(self) -> str:
        """The item’s own id."""
        return (self.element.get("identifier") or "").strip()

    @property
    def has_one_score(self) -> bool:
        """Tell whether the whole response is right or wrong, with nothing between."""
        processing = self.element.find("responseProcessing")
        if processing is None or processing.find(".//mapResponse") is not None:
            return False
        template = processing.get("template") or ""
        return "match_correct" in template or (not template and processing.find(".//match/correct") is not None)

    def of(self, interaction: Interaction) -> Declared:
        """Give what an interaction’s response is to be."""
        return self.declared.get(interaction.response, Declared())

    def rich(self, name: str, html: str) -> str:
        """Give HTML as Markdown; `name` is its field."""
        words = html if "<" in html else _SPACES.sub(" ", html).strip(" ")
        return self.texts.read(name, words, HTML, self.media.find) if words.strip() else ""

    def inner(self, element: etree._Element, name: str) -> str:
        """Give what stands in an element as Markdown."""
        return self.rich(name, inner_html(element))

    def segments(self) -> list[str]:
        """Give the body’s pieces between block interactions: one more than there are of those."""
        return _BLOCK_TOKEN.split(self.body)[::2]


def open_item(element: etree._Element, media: PackageMedia) -> Item:
    """Take an item’s parts; the body is taken apart."""
    item = Item(element, media, media.notes)
    item.choices = frozenset(
        (choice.get("identifier") or "").strip() for choice in element.iter("simpleChoice", "hottext")
    )
    for declaration in element.iterchildren("responseDeclaration"):
        item.declared[(declaration.get("identifier") or "").strip()] = _declared(declaration)
    body = element.find("itemBody")
    if body is not None:
        _prepare(item, body)
        _take_interactions(item, body)
        item.body = inner_html(body)
    for feedback in element.iterchildren("modalFeedback"):
        _take_feedback(item, feedback)
    return item


def inner_html(element: etree._Element) -> str:
    """Give what stands in an element as HTML."""
    parts = [escape(element.text or "", quote=False)]
    parts += [
        etree.tostring(child, encoding="unicode", method="html") for child in element if isinstance(child.tag, str)
    ]
    return "".join(parts)


def inner_words(element: etree._Element) -> str:
    """Give the words in an element on one line."""
    return " ".join(plain_of(inner_html(element)).split())


def replace_by_text(element: etree._Element, text: str) -> None:
    """Put a text in an element’s place."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    whole = text + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + whole
    else:
        parent.text = (parent.text or "") + whole
    parent.remove(element)
    element.tail = None


def _declared(element: etree._Element) -> Declared:
    mapping = element.find("mapping")
    entries = [] if mapping is None else mapping.findall("mapEntry")
    points = [((entry.get("mapKey") or "").strip(), read_number(entry.get("mappedValue")) or 0.0) for entry in entries]
    values = [" ".join("".join(value.itertext()).split()) for value in element.iterfind("correctResponse/value")]
    cased = [(entry.get("caseSensitive") or "").lower() == "true" for entry in entries]
    return Declared(
        (element.get("cardinality") or "single").strip(),
        (element.get("baseType") or "identifier").strip(),
        tuple(value for value in values if value),
        tuple(points),
        0.0 if mapping is None else read_number(mapping.get("defaultValue")) or 0.0,
        None if mapping is None else read_number(mapping.get("upperBound")),
        bool(cased) and all(cased),
    )


def read_number(text: str | None) -> float | None:
    """Read a number, None where there is none."""
    try:
        number = float((text or "").strip())
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _prepare(item: Item, body: etree._Element) -> None:
    """Take rubrics and feedbacks out of a body, and turn what our texts have no other sign for."""
    for element in list(body.iter()):
        # Signs that stand for interactions in what follows mean nothing in a text.
        element.text, element.tail = _SIGNS.sub("", element.text or ""), _SIGNS.sub("", element.tail or "")
        name = element.tag if isinstance(element.tag, str) else ""
        if not name:
            replace_by_text(element, "")
        elif name == "rubricBlock":
            is_for_learner = "candidate" in (element.get("view") or "candidate")
            words = inner_html(element)
            item.beside, item.rubric = (
                (item.beside + words, item.rubric) if is_for_learner else (item.beside, item.rubric + words)
            )
            replace_by_text(element, "")
        elif name in _FEEDBACKS:
            _take_feedback(item, element)
            replace_by_text(element, "")
        elif name in _IGNORED:
            replace_by_text(element, "")
        elif name == "math":
            replace_by_text(element, _formula(item, element))
        elif name == "object":
            _turn_object(element)


def _formula(item: Item, element: etree._Element) -> str:
    tex = next((a.text or "" for a in element.iter("annotation") if (a.get("encoding") or "").lower() in _TEX), "")
    tex = (tex or element.get("alttext") or "").strip()
    if tex:
        return f"\\({tex}\\)"
    item.notes.append("a formula in MathML was kept as its letters alone; check it.")
    return " ".join("".join(element.itertext()).split())


def _turn_object(element: etree._Element) -> None:
    """Make a picture or sound of an object; others stay, and are named as lost."""
    kind = (element.get("type") or "").lower()
    if kind.startswith(("image/", "audio/")) and element.get("data"):
        words = " ".join("".join(element.itertext()).split())
        for child in list(element):
            element.remove(child)
        element.tag, element.text = ("img" if kind.startswith("image/") else "audio"), None
        element.set("src", element.get("data") or "")
        element.set("alt", words)


def _take_interactions(item: Item, body: etree._Element) -> None:
    """Take the interactions out, and leave tokens in their places."""
    for element in list(body.iter()):
        if not str(element.tag).endswith("Interaction"):
            continue
        if any(str(above.tag).endswith("Interaction") for above in element.iterancestors()):
            continue
        number = len(item.interactions) + 1
        prompt = element.find("prompt")
        words = "" if prompt is None else inner_html(prompt)
        if prompt is not None:
            replace_by_text(prompt, "")
        marks = "\ue000{}\ue001" if element.tag in INLINE else "\ue002{}\ue003"
        replace_by_text(element, marks.format(number))
        item.interactions.append(Interaction(element, number, words))


def _take_feedback(item: Item, element: etree._Element) -> None:
    ident = (element.get("identifier") or "").strip()
    html = inner_html(element)
    if not html.strip():
        return
    above = element.getparent()
    if above is not None and above.tag in ("simpleChoice", "hottext", "inlineChoice", "simpleAssociableChoice"):
        ident = (above.get("identifier") or "").strip()
        item.said[ident] = item.said.get(ident, "") + html
    elif ident in item.choices:
        item.said[ident] = item.said.get(ident, "") + html
    else:
        item.general[_meaning(item, ident)].append(html)


def _meaning(item: Item, ident: str) -> str:
    """Tell to what a feedback is said: by its own name, else by the values that bring it up."""
    if not item.beside_values:
        item.beside_values = {"": []} | _values_of_branches(item.element)
    for name in (ident, *item.beside_values.get(ident, [])):
        if _WRONG.search(name):
            return "wrong"
        if _RIGHT.search(name):
            return "key"
    return "general"


def _values_of_branches(element: etree._Element) -> dict[str, list[str]]:
    """Give for each value of the processing those that stand in the same branch."""
    found: dict[str, dict[str, None]] = {}
    for condition in element.iterfind("responseProcessing/responseCondition"):
        for branch in condition:
            values = ["".join(value.itertext()).strip()[:200] for value in branch.iter("baseValue")][:_VALUES_AT_MOST]
            for value in values:
                found.setdefault(value, {}).update(dict.fromkeys(values))
    return {value: list(beside)[:_VALUES_AT_MOST] for value, beside in found.items()}
