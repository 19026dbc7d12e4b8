"""QTI 2.0 to 2.2 and QTI 3: bytes to a parcel, from packages and single items. Writing is in `qti2_write`.

The names of QTI 3 are turned into those of 2; all else is the same. Source: IMS QTI 2.1 and 3.0, binding.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from lxml import etree

from quizapp.core.encoding import decode_head
from quizapp.core.errors import FormatError
from quizapp.core.formats.embedded import with_gap_marks
from quizapp.core.formats.foreign_texts import one_line
from quizapp.core.formats.gathering import Gatherer, as_id, shortened
from quizapp.core.formats.package import ALONE, Package, PackageMedia, open_package
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, BankFields, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.qti2_item import INLINE, Interaction, Item, inner_html, open_item, read_number
from quizapp.core.formats.qti2_kinds import KINDS, SKIPPED, read_gap, read_typed
from quizapp.core.formats.qti2_package import contents_of, parse_member
from quizapp.core.formats.qti2_write import write
from quizapp.core.formats.rich_html import usual_name
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

_TOKEN = re.compile("\ue000[0-9]+\ue001")
_INTERACTIONS_AT_MOST = 200
_STIMULI_AT_MOST = 20
_RAW_BYTES = 40_000
_TYPED_BLANK = "____"


def read(name: str, data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a package or a single item; `name` is the format’s. One bad item never costs the others.

    Raises:
        FormatError: for bytes that are no text and no sound archive, declare entities, or hold no item at all.
    """
    package = open_package(data, options)
    gatherer = Gatherer(name)
    reader = _Reader(gatherer, package, options)
    if package.archive is None:
        reader.read_alone()
        return gatherer.parcel()
    contents = contents_of(package, gatherer, options)
    if not contents.items and not contents.stimuli:
        raise FormatError("There is no QTI item in this package: no <assessmentItem>.")
    part: tuple[str, ...] = ()
    for member, tags in contents.items.items():
        if contents.parts.get(member, ()) != part:
            gatherer.end_text()
            part = contents.parts.get(member, ())
        reader.read_member(member, tags, contents.weights.get(member, 1.0))
    for member in contents.stimuli:
        reader.read_stimulus(member)
    return gatherer.parcel(BankFields(title=contents.title))


def sniff(is_third: bool, sample: Sample) -> float:
    """Judge by the outermost element, in packages by the manifest."""
    text = sample.inside if sample.members else sample.text
    if is_third:
        found = re.search(r"imsqti_(?:item|test|stimulus)_xmlv3|<(?:\w+:)?qti-assessment-(?:item|test)\b", text)
    else:
        found = re.search(r"imsqti_(?:item|test)_xmlv2|<(?:\w+:)?assessment(?:Item|Test)\b", text)
    return 0.95 if found else 0.0


