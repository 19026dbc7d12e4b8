"""GIFT, the text format of Moodle and many others: bytes to a parcel. Writing is in `gift_write`.

Source: Moodle, question/format/gift/format.php, and its documentation “GIFT format”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from quizapp.core.encoding import decode
from quizapp.core.formats.categories import category_tag
from quizapp.core.formats.date_words import read_dates
from quizapp.core.formats.embedded import (
    GAP_START,
    GapWay,
    find_gaps,
    gap_fields,
    token,
    with_gap_marks,
    without_tokens,
)
from quizapp.core.formats.foreign_texts import HTML, Texts, typed
from quizapp.core.formats.gathering import Gatherer, as_id, shortened
from quizapp.core.formats.gift_items import Item, list_items
from quizapp.core.formats.gift_parts import (
    Parts,
    RawAnswer,
    form_of,
    list_answers,
    name_of,
    split_feedback,
    split_weight,
    take_apart,
    unescaped,
)
from quizapp.core.formats.gift_write import write
from quizapp.core.formats.page_furniture import without_fence
from quizapp.core.formats.pairs import match_fields
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.weighted import (
    Answer,
    Broken,
    Unasked,
    multiple_fields,
    number_fields,
    single_fields,
    text_fields,
)
from quizapp.core.question import Json

BLANK = "\\_\\_\\_\\_\\_"
"""What stands in a stem where its answers stood: five low lines, as Moodle shows."""

_TRUE_FALSE = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?:#|\Z)", re.IGNORECASE)
_ARROW = re.compile(r"(?<!\\)->")
_TITLED = re.compile(r"^::(?:[^:\n]|:(?!:)){1,200}::", re.MULTILINE)
_CATEGORY = re.compile(r"^\$CATEGORY:", re.MULTILINE)
_BLOCK = re.compile(r"(?<!\\)\{\s*(?:[=~#]|(?:T|F|TRUE|FALSE)\s*[#}])")

_MARKED = re.compile(r"^\[(?:html|markdown|plain|moodle)\]|[^\s{:,\[][ \t]*\{\}[ \t]*$", re.MULTILINE)


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a GIFT file; a flaw of one item never costs another.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("gift")
    if notice:
        gatherer.problem(notice)
    category = ""
    for number, item in enumerate(list_items("\n".join(without_fence(text.split("\n")))), start=1):
        if item.category != category:
            gatherer.end_text()
            category = item.category
        _read_item(item, number, gatherer)
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by titles, categories and blocks of answers."""
    text = sample.text
    if "\0" in text or sample.members or re.match(r"\s*(?:<\?xml|<quiz|\{\s*[\"}]|bank:|questions:)", text):
        return 0.0
    if not _BLOCK.search(text) and _MARKED.search(text):
        return 0.3
    signs = 0.45 * bool(_TITLED.search(text)) + 0.45 * bool(_CATEGORY.search(text)) + 0.55 * bool(_BLOCK.search(text))
    return min(signs, 0.9)


def _read_item(item: Item, number: int, gatherer: Gatherer) -> None:
    where = name_of(item.text) or f"item {number}"
    try:
        if item.flaw:
            raise Broken(item.flaw)
        parts = take_apart(item)
    except Broken as error:
        gatherer.problem(error.message, where, item.line)
        return
    for part in parts:
        reading = _Reading(part, item, gatherer)
        try:
            reading.take(part.title or shortened(typed(unescaped(part.before or part.after))) or where)
        except Broken as error:
            gatherer.problem(error.message, reading.where, part.line)


