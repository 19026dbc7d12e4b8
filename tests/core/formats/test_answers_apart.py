"""Answers that do not stand below their questions: each question is read as it was meant, or named; never otherwise."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.labelled_text import LABELLED
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

FACTS = [
    ("Which metal is liquid at room temperature?", ["iron", "mercury", "zinc", "tin"], 1),
    ("Which bird cannot fly?", ["swift", "crow", "kiwi", "heron"], 2),
    ("Which sea lies north of Poland?", ["Baltic", "Aegean", "Adriatic", "Red"], 0),
    ("Which of these is a string instrument?", ["flute", "horn", "oboe", "viola"], 3),
    ("Which number is a prime?", ["9", "15", "17", "21"], 2),
    ("Which tree drops its needles?", ["fir", "larch", "yew", "spruce"], 1),
]
MEANT = [(stem, options[right], sorted({*options} - {options[right]})) for stem, options, right in FACTS]
LETTERS = [f"{number}{'ABCD'[right]}" for number, (_, _, right) in enumerate(FACTS, 1)]


def read(text):
    return recognise(text.encode()).read(text.encode())


def found(text):
    dumps = [each.dump() for each in read(text).questions]
    return [
        (each["stem"], str(each["key"]), sorted(str(other) for other in each.get("distractors", ()))) for each in dumps
    ]


def listed(options, form="{}) {}", signs="ABCD"):
    return "\n".join(form.format(signs[place], text) for place, text in enumerate(options))


def asked(form="{n}. {stem}", option="{}) {}", signs="ABCD", behind="\n\n"):
    return "".join(
        form.format(n=number, stem=stem) + "\n" + listed(options, option, signs) + behind
        for number, (stem, options, _) in enumerate(FACTS, 1)
    )


def keys(form, between):
    return between.join(form.format(each[:-1], each[-1], each[-1].lower()) for each in LETTERS)


ROWS = keys("{}. {}", "  ").split("  ")
KEYS = {
    "commas": "Answers: " + keys("{}-{}", ", "),
    "no heading": keys("{}. {}", " "),
    "small": keys("{0}) {2}", "; "),
    "glued": "Key: " + keys("{}{}", " "),
    "rows": "Answer key\n" + "  ".join(ROWS[:3]) + "\n" + "  ".join(ROWS[3:]),
    "columns": "Answer Key\n" + "".join(f"{ROWS[n]}\t{ROWS[n + 3]}\n" for n in range(3)),
    "below numbers": "ANSWERS\n1 2 3 4 5 6\n" + keys("{1}", " "),
    "range": "Solutions\n1–6: " + keys("{1}", ""),
    "words": "Answer key: " + " ".join(f"{n}. {o[r]}" for n, (_, o, r) in enumerate(FACTS, 1)),
    "brackets": keys("({}) {}", "   "),
    "letters": "Answers: " + keys("{1}", ""),
    "letters apart": "Answer key: " + keys("{2}", ", "),
    "a letter a line": "Solutions\n" + keys("{1}", "\n"),
}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"form": "{n}) {stem}", "option": "{}. {}", "signs": "abcd"},
        {"form": "Question {n}: {stem}"},
        {"form": "**{n}.** {stem}"},
        {"option": "({}) {}", "behind": "\n"},
    ],
)
def test_keys_at_the_end_are_given_to_their_questions(name, shape) -> None:
    assert found(asked(**shape) + "\n" + KEYS[name] + "\n") == MEANT


def test_a_key_at_the_end_says_what_is_true_and_what_words_are_right() -> None:
    text = (
        "1. Which bird cannot fly?\nA) swift\nB) kiwi\n\n2. Bats are birds.\n\n3. Bees make honey. (True or false?)\n\n"
        "4. What is the capital of Peru?\n\n5. In which year did it fall?\n\nAnswers\n1. B 2. F 3. T 4. Lima 5. 1989\n"
    )
    parcel = read(text)
    assert [(each.kind, each.dump()["key"]) for each in parcel.questions] == [
        ("choice", "kiwi"),
        ("true_false", False),
        ("true_false", True),
        ("text", "Lima"),
        ("text", 1989),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # No key for the second.
        (asked() + KEYS["glued"].replace(" 2C", ""), [7]),
        # A letter that no option has.
        (asked() + KEYS["glued"].replace("2C", "2H"), [7]),
        # A letter, and no options.
        (asked().replace(listed(FACTS[1][1]), "") + KEYS["glued"], [7]),
        # “F” may be fluorine.
        (asked().replace(listed(FACTS[1][1]), "") + KEYS["glued"].replace("2C", "2F"), [7]),
        # An answer below the question, and another one at the end.
        (asked().replace("D) heron", "D) heron\nCorrect choice: A") + KEYS["commas"], [7]),
    ],
)
def test_what_a_key_at_the_end_does_not_surely_tell_is_named(text, lines) -> None:
    parcel = read(text)
    assert found(text) == [MEANT[0], *MEANT[2:]]
    assert [problem.line for problem in parcel.problems] == lines


@pytest.mark.parametrize(
    "text",
    [
        asked() + asked() + KEYS["glued"],
        "1. dog\n2. cat\n3. cow\nA. Hund\nB. Katze\nC. Kuh\n\nAnswer: 1-A, 2-B, 3-C\n",
        # A letter too few, and letters that may all be the last one's.
        asked() + "Answers: BCADC",
        # Small letters that touch, a list that is not the last, and one for each of two parts.
        asked() + "Answers: bcadcb",
        asked() + "Answers: BCADCB\n\nGood luck!\n",
        asked() + "Answers: BCADCB\n\nPart 2\n\n" + asked() + "Answers: AAAABB\n",
        "1. Which is warm?\nA) red\nB) blue\n\n2. Which are cold?\nA) green\nB) red\nC) blue\n\nAnswers: AC\n",
        asked().replace("2. Which", "2. Look:\n1. black\n2. brown\nWhich") + KEYS["rows"],
    ],
)
def test_keys_whose_questions_are_not_sure_are_given_to_none(text) -> None:
    parcel = read(text)
    assert not parcel.questions
    assert parcel.problems


def test_letters_below_the_last_question_are_its_own_where_others_have_theirs() -> None:
    text = "1. Which is warm?\n*A) red\nB) blue\n\n2. Which are cold?\nA) green\nB) red\nC) blue\n\nAnswers: A, C\n"
    assert [each.dump()["key"] for each in read(text).questions] == ["red", ["green", "blue"]]


def test_the_answers_of_each_question_stay_its_own() -> None:
    text = (
        "1. Which is warm?\n1) red\n2) blue\nAnswer: 1) red\n\n2. Which is cold?\n1) red\n2) green\nAnswer: 2) green\n"
    )
    assert found(text) == [("Which is warm?", "red", ["blue"]), ("Which is cold?", "green", ["red"])]


def test_a_long_text_with_its_key_at_the_end_is_known() -> None:
    text = "".join(f"{n}. Which is no. {n}?\nA. red {n}\nB. blue {n}\nC. green {n}\n\n" for n in range(1, 401))
    text += "Answer key\n" + "".join(
        " ".join(f"{n}. {'ABC'[n % 3]}" for n in range(row, row + 10)) + "\n" for row in range(1, 401, 10)
    )
    assert [(stem, key) for stem, key, _ in found(text)] == [
        (f"Which is no. {n}?", f"{('red', 'blue', 'green')[n % 3]} {n}") for n in range(1, 401)
    ]


@pytest.mark.parametrize("sign", ["{}  ", "__{}__ ", "({}) ", "{}\t", "**{}** ", "_{}_ "])
def test_a_letter_before_the_number_is_the_answer(sign) -> None:
    text = "".join(
        f"{sign.format('ABCD'[right])}{number}. {stem}\n{listed(options, '{}. {}', 'abcd')}\n\n"
        for number, (stem, options, right) in enumerate(FACTS, 1)
    )
    assert found(text) == MEANT


def test_letters_before_a_list_are_no_answers() -> None:
    with pytest.raises(FormatError):
        recognise(b"A 1. red\nB 2. blue\nC 3. green\n")


EXAM = (
    "Multiple Choice\nIdentify the choice that best completes the statement or answers the question.\n\n"
    "____\t1.\tWhich metal is liquid at room temperature?\na.\tiron\tc.\tzinc\nb.\tmercury\td.\ttin\n{0}"
    "____\t2.\tWhich are birds?\na.\tbat\nb.\tcrow\nc.\tkiwi\n{1}"
    "True/False\n\n____\t3.\tBees make honey.\n{2}Short Answer\n\n4.\tWhy does wood float?\n{3}"
)
FIELDS = [
    "ANS:\tB\tPTS:\t2\tDIF:\tEasy\tREF:\tp. 12\nTOP:\tMetals\tKEY:\tquicksilver | state\n",
    "ANS:\tB, C\tPTS:\t1\n",
    "ANS:\tT\tPTS:\t1\tREF:\tp. 40\n",
    "ANS:\t\nIt is less dense\nthan water.\n\nPTS:\t1\n",
]


@pytest.mark.parametrize("is_apart", [False, True])
def test_test_banks_are_read(is_apart) -> None:
    told = [f"{number}.\t{each}\n" if is_apart else f"\n{each}\n" for number, each in enumerate(FIELDS, 1)]
    text = EXAM.format(*["\n"] * 4) + "\nAnswer Section\n\n" + "".join(told) if is_apart else EXAM.format(*told)
    dumps = [each.dump() for each in read(text).questions]
    assert [(each["kind"], each["stem"]) for each in dumps] == [
        ("choice", "Which metal is liquid at room temperature?"),
        ("multiple", "Which are birds?"),
        ("true_false", "Bees make honey."),
        ("text", "Why does wood float?"),
    ]
    assert [str(each["key"]).casefold() for each in dumps] == [
        "mercury",
        "['crow', 'kiwi']",
        "true",
        "it is less dense than water.",
    ]
    assert dumps[0]["distractors"] == ["iron", "zinc", "tin"]
    assert (dumps[0]["worth"], dumps[0]["tags"]) == (2, ["Metals"])
    assert dumps[0]["origin"]["extra"] == {"DIF": "Easy", "REF": "p. 12", "KEY": "quicksilver | state"}
    assert dumps[2]["origin"]["extra"] == {"REF": "p. 40"}


def test_what_matches_in_a_test_bank_is_named() -> None:
    text = (
        "Matching\nMatch each item.\na. sugar\nb. salt\n\n____ 1. sweet\n____ 2. salty\n\n"
        "1. ANS: A PTS: 1\n2. ANS: B PTS: 1\n"
    )
    parcel = read(text)
    assert not parcel.questions
    assert {6, 7} <= {problem.line for problem in parcel.problems}


def test_two_questions_of_one_number_in_a_test_bank_are_refused() -> None:
    text = (
        "____ 1. Up?\na. x\nb. y\n\n____ 1. Down?\na. x\nb. y\n\nAnswer Section\n1. ANS: A PTS: 1\n1. ANS: B PTS: 1\n"
    )
    assert not read(text).questions


def google(stem, options, key, points="1 point"):
    said = f"Correct answer\n{key}\n" if key else ""
    return f"{stem} *\n{points}\n" + "".join(f"{text}\n" for text in options) + said


@pytest.mark.parametrize("between", ["", "\n", "\nFeedback\nIt is so.\n\n"])
def test_a_copied_form_is_read(between) -> None:
    text = "Quiz of May\n\n" + "".join(google(s, o, o[r]) + between for s, o, r in FACTS)
    assert found(text) == MEANT


@pytest.mark.parametrize("is_required", [False, True])
def test_a_copied_form_without_its_key_says_so(is_required) -> None:
    text = "".join(google(s, o, "") + "\n" for s, o, _ in FACTS)
    parcel = read(text if is_required else text.replace(" *", "").replace("tin\n", "tin\n*\n"))
    assert not parcel.questions
    told = [problem.reason for problem in parcel.problems if problem.where != "file"]
    assert sum("no answer is marked as correct" in reason for reason in told) == len(FACTS)


def test_answers_of_a_form_that_are_typed_or_several() -> None:
    text = google("Which are birds?", ["bat", "crow", "kiwi"], "crow\nkiwi", "2 points").replace(
        "answer\n", "answers\n"
    )
    text += google("What is the capital of Peru?", [], "Lima") + google("Which is odd?", ["2", "3"], "5")
    parcel = read(text)
    assert [(each.kind, each.dump()["key"], each.dump().get("worth", 1)) for each in parcel.questions] == [
        ("multiple", ["crow", "kiwi"], 2),
        ("text", "Lima", 1),
    ]
    assert ["none of the lines" in problem.reason for problem in parcel.problems] == [True]


def canvas(number, stem, options, right, chosen, blank):
    def said(place):
        if place == right:
            return "Correct!\n" if chosen == right else "Correct Answer\n"
        return "You Answered\n" if place == chosen else ""

    lines = "".join(f"{said(place)}{text}\n{blank}" for place, text in enumerate(options))
    return f"Question {number}\n{int(chosen == right)} / 1 pts\n{stem}\n{blank}{lines}\n"


@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize("chosen", range(4))
def test_a_copied_result_of_a_course_site_is_read(blank, chosen) -> None:
    text = "".join(canvas(n, *fact, chosen, blank) for n, fact in enumerate(FACTS, 1))
    assert found(text) == MEANT


def test_typed_answers_of_a_course_site_are_no_options() -> None:
    text = "Question 1\n0 / 1 pts\nWhat is the capital of Peru?\n"
    text += "You Answered\nQuito\nCorrect Answers\nLima\nCity of Lima\n"
    (question,) = read(text).questions
    assert (question.kind, question.dump()["key"], question.dump()["accept"]) == ("text", "Lima", ["City of Lima"])


def test_lines_that_may_be_question_or_option_are_refused() -> None:
    text = "Question 1\n1 / 1 pts\nThe tree\nwith needles\nfir\nCorrect!\noak\n\n"
    text += "Question 2\n1 / 1 pts\nUp?\nx\nCorrect!\ny\n"
    parcel = read(text)
    assert [each.stem for each in parcel.questions] == ["Up?"]
    assert "which of its lines are options" in parcel.problems[0].reason


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (asked() + KEYS["rows"], "7. A 8. B 9. C\n"),
        (asked() + "Answer key\n", "B C A\n"),
        (asked() + "Answer key\n", "1. 2. 3. 4. 5. x\n"),
        (EXAM.format(*FIELDS), "ANS:\tB\tPTS:\t1\n"),
        (google("Up?", ["x", "y"], "x") * 2, "1 point\n"),
        ("A 1. Up?\na) x\nb) y\nB 2. Down?\na) x\nb) y\n", "A 3. Left?\n"),
    ],
)
def test_time_is_in_proportion_to_the_text(text, line) -> None:
    assert_linear(LABELLED.read, (text + line * 1_000).encode(), (text + line * 4_000).encode())
