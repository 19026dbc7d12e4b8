"""Aiken: the traps of real files, problems with their lines, and what comes back of what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.formats.aiken import AIKEN, read, write
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear, assert_quick, assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/aiken/traps.txt").read_bytes()
TRAPS = read(SAMPLE)
BY_STEM = {entry.question.stem: entry.question.dump() for entry in TRAPS.entries}


def test_every_question_of_the_traps_is_imported_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is AIKEN
    assert [entry.line for entry in TRAPS.entries] == [1, 8, 15, 20, 45, 56]
    assert [problem.line for problem in TRAPS.problems] == [20, 29, 31, 35, 37, 39, 43, 45, 51]


def test_signs_are_literal_and_lines_may_be_broken() -> None:
    knot = BY_STEM["Which knot holds\\\na sail & is < 10 cm?"]
    assert knot["key"] == "Bowline"
    assert knot["distractors"] == ["Clove hitch\\\nand its sister", "Reef > granny"]


def test_initials_at_the_start_of_a_stem_are_no_option() -> None:
    assert BY_STEM["U.S. ports are where?"]["key"] == "East and west"
    assert BY_STEM["A. Mole sailed when?"]["key"] == 1930


def test_several_answers_make_a_multiple_choice() -> None:
    assert BY_STEM["Two are right?"]["key"] == ["One", "Three"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Q\nA) a\nB) b\nANSWER: C", 4, "none of the options"),
        ("Q\nA) a\nB) b\nANSWER:", 4, "none of the options"),
        ("Q\nA) a\nANSWER: A", 1, "only one choice"),
        ("\nA) a\n", 2, "before its question"),
        ("ANSWER: A", 1, "no question above"),
        ("Q\nA) a\nB) b\n", 1, "No answer is named"),
        ("Q\nANSWER: A", 1, "no options above"),
        ("Q\n\nR\nA) a\nB) b\nANSWER: A", 1, "neither options nor an answer"),
        ("Q\nA) a\nA) b\nANSWER: A", 1, "stands twice"),
        ("Q\nA) a\nB) a\nC) b\nANSWER: B", 1, "were made one"),
    ],
)
def test_flaws_are_told_with_their_line(text, line, words) -> None:
    [problem] = read(text.encode()).problems
    assert problem.line == line
    assert words in problem.reason


def test_what_is_written_comes_back_without_what_was_said_to_be_lost() -> None:
    bank = outgoing(PLAIN + FULL)
    written = write(bank)
    assert written.written == 3
    left_out = [loss for loss in written.losses if loss.reason == "Aiken has single choices alone."]
    assert len(left_out) == len(bank.questions) - 3
    assert {loss.what for loss in written.losses if loss not in left_out} == {
        *("title", "explanation", "tags", "accept", "about", "hints", "evidence", "worth", "limit_seconds", "language"),
        *("id", "weights and explanations of options", "order of options", "markup"),
        "context as such: it stands in the stem",
    }
    again = read(written.content)
    assert again.problems == ()
    found = {raw["stem"]: raw for raw in dumped(again.questions).values()}
    assert found["Which peak is the highest?"]["key"] == "Everest"
    assert found["In 1924 two climbers were lost. Who fell?"]["key"] == "Mallory"
    volcano = found["Which ~ of these is {a} volcano: 100 % = #sure? \\\\"]
    assert (volcano["key"], volcano["distractors"]) == ("Etna", ["%50% Matterhorn", "a->b"])


def test_a_stem_that_begins_like_an_option_is_set_off() -> None:
    raw = {"kind": "choice", "stem": "A) or B)?", "key": "x", "distractors": ["y"]}
    written = write(outgoing([raw]))
    assert read(written.content).questions[0].stem == "– A) or B)?"
    assert any("dash" in loss.what for loss in written.losses)


@settings(max_examples=25, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["A) a", "B. b", "ANSWER: A", "answer:b", "", "words", "A.", "a) x"]), max_size=30))
def test_any_order_of_lines_is_read(lines) -> None:
    read_hostile(read, "\n".join(lines).encode())


@pytest.mark.parametrize("piece", ["A) a\n", "ANSWER: A\n", "Q\n", "A, ", "ANSWER: A,", "\n", " ", "A"])
def test_time_grows_with_size_alone(piece) -> None:
    assert_quick(read, ("Q\nA) a\n" + piece * (50_000 // len(piece))).encode(), 3)


def test_a_line_beyond_option_z_is_told() -> None:
    options = "".join(f"{chr(65 + place)}. option {place}\n" for place in range(26))
    parcel = read(f"What?\n{options}AA. one more\nANSWER: B\n".encode())
    assert parcel.found == 1
    assert [(problem.line, "Options end at Z" in problem.reason) for problem in parcel.problems] == [(28, True)]


@pytest.mark.parametrize(
    "options",
    [
        "A) Oslo    B) Rome\nC) Bern    D) Bonn",
        "A. Oslo\tB. Rome\nC. Bern\tD. Bonn",
        "A) Oslo    C) Bern\nB) Rome    D) Bonn",
        "a) Oslo   b) Rome   c) Bern   d) Bonn",
    ],
)
def test_options_in_columns_are_options(options) -> None:
    (question,) = read(f"Capital of Italy?\n{options}\nANSWER: B\n".encode()).questions
    assert (question.dump()["key"], sorted(question.dump()["distractors"])) == ("Rome", ["Bern", "Bonn", "Oslo"])


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("A) Oslo B) Rome\nC) Bern D) Bonn", "“B)” stands within option A"),
        ("A) Oslo, B) Rome\nANSWER: A\n\nWho?\nA) x\nB) y", "“B)” stands within option A"),
        ("A. Oslo B. Rome\nC. Bern\nD. Bonn", "“B)” stands within option A"),
        ("A. Oslo\nB. Rome (C) Bern\nD. Bonn", "“C)” stands within option B"),
        ("A) Oslo\nB) Rome C) Bern", "“C)” stands within option B"),
    ],
)
def test_options_that_may_hold_others_are_refused(options, reason) -> None:
    parcel = read(f"Capital of Italy?\n{options}\nANSWER: A\n".encode())
    assert [question.stem for question in parcel.questions] == (["Who?"] if "Who" in options else [])
    assert reason in parcel.problems[0].reason


def test_letters_within_options_that_go_on_with_nothing_are_words() -> None:
    text = "Which vitamin?\nA) vitamin (C) in limes\nB) see A) above\nC) vitamin (D) or John D. Rome\nANSWER: A\n"
    assert read(text.encode()).questions[0].dump()["key"] == "vitamin (C) in limes"


@pytest.mark.parametrize(("letters", "missing"), [("ABD", "C"), ("ACD", "B"), ("ABCE", "D")])
def test_a_missing_letter_is_named_and_the_answer_read(letters, missing):
    text = "Which?\n" + "".join(f"{letter}. word {letter}\n" for letter in letters) + "ANSWER: A\n"
    parcel = AIKEN.read(text.encode())
    assert [question.dump()["key"] for question in parcel.questions] == ["word A"]
    assert [f"Option {missing} is missing" in problem.reason for problem in parcel.problems] == [True]


@pytest.mark.parametrize("option", ["Dear A.    B. See you", "see A)\tB) and so on", "from A.  b. To C"])
def test_letters_within_an_option_that_have_lines_of_their_own_are_its_words(option):
    parcel = AIKEN.read(f"Which letter is right?\nA. {option}\nB. Hello\nC. Bye\nANSWER: B\n".encode())
    assert [question.dump()["key"] for question in parcel.questions] == ["Hello"]
    assert ["within option A" in problem.reason for problem in parcel.problems] == [True]


@pytest.mark.parametrize("padding", [" ", "\t", "\u00a0", "*", "(", "|", "_", "1", " A) "])
@pytest.mark.parametrize("form", ["A. Mars{}x", "A.{}x", "Which{}?", "ANSWER:{}x", "{}B. x", "ANSWER: A{},"])
def test_time_is_in_proportion_to_a_line(padding, form):
    block = "Which?\nA. red\nB. blue\nANSWER: B\n\nWhich?\nA. red\n{}\nB. blue\nANSWER: B\n"
    small, large = (block.format(form.format(padding * count)).encode() for count in (4_000, 16_000))
    assert_linear(AIKEN.read, small, large)


def test_answers_above_their_questions_are_given_to_none():
    asked = "ANSWER: {}\nWhich is no. {}?\nA. red\nB. blue\nC. grey\n\n"
    parcel = read("".join(asked.format(letter, n) for n, letter in enumerate("BCA", 1)).encode())
    assert not parcel.entries
    assert ["stands above its question" in problem.reason for problem in parcel.problems] == [True]


def test_an_answer_that_names_a_letter_twice_is_refused():
    parcel = read(b"Which?\nA. red\nB. blue\nC. grey\nANSWER: BCB\n\nUp?\nA. yes\nB. no\nANSWER: B\n")
    assert [entry.question.dump()["key"] for entry in parcel.entries] == ["no"]
    assert ["names a letter twice" in problem.reason for problem in parcel.problems] == [True]


@pytest.mark.parametrize("order", ["CAB", "BCA", "BAC", "ACB"])
@pytest.mark.parametrize("form", ["{}. {}", "{}) {}"])
@pytest.mark.parametrize(
    ("stem", "options"),
    [("Which is a fish?", "Cod Owl Elk"), ("Which of these\nis red?", "Ruby Jade Opal"), ("2 + 2 is", "4 5 6")],
)
def test_options_in_another_order_are_all_read(order, form, stem, options) -> None:
    words = dict(zip("ABC", options.split(), strict=True))
    lines = [form.format(letter, words[letter]) for letter in order]
    dump = read(("\n".join([stem, *lines, "ANSWER: A"]) + "\n").encode()).questions[0].dump()
    assert str(dump["key"]) == words["A"]
    assert sorted(map(str, dump["distractors"])) == sorted([words["B"], words["C"]])
    assert words[order[0]] not in dump["stem"].replace("2 + 2", "")


@pytest.mark.parametrize("first", ["D. Bern", "C) Bern", "c) Bern"])
def test_an_option_above_the_first_letter_is_refused_where_others_are_missing(first) -> None:
    parcel = read(f"Which is it?\n{first}\nA. Rome\nB. Oslo\nE. Riga\nF. Paris\nANSWER: A\n".encode())
    assert not parcel.questions
    assert "looks like an option" in parcel.problems[0].reason or "stands twice" in parcel.problems[0].reason
