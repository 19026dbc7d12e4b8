"""Numbers and letters of right options: from what they count, and where they are an option themselves."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV

CAPITALS = ("Capital of Italy?,Paris,Rome,Bern,Oslo", "Capital of Norway?,Paris,Rome,Bern,Oslo")


def key_of(entry):
    """Give the words of a right option, or of several."""
    key = entry.question.dump()["key"]
    return [str(each) for each in key] if isinstance(key, list) else str(key)


def read_keys(heading, *keys):
    rows = [f"{row},{key}" for row, key in zip(CAPITALS, keys, strict=True)]
    parcel = CSV.read("\n".join([heading, *rows]).encode())
    return [key_of(entry) for entry in parcel.entries], [problem.reason for problem in parcel.problems]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("question,option_0,option_1,option_2,option_3,correct_index", ("1", "3")),
        ("question,choice0,choice1,choice2,choice3,answer", ("1", "3")),
        ("question,option_1,option_2,option_3,option_4,correct", ("2", "4")),
        ("question,option_1,option_2,option_3,option_4,correct_index", ("2", "4")),
        ("question,a,b,c,d,answer_index", ("Rome", "Oslo")),
        ("question,option_0,option_1,option_2,option_3,correct", ("option_1", "option_3")),
        ("question,option_0,option_1,option_2,option_3,correct", ("B", "D")),
    ],
)
def test_numbers_of_options_count_as_headings_and_rows_show(heading, keys):
    assert read_keys(heading, *keys) == (["Rome", "Oslo"], [])


@pytest.mark.parametrize("name", ["correct_index", "correctIndex", "answer index"])
def test_an_index_that_no_row_shows_the_first_of_is_told(name):
    keys, problems = read_keys(f"question,a,b,c,d,{name}", "1", "3")
    assert keys == ["Rome", "Oslo"]
    assert problems[0].startswith("The numbers of the right answers were counted from 0")


def test_headings_from_0_above_numbers_from_1_are_told():
    keys, problems = read_keys("question,option_0,option_1,option_2,option_3,correct", "2", "4")
    assert keys == ["Rome", "Oslo"]
    assert problems[0].startswith("The numbers of the right answers were counted from 1")


def test_a_nought_in_a_list_of_numbers_counts():
    text = "question;options;answer\nBig?;Paris|Bern|Rome;0,2\nSmall?;Paris|Bern|Oslo;1\n"
    assert [key_of(entry) for entry in CSV.read(text.encode()).entries] == [["Paris", "Rome"], "Bern"]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("Wurzel aus 2?;1,4;1,3;1,2;1,1;1,4", "1,4"),
        ("5 - 3?;3;1;2;4;3", "3"),
    ],
)
def test_a_number_that_is_another_option_is_refused(row, named):
    text = f"Frage;A;B;C;D;Richtig\nWas ist rot?;Blut;Gras;Tomate;Meer;1,3\n{row}\nWas ist blau?;x;y;z;Meer;4\n"
    parcel = CSV.read(text.encode())
    assert [entry.line for entry in parcel.entries] == [2, 4]
    assert [problem.line for problem in parcel.problems] == [3]
    assert parcel.problems[0].reason.startswith(f"“{named}” is one of the options, but as a number")


def test_a_letter_that_is_another_option_is_refused():
    text = "Question,A,B,C,D,Answer\nFirst?,B,A,C,D,A\nTakes all?,O,AB,A,B,AB\nCapital?,Rome,Bern,Paris,Oslo,B\n"
    parcel = CSV.read(text.encode())
    assert [key_of(entry) for entry in parcel.entries] == ["Bern"]
    assert [problem.line for problem in parcel.problems] == [2, 3]


def test_an_option_that_is_its_own_number_or_letter_is_plain():
    text = "Question,A,B,C,D,Answer\nFirst?,A,B,C,D,A\n5 - 3?,1,2,3,4,B\nCapital?,Rome,Bern,Paris,Oslo,B\n"
    assert [key_of(entry) for entry in CSV.read(text.encode()).entries] == ["A", "2", "Bern"]


def test_decimal_numbers_among_the_options_count_nothing():
    text = "Frage;A;B;C;Richtig\nWurzel?;0,1;0,2;0,3;0,2\nRot?;Blut;Gras;Mohn;1,3\nBlau?;x;y;Meer;3\n"
    assert [key_of(entry) for entry in CSV.read(text.encode()).entries] == ["0,2", ["Blut", "Mohn"], "Meer"]


@pytest.mark.parametrize("heading", ["question,a,b,c,d,correct", "question,A,B,C,D,answer"])
def test_numbers_that_nothing_tells_the_first_of_are_refused(heading):
    keys, problems = read_keys(heading, "2", "3")
    assert keys == []
    assert [reason.partition(",")[0] for reason in problems] == [
        f"“{number}” counts the options from 0 or from 1" for number in (2, 3)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "question,option 1,option 2,option 3,option 4,correct",
        "question,a,b,c,d,answer number",
        "question,a,b,c,d,correct answer (1-4)",
        "question,answer 1 - max 75 characters,answer 2 - max 75 characters,answer 3,answer 4,correct answer",
    ],
)
def test_headings_tell_that_numbers_count_from_1(heading):
    keys, problems = read_keys(heading, "2", "3")
    assert (keys, problems) == (["Rome", "Bern"], [])
