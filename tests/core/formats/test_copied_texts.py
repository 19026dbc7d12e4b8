"""Texts copied from pages, chats and papers: each question is read as it was meant, or named; never read otherwise."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

FACTS = [
    ("Which planet is the largest?", ["Mars", "Jupiter", "Venus", "Earth"], 1),
    ("Which gas do plants take in?", ["neon", "oxygen", "carbon dioxide", "helium"], 2),
    ("Which city lies on the Rhine?", ["Cologne", "Berlin", "Jena", "Kiel"], 0),
]


def lettered(options, form="{}) {}"):
    return "\n".join(form.format("ABCD"[place], text) for place, text in enumerate(options))


def moodle(number, stem, options, right, state="Not answered\nMarked out of 1.00"):
    listed = "\n".join(f"{'abcd'[place]}.\n{text}" for place, text in enumerate(options))
    return f"Question {number}\n{state}\nFlag question\nQuestion text\n{stem}\nSelect one:\n{listed}\nFeedback\n" + (
        f"Your answer is correct.\nThe correct answer is: {options[right]}\n"
    )


def each(form):
    return "\n\n".join(form(number, *fact) for number, fact in enumerate(FACTS, 1)) + "\n"


KEYS = "ABCD"
TEXTS = {
    "Moodle": each(moodle),
    "Moodle, judged": each(lambda *fact: moodle(*fact, state="Correct\nMark 1.00 out of 1.00")),
    "bold key": each(
        lambda n, s, o, r: f"{n}. {s}\n" + lettered(o).replace(f"{KEYS[r]}) {o[r]}", f"**{KEYS[r]}) {o[r]}**")
    ),
    "bold words": each(lambda n, s, o, r: f"{n}. {s}\n" + lettered(o).replace(o[r], f"**{o[r]}**")),
    "bold answer": each(lambda n, s, o, r: f"**{n}. {s}**\n\n{lettered(o)}\n\n**Answer: {KEYS[r]}**"),
    "key in a table": each(lambda n, s, o, r: f"{n}. {s}\n{lettered(o)}")
    + "\n## Answer key\n\n| Question | Answer |\n|---|---|\n"
    + "".join(f"| {n} | {KEYS[fact[2]]} |\n" for n, fact in enumerate(FACTS, 1)),
    "key below a heading": "# Quiz\n\n"
    + each(lambda n, s, o, r: f"**{n}. {s}**\n{lettered(o)}")
    + "\n---\n\n### Answers\n\n"
    + "".join(f"{n}. **{KEYS[fact[2]]}** – {fact[1][fact[2]]}\n" for n, fact in enumerate(FACTS, 1)),
    "said at length": each(lambda n, s, o, r: f"Question {n}: {s}\n{lettered(o)}\nThe correct answer is: {KEYS[r]}"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_copied_choices_are_read(name) -> None:
    data = TEXTS[name].encode()
    parcel = recognise(data).read(data)
    found = [
        (each.stem.strip("*"), each.dump()["key"], sorted(each.dump()["distractors"])) for each in parcel.questions
    ]
    assert found == [(s, o[r], sorted({*o} - {o[r]})) for s, o, r in FACTS]


@pytest.mark.parametrize("sign", ["→ {}", "({})", "-> {}", "{}"])
def test_a_question_keeps_its_mark_where_that_parts_it_from_its_answer(sign) -> None:
    data = "".join(f"{n}. {s} {sign.format(o[r])}\n" for n, (s, o, r) in enumerate(FACTS, 1)).encode()
    parcel = recognise(data).read(data)
    assert [(each.stem, each.key) for each in parcel.questions] == [(s, o[r]) for s, o, r in FACTS]


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (["Mars", "Jupiter", "Venus"], "Correct: 2"),
        (["Mars", "Jupiter", "Venus"], "Answer: B"),
        (["9", "4", "15", "7"], "Correct: 4"),
        (["2", "3", "1"], "Answer: 1"),
    ],
)
def test_the_place_of_a_line_without_a_number_is_no_answer(options, answer) -> None:
    text = "".join(f"Which is it in case {n}?\n" + "\n".join(options) + f"\n{answer}\n\n" for n in (1, 2))
    parcel = recognise(text.encode()).read(text.encode())
    assert not parcel.questions
    assert [problem.line for problem in parcel.problems] == [1, len(options) + 4]


@pytest.mark.parametrize("line", ["a.\nx\nb.\ny\n", "Marked out of 1.00\n", "a.\n"])
def test_time_is_in_proportion_to_the_text(line) -> None:
    read = recognise(TEXTS["Moodle"].encode()).read
    start = TEXTS["Moodle"]
    assert_linear(read, (start + line * 2_000).encode(), (start + line * 8_000).encode())
