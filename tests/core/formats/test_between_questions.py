"""Lines between questions that belong to none, bold letters around all of them, and answers to each of their parts."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise

ITEMS = [("Which is wet?", "sand", "rain"), ("Which is hot?", "snow", "fire"), ("Which is high?", "lake", "hill")]
READ = [(stem, right, [wrong]) for stem, wrong, right in ITEMS]


def parcel_of(text):
    return recognise(text.encode()).read(text.encode())


def found(text):
    """Read a text as whatever it is, and give what was read: stem, key and distractors."""
    raws = [question.dump() for question in parcel_of(text).questions]
    return [(raw["stem"], raw["key"], raw.get("distractors", [])) for raw in raws]


def starred(number):
    stem, wrong, right = ITEMS[number]
    return f"{number + 1}. {stem}\na) {wrong}\n*b) {right}\n"


def named(number):
    stem, wrong, right = ITEMS[number]
    return f"{number + 1}. {stem}\na) {wrong}\nb) {right}\nAnswer: b\n"


@pytest.mark.parametrize("form", [starred, named])
@pytest.mark.parametrize(
    "line",
    [
        "**Weather**",
        "Choose the best answer for 2 and 3.",
        "Use the map for questions 2 to 3.",
        "~ Well done",
        "@ Wrong",
    ],
)
def test_a_line_between_questions_is_in_none_of_them(form, line) -> None:
    text = f"{form(0)}{line}\n{form(1)}{form(2)}"
    assert found(text) == READ
    assert "explanation" not in parcel_of(text).questions[0].dump()
    assert any(line[:20] in problem.reason for problem in parcel_of(text).problems)


@pytest.mark.parametrize(
    "line", ["It falls from clouds.", "The rule holds for 2 and 3.", "**That is so.**", "as it\nfalls"]
)
def test_words_below_an_answer_explain_it(line) -> None:
    text = f"{named(0)}{line}\n{named(1)}"
    assert parcel_of(text).questions[0].dump()["explanation"].replace("\n\n", "\n") == line
    assert found(text) == READ[:2]


@pytest.mark.parametrize(
    "wrapped", ["long, cold and falling from all of\nGreat Britain’s clouds.", "cold\nand wet", "of the\nBlue Sky"]
)
def test_options_go_on_in_a_second_line(wrapped) -> None:
    text = starred(0).replace("rain", f"rain {wrapped}") + starred(1)
    assert found(text)[0][1] == f"rain {wrapped}"


@pytest.mark.parametrize("sign", ["### **{}**", "## {}", "**{}**"])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_headings_of_parts_with_one_list_of_answers(sign, blank) -> None:
    if not blank and sign.startswith("**"):
        return
    heads = [sign.format(words) for words in ("Multiple choice", "True/False", "Short answer")]
    text = (
        f"{heads[0]}\n\n1. **Which is wet?**\nA. sand\nB. rain\n{blank}"
        f"{heads[1]}\n\n2. **Ice is cold.**\n{blank}{heads[2]}\n\n"
        "3. **Who wrote Emma?**\n\n### **Answer Key**\n\n1. B\n2. True\n3. Austen\n"
    )
    assert found(text) == [
        ("Which is wet?", "rain", ["sand"]),
        ("Ice is cold.", True, []),
        ("Who wrote Emma?", "Austen", []),
    ]
    assert sum("belongs to no question" in problem.reason for problem in parcel_of(text).problems) == 3


def test_bold_letters_of_all_questions_are_taken_off() -> None:
    text = "".join(named(n).replace(ITEMS[n][0], f"**{ITEMS[n][0]}**") for n in range(3))
    assert found(text) == READ
    assert found(named(0) + named(1).replace("Which is hot?", "**Which is hot?**"))[1][0] == "**Which is hot?**"


@pytest.mark.parametrize("answer", ["a) 7 b) 30", "a) 7, b) 30", "(a) 7 (b) 30", "a. seven b. thirty", "a) b)"])
@pytest.mark.parametrize("is_apart", [True, False])
def test_an_answer_to_each_part_is_refused(answer, is_apart) -> None:
    asked = ["1. Compute\na) 3+4\nb) 5*6\n", "2. Compute\na) 9-1\nb) 8*2\n"]
    key = f"\nAnswers\n1. {answer}\n2. {answer}\n"
    text = asked[0] + asked[1] + key if is_apart else "".join(f"{each}Answer: {answer}\n" for each in asked)
    assert found(text) == []


@pytest.mark.parametrize(
    ("answer", "keys"), [("a) and b)", 2), ("a), b)", 2), ("a) because b) is dry", 1), ("b) rain", 1)]
)
def test_letters_and_reasons_are_no_parts(answer, keys) -> None:
    key = found(f"1. Which is wet?\na) sea\nb) rain\nc) sand\nAnswer: {answer}\n{named(1)}")[0][1]
    assert (len(key) if isinstance(key, list) else 1) == keys


def test_a_letter_that_is_the_word_of_another_option_is_refused() -> None:
    text = f"1. Which goes with apple?\na) an\nb) a\nAnswer: a\n{named(1)}"
    assert found(text) == READ[1:2]


def test_each_of_several_headings_is_a_section() -> None:
    text = f"# Rivers\n\n{named(0)}\n# Lakes\n\n{named(1)}"
    assert [question.dump()["tags"] for question in parcel_of(text).questions] == [["Rivers"], ["Lakes"]]
    parcel = parcel_of(f"# Quiz\n\n{named(0)}\n{named(1)}")
    assert parcel.bank.title == "Quiz"
    assert all("tags" not in question.dump() for question in parcel.questions)


def test_feedback_and_headings_in_aiken() -> None:
    asked = ["{}\nA) {}\nB) {}\nANSWER: B\n".format(*item) for item in ITEMS]
    parcel = parcel_of(f"{asked[0]}FEEDBACK: It falls.\n{asked[1]}\nMountains\n{asked[2]}")
    raws = [question.dump() for question in parcel.questions]
    assert [raw.get("explanation") for raw in raws] == ["It falls.", None, None]
    assert raws[1]["stem"] == "Which is hot?"
    assert [problem.line for problem in parcel.problems] == [11]
