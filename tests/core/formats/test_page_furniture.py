"""Lines of pages, parts and ends of tests in pasted texts; fences around them, answers above, numbers begun anew."""

from __future__ import annotations

import pytest

from quizapp.core.formats.page_furniture import has_answers_above, without_fence, without_furniture
from tests.core.formats.test_answers_apart import FACTS, MEANT, found, listed, read

HALF = len(FACTS) // 2
LINES = ["Page 1 of 2", "Page 3", "© 2024 Smith School", "END OF TEST", "Turn over", "Total: 4 points"]
PARTS = ["Section 2", "Part B", "Part II. Harder ones", "Multiple choice", "Teil 2: Biologie"]


def part(facts, first=1, answer="", between=""):
    return "".join(
        f"{number}. {stem}\n{listed(options)}\n"
        + (answer.format("ABCD"[right]) + "\n" if answer else "")
        + (f"{between}\n" if between else "")
        for number, (stem, options, right) in enumerate(facts, first)
    )


def key(facts, first=1):
    return "".join(f"{number}. {'ABCD'[right]}\n" for number, (_, _, right) in enumerate(facts, first))


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("answer", ["Answer: {}", "ANSWER: {}", "Correct answer: {}"])
def test_a_line_of_the_page_is_part_of_no_option_and_said(line, answer) -> None:
    text = part(FACTS, answer=answer).replace("\nB) ", f"\n{line}\nB) ", 1)
    assert found(text) == MEANT
    assert [each.line for each in read(text).problems if line in each.reason] == [3]


@pytest.mark.parametrize("line", [*LINES, *PARTS])
def test_lines_between_questions_are_none_of_their_options(line) -> None:
    for text in (
        part(FACTS[:HALF]) + line + "\n" + part(FACTS[HALF:], HALF + 1) + "\nAnswer key\n" + key(FACTS),
        part(FACTS[:HALF], answer="Answer: {}") + line + "\n" + part(FACTS[HALF:], 1, "Answer: {}"),
        part(FACTS[:-1], between=line) + part(FACTS[-1:], len(FACTS)) + "\nAnswers: " + key(FACTS).replace("\n", " "),
    ):
        assert found(text) == MEANT
        assert any(line in each.reason for each in read(text).problems)


@pytest.mark.parametrize(
    "lines",
    [
        ["Which part sinks?", "Part A", "B) the lid"],
        ["True/False", "Answer: False"],
        ["Which section is longest?", "Section 2"],
        ["Part of it is red", "1. Why?"],
        ["Page numbers are odd"],
    ],
)
def test_what_may_be_part_of_a_question_stays(lines) -> None:
    assert without_furniture(lines) == (lines, [])


def test_a_fence_around_all_is_taken_off() -> None:
    assert without_fence(["```gift", "a", "", "```", ""]) == ["", "a", "", "", ""]
    inner = ["What does it say?", "```", "x", "```", "A) y"]
    assert without_fence(inner) == inner
    assert found("```\n" + part(FACTS, answer="ANSWER: {}") + "```\n") == MEANT
    gift = "".join(
        f"::{n}:: {stem} {{{' '.join(('=' if at == right else '~') + text for at, text in enumerate(options))}}}\n\n"
        for n, (stem, options, right) in enumerate(FACTS[:4])
    )
    assert found(f"```gift\n{gift}```\n") == MEANT[:4]


def test_answers_above_their_questions_are_given_to_no_other() -> None:
    def block(number, stem, options, right):
        return f"Answer: {'abcd'[right]}\n{number}{stem}\n{listed(options, signs='abcd')}\n\n"

    for numbers in (False, True):
        text = "".join(block(f"{n}. " if numbers else "", *fact) for n, fact in enumerate(FACTS, 1))
        assert has_answers_above(text.split("\n"))
        parcel = read(text)
        assert parcel.questions == ()
        assert "above its question" in parcel.problems[0].reason


@pytest.mark.parametrize("heading", ["Answer key", "Answers", "## Solutions"])
@pytest.mark.parametrize("titles", [("", ""), ("Part A\n", "\nPart B\n"), ("## Part A\n", "\n## Part B\n")])
def test_answers_of_parts_that_count_anew_are_in_their_order(heading, titles) -> None:
    whole = titles[0] + part(FACTS[:2]) + titles[1] + part(FACTS[2:]) + f"\n{heading}\n"
    assert found(whole + key(FACTS[:2]) + key(FACTS[2:])) == MEANT
    parcel = read(whole + key(FACTS[2:]))
    assert [question for question in parcel.questions if question.stem in (FACTS[0][0], FACTS[1][0])] == []
    assert [each for each in found(whole + key(FACTS[2:])) if each not in MEANT] == []
    assert any("has the same number" in problem.reason for problem in parcel.problems)


def test_statements_and_choices_that_count_anew_have_their_own_answers() -> None:
    text = "True/False\n1. Blood is red.\n2. Grass is blue.\nMultiple Choice\n" + part(FACTS[:2])
    text += "Answers\n1. T\n2. F\n" + key(FACTS[:2])
    assert [each.dump()["key"] for each in read(text).questions] == [True, False, "mercury", "kiwi"]
