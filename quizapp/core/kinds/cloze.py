"""Cloze: a stem with gaps, each a small question of a kind of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds.base import MAX_WORTH, KindQuestion
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.date import Date
from quizapp.core.kinds.editor import EditorReader, Inputs
from quizapp.core.kinds.fields import Fields, plain_number
from quizapp.core.kinds.gap_rows import fill_gaps, read_gaps
from quizapp.core.kinds.number import Number
from quizapp.core.kinds.responses import typed_text
from quizapp.core.kinds.text import Text
from quizapp.core.question import FormInput, Grade, GradeContext, Json, Response, Way

MAX_GAPS = 50

GapQuestion = Choice | Text | Number | Date
_GAP_KINDS: dict[str, type[Choice] | type[Text] | type[Number] | type[Date]] = {
    "text": Text,
    "choice": Choice,
    "number": Number,
    "date": Date,
}
GAP = re.compile(r"(?<!\\)\[\[([0-9]{1,3})\]\]")
#: A gap's question needs a stem of its own; it is never shown.
_GAP_STEM = "[[gap]]"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap: the question that judges it, and its worth against the other gaps."""

    question: GapQuestion
    worth: float = 1.0

    def way(self, asked: Way) -> Way:
        """Give the way in which this gap is asked when the whole is asked so."""
        return asked if asked in self.question.ways else self.question.ways[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(KindQuestion):
    """A stem with gaps written [[1]], [[2]] …; \\[[ stands for the marks themselves."""

    kind: ClassVar[str] = "cloze"
    label: ClassVar[str] = "Cloze"
    own_fields: ClassVar[tuple[str, ...]] = ("gaps",)
    example: ClassVar[Mapping[str, Json]] = {
        "kind": "cloze",
        "stem": "Water freezes at [[1]] and boils at 100 degrees; the scale is named after Anders [[2]] of [[3]].",
        "gaps": [
            {"kind": "number", "key": 0},
            {"key": "Celsius", "about": "actor"},
            {"key": "Uppsala", "distractors": ["Copenhagen", "Leiden"], "worth": 2},
        ],
    }

    gaps: tuple[Gap, ...]

    own_inputs: ClassVar[tuple[str, ...]] = ("gap",)

    @classmethod
    def fill_inputs(cls, raw: Mapping[str, Json], inputs: Inputs) -> None:
        """Set a row for each gap."""
        fill_gaps(raw, inputs)

    @classmethod
    def read_inputs(cls, reader: EditorReader) -> dict[str, Json]:
        """Read the gaps."""
        return {"gaps": read_gaps(reader)}

    @classmethod
    def read_own(cls, fields: Fields) -> dict[str, Any]:
        """Read the gaps, and see that the stem holds each once."""
        children = fields.children("gaps", MAX_GAPS, "a mapping with a key")
        gaps = [_read_gap(child, number) for number, child in enumerate(children, 1)]
        _check_stem(fields, len(gaps))
        if not any(gap is None or gap.worth > 0 for gap in gaps) and gaps:
            fields.problem("gaps", "No gap is worth anything; raise one worth above 0.")
        return {"gaps": tuple(gap for gap in gaps if gap is not None)}

    def dump_own(self) -> dict[str, Json]:
        """Give the gaps."""
        return {"gaps": [_dump_gap(gap) for gap in self.gaps]}

    @property
    def parts(self) -> tuple[str | int, ...]:
        """Give the stem in turns of text and number of gap, the first gap being 1."""
        pieces = GAP.split(self.stem)
        return tuple(
            int(piece) if place % 2 else piece.replace("\\[[", "[[")
            for place, piece in enumerate(pieces)
            if piece or place % 2
        )

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give recognise where a gap has options, recall where a gap is typed; one alone where both look the same."""
        modes: dict[Way, list[Way]] = {way: [gap.way(way) for gap in self.gaps] for way in ("recognise", "recall")}
        if modes["recognise"] != modes["recall"]:
            return ("recognise", "recall")
        return ("recognise",) if all(mode == "recognise" for mode in modes["recall"]) else ("recall",)

    def is_typed(self, way: Way) -> bool:
        """Whether some gap is typed."""
        return any(gap.way(way) == "recall" for gap in self.gaps)

    def ask(self, rng: Random, way: Way) -> dict[str, Json]:
        """Give the stem's parts, and what each gap's question may show."""
        asked: Way = way if way in self.ways else self.ways[0]
        parts = [{"gap": part} if isinstance(part, int) else {"text": part} for part in self.parts]
        gaps = [
            {"name": name, "number": number, **gap.question.ask(rng, gap.way(asked))}
            for number, (name, gap) in enumerate(self._named(), 1)
        ]
        return {"way": asked, "parts": parts, "gaps": gaps}

    def read(self, form: FormInput) -> Response | None:
        """Give the list of what stands in the gaps, empty texts for empty ones; None while all are empty."""
        given = [typed_text(form, name) for name, _ in self._named()]
        return given if any(given) else None

    def grade(self, response: Response, context: GradeContext) -> Grade:
        """Judge each gap by its own question; the score is the mean by worth, `parts` holds each gap's."""
        given = list(response[: len(self.gaps)]) if isinstance(response, list | tuple) else []
        given += [""] * (len(self.gaps) - len(given))
        grades = [gap.question.grade(item, context) for gap, item in zip(self.gaps, given, strict=True)]
        total = sum(gap.worth for gap in self.gaps)
        score = sum(gap.worth * grade.score for gap, grade in zip(self.gaps, grades, strict=True)) / total
        remarks = [self._remark(number, grade.remark) for number, grade in enumerate(grades, 1) if grade.remark]
        return Grade(
            min(1.0, round(score, 6)),
            tuple(grade.picks[0] if grade.picks else "" for grade in grades),
            " ".join(remarks),
            any(grade.may_retry for grade in grades),
            tuple(grade.score for grade in grades),
        )

    def answer(self) -> str:
        """Give the keys of the gaps in their order."""
        return "; ".join(gap.question.answer() for gap in self.gaps)

    def _remark(self, number: int, remark: str) -> str:
        return f"Gap {number}: {remark}" if len(self.gaps) > 1 else remark

    def _named(self) -> list[tuple[str, Gap]]:
        return [(f"gap_{number}", gap) for number, gap in enumerate(self.gaps, 1)]


def _read_gap(fields: Fields, number: int) -> Gap | None:
    kind = fields.one_of("kind", tuple(_GAP_KINDS), "choice" if _has_options(fields) else "text")
    worth = fields.number("worth", 0, MAX_WORTH, 1.0)
    gap_class = _GAP_KINDS[kind]
    known = (*gap_class.own_fields, "about", "explanation")
    raw = {name: value for name in known if (value := fields.take(name)) is not None}
    fields.refuse_rest(("kind", *known, "worth"))
    try:
        return Gap(gap_class.parse({**raw, "stem": _GAP_STEM}), worth)
    except InvalidQuestion as error:
        for problem in error.problems:
            fields.problem(problem.field, problem.message)
        return None


def _has_options(fields: Fields) -> bool:
    return "distractors" in fields or "options" in fields


def _dump_gap(gap: Gap) -> dict[str, Json]:
    written = gap.question.dump()
    kind = written.pop("kind")
    del written["stem"]
    usual = "choice" if "distractors" in written or "options" in written else "text"
    shown: dict[str, Json] = {} if kind == usual else {"kind": kind}
    return {**shown, **written, **({"worth": plain_number(gap.worth)} if gap.worth != 1 else {})}


def _check_stem(fields: Fields, count: int) -> None:
    """Note gaps that the stem lacks, has twice, or has without a description."""
    stem = fields.take("stem")
    numbers = [int(found) for found in GAP.findall(stem)] if isinstance(stem, str) else []
    if not count:
        fields.problem("gaps", "There are no gaps; describe each [[n]] of the stem, with at least a key.")
    for number in range(1, count + 1):
        if numbers.count(number) != 1:
            times = "is missing from the stem" if number not in numbers else "stands in the stem more than once"
            fields.problem("stem", f"Gap [[{number}]] {times}.")
    for number in sorted({number for number in numbers if not 1 <= number <= count}):
        if count:
            fields.problem("stem", f"The stem has a gap [[{number}]], but gaps describes {count}.")