@dataclass(slots=True)
class _Reader:
    """The file while its items are read one after another."""

    gatherer: Gatherer
    package: Package
    options: ReadOptions
    used_stimuli: set[str] = field(default_factory=set)

    def read_alone(self) -> None:
        """Read a file that is one item.

        Raises:
            FormatError: when it is none.
        """
        root, notices = parse_member(self.package, ALONE, "The file", self.options)
        for notice in notices:
            self.gatherer.problem(notice)
        if root.tag != "assessmentItem":
            raise FormatError(f"This is no QTI item: its outermost element is <{root.tag}>, not <assessmentItem>.", 1)
        self._take(root, ALONE, [])

    def read_member(self, member: str, tags: list[str], weight: float) -> None:
        """Read one item of a package; a broken one is a problem."""
        try:
            root, notices = parse_member(self.package, member, "The item", self.options)
        except FormatError as error:
            self.gatherer.problem(error.message, shortened(member), error.line)
            return
        for notice in notices:
            self.gatherer.problem(notice, shortened(member))
        self._take(root, member, tags, weight)

    def read_stimulus(self, member: str) -> None:
        """Skip a text that no item refers to."""
        if member in self.used_stimuli:
            return
        root = self._stimulus(member)
        if root is not None:
            item = Item(root, PackageMedia(self.gatherer, self.package, member), [])
            what = f"assessmentStimulus “{shortened(root.get('title') or member)}”"
            self.gatherer.skip_text(what, None, item.rich("context", _stimulus_html(root)))

    def _stimulus(self, member: str) -> etree._Element | None:
        try:
            return parse_member(self.package, member, "The text", self.options)[0]
        except FormatError as error:
            self.gatherer.problem(error.message, shortened(member), error.line)
            return None

    def _take(self, root: etree._Element, member: str, tags: list[str], weight: float = 1.0) -> None:
        title = one_line(root.get("title") or "")
        name = title or (root.get("identifier") or "").strip() or "item 1"
        where = name if member == ALONE else f"{shortened(PurePosixPath(member).name)[:28]}: {name}"
        line = int(root.sourceline or 1)
        raw = decode_head(self.package.get(member)[:_RAW_BYTES])
        reason = _find_reason(root)
        if reason:
            self.gatherer.skip(f"{reason[0]} “{shortened(name)}”", reason[1], line, raw)
            return
        item = open_item(root, PackageMedia(self.gatherer, self.package, member))
        self._add_stimuli(item, member)
        if not item.interactions:
            self.gatherer.skip_text(f"assessmentItem “{shortened(name)}”", line, item.rich("stem", item.body))
        else:
            _ItemReader(self.gatherer, item, title, tags, where, line, raw, weight).take_all()
        for note in item.all_notes:
            self.gatherer.problem(note, where, line)

    def _add_stimuli(self, item: Item, member: str) -> None:
        """Put the texts that an item refers to before its body."""
        references = (one.get("href") or "" for one in item.element.iterchildren("assessmentStimulusRef"))
        for href in list(dict.fromkeys(references))[:_STIMULI_AT_MOST]:
            found = None if self.package.archive is None else self.package.find_name(href, member)
            root = None if found is None else self._stimulus(found)
            if root is None:
                item.notes.append(f"the text “{shortened(href)}” that it refers to is not in the file.")
                continue
            self.used_stimuli.add(found or "")
            item.beside += _stimulus_html(root)


