"""Copies of Moodle’s pages, English and German: their own words go where the page has them, and nowhere else."""

from __future__ import annotations

import pytest

from quizapp.core.formats.labelled_text import LABELLED
from quizapp.core.formats.page_copy import is_page
from quizapp.core.formats.page_options import shown_right
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear

WORDS = {
    "en": {
        "number": "Question {}",
        "flag": "Flag question",
        "text": "Question text",
        "one": "Select one:",
        "more": "Select one or more:",
        "right": "Your answer is correct.",
        "key": "The correct answer is: {}",
        "keys": "The correct answers are: {}",
        "truth": "The correct answer is '{}'.",
        "typed": "Answer:",
    },
    "de": {
        "number": "Frage {}",
        "flag": "Frage markieren",
        "text": "Fragetext",
        "one": "Wählen Sie eine Antwort:",
        "more": "Wählen Sie eine oder mehrere Antworten:",
        "right": "Die Antwort ist richtig.",
        "key": "Die richtige Antwort ist: {}",
        "keys": "Die richtigen Antworten sind: {}",
        "truth": "Die richtige Antwort ist '{}'.",
        "typed": "Antwort:",
    },
}
STATES = [
    ("en", "Not answered\nMarked out of 1.00"),
    ("en", "Incorrect\nMark 0.00 out of 1.00"),
    ("en", "Complete\nMark 1.00 out of 1.00"),
    ("de", "Nicht beantwortet\nErreichbare Punkte: 1,00"),
    ("de", "Falsch\nErreichte Punkte 0,00 von 1,00"),
    ("de", "Teilweise richtig\nErreichte Punkte 0,50 von 1,00"),
]
CHOICES = [
    ("Which river flows through Vienna?", ["Oder", "Danube", "Po"], 1),
    ("Welches Tier legt Eier?", ["Wal", "Fuchs", "Schnabeltier", "Igel"], 2),
    ("In which state is the ticket?", ["Complete", "Open", "Feedback"], 0),
    ("Wie ist die Aussage?", ["Falsch", "Unklar", "Richtig"], 2),
    ("How was it judged?", ["Not answered", "Correct", "Partially correct"], 1),
]


def page(language, state, number, stem, below, said, feedback="Feedback\n"):
    words = WORDS[language]
    head = f"{words['number'].format(number)}\n{state}\n{words['flag']}\n{words['text']}\n"
    return f"{head}{stem}\n{below}{feedback}{words['right']}\n{said}\n"


def lettered(options, form):
    return "".join(form.format("abcde"[place], text) for place, text in enumerate(options))


def told(text):
    data = text.encode()
    return recognise(data).read(data)


def choices(parcel):
    dumps = [question.dump() for question in parcel.questions]
    return [(each["stem"], each["key"], each["distractors"]) for each in dumps]


@pytest.mark.parametrize(("language", "state"), STATES)
@pytest.mark.parametrize("form", ["{}.\n{}\n", "{}. {}\n", "{}.\n\n{}\n\n"])
@pytest.mark.parametrize("feedback", ["Feedback\n", ""])
def test_choices_of_a_page_are_read(language, state, form, feedback) -> None:
    words = WORDS[language]
    text = "\n".join(
        page(language, state, n, s, words["one"] + "\n" + lettered(o, form), words["key"].format(o[r]), feedback)
        for n, (s, o, r) in enumerate(CHOICES, 1)
    )
    parcel = told(text)
    assert choices(parcel) == [(s, o[r], [each for each in o if each != o[r]]) for s, o, r in CHOICES]
    assert [problem.where for problem in parcel.problems] == ["file"]


@pytest.mark.parametrize(("language", "state"), STATES)
@pytest.mark.parametrize(
    ("stem", "is_true"), [("Die Sonne ist ein Planet.", False), ("Ice floats on water.", True), ("2 + 2 = 5", False)]
)
@pytest.mark.parametrize("is_asked", [True, False])
def test_statements_of_a_page_are_true_or_false_as_it_says(language, state, stem, is_true, is_asked) -> None:
    both = ("True", "False") if language == "en" else ("Wahr", "Falsch")
    asked = WORDS[language]["one"] + "\n" if is_asked else ""
    said = WORDS[language]["truth"].format(both[not is_true])
    parcel = told(page(language, state, 1, stem, f"{asked}{both[0]}\n{both[1]}\n", said))
    assert [(each.kind, each.stem, each.dump()["key"]) for each in parcel.questions] == [("true_false", stem, is_true)]


@pytest.mark.parametrize(("language", "state"), STATES)
@pytest.mark.parametrize(
    ("options", "right"),
    [
        (["crow", "bat", "kiwi"], ["crow", "kiwi"]),
        (["ja, immer", "nein", "ja"], ["ja, immer", "ja"]),
        (["2, 3", "4", "5, 6"], ["2, 3", "5, 6"]),
    ],
)
def test_several_right_ones_of_a_page_are_read(language, state, options, right) -> None:
    words = WORDS[language]
    below = words["more"] + "\n" + lettered(options, "{}.\n{}\n")
    (question,) = told(page(language, state, 1, "Which?", below, words["keys"].format(", ".join(right)))).questions
    assert (question.kind, question.dump()["key"]) == ("multiple", right)


def test_a_list_that_can_be_parted_in_two_ways_names_nothing() -> None:
    assert shown_right("a, b", ["a", "b", "a, b"], are_several=True) == ""
    assert shown_right("a, b", ["a", "b", "a, b"], are_several=False) == "C"
    assert shown_right("b, a", ["a", "b"], are_several=True) == "A, B"
    assert shown_right("c", ["a", "b"], are_several=True) == ""


