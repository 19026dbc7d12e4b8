"""What of pasted questions may be read in two ways: read as it stands there, or refused, never turned into another."""

from __future__ import annotations

import pytest

from quizapp.core.formats.labelled_text import read
from tests.core.formats.laws import wrong_of

LAST = "\n\nQuestion: Water?\nAnswer: wet\n"


def first_of(text: str):
    parcel = read((text + LAST).encode())
    assert parcel.questions[-1].stem == "Water?"
    return parcel.questions[0].dump()


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        ("Question: Moons of Mars?\nAnswer: 2\nExplanation: They are:\n1. Phobos\n2. Deimos", 2, None),
        ("Question: What does RSVP mean? Answer: reply please. Explanation: French", "reply please.", None),
        ("Question: Capital?\nAnswer: Paris | Points: 2", "Paris", None),
        ("Question: Derivative?\nA) cos(x)\nB) g (x)\nAnswer: A", "cos(x)", ["g (x)"]),
        ("Question: Pointer?\nA) int\nB) int *\nAnswer: B", "int \\*", ["int"]),
        ("Question: Right?\nA) corect (right)\nB) correct\nAnswer: B", "correct", ["corect (right)"]),
        ("Question: 1+2?\n1) 2\n2) 3\n3) 4\nAnswer: 2) 3", 3, [2, 4]),
        ("Question: Vitamin?\nA) K\nB) C\nC) D\nAnswer: B (C)", "C", ["K", "D"]),
        ("Question: Which?\n1. Fish swim.\n2. Stones swim.\nA) 1 and 2\nB) only 1\nAnswer: B", "only 1", ["1 and 2"]),
        ("Question: Which?\n* A) Rome\n* B) Paris\nAnswer: B", "Paris", ["Rome"]),
        ("Question: Which? a) Rome b) Paris ✓ c) Oslo", "Paris", ["Rome", "Oslo"]),
        ("Question: Which?\nA) The Nile, which flows through\nEgypt\nB) The Rhine\nAnswer: B", "The Rhine",
         ["The Nile, which flows through\\\nEgypt"]),
        ("Question: Explain.\nModel answer: Plants turn light into sugar.", "Plants turn light into sugar.", None),
        ("Question: Which are even?\na) two\nb) three\nc) four\nAnswer: a) two, c) four", ["two", "four"], ["three"]),
    ],
)  # fmt: skip
def test_what_stands_there_is_read(text, key, rest) -> None:
    dump = first_of(text)
    assert (dump["key"], wrong_of(dump) or None) == (key, rest) or (rest is None and dump["key"] == key)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Question: Capital?\nAnswer: Paris Points: 2", "stands within the answer"),
        ("Question: Which?\nAnswer: B\nExplanation: So.\na) Rome\nb) Paris", "may be one of the list below"),
        ("Question: Which?\nHint: They are:\nA) one\nB) two\nAnswer: B", "may be one of the list below"),
        ("Question: In section a) of the law, who? a) King b) Queen\nAnswer: b", "looks like options"),
        ("Question: Compare (a) cats and (b) dogs. Who?\nA) cats\nB) dogs\nAnswer: B", "looks like options"),
        ("Question: Which?\nA) one\nB) two\nFun fact: nothing\nAnswer: B", "looks like options"),
        ("Question: Which?\nA) one\nA) two\nB) three\nAnswer: A", "looks like an option"),
        ("Question: Which?\nA) one   C) three\nB) two   D) four\nAnswer: A", "further option"),
        ("Question: Which?\nA) one\nB) two\nAnswer: A\nC) three", "further option"),
        ("Question: How many?\n1) 2\n2) 1\nAnswer: **2**", "two ways"),
        ("Question: Which?\nA) Rome\nB) Paris\nAnswer: Paris (A)", "two ways"),
        ("Question: Steps:\n1. Boil\n2. Wait\nWhat comes last?\nAnswer: Wait", "stands in a list of the question"),
        ("Question: 7\nAnswer: x", "but a label or a number"),
        ("Question: Date?\na) 1. Mai\nb) 2. Mai\nAnswer: a", "two letters or numbers each"),
    ],
)
def test_what_is_doubtful_is_refused(text, reason) -> None:
    parcel = read((text + LAST).encode())
    assert [question.stem for question in parcel.questions] == ["Water?"]
    assert reason in parcel.problems[0].reason
    assert parcel.problems[0].line == 1


def test_numbers_that_are_asked_stay() -> None:
    text = "1. Person Singular von sein?\nAntwort: bin\n2. Person Singular von sein?\nAntwort: bist\n"
    assert [question.stem[:11] for question in read(text.encode()).questions] == ["1\\. Person ", "2\\. Person "]