@dataclass(slots=True)
class _Reading:
    """One question while it is read."""

    part: Parts
    item: Item
    gatherer: Gatherer
    where: str = ""
    texts: Texts = field(default_factory=Texts)
    missing: list[str] = field(default_factory=list)
    extra: dict[str, Json] = field(default_factory=dict)
    explanation: str = ""

    def take(self, where: str) -> None:
        self.where = where
        part = self.part
        if part.block is None and GAP_START.search(part.before) is None:
            raw = self._rich("stem", part.before)
            self.gatherer.skip_text(f"description “{shortened(where)}”", part.line, raw)
            self._tell(())
            return
        notes: list[str] = []
        kind, read_kind = ("cloze", _cloze) if part.block is None else _kind_of(part.block)
        try:
            fields = read_kind(self, notes)
        except Unasked as error:
            self.gatherer.skip(f"{kind} “{shortened(where)}”", error.message, part.line, self.item.text)
            return
        stem = fields.pop("stem", None) or self._stem()
        self.gatherer.take(self._common(kind, fields) | {"stem": stem}, where, part.line)
        self._tell(notes)

    def _tell(self, notes: Sequence[str]) -> None:
        for note in (*notes, *self.texts.notes, *self.missing):
            self.gatherer.problem(note, self.where, self.part.line)

    def listed(self) -> tuple[list[RawAnswer], str]:
        """List the answers, and give the general feedback."""
        return list_answers(self.part.block or "")

    def rich(self, name: str, words: str) -> str:
        """Give words of an answer as Markdown, in their own text format or the stem’s."""
        form, words = form_of(words, self.part.form)
        return self.texts.read(name, unescaped(words), form, self._find_media)

    def typed(self, words: str) -> str:
        """Give words that are to be typed."""
        form, words = form_of(words, "")
        return typed(unescaped(words), HTML if form == HTML else "")

    def _rich(self, name: str, words: str) -> str:
        return self.texts.read(name, unescaped(words), self.part.form, self._find_media)

    def _stem(self) -> str:
        before, after = self.part.before, self.part.after
        if not after.strip():
            return self._rich("stem", before)
        joined = without_tokens(f"{unescaped(before)} ").lstrip() + token(0)
        gap = " " if after[:1].isspace() else ""
        stem = self.texts.read("stem", joined + gap + unescaped(after), self.part.form, self._find_media)
        return stem.replace(token(0), BLANK)

    def _find_media(self, address: str) -> str | None:
        self.missing.append(f"the image “{shortened(address)}” is not in the file; add it by hand.")
        return None

    def _common(self, kind: str, fields: dict[str, Json]) -> dict[str, Json]:
        marks = self.item.marks
        feedback = fields.pop("key_feedback", "")
        wrong = fields.pop("wrong_feedback", "")
        if feedback and not self.explanation:
            self.explanation, self.extra["explanation_of"] = feedback, "key"
        elif feedback:
            self.extra["key_feedback"] = feedback
        if wrong:
            self.extra["wrong_feedback"] = wrong
        if self.texts.originals:
            self.extra["originals"] = dict(self.texts.originals)
        path = category_tag(self.item.category)
        if self.item.category:
            self.extra["category"] = self.item.category[:500]
        origin = {"kind": kind, "id": marks.id, "extra": self.extra}
        return {
            **fields,
            "id": as_id(marks.id),
            "title": self.part.title,
            "explanation": self.explanation,
            "tags": [path, *marks.tags],
            "origin": {name: value for name, value in origin.items() if value},
        }


def _kind_of(block: str) -> tuple[str, Callable[[_Reading, list[str]], dict[str, Json]]]:
    bare = block.strip()
    if not bare or bare.startswith("####"):
        return "essay", _essay
    if bare.startswith("#"):
        return "numerical", _numerical
    if _TRUE_FALSE.match(bare):
        return "truefalse", _true_false
    answers, _ = list_answers(block)
    if any(answer.sign == "~" for answer in answers):
        is_single = any(answer.sign == "=" for answer in answers)
        return ("multichoice/single", _single) if is_single else ("multichoice/multi", _multiple)
    if any(_ARROW.search(answer.words) for answer in answers):
        return "matching", _matching
    return "shortanswer", _short


def _essay(reading: _Reading, _notes: list[str]) -> dict[str, Json]:
    _, general = reading.listed()
    reading.explanation = reading.rich("explanation", general)
    return {"kind": "open"}


def _true_false(reading: _Reading, _notes: list[str]) -> dict[str, Json]:
    words, general = _without_general(reading.part.block or "")
    given, *feedbacks = split_feedback(words)
    is_true = given.strip()[:1].upper() == "T"
    # The first is shown to who was wrong, the second to who was right.
    wrong, right = (*feedbacks, "", "")[:2]
    told = ((not is_true, wrong), (is_true, right))
    options = [
        {"text": option, "explanation": said} for option, text in told if (said := reading.rich("options", text))
    ]
    reading.explanation = reading.rich("explanation", general)
    return {"kind": "true_false", "key": is_true, "options": options}