@pytest.mark.parametrize(("language", "state"), STATES[::3])
@pytest.mark.parametrize("given", ["Quito", "Richtig", ""])
def test_what_somebody_typed_is_no_key(language, state, given) -> None:
    words = WORDS[language]
    below = f"{words['typed']}\n{given}\n"
    parcel = told(page(language, state, 1, "Capital of Peru?", below, words["key"].format("Lima")))
    assert [(each.stem, each.dump()["key"]) for each in parcel.questions] == [("Capital of Peru?", "Lima")]
    unsaid = told(
        page(language, state, 1, "Capital of Peru?", below, "") + page(language, state, 2, "Where?", below, "")
    )
    assert not unsaid.questions
    assert sum("no answer is marked" in problem.reason for problem in unsaid.problems) == 2


@pytest.mark.parametrize(
    ("below", "said", "reason"),
    [
        ("Select one:\na.\nelm\nNo, look again.\nb.\noak\n", "The correct answer is: oak", "may be part of it"),
        ("Select one:\na.\nelm\nb.\noak\n", "The correct answer is: ash", "none of its options"),
        ("Select one:\na.\nelm\nb.\nelm\n", "The correct answer is: elm", "the same"),
        ("Select one:\nelm\nIt is not.\noak\n", "The correct answer is: oak", "which of its lines"),
        ("Elm\nChoose...\n", "The correct answer is: elm → tree, iron → metal", "matches"),
        ("Select one:\na.\nelm\nb.\noak\n", "", "no answer is marked"),
        ("The elm is iron here.\n", "The correct answer is: The [elm] is a [tree] here.", "a student wrote"),
        ("The Blank 1 Question 1 elm is a tree.\n", "The correct answer is: oak", "a student wrote"),
        ("The Answer 1 Question 1 elm is a tree.\n", "", "a student wrote"),
    ],
)
def test_what_a_page_does_not_surely_tell_is_named(below, said, reason) -> None:
    parcel = told(page("en", "Incorrect\nMark 0.00 out of 1.00", 1, "Which tree?", below, said))
    assert not parcel.questions
    assert any(reason in problem.reason for problem in parcel.problems)


def test_points_and_what_explains_are_kept() -> None:
    text = page(
        "de",
        "Richtig\nErreichte Punkte 2,50 von 2,50",
        1,
        "Welcher Fluss?",
        "Wählen Sie eine Antwort:\na.\nOder\nb.\nElbe\n",
        "Sie fließt durch Dresden.\nDie richtige Antwort ist: Elbe",
    )
    (question,) = told(text).questions
    assert (question.dump()["worth"], question.dump()["explanation"]) == (2.5, "Sie fließt durch Dresden.")


BY_HAND = [
    ("Question 1: How is the ticket?\nMark out of 1\nAnswer:\nComplete\n\nQuestion 2: Who?\nAnswer:\nme\n", "Complete"),
    ("Frage: Wie ist es?\nErreichbare Punkte: 1\nAntwort:\nRichtig\n\nFrage: Wer?\nAntwort:\nich\n", "Richtig"),
    ("Q: What is said of a job?\nMark out of 3\nAnswer: Feedback\n\nQ: Who?\nAnswer: me\n", "Feedback"),
]


@pytest.mark.parametrize(("text", "key"), BY_HAND)
def test_a_line_of_a_page_in_a_text_by_hand_takes_no_answer_away(text, key) -> None:
    assert not is_page(text.split("\n"))
    assert [question.dump()["key"] for question in told(text).questions][:1] == [key]


def test_options_and_answer_that_somebody_wrote_into_a_page_stay() -> None:
    head = "Question {}\nNot answered\nMarked out of 1.00\n"
    text = head.format(1) + "How is it?\nA) Open\nB) Complete\nAnswer: B\n" + head.format(2)
    text += "Who?\nA) me\nB) you\nAnswer: A\n"
    assert choices(told(text)) == [("How is it?", "Complete", ["Open"]), ("Who?", "me", ["you"])]


@pytest.mark.parametrize(
    "options",
    [
        "A.\nOne\nand more\nB.\nTwo\nC.\nThree",
        "A.\nElm\nB.\n\nOak\nC.\nAsh",
        "A. Red.\nOr so.\nB. Blue.\nC. Green.",
        "A.\nRot\n\nB.\nBlau",
    ],
)
@pytest.mark.parametrize("name", ["Q: Which of these?", "Question: Which of these?", "Frage: Welches davon?"])
@pytest.mark.parametrize("other", ["", "\n\n{}\nA. me\nB. you\nAnswer: A"])
def test_the_first_option_is_never_taken_for_the_answer(options, name, other) -> None:
    parcel = told(f"{name}\n{options}\nAnswer: B{other.format(name)}\n")
    keys = [question.dump()["key"] for question in parcel.questions]
    assert not {"One", "Elm", "Red.", "Rot"} & set(keys)
    assert len(keys) + sum(problem.line is not None and problem.line < 3 for problem in parcel.problems) > 0


PAGE = page("en", STATES[0][1], 1, "Which?", "Select one:\na.\nelm\nb.\noak\n", "The correct answer is: oak")


@pytest.mark.parametrize(
    "line",
    [
        "a.\n",
        "Feedback\n",
        "The correct answers are: elm,\n",
        "elm,\n",
        "Question 1\n",
        "Select one:\n",
        "Question 1\nCorrect\nMark 1.00 out of 1.00\nWhich?\n",
    ],
)
def test_time_is_in_proportion_to_the_page(line) -> None:
    assert_linear(LABELLED.read, (PAGE + line * 2_000).encode(), (PAGE + line * 8_000).encode())
