"""One question element of Moodle XML: its texts, their embedded files, answers and plain fields."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from quizapp.core.formats.foreign_texts import AUTO, HTML, MARKDOWN, PLAIN, Noting, Texts, typed
from quizapp.core.formats.gathering import Gatherer, shortened
from quizapp.core.formats.package import DATA_ADDRESS
from quizapp.core.formats.weighted import Answer, read_percent
from quizapp.core.formats.xml import text_of
from quizapp.core.formats.xml_pieces import noted_dates
from quizapp.core.question import Json

_FORMS = {"html": HTML, "markdown": MARKDOWN, "plain_text": PLAIN, "plain": PLAIN, "moodle_auto_format": AUTO}
_PLACE = "@@PLUGINFILE@@/"
FLAGS = frozenset(("shownumcorrect", "clearwrong"))
"""Elements that say something by being there."""


@dataclass(slots=True)
class Files:
    """The files embedded beside one text, and which of them it named."""

    gatherer: Gatherer
    notes: list[str]
    content_by_name: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    #: What was found before, by its bytes as they stand in the file.
    found: dict[str, str | None] = field(default_factory=dict)

    def find(self, address: str) -> str | None:
        """Give our name of the picture or sound at an address of the text; what is not in the file is never fetched."""
        shown = shortened(address)
        if DATA_ADDRESS.match(address):
            return self._add(address.split(",", 1)[1], "an image within the text")
        if address.startswith(_PLACE) or "://" not in address:
            name = unquote(address.removeprefix(_PLACE).split("?")[0]).rsplit("/", 1)[-1]
            if name in self.content_by_name:
                self.used.add(name)
                return self._add(self.content_by_name[name], f"the file “{shortened(name)}”")
            self.notes.append(f"the image “{shown}” is not in the file; add it by hand.")
            return None
        self.notes.append(f"the image “{shown}” lies elsewhere and is not fetched; add it by hand.")
        return None

    def note_unused(self) -> None:
        """Note the files that the text names in no way we show, such as attached documents."""
        for name in self.content_by_name:
            if name not in self.used:
                self.notes.append(
                    f"the attached file “{shortened(name)}” is left out; only images and sounds are kept."
                )

    def _add(self, content: str, what: str) -> str | None:
        if content in self.found:
            return self.found[content]
        try:
            name = self.gatherer.add_media(base64.b64decode("".join(content.split())))
        except (binascii.Error, ValueError):
            name = None
        if name is None:
            self.notes.append(f"{what} is damaged or of a kind that is not shown; add it by hand.")
        self.found[content] = name
        return name


@dataclass(slots=True)
class MoodleItem(Noting):
    """A question element while it is read; `extra` gathers what no field of ours holds."""

    element: etree._Element
    gatherer: Gatherer
    notes: list[str] = field(default_factory=list)
    extra: dict[str, Json] = field(default_factory=dict)
    texts: Texts = field(default_factory=Texts)
    _seen: set[str] = field(default_factory=lambda: {"name", "image", "image_base64"})

    @property
    def kind(self) -> str:
        """Give Moodle’s name of the kind."""
        return (self.element.get("type") or "").strip()

    def word(self, name: str, default: str = "") -> str:
        """Give a plain field."""
        self._seen.add(name)
        found = self.element.find(name)
        text = text_of(found if found is None or found.find("text") is None else found.find("text")).strip()
        return text if found is not None and text else default

    def flag(self, name: str, default: bool) -> bool:
        """Give a field that is true or false, 1 or 0."""
        return self.word(name, "true" if default else "false").lower() in ("true", "1", "yes")

    def rich(self, name: str) -> str:
        """Give a text field as Markdown."""
        self._seen.add(name)
        return self.rich_of(self.element.find(name), name)

    def rich_of(self, element: etree._Element | None, name: str) -> str:
        """Give an element with `text` and `file` children as Markdown."""
        raw, form, files = self.source_of(element)
        found = self.texts.read(name, raw, form, files.find) if raw.strip() else ""
        files.note_unused()
        return found

    def source_of(self, element: etree._Element | None) -> tuple[str, str, Files]:
        """Give an element’s text as it stands, its text format, and the files beside it."""
        files = Files(self.gatherer, self.notes)
        if element is None:
            return "", HTML, files
        inner = element.find("text")
        for file in element.iterchildren("file"):
            files.content_by_name[(file.get("name") or "").rsplit("/", 1)[-1]] = text_of(file)
        raw = text_of(inner) if inner is not None else (element.text or "")
        return raw, _FORMS.get((element.get("format") or "html").strip(), AUTO), files

    def old_image(self) -> str:
        """Give the picture of a question of old Moodle as Markdown, empty for none."""
        content = self.element.findtext("image_base64") or ""
        name = (self.element.findtext("image") or "").strip().rsplit("/", 1)[-1]
        if not content.strip():
            if name:
                self.notes.append(f"the image “{shortened(name)}” is not in the file; add it by hand.")
            return ""
        files = Files(self.gatherer, self.notes, {name or "image": content})
        found = files.find(f"{_PLACE}{name or 'image'}")
        return f"![]({found})" if found else ""

    def children(self, name: str) -> Iterator[etree._Element]:
        """List the children of that name."""
        self._seen.add(name)
        yield from self.element.iterchildren(name)

    def rich_answers(self) -> list[Answer]:
        """List the answers with their texts as Markdown."""
        return [
            Answer(
                self.rich_of(answer, "options"), percent_of(answer), self.rich_of(answer.find("feedback"), "options")
            )
            for answer in self.children("answer")
        ]

    def typed_answers(self) -> list[Answer]:
        """List the answers with plain texts, as learners type them."""
        found = []
        for answer in self.children("answer"):
            raw, form, _ = self.source_of(answer)
            said = self.rich_of(answer.find("feedback"), "accept")
            words = typed(raw, AUTO if form in (HTML, AUTO) else form)
            found.append(Answer(words, percent_of(answer), said, text_of(answer.find("tolerance")).strip()))
        return found

    def dates(self) -> list[str]:
        """Give the values of a comment that marks short answers as spellings of dates."""
        return noted_dates(self.element)

    def keep_rest(self) -> None:
        """Put every field that nobody asked for into `extra`: plain ones as texts, rich ones as `{text}`."""
        for child in self.element:
            name = child.tag if isinstance(child.tag, str) else ""
            if not name or name in self._seen or name in self.extra:
                continue
            if child.find("text") is not None:
                words = self.rich_of(child, name)
                if words:
                    self.extra[name] = {"text": words}
            elif name in FLAGS:
                self.extra[name] = "yes"
            elif len(child) == 0 and (child.text or "").strip():
                self.extra[name] = (child.text or "").strip()[:2000]
        if self.texts.originals:
            self.extra["originals"] = dict(self.texts.originals)


def percent_of(answer: etree._Element) -> float:
    """Give an answer’s weight in percent; very old files have it as an element, 1 for the whole.

    Raises:
        Broken: when it is no number.
    """
    if answer.get("fraction") is not None:
        return read_percent(answer.get("fraction") or "0")
    old = (answer.findtext("fraction") or "").strip()
    if not old:
        return 0.0
    percent = read_percent(old)
    return percent * 100 if abs(percent) <= 1 else percent


def read_float(text: str) -> float | None:
    """Read a number, None where there is none."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
