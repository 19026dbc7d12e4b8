"""Signs at options that say which are right and wrong: read alike by all readers of text, and left in no option."""

from __future__ import annotations

import pytest

from quizapp.core.formats.line_signs import has_footnotes, judged, with_signs_behind
from quizapp.core.formats.registry import format_named, recognise

OPTIONS = ["Rhine", "Rome", "Elbe"]
BEHIND = ["{} ✗|{} ✓|{} ✗", "{} ❌|{} ✅|{} ❌", "{}|{} ✔️|{}", "{} ✘|{}|{} ✘", "{} (✗)|{} (✓)|{} (✗)",
          "{}|{} ✅ **(Correct answer)**|{}", "{}|{} (correct)|{}", "{}|{} ← correct|{}"]  # fmt: skip
BEFORE = ["✗ {}|✓ {}|✗ {}", "❌ {}|✅ {}|❌ {}", "{}|✔️ {}|{}", "☒ {}|☑ {}|☒ {}"]
#: Ways to write two questions; “{a}”, “{b}” and “{c}” are options.
WAYS = {
    "numbers": "{n}. Which is a town?\na) {a}\nb) {b}\nc) {c}\n\n",
    "headings": "### Question {n}\nWhich is a town?\n- A) {a}\n- B) {b}\n- C) {c}\n\n**Answer: B**\n\n",
    "names": "Question: Which is a town?\nA) {a}\nB) {b}\nC) {c}\n\n",
    "names and answers": "Question: Which is a town?\nA) {a}\nB) {b}\nC) {c}\nAnswer: B\n\n",
    "bullets": "Q: Which is a town?\n- {a}\n- {b}\n- {c}\n\n",
    "aiken": "Which is a town?\nA. {a}\nB. {b}\nC. {c}\nANSWER: B\n\n",
    "table": "{n}. Which is a town?\t{a}\t{b}\t{c}\t2\n",
}


@pytest.mark.parametrize("signs", [*BEHIND, *BEFORE])
@pytest.mark.parametrize("way", WAYS)
def test_signs_at_options_tell_what_is_right_and_are_no_words(way, signs) -> None:
    a, b, c = (form.format(words) for form, words in zip(signs.split("|"), OPTIONS, strict=True))
    text = "".join(WAYS[way].format(n=n, a=a, b=b, c=c) for n in (1, 2))
    text = f"Question\tOption 1\tOption 2\tOption 3\tCorrect\n{text}" if way == "table" else text
    parcel = recognise(text.encode()).read(text.encode())
    assert [(each.dump()["key"], each.dump()["distractors"]) for each in parcel.questions] == [
        ("Rome", ["Rhine", "Elbe"])
    ] * 2
    assert not parcel.problems


@pytest.mark.parametrize("way", [way for way in WAYS if "answers" in way or way in ("aiken", "table", "headings")])
def test_a_sign_at_another_option_than_the_answer_is_refused(way) -> None:
    text = "".join(WAYS[way].format(n=n, a="Rhine ✅", b="Rome", c="Elbe") for n in (1, 2))
    text = f"Question\tOption 1\tOption 2\tOption 3\tCorrect\n{text}" if way == "table" else text
    parcel = recognise(text.encode()).read(text.encode())
    assert not parcel.questions
    assert sum("marked" in problem.reason for problem in parcel.problems) == 2


@pytest.mark.parametrize(
    ("texts", "plain", "right"),
    [
        (["✓", "✗"], ["✓", "✗"], []),
        (["✓ a", "✓ b"], ["a", "b"], []),
        (["corect (right)", "correct"], ["corect (right)", "correct"], []),
        (["2 × 3", "2 √ 3"], ["2 × 3", "2 √ 3"], []),
        (["f(x)", "g(x) (correct)"], ["f(x)", "g(x)"], [1]),
        (["a (wrong)", "b"], ["a (wrong)", "b"], []),
        (["a (wrong)", "b ✓"], ["a", "b"], [1]),
        (["a ✗", "b", "c"], ["a", "b", "c"], []),
        (["**a**", "**✅ b**"], ["**a**", "**b**"], [1]),
    ],
)
def test_what_may_be_a_word_stays(texts, plain, right) -> None:
    told = judged(texts)
    assert (told.texts, told.right) == (plain, right)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("❌ A) Rome", "A) Rome ❌"),
        ("- ✅ Rome", "- Rome ✅"),
        ("✅ Rome", "- Rome ✅"),
        ("✅ **Answer:** b", "✅ **Answer:** b"),
        ("✔ Correct answer: Rome", "✔ Correct answer: Rome"),
        ("Rome ✅", "Rome ✅"),
    ],
)
def test_signs_before_options_stand_behind_them(line, expected) -> None:
    assert with_signs_behind(line) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A) Aspirin*", "B) Codeine", "", "* brand name"], True),
        (["A) Aspirin*", "*as sold in 2020"], True),
        (["A) Aspirin*", "* = correct answer"], False),
        (["* A) one", "* B) two *"], False),
        (["* one", "* two"], False),
        (["*Choose one.*"], False),
        (["**1.** Who?"], False),
    ],
)
def test_a_star_alone_before_a_line_is_that_of_a_note(lines, expected) -> None:
    assert has_footnotes(lines) is expected


NOTES = [("Aspirin*", "* brand name"), ("Venus *", "* seen in the evening"), ("the *Mayflower**", "*a ship of 1620")]


@pytest.mark.parametrize(("option", "note"), NOTES)
@pytest.mark.parametrize(
    "way", ["Question: Which?\nA) x\nB) {o}\nC) z\n\n{n}\n{a}\n", "1. Which?\na) x\nb) {o}\nc) z\n\n{n}\n{a}\n"]
)
def test_a_star_that_leads_to_a_note_marks_nothing(way, option, note) -> None:
    bare = way.format(o=option, n=note, a="")
    last = "Question: Who?\nAnswer: me\n" if way[0] == "Q" else "2. Who?\na) me\nb) you\nAnswer: a\n"
    name = "labelled" if way[0] == "Q" else "markdown"
    parcel = format_named(name).read(f"{bare}\n{last}".encode())
    assert [question.stem for question in parcel.questions] == ["Who?"]
    assert parcel.problems[0].line == 1
    named = format_named(name).read(f"{way.format(o=option, n='', a='Answer: A')}\n{last}\n\n{note}\n".encode())
    assert next(question.dump()["key"] for question in named.questions) == "x"
