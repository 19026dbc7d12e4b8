"""Writes GIFT: every sign of its own escaped, one line an item; what it does not carry is told.

Source: Moodle, question/format/gift/format.php, `writequestion`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from quizapp.core.formats.categories import category_tag
from quizapp.core.formats.embedded import (
    accepted_answers,
    escaped_star,
    number_answer,
)
from quizapp.core.formats.foreign_texts import AUTO, MARKDOWN, one_line, written_plainly, written_text
from quizapp.core.formats.gathering import as_id
from quizapp.core.formats.losses import BARE_MEDIA, Losses, has_bare_media
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.moodle_answers import (
    choice_answers,
    cloze_pieces,
    date_answers,
    lose_in_gaps,
    multiple_answers,
)
from quizapp.core.formats.parcel import Outgoing, Written
from quizapp.core.formats.weighted import (
    Answer,
    is_close_to_moodle,
    key_feedback,
    option_answers,
    snapped,
    str_of,
    written_percent,
)
from quizapp.core.question import Json, Question

_TO_ESCAPE = re.compile(r"[~=#{}:\\]")
_MARKS = {"html": "[html]", MARKDOWN: "[markdown]", AUTO: ""}
_COMMON = frozenset(("id", "stem", "title", "context", "explanation", "tags"))
_CARRIED: dict[str, frozenset[str]] = {
    "choice": frozenset(("key", "distractors", "options")),
    "multiple": frozenset(("key", "distractors", "options")),
    "true_false": frozenset(("key", "options")),
    "text": frozenset(("key", "accept")),
    "number": frozenset(("key", "accept", "tolerance", "from", "to")),
    "date": frozenset(("key", "accept")),
    "cloze": frozenset(("gaps",)),
    "match": frozenset(("pairs", "distractors")),
    "open": frozenset(("key",)),
}


def write(outgoing: Outgoing) -> Written:
    """Write a bank as GIFT; orderings have no place in it."""
    losses = Losses("GIFT")
    losses.lose_bank(outgoing.bank)
    lines: list[str] = []
    category = ""
    written = 0
    for question in outgoing.questions:
        writing = _Writing(question, losses)
        if reason := writing.why_not():
            losses.leave_out(question, reason)
            continue
        block = writing.block()
        wished = writing.category()
        if wished != category:
            lines += [f"$CATEGORY: {wished or '$course$/top'}", ""]
            category = wished
        lines += [*writing.comments(), block, ""]
        written += 1
    return Written("\n".join(lines).encode("utf-8"), written, losses.all())


class _Writing:
    """One question while it is written."""

    def __init__(self, question: Question, losses: Losses) -> None:
        self.question = question
        self.losses = losses
        self.raw = question.dump()
        origin = question.origin
        is_ours = origin.get("format") == "gift" and isinstance(origin.get("extra"), dict)
        self.extra: Mapping[str, Json] = origin["extra"] if is_ours else {}
        self.own_id = str(origin.get("id") or "") if is_ours else ""
        self.form = AUTO

    def why_not(self) -> str:
        """Say why GIFT cannot have the question; empty where it can."""
        if self.question.kind not in _KINDS:
            return "GIFT has no questions of putting in order."
        return f"{BARE_MEDIA}, and GIFT is text." if has_bare_media(self.question) else ""

    def block(self) -> str:
        """Give the whole item on one line."""
        self._lose_fields()
        title = f"::{_escaped(self.question.title)}::" if self.question.title else ""
        return title + _KINDS[self.question.kind](self, self.stem())

    def category(self) -> str:
        """Give the category that the question came with, empty where it has another path now."""
        category = one_line(str(self.extra.get("category") or ""))
        path = category_tag(category)
        return category if not path or self.question.tags[:1] == (path,) else ""

    def comments(self) -> list[str]:
        """Give the line with id, tags and date."""
        identity = self.own_id if self.own_id and as_id(self.own_id) == self.question.id else self.question.id
        tags = list(self.question.tags)
        if tags and self.category() and tags[0] == category_tag(self.category()):
            del tags[0]
        marks = [("id", identity)] if identity else []
        marks += [("tag", tag) for tag in tags]
        if self.question.kind == "date":
            dates = [self.raw["key"], *(a.text for a in option_answers(self.raw.get("accept", []), False, 100))]
            marks += [("date", value) for value in dates]
        shown = " ".join(f"[{name}:{_in_mark(str(value))}]" for name, value in marks)
        return [f"// {shown}"] if marks else []

    def stem(self) -> str:
        """Give the stem with its text format, which is also that of the answers; a context stands above it."""
        whole = "\n\n".join(part for part in (self.raw.get("context", ""), self.question.stem) if part)
        written = self.text(whole)
        self.form = AUTO if self.is_plain() else written_text(whole, {})[0]
        return written

    def text(self, text: str) -> str:
        """Give a text with GIFT’s escapes, and its text format where that is not the stem’s."""
        if not text:
            return ""
        self.lose_media(text)
        plain = written_plainly(text)
        if plain is not None and self.is_plain():
            return _escaped(plain)
        form, written = written_text(text, {})
        return ("" if form == self.form else _MARKS[form]) + _escaped(written)

    def lose_media(self, text: str) -> None:
        """Note that pictures and sounds of a text are not written."""
        if media_names(text):
            self.losses.lose(self.question, "images and sounds", "GIFT is text alone, their words stay")

    def is_plain(self) -> bool:
        """Tell whether the stem needs no text format: the answers then have none either, unless they need one."""
        return written_plainly(self.question.stem) is not None and not self.raw.get("context")

    def general(self) -> str:
        """Give the general feedback, empty where the explanation belongs to the key."""
        told = self.raw.get("explanation", "")
        return f"####{self.text(told)}" if told and self.extra.get("explanation_of") != "key" else ""

    def key_feedback(self) -> str:
        """Give what is said to the key alone."""
        return key_feedback(self.raw, self.extra)

    def answer(self, sign: str, answer: Answer, text: str) -> str:
        """Give one answer; a weight is written where the sign alone would say another."""
        percent = snapped(answer.percent)
        if not is_close_to_moodle(answer.percent):
            self.losses.lose(self.question, "weights", "Moodle takes certain weights only; the nearest were written")
        usual = 100 if sign == "=" else 0
        needs_weight = percent != usual or text.startswith("%") or (sign == "~" and self.question.kind == "multiple")
        weight = f"%{written_percent(percent)}%" if needs_weight else ""
        said = f"#{self.text(answer.feedback)}" if answer.feedback else ""
        return f"{sign}{weight}{text}{said}"

    def arrowless(self, text: str) -> str:
        """Give a text that cannot be taken for a pair."""
        if "->" in text:
            self.losses.lose(self.question, "->", "in GIFT it parts a pair; → was written")
        return text.replace("->", "→")

    def _lose_fields(self) -> None:
        kind = self.question.kind
        self.losses.lose_fields(self.question, _COMMON | _CARRIED[kind])
        if "options" in self.raw and kind != "true_false":
            self.losses.lose(self.question, "order of options", "GIFT does not keep it")
        if "context" in self.raw:
            self.losses.lose(self.question, "context", "it stands above the stem, as part of it")
        if any(re.search(r"[<>`]", tag) for tag in self.question.tags):
            self.losses.lose(self.question, "tags", "Moodle takes no < > ` in them")


def _in_mark(value: str) -> str:
    return one_line(value).replace("]", "\\]")


def _choice(writing: _Writing, stem: str) -> str:
    answers = choice_answers(writing.raw)
    parts = [writing.answer("=" if a.percent == 100 else "~", a, writing.text(a.text)) for a in answers]
    return _block(stem, writing, parts)


def _multiple(writing: _Writing, stem: str) -> str:
    answers = multiple_answers(writing.raw)
    return _block(stem, writing, [writing.answer("~", answer, writing.text(answer.text)) for answer in answers])


def _true_false(writing: _Writing, stem: str) -> str:
    is_true = bool(writing.raw["key"])
    told = {bool(option["text"]): option["explanation"] for option in writing.raw.get("options", [])}
    wrong, right = (writing.text(told.get(option, "")) for option in (not is_true, is_true))
    feedback = f"#{wrong}#{right}" if right else f"#{wrong}" if wrong else ""
    return _block(stem, writing, [("TRUE" if is_true else "FALSE") + feedback])


def _short(writing: _Writing, stem: str) -> str:
    raw = writing.raw
    answers = [Answer(escaped_star(raw["key"]), 100.0, writing.key_feedback()), *accepted_answers(raw)]
    return _block(stem, writing, [_short_answer(writing, answer) for answer in answers])


def _short_answer(writing: _Writing, answer: Answer) -> str:
    return writing.answer("=", answer, _escaped(writing.arrowless(answer.text)))


def _date(writing: _Writing, stem: str) -> str:
    answers = date_answers(writing.question, writing.losses, writing.key_feedback())
    return _block(stem, writing, [_short_answer(writing, answer) for answer in answers])


def _number(writing: _Writing, stem: str) -> str:
    raw = writing.raw
    if str_of(raw.get("tolerance", "")).endswith("%"):
        writing.losses.lose(writing.question, "tolerance in %", "it was written in the number’s own measure")
    key = number_answer({**raw, "explanation": writing.key_feedback()})
    if "from" in raw:
        key = Answer(f"{str_of(raw['from'])}..{str_of(raw['to'])}", 100.0, key.feedback)
    answers = [key, *accepted_answers(raw)]
    wrong = str(writing.extra.get("wrong_feedback") or "")
    if len(answers) == 1 and not key.feedback and not wrong:
        return _block(stem, writing, [f"#{_number_text(key)}"])
    parts = [writing.answer("=", answer, _number_text(answer)) for answer in answers]
    return _block(stem, writing, ["#", *parts, *([f"~#{writing.text(wrong)}"] if wrong else [])])


def _number_text(answer: Answer) -> str:
    return f"{answer.text}:{answer.tolerance}" if answer.tolerance else answer.text


def _match(writing: _Writing, stem: str) -> str:
    raw = writing.raw
    pairs = [(str_of(pair["left"]), str_of(pair["right"])) for pair in raw["pairs"]]
    pairs += [("", str_of(text)) for text in raw.get("distractors", [])]
    parts = []
    for left, right in pairs:
        parts.append(f"={writing.text(writing.arrowless(left))} -> {_escaped(writing.arrowless(right))}")
    return _block(stem, writing, parts)


def _cloze(writing: _Writing, _stem: str) -> str:
    reason = "our gaps stand in it as embedded answers; Moodle itself reads those from Moodle XML alone"
    writing.losses.lose(writing.question, "cloze in GIFT", reason)
    context = writing.raw.get("context", "")
    whole = "\n\n".join(part for part in (context, writing.question.stem) if part)
    form, pieces = cloze_pieces(whole, writing.raw["gaps"], writing.extra.get("gaps"), {})
    writing.lose_media(f"{whole} {writing.raw['gaps']}")
    lose_in_gaps(writing.question, writing.losses)
    words = "".join(piece if is_gap else _escaped(piece, strip=False) for is_gap, piece in pieces)
    general = writing.raw.get("explanation")
    if general:
        writing.losses.lose(writing.question, "explanation", "a cloze in GIFT has no place for it")
    return f"{_MARKS[form]}{words.strip()}"


def _open(writing: _Writing, stem: str) -> str:
    key = writing.raw.get("key", "")
    if key:
        writing.losses.lose(writing.question, "key", "it stands in the general feedback, above the explanation")
    told = "\n\n".join(part for part in (key, writing.raw.get("explanation", "")) if part)
    feedback = f"####{writing.text(told)}" if told else ""
    return f"{stem} {{{feedback}}}"


def _block(stem: str, writing: _Writing, parts: Sequence[str]) -> str:
    return f"{stem} {{{' '.join([*parts, writing.general()]).strip()}}}"


def _escaped(text: str, strip: bool = True) -> str:
    text = _TO_ESCAPE.sub(r"\\\g<0>", text.strip() if strip else text)
    return text.replace("\n", "\\n")


_KINDS: dict[str, Callable[[_Writing, str], str]] = {
    "choice": _choice,
    "multiple": _multiple,
    "true_false": _true_false,
    "text": _short,
    "date": _date,
    "number": _number,
    "match": _match,
    "cloze": _cloze,
    "open": _open,
}
