"""Embedded answers: gaps `{1:SHORTANSWER:=right~%50%half#feedback}` within a text, Moodle's cloze questions.

GIFT, Moodle XML and Cloze text share this grammar. Source: Moodle, question/type/multianswer/questiontype.php.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.rich_text import plain_of
from quizapp.core.formats.weighted import (
    Answer,
    Broken,
    middle_and_half,
    number_fields,
    option_answers,
    read_percent,
    single_fields,
    snapped,
    str_of,
    text_fields,
    written_percent,
)
from quizapp.core.question import Json

#: Every name of a kind of gap, long and short, and what it becomes.
_SHORT, _EXACT, _CHOICE, _SEVERAL, _NUMBER = "short", "exact", "choice", "several", "number"
KINDS: dict[str, str] = {
    **dict.fromkeys(("SHORTANSWER", "SA", "MW"), _SHORT),
    **dict.fromkeys(("SHORTANSWER_C", "SAC", "MWC"), _EXACT),
    **dict.fromkeys(("MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"), _CHOICE),
    **dict.fromkeys(("MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"), _CHOICE),
    **dict.fromkeys(("MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH"), _SEVERAL),
    **dict.fromkeys(("MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS"), _SEVERAL),
    **dict.fromkeys(("NUMERICAL", "NM"), _NUMBER),
}
_NAMES = "|".join(sorted(KINDS, key=len, reverse=True))
GAP_START = re.compile(rf"\{{ ?([0-9]{{0,6}}) ?: ?({_NAMES}) ?:", re.IGNORECASE)
_GAP_INSIDE = re.compile(r"[^\\}]+|\\.|\\", re.S)
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:[.,][0-9]{1,10})?)%")
_BETWEEN = re.compile(r"\\.|&(?:#\w{1,8};|amp;#\w{1,8};)|[~#]", re.S)
_TO_ESCAPE = re.compile(r"[~#}\\]")

ToMarkdown = Callable[[str], str]
"""From a gap's option or feedback as it stands in the file to our Markdown."""


@dataclass(frozen=True, slots=True)
class GapSource:
    """A gap as it stands in the file: from `start` to `end` of the text, its worth, kind's name and answers."""

    start: int
    end: int
    worth: str
    name: str
    answers: str


@dataclass(frozen=True, slots=True)
class GapWay:
    """How the gaps' words are read: `rich` makes Markdown; typed words are plain, freed from HTML where `is_html`."""

    rich: ToMarkdown
    is_html: bool = True


def find_gaps(text: str) -> list[GapSource]:
    """Find the gaps of a text in their order.

    Raises:
        Broken: when a gap has no end.
    """
    found: list[GapSource] = []
    at = 0
    while match := GAP_START.search(text, at):
        end = match.end()
        while inside := _GAP_INSIDE.match(text, end):
            end = inside.end()
        if end >= len(text) or GAP_START.search(text, match.end(), end):
            raise Broken(f"Gap {len(found) + 1} has no end; close it with a brace.")
        found.append(GapSource(match.start(), end + 1, match[1], match[2].upper(), text[match.end() : end]))
        at = end + 1
    return found


def token(number: int) -> str:
    """Give the sign that stands for a gap while the text around it is turned into Markdown."""
    return f"\ue000{number}\ue001"


def without_tokens(text: str) -> str:
    """Give a text free of the signs that stand for gaps."""
    return text.replace("\ue000", "").replace("\ue001", "")


def with_gap_marks(text: str) -> str:
    """Put our marks `[[n]]` where the signs stand."""
    return text.replace("\ue000", "[[").replace("\ue001", "]]")


def gap_fields(gap: GapSource, number: int, way: GapWay, notes: list[str]) -> dict[str, Json]:
    """Give the fields of a gap.

    Raises:
        Broken: naming the gap, with what is wrong.
    """
    try:
        fields = _fields(gap, number, way, notes)
    except Broken as error:
        raise Broken(f"Gap {number}: {error.message}") from None
    if fields["kind"] == "text":
        del fields["kind"]
    feedback = fields.pop("key_feedback", "")
    fields.pop("wrong_feedback", "")
    if feedback:
        fields["explanation"] = feedback
    if gap.worth and int(gap.worth) not in (0, 1):
        fields["worth"] = min(int(gap.worth), 1000)
    return fields


