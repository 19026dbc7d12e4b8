"""Answers in the ways of printed tests: “Ans. (b)”, truths in brackets behind statements, brackets that are ticked."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.answers_below import answers_below
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.ticked_brackets import ticked_brackets
from quizapp.core.formats.truths_behind import truths_behind
from tests.core.formats.laws import assert_linear

FACTS = [
    ("Which gas do plants take in?", ["Oxygen", "Carbon dioxide", "Helium"], 1),
    ("Which planet is the largest?", ["Jupiter", "Mars", "Venus"], 0),
    ("Which of these is a fish?", ["Whale", "Cod", "Otter"], 1),
]
MEANT = [(stem, options[right], [each for each in options if each != options[right]]) for stem, options, right in FACTS]


def found(text):
    """Read a text as whatever it is, and give what was read: stem, key and distractors."""
    parcel = recognise(text.encode()).read(text.encode())
    dumps = [question.dump() for question in parcel.questions]
    return [(dump["stem"], dump["key"], dump.get("distractors", [])) for dump in dumps]


def problems(text):
    return " ".join(problem.reason for problem in recognise(text.encode()).read(text.encode()).problems)


def refused(text):
    with pytest.raises(FormatError, match="none of the known formats"):
        recognise(text.encode())
    return True


@pytest.mark.parametrize(
    "opening", ["Q.{} ", "Q{}. ", "Q.{}. ", "Q {}) ", "Q{} ", "{}. ", "{}) ", "**Q.{}** ", "Question {}: "]
)
@pytest.mark.parametrize(
    "answer",
    [
        "Ans. ({})",
        "Ans: {}",
        "Ans:- {}",
        "Answer ({})",
        "Answer - {}",
        "Ans.-({})",
        "Correct answer – {}",
        "Answer {})",
        "Ans-{}",
        "[Ans: {}]",
        "(Answer: {})",
    ],
)
@pytest.mark.parametrize(
    ("signs", "between"), [("abc", "\n"), ("abc", " "), ("ABC", "   "), ("123", "\n"), ("123", " ")]
)
def test_options_are_named_by_answers_without_a_colon(opening, answer, signs, between) -> None:
    text = ""
    for number, (stem, options, right) in enumerate(FACTS, 1):
        listed = between.join(f"({sign}) {option}" for sign, option in zip(signs, options, strict=True))
        text += f"{opening.format(number)}{stem}\n{listed}\n{answer.format(signs[right])}\n\n"
    assert found(text) == MEANT


@pytest.mark.parametrize(
    "answer", ["\nAns. {}", "\nAnswer - {}", "\nAns: {}", " Ans. {}", "\nAns.- {}", "\nAnswer → {}"]
)
@pytest.mark.parametrize("opening", ["Q.{} ", "Q{}) ", "{}. "])
def test_answers_in_words_need_no_colon(answer, opening) -> None:
    facts = [("What is the capital of France?", "Paris"), ("Who wrote Faust?", "Goethe"), ("What melts?", "ice")]
    text = "\n".join(
        f"{opening.format(number)}{stem}{answer.format(key)}" for number, (stem, key) in enumerate(facts, 1)
    )
    assert found(text) == [(stem, key, []) for stem, key in facts]


def test_parts_may_count_anew() -> None:
    text = "Part A\n1. What is red?\nAns. blood\nPart B\n1. What is green?\nAns. grass\n"
    assert found(text) == [("What is red?", "blood", []), ("What is green?", "grass", [])]


@pytest.mark.parametrize(
    "text",
    [
        "Q.1 Which?\n(a) red\n(b) blue\nAns. (a)\nAns. (b)\nQ.2 Who?\n(a) I\n(b) you\nAns. (a)",
        "1. Which?\n1. red\n2. blue\nAns. 2\n2. Who?\n1. I\n2. you\nAns. 1",
        "Ans. Paris\n1. What is the capital of France?\nAns. Rome\n2. What is the capital of Italy?",
        "1. What is the capital of France?\n2. What is the capital of Italy?\nAns. Paris, Rome",
        "1. Chapter one\nThe answer – if any – is far.\n2. Chapter two\nAnswer - none so far.",
        "1. Explain.\nAns. Plants grow.\n2. Explain more.\nAns. In steps:\n1. Light comes.\n2. Sugar is made.",
    ],
)
def test_answers_that_may_be_anothers_are_refused(text) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [("Ans. (d)", "is none of the options"), ("Ans. (b) Oxygen", "two ways"), ("", "There is no answer below")],
)
def test_a_question_with_a_doubtful_answer_is_refused_alone(answer, reason) -> None:
    text = f"Q.1 Which gas?\n(a) Oxygen\n(b) Carbon dioxide\n{answer}\nQ.2 Which?\n(a) Mars\n(b) Venus\nAns. (a)"
    assert found(text) == [("Which?", "Mars", ["Venus"])]
    assert reason in problems(text)


STATEMENTS = [("The Earth is flat.", False), ("Water boils at 100 degrees.", True), ("Spiders are insects.", False)]


@pytest.mark.parametrize(
    "words", [("True", "False"), ("T", "F"), ("true", "false"), ("richtig", "falsch"), ("vrai", "faux")]
)
@pytest.mark.parametrize("form", ["{}. {} ({})", "{}) {} [{}]", "Q{}. {} ({})", "{}. {}({})"])
@pytest.mark.parametrize("title", ["", "True or false?\n", "Unit 3\n\n"])
def test_truths_behind_statements_are_read(words, form, title) -> None:
    text = title + "\n".join(
        form.format(number, words_of, words[not truth]) for number, (words_of, truth) in enumerate(STATEMENTS, 1)
    )
    assert found(text) == [(words_of, truth, []) for words_of, truth in STATEMENTS]


@pytest.mark.parametrize(
    "text",
    [
        "1. The Earth is flat. (False)\n2. Water boils at 100 degrees.\n3. Spiders are insects. (False)",
        "Which of these is right?\n1. The Earth is flat. (False)\n2. The Earth is round. (True)",
        "1. Ann Mary Smith. (F)\n2. Tom Paul Jones. (F)",
        "1. Blue moon (F)\n2. Red sun (T)",
        "1. Smoke kills many people. (yes)\n2. Smoke is good. (no)",
        "1. The Earth is flat. (false)\n2. The Earth is not flat. (wrong)",
        "1. The Earth is flat. (F)\n2. The Earth is round. (T)\nScore: 2",
    ],
)
def test_truths_that_are_none_for_sure_are_refused(text) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "signs", [("( )", "(x)"), ("()", "(X)"), ("[ ]", "[x]"), ("(  )", "( x )"), ("[ ]", "[✓]"), ("( )", "(*)")]
)
@pytest.mark.parametrize("opening", ["{}. ", "", "Q{}. "])
@pytest.mark.parametrize(("before", "between"), [("\n", " "), (" ", " "), ("\n", "   "), ("\n\n", " "), ("\n- ", " ")])
def test_the_ticked_bracket_tells_the_answer(signs, opening, before, between) -> None:
    text = ""
    for number, (stem, options, right) in enumerate(FACTS, 1):
        listed = between.join(f"{signs[place == right]} {option}" for place, option in enumerate(options))
        text += f"{opening.format(number)}{stem}{before}{listed}\n\n"
    assert found(text) == MEANT


def test_round_brackets_may_stand_in_lines_of_their_own_and_square_ones_be_several() -> None:
    assert found("1. Which?\n( ) red\n(x) blue\n2. Who?\n(x) I\n( ) you") == [
        ("Which?", "blue", ["red"]),
        ("Who?", "I", ["you"]),
    ]
    assert found("1. Which are warm? [x] red [x] yellow [ ] blue") == [("Which are warm?", ["red", "yellow"], ["blue"])]
    assert found("1. What is f (x) for 2?\n( ) 3 (x) 4") == [("What is f (x) for 2?", 4, [3])]


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        ("( ) red ( ) blue", "None of its brackets"),
        ("(x) red (x) blue", "Several"),
        ("[ ] red (x) blue", "round and square"),
    ],
)
def test_a_question_whose_ticks_are_doubtful_is_refused_alone(listed, reason) -> None:
    text = f"1. Which colour is it?\n{listed}\n2. Who is it?\n(x) I ( ) you"
    assert found(text) == [("Who is it?", "I", ["you"])]
    assert reason in problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. Which colour?\nred ( ) blue (x) green ( )\n2. Which other?\nred (x) blue ( ) green ( )",
        "Shopping:\n(x) milk ( ) bread\n( ) eggs",
        "1. Clean the house\n( ) yes (x) no\n2. Feed the cat\n(x) yes ( ) no",
        "The function f(x) grows. ( )\nThe function g (x) falls. ( )",
        "( ) red (x) blue",
    ],
)
def test_brackets_that_may_be_others_are_refused(text) -> None:
    assert refused(text)


def test_a_named_answer_beside_ticks_is_refused() -> None:
    text = "1. Which colour is it?\n( ) red (x) blue\nAnswer: A\n2. Who is it?\n( ) I (x) you\nAnswer: B"
    assert found(text) == []
    assert "Brackets are ticked in the question" in problems(text)


@pytest.mark.parametrize("way", [answers_below, truths_behind, ticked_brackets])
@pytest.mark.parametrize(
    "piece",
    ["1. Why?\nAns. ", "? Ans. x", "1. It is so. (T)\n", "( ) (x) a", "[ ]", "Q.1 ", "(" + " " * 9, "1. a (", " \n"],
)
def test_they_take_time_by_their_length_alone(way, piece) -> None:
    assert_linear(lambda data: way(data.decode().split("\n")), (piece * 2_000).encode(), (piece * 8_000).encode())


@pytest.mark.parametrize("paragraph", ["The lake lies low.\n\n", "1. A lake lies low.\n", "1. Is it low?\n\n"])
def test_many_paragraphs_above_one_bracket_take_time_by_their_number(paragraph) -> None:
    assert_linear(
        lambda data: ticked_brackets(data.decode().split("\n")),
        (paragraph * 10_000 + "( ) so").encode(),
        (paragraph * 40_000 + "( ) so").encode(),
    )


NAMES = [
    "Svar",
    "Rätt svar",
    "Antwoord",
    "Juiste antwoord",
    "Odpowiedź",
    "Ответ",
    "Правильный ответ",
    "Cevap",
    "Válasz",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ["{} ({})", "{} - {}", "{}. {}", "**{}** ({})"])
def test_the_answer_has_its_name_in_many_languages(name, way) -> None:
    blocks = []
    for number, (stem, options, right) in enumerate(FACTS, 1):
        lines = [f"{letter}) {words}" for letter, words in zip("abc", options, strict=True)]
        blocks.append("\n".join([f"{number}. {stem}", *lines, way.format(name, "abc"[right])]))
    assert found("\n\n".join(blocks)) == MEANT


@pytest.mark.parametrize("words", ["Ответ - это слово.", "Svaret - det är kort.", "Ответа - нет."])
def test_words_like_names_of_the_answer_name_none(words) -> None:
    assert answers_below(["1. Which is it?", words, "2. Which is that?", words]) is None


SUMS = [("How warm is it?", -7, 7), ("How deep is it?", -40, 40), ("What is left?", -2, 2)]


@pytest.mark.parametrize("opening", ["{}. ", "Q.{} ", "Question {}: ", "{}) "])
@pytest.mark.parametrize(
    "answer", ["Answer: {}", "Antwort: {}", "Lösung: {}", "Respuesta: {}", "Ans. {}", "Answer = {}", "**Answer:** {}"]
)
@pytest.mark.parametrize("option", ["a) {}\nb) {}\n", "- {}\n- {}\n", "☐ {}\n☐ {}\n", "• {}\n• {}\n", ""])
def test_a_minus_behind_the_sign_of_an_answer_is_of_it(opening, answer, option) -> None:
    text = "".join(
        f"{opening.format(number)}{stem}\n{option.format(key, wrong)}{answer.format(key)}\n"
        for number, (stem, key, wrong) in enumerate(SUMS, 1)
    )
    assert found(text) == [(stem, key, [wrong] * bool(option)) for stem, key, wrong in SUMS]


@pytest.mark.parametrize("minus", ["–7", "-7"])
def test_a_minus_may_have_another_form_than_that_of_its_option(minus) -> None:
    text = f"1. How warm is it?\n- 7\n- -7\nAnswer: {minus}\n2. How cold is it?\n- 5\n- -5\nAnswer: 5"
    assert found(text) == [("How warm is it?", -7, [7]), ("How cold is it?", 5, [-5])]


@pytest.mark.parametrize(
    ("ending", "other"), [("-ness", "ness"), ("-ous", "ous"), ("-ung", "ung"), ("–ment", "ment"), ("-A", "A")]
)
@pytest.mark.parametrize("name", ["Answer:", "Ans.", "Antwort:"])
def test_the_hyphen_of_a_suffix_is_of_the_answer(ending, other, name) -> None:
    text = f"1. Which ending?\n{name} {ending}\n2. Which other?\n(a) {other}\n(b) {ending}\n{name} {ending}"
    assert found(text) == [("Which ending?", ending, []), ("Which other?", ending, [other])]


def test_a_minus_stays_in_the_line_of_its_question() -> None:
    text = "1. What is 2 less 9? Answer: -7\n2. What is 1 less 4? Answer: -3\n3. How warm is it? Answer: 4"
    assert found(text) == [("What is 2 less 9?", -7, []), ("What is 1 less 4?", -3, []), ("How warm is it?", 4, [])]


def test_a_dash_without_blanks_parts_where_another_answer_says_so() -> None:
    text = "1. Which town?\nAns:-Oslo\n2. How many?\nAns:-5\n3. Which animals?\nAns:-mice"
    assert found(text) == [("Which town?", "Oslo", []), ("How many?", 5, []), ("Which animals?", "mice", [])]
    assert found("1. Which?\n1) red\n2) blue\nAns:-2\n2. Who?\n1) I\n2) you\nAns:-1") == [
        ("Which?", "blue", ["red"]),
        ("Who?", "I", ["you"]),
    ]


@pytest.mark.parametrize("answer", ["Ans:-{}", "Answer: - {}", "Answer -{}", "Ans.-{}"])
def test_what_may_be_a_minus_or_a_dash_is_refused(answer) -> None:
    text = f"1. How many?\n{answer.format(4)}\n2. How deep is it?\n{answer.format(5)}"
    assert found(text) == []
    assert "whether its dash is a minus" in problems(text)