@dataclass(slots=True)
class _ItemReader:
    """One item while it becomes questions."""

    gatherer: Gatherer
    item: Item
    title: str
    tags: list[str]
    where: str
    line: int
    raw: str
    #: What the test multiplies the item’s points by.
    weight: float

    def take_all(self) -> None:
        """Take each block interaction as a question, and all inline ones together as one."""
        count = len(self.item.interactions)
        if count > _INTERACTIONS_AT_MOST:
            reason = f"There are {count} interactions in it; {_INTERACTIONS_AT_MOST} is the limit."
            self.gatherer.problem(reason, self.where, self.line)
            return
        inline = [one for one in self.item.interactions if one.name in INLINE]
        blocks = [one for one in self.item.interactions if one.name not in INLINE]
        worth = self.weight * _worth(self.item) / max(1, len(blocks) + bool(inline))
        segments = self.item.segments()
        shared = self.item.rich("context", self.item.beside)
        if inline:
            self._try("+".join(dict.fromkeys(one.name for one in inline)), worth, lambda: self._inline(inline, shared))
        for place, one in enumerate(blocks):
            texts = _Texts(shared, segments, place, bool(inline))
            self._try(one.name, worth, partial(self._block, one, texts))

    def _try(self, kind: str, worth: float, fields_of: Callable[[], dict[str, Json]]) -> None:
        try:
            fields = fields_of()
        except Broken as error:
            self.gatherer.problem(error.message, self.where, self.line)
            return
        except Unasked as error:
            what = f"{kind} “{shortened(self.title or self.item.ident)}”"
            self.gatherer.skip(what, error.message, self.line, self.raw)
            return
        self.gatherer.take(fields | self._common(kind, fields, worth), self.where, self.line)

    def _inline(self, interactions: list[Interaction], shared: str) -> dict[str, Json]:
        item = self.item
        body = "".join(item.segments())
        is_typed = len(interactions) == 1 and interactions[0].name == "textEntryInteraction"
        if is_typed and item.element.get("label") != "cloze":
            fields = read_typed(item, interactions[0])
            before, _, after = body.partition(f"\ue000{interactions[0].number}\ue001")
            is_last = not item.rich("stem", after).strip(" .")
            stem = item.rich("stem", before + (after if is_last else f"{_TYPED_BLANK}{after}"))
            return {**fields, "stem": stem, "context": shared}
        gaps = [read_gap(item, interaction) for interaction in interactions]
        for place, interaction in enumerate(interactions, 1):
            body = body.replace(f"\ue000{interaction.number}\ue001", f"\ue004{place}\ue005")
        body = body.replace("\ue004", "\ue000").replace("\ue005", "\ue001")
        return {"kind": "cloze", "stem": with_gap_marks(item.rich("stem", body)), "gaps": gaps, "context": shared}

    def _block(self, interaction: Interaction, texts: _Texts) -> dict[str, Json]:
        item = self.item
        reason = SKIPPED.get(interaction.name)
        if reason or interaction.name not in KINDS:
            raise Unasked(reason or "this kind of question has no counterpart here")
        fields = KINDS[interaction.name](item, interaction)
        text = fields.pop("text", "")
        prompt = item.rich("stem", interaction.prompt)
        before = [item.rich("context", _TOKEN.sub(_TYPED_BLANK, part)) for part in texts.before()]
        context = [texts.shared, *(part for part in before if part)]
        stem = [prompt] if prompt else []
        if not prompt and not text and before:
            stem = [before[-1] or before[0]]
            context = [part for part in context if part and part not in stem]
        stem += [text] if text else []
        joined = with_gap_marks("\n\n".join(part for part in stem if part))
        return {**fields, "stem": joined, "context": "\n\n".join(part for part in context if part)}

    def _common(self, kind: str, fields: dict[str, Json], worth: float) -> dict[str, Json]:
        item = self.item
        extra = dict(item.extra)
        if fixed := fields.pop("fixed", None):
            extra["fixed"] = fixed
        said = {
            name: "\n\n".join(item.rich("explanation", html) for html in item.general[name]) for name in item.general
        }
        explanation = said["general"]
        if not explanation and said["key"]:
            explanation, extra["explanation_of"] = said["key"], "key"
        elif said["key"]:
            extra["key_feedback"] = said["key"]
        if said["wrong"]:
            extra["wrong_feedback"] = said["wrong"]
        if item.texts.originals:
            extra["originals"] = dict(item.texts.originals)
        title = "" if self.title in (usual_name(str(fields["stem"])), item.ident, "…") else self.title
        origin = {"kind": kind, "id": item.ident, "extra": extra}
        return {
            "id": as_id(item.ident.removeprefix("_")),
            "title": title,
            "explanation": explanation,
            "tags": self.tags,
            "worth": min(1000.0, round(worth, 6)),
            "language": _language(item.element),
            "origin": {name: value for name, value in origin.items() if value},
        }


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts around a block interaction: what all share, and the body’s pieces."""

    shared: str
    segments: list[str]
    place: int
    has_inline: bool

    def before(self) -> list[str]:
        """Give the pieces that stand above it: the body’s beginning, its own lead, and what follows the last one."""
        found = [self.segments[0]] if not self.has_inline else []
        if self.place:
            found.append(self.segments[self.place])
        if self.place + 2 == len(self.segments) and not self.place:
            found[:1] = [f"{found[0] if found else ''}{self.segments[-1]}"]
        return found


def _find_reason(root: etree._Element) -> tuple[str, str] | None:
    """Give name and reason of an item that is left out as a whole."""
    if (root.get("adaptive") or "").lower() == "true":
        return "adaptive item", "it answers to what was given before, which is not done here"
    if root.find("templateDeclaration") is not None:
        return "item template", "its values are made by chance, which is not done here"
    return None


def _worth(item: Item) -> float:
    """Give the points: the declared most, else what the processing can give."""
    for name in ("MAXSCORE", "SCORE"):
        for outcome in item.element.iterchildren("outcomeDeclaration"):
            if outcome.get("identifier") != name:
                continue
            value = outcome.find("defaultValue/value")
            words = value.text if name == "MAXSCORE" and value is not None else outcome.get("normalMaximum")
            points = read_number(words)
            if points is not None and 0 < points <= 1000:
                return points
    upper = [declared.upper for declared in item.declared.values() if declared.upper and not item.has_one_score]
    total = sum(upper)
    return total if 0 < total <= 1000 else 1.0


def _language(element: etree._Element) -> str:
    language = (element.get("lang") or "").strip()
    return language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", language) else ""


def _stimulus_html(root: etree._Element) -> str:
    body = root.find("stimulusBody")
    return "" if body is None else inner_html(body)


QTI2 = Format("qti2", "QTI 2.x", (".zip", ".xml"), partial(sniff, False), partial(read, "qti2"), write)
QTI3 = Format("qti3", "QTI 3", (".zip", ".xml"), partial(sniff, True), partial(read, "qti3"))