def _fields(gap: GapSource, number: int, way: GapWay, notes: list[str]) -> dict[str, Json]:
    kind = KINDS[gap.name]
    answers = _answers(gap.answers, kind, way)
    own: list[str] = []
    if kind == _NUMBER:
        fields = {"kind": "number", **number_fields(answers, own)}
    elif kind in (_SHORT, _EXACT):
        _need_full(answers)
        fields = {"kind": "text", **text_fields(answers, own)} | ({"compare": "exact"} if kind == _EXACT else {})
    else:
        answers = _shared_out(answers) if kind == _SEVERAL else answers
        _need_full(answers)
        fields = _chosen(answers, number, own)
    notes.extend(f"gap {number}: {note}" for note in own)
    return fields


def _shared_out(answers: list[Answer]) -> list[Answer]:
    """Take options that are right together, such as `%50%a~%50%b`, for right ones each, as `=a~=b` has them."""
    right = [answer.percent for answer in answers if answer.percent > 0]
    if len(right) < 2 or max(right) >= 99.9999 or not 99 <= sum(right) <= 101:
        return answers
    return [replace(answer, percent=100.0) if answer.percent > 0 else answer for answer in answers]


def _chosen(answers: Sequence[Answer], number: int, notes: list[str]) -> dict[str, Json]:
    """Give a gap with options; where several are right, the first is the key and each other right one counts too."""
    full = [answer for answer in answers if answer.percent >= 99.9999]
    others = [Answer(a.text, min(a.percent, 90.0), a.feedback) for a in answers if a is not full[0]]
    fields = single_fields([full[0], *others], notes)
    right = {answer.text for answer in full[1:]}
    for option in fields["distractors"]:
        if isinstance(option, dict) and option["text"] in right:
            option["weight"] = 1
    if right:
        notes.append(f"{len(full)} options are right and all were asked for; here one of them is enough.")
    return {**fields, "kind": "choice"}


def _answers(text: str, kind: str, way: GapWay) -> list[Answer]:
    answers = [_answer(part, feedback, kind, way) for part, feedback in _parts(text)]
    answers = [answer for answer in answers if answer.text or kind == _NUMBER]
    if not answers:
        raise Broken("There is no answer in it.")
    return answers


def _answer(part: str, feedback: str, kind: str, way: GapWay) -> Answer:
    part, percent = part.strip(), 0.0
    weight = _WEIGHT.match(part)
    if part.startswith("="):
        part, percent = part[1:], 100.0
        weight = _WEIGHT.match(part)
    if weight:
        part, percent = part[weight.end() :], read_percent(weight[1])
    said = way.rich(_freed(feedback)) if feedback.strip() else ""
    if kind in (_CHOICE, _SEVERAL):
        return Answer(way.rich(_freed(part)), percent, said)
    # The star of a pattern and its escape stay; everything else is freed.
    words = re.sub(r"\\(?!\*)(.)", r"\1", part, flags=re.S)
    words = plain_of(words) if way.is_html else " ".join(words.split())
    if kind != _NUMBER:
        return Answer(words, percent, said)
    number, _, tolerance = words.partition(":")
    return Answer(number.strip(), percent, said, tolerance.strip())


def _parts(text: str) -> list[tuple[str, str]]:
    """Split answers at `~`, and each from its feedback at the first `#`; `&#39;` and escaped signs part nothing."""
    parts: list[tuple[str, str]] = []
    start, sharp = 0, -1
    for match in _BETWEEN.finditer(text):
        if match[0] == "~":
            parts.append(_part(text, start, sharp, match.start()))
            start, sharp = match.end(), -1
        elif match[0] == "#" and sharp < 0:
            sharp = match.start()
    parts.append(_part(text, start, sharp, len(text)))
    return parts


def _part(text: str, start: int, sharp: int, end: int) -> tuple[str, str]:
    return (text[start:end], "") if sharp < 0 else (text[start:sharp], text[sharp + 1 : end])


def _freed(text: str) -> str:
    return re.sub(r"\\([~#{}=%\\/\"*])", r"\1", text).strip()


def _need_full(answers: Sequence[Answer]) -> None:
    if not any(answer.percent >= 99.9999 for answer in answers):
        raise Broken("No answer is fully right; begin the right one with = or %100%.")