def test_questions_and_options_may_be_numbered_alike() -> None:
    text = "".join(f"{n}. Capital {n}?\n1. Rome\n2. Paris\n3. Oslo\nAnswer: 2\n" for n in range(1, 6))
    assert [(each.stem, each.dump()["key"]) for each in read(text.encode()).questions] == [
        (f"Capital {n}?", "Paris") for n in range(1, 6)
    ]


def test_no_answer_is_taken_for_a_letter_where_other_questions_have_options() -> None:
    text = "Question: Grade?\nAnswer: A and C\n\nQuestion: Vitamin?\n1. C\n2. A\n3. K\nAnswer: C (1)\n"
    assert [question.dump()["key"] for question in read(text.encode()).questions] == ["A and C", "C"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Question: Power?\nA) 5 mW\nB) 5 MW\nAnswer: 5 MW", "5 MW"),
        ("Question: Power?\nA) 5 mW\nB) 5 MW\nAnswer: B) 5 MW", "5 MW"),
        ("Question: Who?\nA) me\nB) you\n| Answer: B", "you"),
        ("Question: Who?\nAnswer: me\n|", "me"),
        ("Question: Who? | Answer: me |\n||", "me"),
    ],
)
def test_words_are_told_apart_by_case_and_bars_say_nothing(text, key) -> None:
    assert first_of(text)["key"] == key


@pytest.mark.parametrize(
    "text",
    [
        "Question: Which?\nA) It is.\nB) It is\nAnswer: it is",
        "Question: Which?\nA. xx   C. zz\nB. yy   D. ww\nAnswer: A",
        "Question: Which?\nA) Shift (left)\nB) Shift (right)",
        "Question: Who?\nAnswer: Johann Wolfgang\nGoethe",
        "Question: Who?\nAnswer: me\n" + "Hint: look\n" * 61,
    ],
)
def test_what_may_be_cut_or_meant_twice_is_refused_with_a_reason(text) -> None:
    parcel = read((text + LAST).encode())
    assert [question.stem for question in parcel.questions] == ["Water?"]
    assert parcel.problems[0].reason


@pytest.mark.parametrize(
    ("below", "note", "key"),
    [
        ("Answer: Paris\nAnswer: paris", "Line 3 says the same once more: “Answer: paris”", "Paris"),
        ("Answer: Rome\nExplanation: a\nAnswer: Rome.", "Line 4 says the same once more", "Rome"),
        ("Answer: Oslo\nExplanation: a\nExplanation: b", "Line 4 explains once more", "Oslo"),
        ("Answer: Bern\nPoints: 2\nPoints: 3", "Line 4 says something else once more, and was left out", "Bern"),
        ("Answer: Lima\nType: text\nType: open", "“Type: open”", "Lima"),
        ("Answer: Riga\nAnswer: Rome", "Line 3 says once more what the answer is", None),
    ],
)
def test_what_is_said_twice_is_named_by_its_line(below, note, key) -> None:
    parcel = read(f"Question: Capital?\n{below}{LAST}".encode())
    assert [question.dump()["key"] for question in parcel.questions] == [key, "wet"][key is None :]
    (problem,) = parcel.problems
    assert (problem.line, note in problem.reason) == (1, True)


def test_each_line_that_was_left_out_is_named() -> None:
    text = "Question: Who?\nAnswer: me\n\nTopic: last\nReading: one\nof two lines\n\nDear reader\nSection: x\nsecond\n"
    many = "".join(f"Stray {n}\n\n" for n in range(30))
    parcel = read(f"{text}{many}{LAST}".encode())
    told = " ".join(f"{problem.line} {problem.reason}" for problem in parcel.problems)
    assert all(word in told for word in ("Dear reader", "“second”", "Stray 5"))
    assert "more lines belong to no question, and were left out: " in told


@pytest.mark.parametrize("remark", ["Explanation", "Rationale", "Feedback"])
@pytest.mark.parametrize("form", ["{}) {}", "{}. {}"])
def test_options_within_an_explanation_are_refused(form, remark) -> None:
    options = [form.format(label, word) for label, word in zip("ABC", ("jade", "opal", "ruby"), strict=True)]
    lines = "\n".join(f"{option}\n{remark}: More of it." for option in options)
    parcel = read(f"Question: Which is red?\n{lines}\nAnswer: C{LAST}".encode())
    assert [question.stem for question in parcel.questions] == ["Water?"]
    assert "option" in parcel.problems[0].reason
