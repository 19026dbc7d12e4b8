"""Several parts of a text with a list of answers each, lists that say more of themselves, and tables of answers."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.labelled_text import LABELLED
from quizapp.core.formats.quizlet import QUIZLET
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear
from tests.core.formats.test_answers_apart import FACTS, KEYS, LETTERS, MEANT, asked, found, keys, listed, read

HALF = len(FACTS) // 2


def part(facts, first=1, sign="."):
    return "".join(
        f"{number}{sign} {stem}\n{listed(options)}\n" for number, (stem, options, _) in enumerate(facts, first)
    )


def letters(facts, form, between, first=1):
    return between.join(form.format(number, "ABCD"[right]) for number, (_, _, right) in enumerate(facts, first))


@pytest.mark.parametrize(
    ("heading", "form", "between"),
    [("Answers: ", "{}. {}", " "), ("Answers: ", "{}-{}", ", "), ("Answer key\n", "{}. {}", "\n"), ("", "{}-{}", ", ")],
)
@pytest.mark.parametrize("titles", [("", ""), ("Part A\n", "Part B\n")])
@pytest.mark.parametrize("runs_on", [False, True])
def test_each_part_has_its_own_list(heading, form, between, titles, runs_on) -> None:
    second = HALF + 1 if runs_on else 1
    heading = heading or "Answers\n"
    text = titles[0] + part(FACTS[:HALF]) + "\n" + heading + letters(FACTS[:HALF], form, between) + "\n\n"
    text += titles[1] + part(FACTS[HALF:], second) + "\n" + heading + letters(FACTS[HALF:], form, between, second)
    assert found(text) == MEANT


@pytest.mark.parametrize("headings", [("Answer Key - Unit 3", "Answers"), ("Answers", "Key (part B)")])
def test_lists_of_parts_may_have_headings_of_two_sorts(headings) -> None:
    text = ""
    for heading, facts in zip(headings, (FACTS[:HALF], FACTS[HALF:]), strict=True):
        text += part(facts) + f"{heading}\n" + letters(facts, "{}. {}", "\n") + "\n\n"
    assert found(text) == MEANT


def test_answers_in_words_stand_below_each_part_too() -> None:
    text = "1. Which river is in Paris?\n2. Which is in London?\nAnswers: 1. Seine 2. Thames\n\n"
    text += "1. Which is in Vienna?\n2. Which is in Rome?\nAnswers: 1. Danube 2. Tiber\n"
    assert [key for _, key, _ in found(text)] == ["Seine", "Thames", "Danube", "Tiber"]


def test_a_part_without_answers_lets_none_be_guessed() -> None:
    half = part(FACTS[:HALF]) + "\nAnswers: " + letters(FACTS[:HALF], "{}-{}", ", ") + "\n\n"
    parcel = read(half + half + part(FACTS[HALF:]))
    assert parcel.questions == ()
    assert parcel.problems


@pytest.mark.parametrize(
    "heading",
    [
        "Answer Key - Unit 3",
        "ANSWERS (teacher copy)",
        "Answer key for the test of May:",
        "Solutions to chapter 2",
        "Question | Answer\n---|---",
        "| No. | Correct answer |\n|---|---|",
        "Question\tAnswer",
    ],
)
@pytest.mark.parametrize("form", ["{}. {}", "| {} | {} |", "{}\t{}", "Question {}: {}"])
def test_headings_may_say_more_and_the_list_may_be_a_table(heading, form) -> None:
    assert found(asked() + heading + "\n" + keys(form, "\n")) == MEANT


@pytest.mark.parametrize("sign", [".", " -", " –", "-"])
def test_numbers_may_have_dashes_behind_them(sign) -> None:
    assert found(part(FACTS, sign=sign) + "\n" + KEYS["commas"]) == MEANT
    assert found(part(FACTS, sign=sign) + "\nAnswers\n" + keys("{} - {}", "\n")) == MEANT


def test_letters_below_the_last_of_several_are_not_taken_for_its_own() -> None:
    parcel = read(part(FACTS[:3]) + "Answers: BC\n")
    assert parcel.questions == ()
    assert "may be the last question’s or one each" in parcel.problems[0].reason
    assert [key for _, key, _ in found(part(FACTS[:1]) + "Answers: BC\n")] == ["['mercury', 'zinc']"]


@pytest.mark.parametrize("between", [" - ", "\t", " | "])
def test_a_test_is_not_taken_for_pairs(between) -> None:
    for text in (
        part(FACTS, sign=between) + letters(FACTS, "{}" + between + "{}", "\n"),
        part(FACTS) + "\n" + "".join(f"Question {each[:-1]}{between}{each[-1]}\n" for each in LETTERS),
        "".join(f"{number}{between}{stem}\n" for number, (stem, _, _) in enumerate(FACTS, 1)),
    ):
        try:
            format_ = recognise(text.encode())
        except FormatError:
            continue
        assert format_ is not QUIZLET
        assert [each for each in found(text) if each not in MEANT] == []


def test_counted_words_are_pairs() -> None:
    assert recognise(b"1 - un\n2 - deux\n3 - trois\n") is QUIZLET


def test_one_bold_bullet_of_each_question_is_right() -> None:
    bold = [
        (stem, [f"**{o}**" if at == right else o for at, o in enumerate(options)]) for stem, options, right in FACTS
    ]
    text = "".join(f"{n}. {stem}\n" + listed(options, "- {1}") + "\n" for n, (stem, options) in enumerate(bold, 1))
    assert found(text) == MEANT
    with pytest.raises(FormatError):
        recognise(text.replace("?", "").encode())


def test_time_is_in_proportion_to_the_parts() -> None:
    half = part(FACTS[:HALF]) + "\nAnswers: " + letters(FACTS[:HALF], "{}-{}", ", ") + "\n\n"
    assert_linear(LABELLED.read, (half * 20).encode(), (half * 80).encode())
    assert_linear(LABELLED.read, (half + "Answers:\n\n" * 500).encode(), (half + "Answers:\n\n" * 2_000).encode())


@pytest.mark.parametrize(
    ("first", "second"), [("Part A", "Part B"), ("Section 1:", "Section 2:"), ("**Teil I**", "**Teil II**")]
)
@pytest.mark.parametrize(("form", "between"), [("{}. {}", " "), ("{}. {}", "\n"), ("{}-{}", ", ")])
@pytest.mark.parametrize("runs_on", [False, True])
def test_a_list_at_the_end_may_have_the_labels_of_parts(first, second, form, between, runs_on) -> None:
    start = HALF + 1 if runs_on else 1
    text = f"{first}\n{part(FACTS[:HALF])}\n{second}\n{part(FACTS[HALF:], start)}\nAnswer key\n"
    label = "{}: {}" if between != "\n" and first[0] != "*" else "{}\n{}"
    text += label.format(first.rstrip(":"), letters(FACTS[:HALF], form, between)) + "\n"
    text += label.format(second.rstrip(":"), letters(FACTS[HALF:], form, between, start)) + "\n"
    assert found(text) == MEANT


@pytest.mark.parametrize(
    "told", ["Part A: 1. B 2. A", "Part A: 1. B 2. A\nPart C: 1. A 2. B", "Part B: 1. B 2. A\nPart A: 1. A 2. B"]
)
def test_labels_of_other_parts_give_no_answer(told) -> None:
    text = f"Part A\n{part(FACTS[:2])}\nPart B\n{part(FACTS[2:4])}\nAnswer key\n{told}\n"
    with pytest.raises(FormatError, match="the list of answers below line 25, “Answer key”, was not understood"):
        read(text)


def test_the_lines_of_parts_keep_their_numbers() -> None:
    text = "Part A\n1. Up is up.\n2. Up is down.\nPart B\n1. It is so.\n2. It is not.\n"
    text += "Answers\nPart A: 1. T 2. F\nPart B: 1. T 2. F"
    assert [entry.line for entry in read(text).entries] == [2, 3, 5, 6]
