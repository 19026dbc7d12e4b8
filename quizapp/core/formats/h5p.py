"""H5P: bytes to a parcel, from the content of a package; the libraries bundled with it are never looked at nor run.

Kinds are in `h5p_kinds`. Source: H5P documentation (“.h5p specification”) and semantics.json of each content type.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError
from quizapp.core.formats.foreign_texts import one_line
from quizapp.core.formats.gathering import Gatherer, as_id, shortened
from quizapp.core.formats.h5p_kinds import KINDS, LISTS, SKIPPED, Content, card_kind
from quizapp.core.formats.package import Package, PackageMedia, open_package
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, BankFields, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

_LIBRARY = re.compile(r"H5P\.[A-Za-z0-9]{1,60}")
_DEEPEST = 40
_TEXTS = frozenset(("H5P.AdvancedText", "H5P.Text", "H5P.Table"))
_BOXES = frozenset(("H5P.QuestionSet", "H5P.Column", "H5P.CoursePresentation", "H5P.InteractiveBook"))


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a package; questions inside presentations, columns and books are found as well.

    Raises:
        FormatError: for a file that is no sound archive, or holds no H5P content.
    """
    package = open_package(data, options)
    if package.archive is None:
        raise FormatError("This is no H5P package: it is no zip archive.", 1)
    about = _member(package, "h5p.json", options)
    content = _member(package, "content/content.json", options)
    if not isinstance(about, dict) or not isinstance(content, dict):
        raise FormatError("This is no H5P package: h5p.json or content/content.json holds no fields.")
    gatherer = Gatherer("h5p")
    reader = _Reader(gatherer, package)
    title = one_line(str(about.get("title") or ""))[:200]
    reader.take(str(about.get("mainLibrary") or ""), content, title, "", 0)
    language = str(about.get("language") or "")
    known = language if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?", language) and language != "und" else "en"
    return gatherer.parcel(BankFields(title=title, language=known))


def sniff(sample: Sample) -> float:
    """Judge by the two members that every H5P package has."""
    return 0.97 if {"h5p.json", "content/content.json"} <= set(sample.members) else 0.0


@dataclass(slots=True)
class _Reader:
    """The package while its content is read."""

    gatherer: Gatherer
    package: Package
    number: int = 0

    def take(self, library: str, params: dict[str, Json], title: str, identity: str, depth: int) -> None:
        """Take one content: a question, a list of small ones, a box of others, or something that is left out."""
        found = _LIBRARY.match(library)
        name = found[0] if found else ""
        if name in LISTS or name in KINDS:
            self._take_questions(name, params, title, identity)
        elif name in SKIPPED:
            self._skip(name, SKIPPED[name], params, title)
        elif self._take_inside(params, depth + 1) or name in _TEXTS:
            return
        elif name in _BOXES:
            self.gatherer.problem("There is no question in it.", title or name)
        else:
            self._skip(name or "content", "this kind of content has no counterpart here", params, title)

    def _take_inside(self, value: Json, depth: int) -> bool:
        """Take every content inside; tells whether there was any."""
        if depth > _DEEPEST:
            return False
        if isinstance(value, list):
            return any([self._take_inside(inner, depth + 1) for inner in value])
        if not isinstance(value, dict):
            return False
        library, params = value.get("library"), value.get("params")
        if isinstance(library, str) and isinstance(params, dict):
            if _LIBRARY.match(library) is None or re.match(r"H5P\.(?:Image|Video|Audio|Link)\b", library):
                return False
            about = value.get("metadata")
            title = one_line(str(about.get("title") or ""))[:200] if isinstance(about, dict) else ""
            self.take(library, params, title, str(value.get("subContentId") or ""), depth)
            return True
        return any([self._take_inside(inner, depth + 1) for inner in value.values()])

    def _take_questions(self, name: str, params: dict[str, Json], title: str, identity: str) -> None:
        parts = LISTS[name](params) if name in LISTS else [params]
        if not parts:
            self.number += 1
            self.gatherer.problem("There is no question in it.", title or f"item {self.number}")
        kind = card_kind(parts) if name in LISTS else ""
        for place, part in enumerate(parts):
            own = f"{identity}-{place + 1}" if identity and len(parts) > 1 else identity
            self._take_one(name, part, title if len(parts) == 1 else "", own, kind)

    def _take_one(self, name: str, params: dict[str, Json], title: str, identity: str, kind: str) -> None:
        self.number += 1
        where = title or f"item {self.number}"
        media = PackageMedia(self.gatherer, self.package, "content/content.json")
        content = Content(params, media, kind)
        try:
            fields = KINDS[name](content)
        except Broken as error:
            self.gatherer.problem(error.message, where)
            return
        except Unasked as error:
            self.number -= 1
            self._skip(name, error.message, params, title)
            return
        fields["stem"] = "\n\n".join(part for part in (content.picture(), fields.get("stem", "")) if part)
        extra = dict(content.texts.originals)
        origin = {"kind": name, "id": identity, "extra": {"originals": extra} if extra else {}}
        shown = "" if title.lower() in ("untitled", "untitled content") else title
        common = {"id": as_id(identity), "title": shown, "origin": {k: v for k, v in origin.items() if v}}
        self.gatherer.take(fields | common, where)
        for note in content.all_notes:
            self.gatherer.problem(note, where)

    def _skip(self, name: str, reason: str, params: dict[str, Json], title: str) -> None:
        self.number += 1
        raw = json.dumps(params, ensure_ascii=False)
        self.gatherer.skip(f"{name} “{shortened(title or f'item {self.number}')}”", reason, None, raw)


def _member(package: Package, name: str, options: ReadOptions) -> Json:
    if name not in package.names():
        raise FormatError(f"This is no H5P package: it has no {name}.")
    text, _ = decode(package.get(name), options.text_bytes)
    try:
        # Halves of surrogate pairs, which no text may hold, become question marks.
        return json.loads(json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise FormatError(f"{name} is no sound JSON; export the content anew.") from None


H5P = Format("h5p", "H5P", (".h5p",), sniff, read)