def write_gap(gap: dict[str, Json], name: str, to_html: Callable[[str], str]) -> str:
    """Write a dumped gap; `name` is the kind's name it had in the file, empty for our choice."""
    kind = gap.get("kind") or ("choice" if "distractors" in gap or "options" in gap else "text")
    if kind == "choice":
        usual, answers = "MULTICHOICE", _choice_answers(gap)
    elif kind == "number":
        usual, answers = "NUMERICAL", _number_answers(gap)
    else:
        usual = "SHORTANSWER_C" if gap.get("compare") == "exact" else "SHORTANSWER"
        answers = _text_answers(gap)
    fits = name and (KINDS.get(name) == KINDS[usual] or (kind == "choice" and KINDS.get(name) == _SEVERAL))
    is_rich = kind == "choice"
    written = "~".join(_written(answer, is_rich, to_html) for answer in answers)
    return f"{{{max(1, round(float(gap.get('worth', 1))))}:{name if fits else usual}:{written}}}"


def _choice_answers(gap: dict[str, Json]) -> list[Answer]:
    if "options" in gap:
        key = str_of(gap["key"])
        listed = list(option_answers(gap["options"], False, 0))
        return [Answer(a.text, 100.0 if a.text == key else a.percent, a.feedback) for a in listed]
    keys = list(option_answers(gap["key"], True, 100))
    return [*keys, *option_answers(gap["distractors"], False, 0)]


def _text_answers(gap: dict[str, Json]) -> list[Answer]:
    return [Answer(escaped_star(gap["key"]), 100.0, gap.get("explanation", "")), *accepted_answers(gap)]


def _number_answers(gap: dict[str, Json]) -> list[Answer]:
    return [number_answer(gap), *accepted_answers(gap)]


def number_answer(fields: dict[str, Json]) -> Answer:
    """Give the key of a dumped number as an answer with an absolute tolerance."""
    said = fields.get("explanation", "")
    if "from" in fields:
        middle, half = middle_and_half(str_of(fields["from"]), str_of(fields["to"]))
        return Answer(middle, 100.0, said, half)
    key = str_of(fields["key"])
    return Answer(key, 100.0, said, absolute(key, str_of(fields.get("tolerance", ""))))


def absolute(key: str, tolerance: str) -> str:
    """Give a tolerance that may be a percentage in the key's own measure."""
    if not tolerance.endswith("%"):
        return tolerance
    value = abs(float(key)) * float(tolerance.removesuffix("%")) / 100
    return f"{value:.12g}"


def accepted_answers(fields: dict[str, Json]) -> list[Answer]:
    """Give the accepted texts or numbers of a dumped question as answers; patterns keep their stars."""
    found: list[Answer] = []
    for option in fields.get("accept", []):
        given = option if isinstance(option, dict) else {"text": option}
        weight = given.get("weight")
        text = given["pattern"] if "pattern" in given else escaped_star(given["text"])
        percent = 100.0 if weight is None else float(weight) * 100
        tolerance = absolute(text, str_of(given.get("tolerance", ""))) if "tolerance" in given else ""
        found.append(Answer(text, percent, given.get("explanation", ""), tolerance))
    return found


def escaped_star(text: Json) -> str:
    """Give a text whose stars are no pattern."""
    return str_of(text).replace("*", "\\*")


def _written(answer: Answer, is_rich: bool, to_html: Callable[[str], str]) -> str:
    text = to_html(answer.text) if is_rich else _plain_written(answer)
    percent = snapped(answer.percent)
    weight = "=" if percent == 100 else f"%{written_percent(percent)}%" if percent else ""
    if not weight and text.startswith(("=", "%")):
        weight = "%0%"
    said = f"#{_escaped(to_html(answer.feedback))}" if answer.feedback else ""
    return f"{weight}{_escaped(text)}{said}"


def _plain_written(answer: Answer) -> str:
    """Write typed words as HTML: the text around them is HTML too."""
    words = escape(plain_words(answer.text) if "\n" in answer.text else answer.text, quote=False)
    return f"{words}:{answer.tolerance}" if answer.tolerance else words


def _escaped(text: str) -> str:
    text = text.replace("\\*", "\0")
    text = _TO_ESCAPE.sub(r"\\\g<0>", text.replace("{", "&#123;").replace("\n", " "))
    # The entity has just lost its meaning to the escape of its #.
    return text.replace("&\\#123;", "&#123;").replace("\0", "\\*")
