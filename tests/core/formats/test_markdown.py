"""Questions in Markdown: text2qti’s signs, answers in details, R/exams; letters name labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.core.formats.markdown_list import MARKDOWN_LIST, read
from quizapp.core.formats.registry import format_named, recognise
from quizapp.core.tex import with_dollar_tex
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile

FOLDER = Path(__file__).parents[2] / "data/markdown"
SIGNS, DETAILS, EXERCISE = ((FOLDER / name).read_bytes() for name in ("text2qti.md", "details.md", "exercise.Rmd"))


def by_line(data):
    """Read a sample and give its questions as raw mappings by line."""
    parcel = read(data)
    assert_sound(parcel)
    assert recognise(data) is MARKDOWN_LIST
    return parcel, {entry.line: entry.question.dump() for entry in parcel.entries}


def test_text2qti() -> None:
    parcel, raws = by_line(SIGNS)
    assert parcel.bank.title == "Numbers and seas"
    assert list(raws) == [7, 17, 24, 27, 30, 34, 40, 52]
    assert [problem.line for problem in parcel.problems] == [45]
    assert sorted(skipped.line for skipped in parcel.skipped) == [37, 50]
    first = raws[7]
    assert first["stem"] == "What is \\(2 + 3\\)?"
    assert first["key"] == {"text": 5, "explanation": "Quite so."}
    assert first["distractors"] == [{"text": 6, "explanation": "One too many."}, 1]
    assert (first["title"], first["worth"], first["explanation"]) == ("A sum", 2, "Count on your fingers.")
    assert first["origin"]["extra"] == {"correct": "Well done.", "incorrect": "Think again."}
    assert raws[17]["key"] == ["Baltic", "Adriatic"]
    assert raws[17]["stem"] == "Which are seas?\n\nChoose all."
    assert (raws[24]["key"], raws[24]["tolerance"]) == (1.4142, 0.0001)
    assert (raws[27]["from"], raws[27]["to"]) == (1, 2.5)
    assert (raws[30]["key"], raws[30]["accept"]) == ("Pacific", ["Pacific Ocean"])
    assert raws[34]["stem"] == "Explain tides for a price of $5 or $6."
    assert raws[40]["options"] == [{"text": True, "explanation": "It is."}]
    assert "a) not an option" in raws[52]["stem"]
    assert raws[52]["key"] == "nothing"


def test_answers_in_details_and_below() -> None:
    parcel, raws = by_line(DETAILS)
    assert parcel.bank.title == "Lakes and rivers"
    assert [raw["stem"].splitlines()[0][:22] for raw in raws.values()] == [
        *("**Depth.** Which lake ", "Which costs $200 and n", "Which is a river?", "Which are rivers?"),
        *("What is a delta?", "Which of these is name", "Which is told at the e"),
    ]
    depth, cost, river, rivers, delta, named, told = raws.values()
    assert depth["key"] == "Baikal"
    assert depth["explanation"].startswith("It is 1,642 m deep")
    assert depth["tags"] == ["Lakes"]
    assert cost["key"] == "A raft\nof logs"
    assert river["key"] == "Po"
    assert rivers["key"] == ["Rhine", "Po"]
    assert (delta["kind"], delta["key"][:7]) == ("open", "Where a")
    assert (named["key"], named["distractors"]) == ("Erie", ["Ohio"])
    assert (told["key"], told["explanation"]) == ("y", "because it is so.")
    assert [problem.reason[:12] for problem in parcel.problems] == [
        *("the image “m", "There are ne", "The answer “", "“Some words "),
    ]


def test_r_exams() -> None:
    parcel, raws = by_line(EXERCISE)
    prime, length = raws.values()
    assert prime["key"] == "\\(7\\)"
    assert prime["distractors"][0] == {"text": "\\(4\\)", "explanation": "Two times two."}
    assert prime["tags"] == ["Numbers/Primes"]
    assert prime["explanation"] == "Seven has no divisor."
    assert (length["id"], length["key"], length["tolerance"]) == ("length", 3.14, 0.01)
    assert "not run" in parcel.skipped[0].reason
    assert "exsolution" in parcel.problems[0].reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x^2$ and $a$", "\\(x^2\\) and \\(a\\)"),
        ("from $5 to $6", "from $5 to $6"),
        ("$5 and 6$ or", "$5 and 6$ or"),
        ("\\$x^2\\$", "\\$x^2\\$"),
        ("US$100+US$200", "US$100+US$200"),
        ("$$\\frac{1}{2}$$ and $$ $$", "\\(\\frac{1}{2}\\) and $$ $$"),
    ],
)
def test_dollars_are_prices_or_tex(text, expected) -> None:
    assert with_dollar_tex(text) == expected


@settings(max_examples=60, deadline=None)
@given(mutilated(SIGNS))
def test_mutilated_signs_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=60, deadline=None)
@given(mutilated(DETAILS))
def test_mutilated_details_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=40, deadline=None)
@given(mutilated(EXERCISE))
def test_mutilated_exercises_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


@pytest.mark.parametrize(
    "piece", ["1. Q?\na) x\n*b) y\n", "<details>", "```\n", "$", "**1. a\n", "a) ", "1. Q?\n", "# a\n"]
)
def test_time_is_linear(piece) -> None:
    small, large = (b"1. Q\n" + piece.encode() * n for n in (1_000, 4_000))
    assert_linear(read, small, large)


_LIST = "1. Who wrote the Prince?\n{}a) Machiavelli{}\nb) Dante\n{}\n2. When did it fall?\na) 1204\n{}b) 1453{}\n{}"


@pytest.mark.parametrize(
    "text",
    [
        _LIST.format("", " *", "", "", " *", ""),
        _LIST.format("*", "", "", "*", "", "").replace("a)", "A.").replace("b)", "B."),
        _LIST.format("", "", "\n✅ **Answer:** a\n", "", "", "\n✅ **Answer:** b\n"),
        _LIST.format("", "", "", "", "", "\nAnswer key\n1. a\n2. b\n"),
    ],
)
def test_marks_behind_options_and_keys_at_the_end_tell_what_is_right(text) -> None:
    assert recognise(text.encode()).name == "markdown"
    found = MARKDOWN_LIST.read(text.encode()).questions
    assert [(each.stem, each.key.text) for each in found] == [
        ("Who wrote the Prince?", "Machiavelli"),
        ("When did it fall?", "1453"),
    ]


def test_a_key_behind_a_chapter_ends_where_the_next_one_begins() -> None:
    lines = "1. Which is a land?", "a. Chile", "b. Rhine", "", "Answer key", "1. a", "", "Chapter 2"
    more = "1. A cat says?", "a. Miau", "b. Wau", "", "Answer key", "1. b"
    parcel = format_named("markdown").read("\n".join([*lines, *more]).encode())
    assert [(each.stem, each.dump()["key"]) for each in parcel.questions] == [
        ("Which is a land?", "Chile"), ("A cat says?", "Wau"),
    ]  # fmt: skip


@pytest.mark.parametrize("rule", ["", "---\n", "***\n"])
@pytest.mark.parametrize("answer", ["Answer: B", "**Answer:** B", "**Answer: B**", "**Correct answer:** B) Rome"])
@pytest.mark.parametrize(
    "heading",
    [
        "### Question {}\n\n",
        "## Question {}: ",
        "## **Question {}.** ",
        "# Question #{} of 9\n",
        "### Question {}/9\n",
        "### Question {} (2 points)\n",
        "### Question {} - Geography\n",
        "### Question {} - ",
        "### Q{}\n",
        "### Question:\n",
        "### Q: ",
        "## {}. ",
        "### Frage {}\n",
        "### Pregunta {}: ",
    ],
)
def test_a_heading_with_a_number_is_no_part_of_the_question(heading, answer, rule) -> None:
    text = "".join(
        f"{heading.format(number)}Which is a city?\nA) Rhine\nB) Rome\n\n{answer}\n{rule}\n" for number in (1, 2)
    )
    parcel = recognise(text.encode()).read(text.encode())
    assert not parcel.problems
    assert [(each.stem, each.dump()["key"]) for each in parcel.questions] == [("Which is a city?", "Rome")] * 2
    assert {each.dump().get("worth") for each in parcel.questions} == {2 if "points" in heading else None}
    assert {each.context for each in parcel.questions} == {"Geography" if "Geo" in heading else ""}


def test_a_rule_below_options_is_no_part_of_the_last_one() -> None:
    raws = by_line(
        b"1. Which is a city?\na) Rhine\nb) Rome\n---\n**Answer:** b\n***\n2. Which?\na) Nile\n*b) Po\n---\n"
    )[1]
    assert [raw["key"] for raw in raws.values()] == ["Rome", "Po"]


def test_a_heading_above_a_question_without_a_name_is_left_out() -> None:
    text = b"## Exercise 1\nWhich is a city?\nA) Rhine\nB) Rome\n**Answer:** B\n\n## Which is a river?\nA) Rhine\n"
    parcel = recognise(text).read(text + b"B) Rome\nAnswer: A\n")
    assert [question.stem for question in parcel.questions] == ["Which is a city?", "Which is a river?"]
    assert [problem.line for problem in parcel.problems] == [1]


def test_what_stands_below_the_answer_is_no_part_of_an_option() -> None:
    text = b"### Q: Which are even?\nA) two\nB) three\nC) four\nAnswer: (A), (C)\n**Explanation:** So.\n### Q: Odd?\n"
    raws = by_line(text + b"A) 2\nB) 3\nAnswer: B)\nWell done\n")[1]
    assert [(raw["key"], raw["explanation"]) for raw in raws.values()] == [(["two", "four"], "So."), (3, "Well done")]


def test_what_may_be_of_a_question_without_a_number_below_an_answer_is_not_swallowed() -> None:
    text = b"1. Who?\nA) x\nB) y\n**Answer:** A\nWhere?\nA) q\nB) r\n**Answer:** B\n\n2. When?\nA) s\nB) t\n"
    text += b"**Answer:** B\n"
    parcel = recognise(text).read(text)
    assert [question.stem for question in parcel.questions] == ["When?"]
    assert [(problem.line, "Line 6" in problem.reason) for problem in parcel.problems] == [(1, True)]


@pytest.mark.parametrize(
    ("heading", "below", "stem", "context", "worth"),
    [
        ("### {n} Warm-up\n\n", "Which is a city?", "Which is a city?", "Warm-up", None),
        ("## Question {n}: Rivers\n", "Which is a city?", "Which is a city?", "Rivers", None),
        ("## {n}. The towns of Europe, north and south\n\n", "Name one.", "Name one.",
         "The towns of Europe, north and south", None),
        ("## Question {n} – 2 points\n", "Which is a city?", "Which is a city?", "", 2),
        ("## {n}) Towns (3 pts)\n", "Which is a city?", "Which is a city?", "Towns", 3),
        ("### {n}. Complete the sentence.\n", "It is ___.", "Complete the sentence.\nIt is ___.", "", None),
        ("### {n}. Rome is a city in\n", "which land?", "Rome is a city in\nwhich land?", "", None),
        ("### {n} Which is a city?\n", "", "Which is a city?", "", None),
    ],
)  # fmt: skip
def test_what_stands_beside_the_number_in_a_heading_is_kept(heading, below, stem, context, worth) -> None:
    text = "# Quiz\n\n" + "".join(
        f"{heading.format(n=n)}{below}\nA) Rhine\nB) Rome\n\n**Answer:** B\n\n" for n in (3, 4)
    )
    parcel = recognise(text.encode()).read(text.encode())
    assert not parcel.problems
    assert [(each.stem, each.context, each.dump().get("worth")) for each in parcel.questions] == [
        (stem.replace("___", "\\_\\_\\_") if "\\_" in parcel.questions[0].stem else stem, context, worth)
    ] * 2


@pytest.mark.parametrize(
    "words", ["3/4 of the class passed. Who failed?", "12 months are what?", "1984 was written by whom?", "3.5 km is?"]
)
def test_a_number_that_is_part_of_the_words_in_a_heading_stays(words) -> None:
    text = f"# Quiz\n\n### {words}\nA) x\nB) y\n**Answer:** B\n\n### 7 of 9 is?\nA) x\nB) y\n**Answer:** A\n"
    (first, second) = recognise(text.encode()).read(text.encode()).questions
    assert (first.stem, second.stem) == (words, "7 of 9 is?")


@pytest.mark.parametrize("heading", ["## {} Warm-up\n\n", "## {}. Rivers\n", "## Question {}: Lakes\n\n"])
def test_a_heading_above_numbered_questions_is_a_section(heading) -> None:
    text = "".join(f"{heading.format(n)}{n}. Which is a city?\nA) Rhine\nB) Rome\nAnswer: B\n\n" for n in (1, 2))
    parcel = format_named("markdown").read(text.encode())
    assert [each.stem for each in parcel.questions] == ["Which is a city?"] * 2
    assert all(any(word in each.tags[0] for word in ("Warm-up", "Rivers", "Lakes")) for each in parcel.questions)


@pytest.mark.parametrize("above", ["### Question 5\n", "5. Consider:\n", "**Question 5.** Consider:\n\n"])
def test_a_list_within_a_question_is_no_further_question(above) -> None:
    text = (
        f"{above}1. Fish swim.\n2. Stones swim.\n\nA) both\nB) only 1\n\nAnswer: B\n\n6. Who?\nA) x\nB) y\nAnswer: A\n"
    )
    first, second = format_named("markdown").read(text.encode()).questions
    assert "1. Fish swim.\n2. Stones swim." in first.stem.replace("\\.", ".")
    assert (first.dump()["key"], second.stem) == ("only 1", "Who?")


def test_what_tells_the_answer_beside_a_number_is_but_a_title() -> None:
    text = "## Question 1: Photosynthesis\n\nHow do plants eat?\nA) Photosynthesis\nB) Osmosis\nAnswer: A\n"
    (question,) = format_named("markdown").read(text.encode()).questions
    assert (question.title, question.context) == ("Photosynthesis", "")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Dear all,\n\n1. Who?\na) x\n*b) y\n", 1, "belongs to no question"),
        ("1. Who?\na) x\nb) y\nAnswer: b\n\nEnd of part one\n", 6, "belongs to no question"),
        ("1. Who?\na) x\nb) y\n\nSource: a book\n\nAnswer: b\n", 5, "belongs to no question"),
        ("1. Who?\na) x\nb) y\n\n## Answers\n1. b\n2. a\n", 7, "belongs to no question"),
        ("1. Name it.\n\n2. Who?\na) x\nb) y\nAnswer: b\n", 1, "neither options nor an answer"),
        ("1. Who?\na) x\nb) y\nAnswer: b\nAnswer: a\n", 1, "Line 5 below the answer"),
        ("1. Who?\nAnswer: x\nAnswer: y\n", 1, "Line 3 below the answer"),
        ("1. Who?\na) x\nb) y\nAnswer: b\n**Answer:** b\n", 1, "Line 5 names the answer once more"),
        ("1. Who?\na) x *\nb) y\nAnswer: b\n", 1, "is marked as right"),
        ("1. Who?\na) x ✅\nb) y ❌\nAnswer: b\n", 1, "is marked as right"),
    ],
)
def test_nothing_is_left_out_without_a_word(text, line, reason) -> None:
    problems = format_named("markdown").read(text.encode()).problems
    assert [problem.line for problem in problems if reason in problem.reason] == [line]


@pytest.mark.parametrize("start", ["**{}.** {}", "**{}. {}**", "**{}.** **{}**", "{}. {}"])
def test_a_number_in_bold_letters_is_no_part_of_the_question(start) -> None:
    asked = "".join(f"{start.format(n, f'Which is no. {n}?')}\n\nA) red\nB) blue\n\n**Answer:** B\n\n" for n in (1, 2))
    stems = [question.stem.strip("*") for question in read(asked.encode()).questions]
    assert stems == ["Which is no. 1?", "Which is no. 2?"]
