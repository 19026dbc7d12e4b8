"""Writes Moodle XML, laid out as Moodle does it itself; what it does not carry is told.

Source: Moodle, question/format/xml/format.php, `writequestion`.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from quizapp.core.formats.categories import category_tag
from quizapp.core.formats.embedded import accepted_answers, escaped_star, number_answer
from quizapp.core.formats.foreign_texts import MARKDOWN, written_text
from quizapp.core.formats.gathering import as_id
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.moodle_answers import (
    choice_answers,
    cloze_pieces,
    date_answers,
    lose_in_gaps,
    multiple_answers,
)
from quizapp.core.formats.moodle_choices import ELEMENTS, find_numbers, write_choices
from quizapp.core.formats.moodle_item import FLAGS
from quizapp.core.formats.parcel import Outgoing, Written
from quizapp.core.formats.rich_html import usual_name
from quizapp.core.formats.weighted import (
    Answer,
    is_close_to_moodle,
    key_feedback,
    option_answers,
    snapped,
    str_of,
    written_percent,
)
from quizapp.core.formats.xml import CONTROL, holds_control, xml_words
from quizapp.core.question import Json, Question

_COMMON = frozenset(("id", "stem", "title", "context", "explanation", "hints", "tags", "worth"))
_CARRIED: dict[str, frozenset[str]] = {
    "choice": frozenset(("key", "distractors", "options")),
    "multiple": frozenset(("key", "distractors", "options", "scoring")),
    "true_false": frozenset(("key", "options")),
    "text": frozenset(("key", "accept", "compare")),
    "number": frozenset(("key", "accept", "tolerance", "from", "to", "unit")),
    "date": frozenset(("key", "accept")),
    "cloze": frozenset(("gaps",)),
    "match": frozenset(("pairs", "distractors")),
    "order": frozenset(("items", "scoring")),
    "open": frozenset(("key", "rubric")),
}
_TYPES = {
    "choice": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "text": "shortanswer",
    "number": "numerical",
    "date": "shortanswer",
    "cloze": "cloze",
    "match": "matching",
    "order": "ordering",
    "open": "essay",
}
_FLAGS = frozenset({"0", "1", "true", "false"})
#: Of `extra`: what is written by name elsewhere.
_OWN_EXTRA = frozenset(
    ("category", "category_info", "gaps", "hint_flags", "units", "explanation_of", "key_feedback", "wrong_feedback")
)
_OWN_EXTRA |= {"originals", "choices", "gradingtype", "shuffleanswers", "answer_feedback"}
#: What the writer gives itself; a bank file by others may claim to have kept such.
_OWN_ELEMENTS = frozenset(("name", "questiontext", "generalfeedback", "defaultgrade", "idnumber", "answer", "hint"))
_OWN_ELEMENTS |= {"subquestion", "tags", "single", "usecase", "graderinfo", "selectoption", "dragbox", "category"}
_ELEMENT = re.compile(r"[a-z][a-z0-9_]{0,60}")


def write(outgoing: Outgoing) -> Written:
    """Write a bank as Moodle XML; all kinds have a counterpart."""
    losses = Losses("Moodle XML")
    losses.lose_bank(outgoing.bank)
    out = io.BytesIO()
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    category = ""
    for question in outgoing.questions:
        writing = Writing(question, losses, outgoing.media)
        wished = writing.category()
        lines: list[str] = []
        if wished != category:
            lines += _category(wished or "$course$/top", str(writing.extra.get("category_info") or ""))
            category = wished
        # Question by question, so that a big bank never stands in memory as text.
        out.write("\n".join([*lines, *writing.lines(), "", ""]).encode("utf-8"))
    out.write(b"</quiz>\n")
    return Written(out.getvalue(), len(outgoing.questions), losses.all())


class Writing:
    """One question while it is written."""

    def __init__(self, question: Question, losses: Losses, media: Mapping[str, bytes]) -> None:
        self.question = question
        self.losses = losses
        self.media = media
        self.raw = question.dump()
        origin = question.origin
        is_ours = origin.get("format") == "moodle-xml"
        extra = origin.get("extra") if is_ours else None
        self.extra: Mapping[str, Json] = extra if isinstance(extra, dict) else {}
        self.own_id = str(origin.get("id") or "") if is_ours else ""

    def category(self) -> str:
        """Give the category that the question came with, empty where it has another path now."""
        category = str(self.extra.get("category") or "")
        path = category_tag(category)
        return category if not path or self.question.tags[:1] == (path,) else ""

    def lines(self) -> list[str]:
        """Give the question element."""
        kind = self.question.kind
        self._lose_fields()
        stem = "\n\n".join(part for part in (self.raw.get("context", ""), self.question.stem) if part)
        own = _KINDS[kind](self)
        lines = [f'  <question type="{self.moodle_kind()}">']
        lines += [f"    <name><text>{xml_words(self.question.title or self._name())}</text></name>"]
        lines += self._cloze_text(stem) if kind == "cloze" else self.rich("questiontext", stem)
        lines += self.rich("generalfeedback", self.general())
        lines += [f"    <defaultgrade>{self.raw.get('worth', 1)}</defaultgrade>"]
        lines += [f"    <idnumber>{escape(CONTROL.sub('', self._identity()), quote=False)}</idnumber>"]
        lines += [*own, *self._kept(), *self._hints(), *self._tags(), "  </question>"]
        return lines

    def moodle_kind(self) -> str:
        """Give Moodle’s name of the kind; a cloze that came from lists of choices stays one."""
        return str(self.question.origin["kind"]) if self.choice_numbers() else _TYPES[self.question.kind]

    def choice_numbers(self) -> list[int] | None:
        """Give for each gap the number of its choice, None where the gaps have answers of their own."""
        if self.question.kind != "cloze" or self.question.origin.get("kind") not in ELEMENTS:
            return None
        return find_numbers(self.raw["gaps"], self.extra.get("choices"))

    def rich(
        self, tag: str, text: str, attributes: str = "", inner: Sequence[str] = (), indent: str = "    "
    ) -> list[str]:
        """Give an element with a text, its files, and further elements after it."""
        media = self._addresses(text)
        form, written = written_text(text, media) if text else ("html", "")
        shown = "markdown" if form == MARKDOWN else "html"
        lines = [f'{indent}<{tag}{attributes} format="{shown}">', f"{indent}  <text>{xml_words(written)}</text>"]
        lines += self._files(media, indent)
        return [*lines, *inner, f"{indent}</{tag}>"]

    def answer(self, answer: Answer, is_typed: bool, further: Sequence[str] = ()) -> list[str]:
        """Give an answer element with its weight and feedback."""
        percent = snapped(answer.percent)
        if not is_close_to_moodle(answer.percent):
            self.losses.lose(self.question, "weights", "Moodle takes certain weights only; the nearest were written")
        fraction = f' fraction="{written_percent(percent)}"'
        feedback = self.rich("feedback", answer.feedback, indent="      ")
        if not is_typed:
            return self.rich("answer", answer.text, fraction, [*feedback, *further])
        words = f"      <text>{xml_words(answer.text)}</text>"
        return [f'    <answer{fraction} format="moodle_auto_format">', words, *feedback, *further, "    </answer>"]

    def key_feedback(self) -> str:
        """Give what is said to the key alone."""
        return key_feedback(self.raw, self.extra)

    def general(self) -> str:
        """Give the general feedback; a model answer stands in it too."""
        told = "" if self.extra.get("explanation_of") == "key" else self.raw.get("explanation", "")
        key = self.raw.get("key", "") if self.question.kind == "open" else ""
        return "\n\n".join(part for part in (key, told) if part)

    def _name(self) -> str:
        return usual_name(self.question.stem) or "…"

    def _identity(self) -> str:
        return self.own_id if self.own_id and as_id(self.own_id) == self.question.id else self.question.id

    def _lose_fields(self) -> None:
        question = self.question
        self.losses.lose_fields(question, _COMMON | _CARRIED[question.kind])
        if question.kind == "multiple" and "scoring" in self.raw:
            self.losses.lose(question, "scoring: all or nothing", "Moodle gives part of the points")
        if holds_control(self.raw):
            self.losses.lose(question, "control characters", "XML cannot hold them")
        if "context" in self.raw:
            self.losses.lose(question, "context", "it stands above the stem, as part of it")
        if question.kind == "open" and "key" in self.raw:
            self.losses.lose(question, "key", "it stands in the general feedback, above the explanation")

    def _cloze_text(self, stem: str) -> list[str]:
        lose_in_gaps(self.question, self.losses)
        media = self._addresses(stem)
        form, pieces = cloze_pieces(stem, self.raw["gaps"], self.extra.get("gaps"), media)
        numbers = self.choice_numbers()
        text = "".join(f"[[{numbers[gap - 1]}]]" if gap and numbers else piece for gap, piece in pieces)
        lines = [f'    <questiontext format="{form}">', f"      <text>{xml_words(text)}</text>"]
        return [*lines, *self._files(media, "    "), "    </questiontext>"]

    def _addresses(self, text: str) -> dict[str, str]:
        """Give the addresses of the media that a text names and the bank holds."""
        found: dict[str, str] = {}
        for name in media_names(text):
            if name in self.media:
                stem, _, suffix = name.removeprefix("media/").partition(".")
                found[name] = f"@@PLUGINFILE@@/{stem[:16]}.{suffix}"
            else:
                self.losses.lose(self.question, "images and sounds", "the bank does not hold them, their words stay")
        return found

    def _files(self, media: Mapping[str, str], indent: str) -> list[str]:
        return [
            f'{indent}  <file name="{address.rpartition("/")[2]}" path="/" encoding="base64">'
            f"{base64.b64encode(self.media[name]).decode('ascii')}</file>"
            for name, address in media.items()
        ]

    def _kept(self) -> list[str]:
        """Give the fields that came with the question and have no place in ours."""
        lines: list[str] = []
        for name, value in self.extra.items():
            if name in _OWN_EXTRA | _OWN_ELEMENTS or not _ELEMENT.fullmatch(name):
                continue
            if isinstance(value, dict) and isinstance(value.get("text"), str):
                lines += self.rich(name, value["text"])
            elif name in FLAGS:
                lines.append(f"    <{name}/>")
            elif isinstance(value, str):
                lines.append(f"    <{name}>{xml_words(value)}</{name}>")
        return lines

    def _hints(self) -> list[str]:
        flags = self.extra.get("hint_flags")
        lines: list[str] = []
        for place, hint in enumerate(self.question.hints):
            named = str(flags[place]) if isinstance(flags, list) and place < len(flags) else ""
            inner = [f"      <{name}/>" for name in named.split() if name in FLAGS]
            lines += self.rich("hint", hint, inner=inner)
        return lines

    def _tags(self) -> list[str]:
        tags = list(self.question.tags)
        if tags and self.category() and tags[0] == category_tag(self.category()):
            del tags[0]
        shown = [f"      <tag><text>{xml_words(tag)}</text></tag>" for tag in tags]
        return ["    <tags>", *shown, "    </tags>"] if shown else []


def _category(category: str, info: str) -> list[str]:
    lines = ['  <question type="category">', f"    <category><text>{xml_words(category)}</text></category>"]
    if info:
        lines.append(f'    <info format="html"><text>{xml_words(info)}</text></info>')
    return [*lines, "  </question>", ""]


def _choice(writing: Writing) -> list[str]:
    return _multichoice(writing, choice_answers(writing.raw), "true")


def _multiple(writing: Writing) -> list[str]:
    return _multichoice(writing, multiple_answers(writing.raw), "false")


def _multichoice(writing: Writing, answers: Sequence[Answer], single: str) -> list[str]:
    shuffle = "false" if "options" in writing.raw else "true"
    lines = [f"    <single>{single}</single>", f"    <shuffleanswers>{shuffle}</shuffleanswers>"]
    if "answernumbering" not in writing.extra:
        lines.append("    <answernumbering>abc</answernumbering>")
    return [*lines, *(line for answer in answers for line in writing.answer(answer, False))]


def _true_false(writing: Writing) -> list[str]:
    told = {bool(option["text"]): option["explanation"] for option in writing.raw.get("options", [])}
    lines: list[str] = []
    for option in (True, False):
        percent = 100.0 if option == bool(writing.raw["key"]) else 0.0
        lines += writing.answer(Answer("true" if option else "false", percent, told.get(option, "")), True)
    return lines


def _short(writing: Writing) -> list[str]:
    raw = writing.raw
    answers = [Answer(escaped_star(raw["key"]), 100.0, writing.key_feedback()), *accepted_answers(raw)]
    usecase = "1" if raw.get("compare") == "exact" else "0"
    return [f"    <usecase>{usecase}</usecase>", *_typed(writing, answers)]


def _date(writing: Writing) -> list[str]:
    answers = date_answers(writing.question, writing.losses, writing.key_feedback())
    values = [writing.raw["key"], *(a.text for a in option_answers(writing.raw.get("accept", []), False, 100))]
    return [f"    <!-- date: {' '.join(values)} -->", "    <usecase>0</usecase>", *_typed(writing, answers)]


def _typed(writing: Writing, answers: Sequence[Answer]) -> list[str]:
    return [line for answer in answers for line in writing.answer(answer, True)]


def _number(writing: Writing) -> list[str]:
    raw = writing.raw
    if str_of(raw.get("tolerance", "")).endswith("%"):
        writing.losses.lose(writing.question, "tolerance in %", "it was written in the number’s own measure")
    if "from" in raw:
        writing.losses.lose(writing.question, "range", "it was written as its middle with a tolerance")
    answers = [number_answer({**raw, "explanation": writing.key_feedback()}), *accepted_answers(raw)]
    wrong = str(writing.extra.get("wrong_feedback") or "")
    answers += [Answer("*", 0.0, wrong)] if wrong else []
    lines = [
        line
        for answer in answers
        for line in writing.answer(answer, True, [f"      <tolerance>{answer.tolerance or '0'}</tolerance>"])
    ]
    return [*lines, *_units(writing)]


def _units(writing: Writing) -> list[str]:
    units = writing.extra.get("units")
    unit = writing.raw.get("unit")
    if not unit:
        return []
    listed = [u for u in units if isinstance(u, dict)] if isinstance(units, list) else []
    if not any(u.get("name") == unit for u in listed):
        listed = [{"name": unit, "multiplier": "1"}]
    shown = [
        f"      <unit><multiplier>{xml_words(str(u.get('multiplier', '1')))}</multiplier>"
        f"<unit_name>{xml_words(str(u.get('name', '')))}</unit_name></unit>"
        for u in listed
    ]
    # Moodle's “units are optional”, unless the file said otherwise.
    usual = {"unitgradingtype": "0", "unitpenalty": "0.1", "showunits": "3", "unitsleft": "0"}
    rest = [f"    <{name}>{value}</{name}>" for name, value in usual.items() if name not in writing.extra]
    return ["    <units>", *shown, "    </units>", *rest]


def _match(writing: Writing) -> list[str]:
    raw = writing.raw
    pairs = [(str_of(pair["left"]), str_of(pair["right"])) for pair in raw["pairs"]]
    pairs += [("", str_of(text)) for text in raw.get("distractors", [])]
    kept = str(writing.extra.get("shuffleanswers"))
    lines = [f"    <shuffleanswers>{kept if kept in _FLAGS else 'true'}</shuffleanswers>"]
    for left, right in pairs:
        lines += writing.rich("subquestion", left, inner=[f"      <answer><text>{xml_words(right)}</text></answer>"])
    return lines


def _order(writing: Writing) -> list[str]:
    is_exact = writing.raw.get("scoring") == "exact"
    kept = str(writing.extra.get("gradingtype") or "")
    grading = "ALL_OR_NOTHING" if is_exact else kept if kept not in ("", "-1", "ALL_OR_NOTHING") else ""
    lines = [f"    <gradingtype>{xml_words(grading or 'RELATIVE_ALL_PREVIOUS_AND_NEXT')}</gradingtype>"]
    usual = {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": "0", "showgrading": "SHOW"}
    lines += [f"    <{name}>{value}</{name}>" for name, value in usual.items() if name not in writing.extra]
    told = writing.extra.get("answer_feedback")
    for place, text in enumerate(writing.raw["items"], start=1):
        said = str(told.get(str_of(text), "")) if isinstance(told, dict) else ""
        inner = writing.rich("feedback", said, indent="      ") if said else []
        lines += writing.rich("answer", str_of(text), f' fraction="{place}.0000000"', inner)
    return lines


def _open(writing: Writing) -> list[str]:
    usual = {"responseformat": "editor", "responserequired": "1", "responsefieldlines": "10", "attachments": "0"}
    lines = [f"    <{name}>{value}</{name}>" for name, value in usual.items() if name not in writing.extra]
    return [*lines, *writing.rich("graderinfo", writing.raw.get("rubric", ""))]


def _cloze(writing: Writing) -> list[str]:
    """Give the lists of choices; embedded answers stand in the text itself."""
    return write_choices(writing.extra["choices"], writing.moodle_kind()) if writing.choice_numbers() else []


_KINDS: dict[str, Callable[[Writing], list[str]]] = {
    "choice": _choice,
    "multiple": _multiple,
    "true_false": _true_false,
    "text": _short,
    "date": _date,
    "number": _number,
    "cloze": _cloze,
    "match": _match,
    "order": _order,
    "open": _open,
}
