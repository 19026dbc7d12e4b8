"""Formulas between single dollars in files of other programs: taken as TeX, and they come back from what we write."""

from __future__ import annotations

import json

import pytest

from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.registry import format_named
from quizapp.core.kinds import parse_question

HALF = r"$\frac{1}{2}$"
TEX = HALF.replace("$", "\\(", 1).replace("$", "\\)")

FILES = {
    "csv": f"Question,Correct answer,Wrong answer 1,Wrong answer 2,Explanation\n"
    f'"Is {HALF} of $5 less than $10?","{HALF} is","no","$x_1$","As {HALF}"\n',
    "aiken": f"Is {HALF} of $5 less than $10?\nA) {HALF} is\nB) no\nC) $x_1$\nANSWER: A\n",
    "gift": r"Is $\frac\{1\}\{2\}$ of $5 less than $10? {=$\frac\{1\}\{2\}$ is ~no ~$x_1$}",
    "opentdb": json.dumps(
        {"response_code": 0, "results": [{"type": "multiple", "difficulty": "easy", "category": "x",
         "question": f"Is {HALF} of $5 less than $10?", "correct_answer": f"{HALF} is",
         "incorrect_answers": ["no", "$x_1$", "never"]}]}
    ),
    "moodle-xml": f"""<quiz><question type="multichoice"><name><text>n</text></name><questiontext format="html"><text>
        <![CDATA[<p>Is {HALF} of $5 less than $10?</p>]]></text></questiontext><single>true</single>
        <answer fraction="100" format="html"><text>{HALF} is</text></answer>
        <answer fraction="0" format="html"><text>no</text></answer>
        <answer fraction="0" format="html"><text>$x_1$</text></answer></question></quiz>""",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_formulas_between_single_dollars_are_taken(name) -> None:
    (question,) = format_named(name).read(FILES[name].encode()).questions
    raw = question.dump()
    assert raw["stem"] == f"Is {TEX} of $5 less than $10?"
    key = raw["key"] if isinstance(raw["key"], str) else raw["key"]["text"]
    assert key == f"{TEX} is"
    assert "\\(x_1\\)" in raw["distractors"]
    if name == "csv":
        assert raw["explanation"] == f"As {TEX}"


@pytest.mark.parametrize("name", ["csv", "xlsx", "gift", "moodle-xml", "bank", "qti12", "qti2", "aiken"])
@pytest.mark.parametrize("tex", [TEX, "\\(x_1\\)"])
def test_what_we_write_of_formulas_comes_back(name, tex) -> None:
    raw = {"id": "one", "kind": "choice", "stem": f"Is {tex} of $5 less than $10?", "key": f"{tex} is",
           "distractors": ["no", f"never {tex}"], "explanation": f"As {tex}, or $5."}  # fmt: skip
    known = format_named(name)
    (again,) = known.read(known.write(Outgoing(BankFields(title="T"), [parse_question(raw)])).content).questions
    said = again.dump()
    assert {field: said[field] for field in ("stem", "key", "distractors") if field in said} == {
        field: raw[field] for field in ("stem", "key", "distractors") if field in said
    }