def _numerical(reading: _Reading, notes: list[str]) -> dict[str, Json]:
    body = (reading.part.block or "").strip().removeprefix("#")
    if not body.lstrip().startswith(("=", "~")):
        body = f"={body}"
    answers, general = list_answers(body)
    reading.explanation = reading.rich("explanation", general)
    return {"kind": "number", **number_fields([_number_answer(answer, reading) for answer in answers], notes)}


def _number_answer(answer: RawAnswer, reading: _Reading) -> Answer:
    words, _, tolerance = unescaped(answer.words).partition(":")
    percent = answer.percent
    if percent is None:
        percent, rest = split_weight(words)
        words = rest if percent is not None else words
    default = 100.0 if answer.sign == "=" else 0.0
    said = _said(answer, reading)
    return Answer(words.strip(), default if percent is None else percent, said, tolerance.strip())


def _single(reading: _Reading, notes: list[str]) -> dict[str, Json]:
    return single_fields(_options(reading), notes)


def _multiple(reading: _Reading, notes: list[str]) -> dict[str, Json]:
    return multiple_fields(_options(reading), notes)


def _options(reading: _Reading) -> list[Answer]:
    answers, general = reading.listed()
    reading.explanation = reading.rich("explanation", general)
    return [
        Answer(reading.rich("options", answer.words), _percent(answer), _said(answer, reading)) for answer in answers
    ]


def _short(reading: _Reading, notes: list[str]) -> dict[str, Json]:
    answers, general = reading.listed()
    reading.explanation = reading.rich("explanation", general)
    found = [Answer(reading.typed(answer.words), _percent(answer), _said(answer, reading)) for answer in answers]
    fields = text_fields(found, notes)
    dated = read_dates([answer.text for answer in found], reading.item.marks.dates)
    if dated is not None:
        return {**dated, "key_feedback": fields["key_feedback"]}
    return {"kind": "text", **fields}


def _matching(reading: _Reading, notes: list[str]) -> dict[str, Json]:
    answers, general = reading.listed()
    reading.explanation = reading.rich("explanation", general)
    pairs: dict[str, str] = {}
    distractors: list[str] = []
    for answer in answers:
        left, arrow, right = _halves(answer)
        if not arrow or not right.strip():
            raise Broken(f"“{shortened(unescaped(answer.words))}” is no pair; write it as =left -> right.")
        side, other = reading.rich("pairs", left), reading.typed(right)
        if not side:
            distractors.append(other)
        elif side in pairs:
            notes.append(f"“{side[:60]}” stands on the left twice; the first pair was kept.")
        else:
            pairs[side] = other
    return match_fields(pairs, distractors)


def _cloze(reading: _Reading, notes: list[str]) -> dict[str, Json]:
    text = without_tokens(reading.part.before)
    gaps = find_gaps(text)
    way = GapWay(lambda words: reading.texts.read("gaps", words, HTML, reading._find_media))
    fields = [gap_fields(gap, number, way, notes) for number, gap in enumerate(gaps, start=1)]
    pieces, at = [], 0
    for number, gap in enumerate(gaps, start=1):
        pieces += [_outer(text[at : gap.start]), token(number)]
        at = gap.end
    pieces.append(_outer(text[at:]))
    stem = reading.texts.read("stem", "".join(pieces), reading.part.form, reading._find_media)
    reading.extra["gaps"] = [gap.name for gap in gaps]
    return {"kind": "cloze", "stem": with_gap_marks(stem), "gaps": fields}


def _outer(text: str) -> str:
    """Free words between gaps from escapes, their outer spaces kept."""
    return unescaped(f"\ue001{text}\ue001").replace("\ue001", "")


def _percent(answer: RawAnswer) -> float:
    if answer.percent is not None:
        return answer.percent
    return 100.0 if answer.sign == "=" else 0.0


def _said(answer: RawAnswer, reading: _Reading) -> str:
    return reading.rich("options", "#".join(answer.feedbacks)) if answer.feedbacks else ""


def _halves(answer: RawAnswer) -> tuple[str, str, str]:
    found = _ARROW.search(answer.words)
    words = answer.words
    return (words[: found.start()], "->", words[found.end() :]) if found else (words, "", "")


def _without_general(block: str) -> tuple[str, str]:
    for found in re.finditer(r"\\.|####", block, re.S):
        if found[0] == "####":
            return block[: found.start()], block[found.end() :]
    return block, ""


GIFT = Format("gift", "GIFT (Moodle and others)", (".gift", ".txt"), sniff, read, write)
