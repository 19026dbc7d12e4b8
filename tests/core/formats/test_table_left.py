"""What a table has beside its questions is named: columns that nothing tells of, sheets that are no questions."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.parcel import ReadOptions, TableChoices
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import Written, workbook_of

CAPITALS = [["Question", "Answer"], ["Capital of France?", "Paris"], ["Capital of Italy?", "Rome"]]


def workbook(**sheets) -> bytes:
    return workbook_of([Written(name.replace("_", " "), rows) for name, rows in sheets.items()])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dog,Hund,It barks.\ncat,Katze,It purrs.\n", "Column 3 was left out: nothing tells what it is."),
        ("die Lösung,solution,Nomen\nder Hund,dog,Nomen\n", "Column 3 was left out: nothing tells what it is."),
        ("1,dog,Hund,\n2,cat,Katze,\n", ""),
        ("Question,Answer,\nWhat is iron?,a metal,rust\n", "Column 3 was left out: nothing tells what it is."),
        ("Question,Answer,My notes\nWhat is iron?,a metal,rust\n", "The column “My notes” was left out: its heading"),
        ("id,kind,stem,key,Deutsch\n,text,Capital of France?,Paris,x\n", "The column “Deutsch” was left out"),
    ],
)
def test_a_column_that_is_in_no_question_is_named(text, reason) -> None:
    parcel = CSV.read(text.encode())
    assert parcel.found
    assert [problem.reason.startswith(reason) for problem in parcel.problems] == ([True] if reason else [])


def test_what_stands_in_such_a_column_is_kept() -> None:
    parcel = CSV.read(b"dog,Hund,It barks.\ncat,Katze,It purrs.\n")
    assert parcel.questions[0].dump()["origin"]["extra"] == {"column 3": "It barks."}


@pytest.mark.parametrize("unit", ["Unit 1", "3", "1.2", "Lektion4"])
def test_a_number_of_lessons_is_no_unit(unit) -> None:
    data = f"Question;Answer;Unit\nHow many?;12;{unit}\nHow much?;20;{unit}\n".encode()
    questions = [question.dump() for question in recognise(data).read(data).questions]
    assert [(each["kind"], each["key"], each.get("unit", "")) for each in questions] == [
        ("text", 12, ""),
        ("text", 20, ""),
    ]


@pytest.mark.parametrize("unit", ["m2", "km3", "per 100 g", "%"])
def test_words_of_measure_are_units(unit) -> None:
    data = f"Question;Answer;Unit\nHow many?;12;{unit}\nHow much?;20;{unit}\n".encode()
    assert [question.dump()["unit"] for question in recognise(data).read(data).questions] == [unit, unit]


def test_a_unit_is_that_of_numbers_and_else_named() -> None:
    parcel = CSV.read(b"Question,Answer,Unit\nHow high?,8849,m\nWho was first?,Hillary,m\n")
    high, first = (question.dump() for question in parcel.questions)
    assert (high["kind"], high["unit"]) == ("number", "m")
    assert first["kind"] == "text"
    (problem,) = parcel.problems
    assert (problem.line, problem.reason) == (3, "the unit “m” was left out: the answer is no number.")


def test_a_language_or_a_time_that_is_none_is_named() -> None:
    parcel = CSV.read(b"Question,Answer,Language,Time\nWho?,Me,the English one,soon\n")
    assert [problem.reason for problem in parcel.problems] == [
        "“the English one” is not a code such as en or de; left out.",
        "the time “soon” is no number of seconds or minutes; left out.",
    ]


def test_of_several_sheets_each_is_named() -> None:
    lacking = [["Question", "Wrong 1", "Wrong 2"], ["Capital of Spain?", "Rome", "Oslo"]]
    data = workbook(Unit_1=[*CAPITALS, ["Capital of Spain?", ""]], Unit_2=lacking, Unit_3=[*CAPITALS[:1], ["x?", "y"]])
    parcel = recognise(data).read(data)
    assert [entry.where for entry in parcel.entries] == [
        "Unit 1: Capital of France?",
        "Unit 1: Capital of Italy?",
        "Unit 3: x?",
    ]
    assert [(problem.where, problem.line) for problem in parcel.problems] == [
        ("Unit 1: Capital of Spain?", 4),
        ("Unit 2", 1),
    ]
    assert parcel.problems[1].reason.startswith("No column holds the answer: there are “Question”, “Wrong 1”")


def test_a_sheet_of_words_is_named_once() -> None:
    rows = [["a", "", "c", "d", "e"], ["f", "g", "h", "", "k"], ["l", "m", "", "o", "p"]]
    parcel = XLSX.read(workbook(Unit_1=CAPITALS, Notes=[["Dear all"], ["Please read"]], Raw=rows))
    assert [problem.where for problem in parcel.problems] == ["Notes", "Raw"]


def test_a_single_sheet_is_not_named() -> None:
    parcel = XLSX.read(workbook(Unit_1=CAPITALS))
    assert [entry.where for entry in parcel.entries] == ["Capital of France?", "Capital of Italy?"]


def test_what_is_said_of_the_first_sheet_holds_for_those_like_it() -> None:
    options = [["Question", "A", "B", "Correct"], ["Capital of France?", "Paris", "Rome", "A"]]
    words = [["Term", "Definition"], ["iron", "a metal"]]
    data = workbook(Unit_1=options, Words=words, Unit_2=[options[0], ["Capital of Italy?", "Paris", "Rome", "B"]])
    said = ReadOptions(table=TableChoices(columns=("stem", "option", "option", "key"), has_header=True))
    for parcel in (XLSX.read(data), XLSX.read(data, said)):
        assert [question.stem for question in parcel.questions] == ["Capital of France?", "iron", "Capital of Italy?"]
        assert parcel.problems == ()


def test_a_further_sheet_without_headings_loses_no_row() -> None:
    more = [["Capital of Spain?", "Madrid"], ["Capital of Norway?", "Oslo"]]
    data = workbook(Unit_1=CAPITALS, Unit_2=more, Words=[["English", "German"], ["dog", "Hund"], ["cat", "Katze"]])
    said = ReadOptions(table=TableChoices(columns=("stem", "key"), has_header=True))
    wanted = ["Capital of France?", "Capital of Italy?", "Capital of Spain?", "Capital of Norway?", "dog", "cat"]
    for parcel in (XLSX.read(data), XLSX.read(data, said)):
        assert [question.stem for question in parcel.questions] == wanted


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        *(("75", 75), ("75 s", 75), ("40 Sek.", 40), ("20.0", 20), ("3 min", 180), ("4 Minuten", 240), ("1,5 min", 90)),
        *(("5 minutes", 300), ("2m15s", 135), ("1 min 20 s", 80), ("2:15", 135), ("0:50", 50), ("0:01:10", 70)),
        *(("2'", 120), ("30″", 30), ("20 сек", 20), ("2分", 120), ("1 h", 3600), ("0", None), ("soon", None)),
    ],
)
def test_time_limits_have_units(cell, seconds):
    data = f"Question;A;B;Answer;Time limit\nWhere?;here;there;A;{cell}\nWho?;I;you;B;25\n".encode()
    parcel = recognise(data).read(data)
    assert [question.dump().get("limit_seconds") for question in parcel.questions] == [seconds, 25]


@pytest.mark.parametrize(
    ("heading", "seconds"),
    [("Time limit (min)", 120), ("Time (minutes)", 120), ("Time limit (s)", 2), ("Zeit (Min.)", 120)],
)
def test_a_unit_of_time_stands_in_a_heading(heading, seconds):
    data = f"Question;A;B;Answer;{heading}\nWhere?;here;there;A;2\nWho?;I;you;B;0:25\n".encode()
    parcel = recognise(data).read(data)
    assert [question.dump().get("limit_seconds") for question in parcel.questions] == [seconds, 25]


def _read_table(text):
    return recognise(text.encode()).read(text.encode())


@pytest.mark.parametrize("heads", ["Answer,Answer,Answer", "Antwort,Antwort,Antwort", "Réponse,Réponse,Réponse"])
@pytest.mark.parametrize("row", ["3+4?,7,8,9", "River of Paris?,Seine,Loire,Rhine", "Opposite of hot?,cold,warm,wet"])
def test_columns_that_are_all_headed_as_one_answer_are_refused(heads, row):
    parcel = _read_table(f"Question,{heads}\n{row}\nWho?,I,you,he\n")
    assert parcel.questions == ()
    head = heads.split(",")[0]
    assert parcel.problems[0].reason.startswith(f"3 columns are headed “{head}”, and nothing tells")
    advised = _read_table(f"Question,{head},Wrong answer,Also accepted\n{row}\nWho?,I,you,he\n")
    assert len(advised.questions) == 2


@pytest.mark.parametrize(
    ("heads", "row", "accepted"),
    [
        ("Answers,Answers", "Primary colour?,red,blue", ["blue"]),
        ("Answer,Answer", "What is red?,colour,color", ["color"]),
        ("Correct answer,Correct answer", "Primary colour?,red,blue", ["blue"]),
        ("Answer,Also accepted", "Primary colour?,red,blue", ["blue"]),
    ],
)
def test_further_answers_that_are_said_to_be_right_are_accepted(heads, row, accepted):
    (question,) = _read_table(f"Question,{heads}\n{row}\n").questions
    assert question.dump()["accept"] == accepted


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("1066", "Battle of Hastings", "England"),
            ("1453", "Fall of Constantinople", "Empire"),
            ("1969", "Moon", "Sky"),
        ],
        [("15", "bread", "eggs"), ("25", "milk", "cheese"), ("35", "rice", "beans")],
        [("11", "sodium", "metal"), ("12", "magnesium", "metal"), ("17", "chlorine", "gas")],
    ],
)
def test_numbers_that_do_not_count_the_rows_are_asked(rows):
    parcel = _read_table("".join(";".join(row) + "\n" for row in rows))
    assert [(question.stem, question.key) for question in parcel.questions] == [(row[0], row[1]) for row in rows]
    assert [problem.reason for problem in parcel.problems] == [
        "Column 3 was left out: nothing tells what it is. Say what it is, and read it again."
    ]


@pytest.mark.parametrize(
    "numbers",
    [("1", "2", "3"), ("0", "1", "2"), ("7.", "9.", "12."), ("Q4", "Q7", "Q9"), ("1", "1", "2"), ("14", "20", "31")],
)
def test_numbers_of_rows_are_left_out(numbers):
    asked = [("Where is Oslo?", "Norway"), ("Where is Riga?", "Latvia"), ("Where is Kyiv?", "Ukraine")]
    parcel = _read_table("".join(f"{n};{stem};{key}\n" for n, (stem, key) in zip(numbers, asked, strict=True)))
    assert [(question.stem, question.key) for question in parcel.questions] == asked


def test_any_numbers_before_questions_with_options_are_left_out():
    rows = ["1240;Largest;ant;bear;B", "1305;Smallest;ant;bear;A", "1377;Heaviest;ant;bear;B"]
    assert [question.stem for question in _read_table("\n".join(rows)).questions] == ["Largest", "Smallest", "Heaviest"]
