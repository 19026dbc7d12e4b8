"""Tables whose headings are no words for columns: languages, options with marks below, lists side by side."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.parcel import ReadOptions, TableChoices
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import workbook_bytes
from tests.core.formats.laws import assert_sound


def read(text: str):
    data = text.encode()
    parcel = recognise(data).read(data)
    assert_sound(parcel)
    return parcel


def pairs_of(text: str) -> list[tuple[str, str]]:
    return [(question.stem, str(question.key)) for question in read(text).questions]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Deutsch,Englisch",
            "English,German",
            "Français,Anglais",
            "Español,Inglés",
            "日本語,英語",
            "русский,немецкий",
        ),
        *("English (UK),Deutsch", "ENGLISH,german", "Latein,Deutsch", "Nederlands,Engels", "Ελληνικά,Αγγλικά"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", " - "])
def test_two_languages_head_a_word_list(heading, separator) -> None:
    rows = f"{heading}\ndog,Hund\ncat,Katze\n".replace(",", separator)
    assert pairs_of(rows) == [("dog", "Hund"), ("cat", "Katze")]


@pytest.mark.parametrize(
    "title", ["Vocabulary Unit 3", "Vocabulary Unit 3,", "My list\nfor Friday", "My list,\nfor Friday,"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", " - "])
def test_a_title_above_the_languages_of_a_word_list_is_left_out(title, separator) -> None:
    parcel = read(f"{title}\nEnglish,German\ndog,Hund\ncat,Katze\ncow,Kuh\n".replace(",", separator))
    assert [(each.stem, each.key) for each in parcel.questions] == [("dog", "Hund"), ("cat", "Katze"), ("cow", "Kuh")]
    assert [problem.line for problem in parcel.problems] == [1, 2][: title.count("\n") + 1]


@pytest.mark.parametrize(
    ("rows", "is_headed"),
    [
        ("Brazil,Portuguese\nAustria,German", False),
        ("Brazil,Portuguese\nBelize,English\nPeru,Lima", False),
        ("Spanish,Español\nPolish,Polski", True),
        ("Spanish,Español\ndog,perro", True),
        ("Brazil,Portuguese\ndog,perro\ncat,gato", True),
        ("agua,água\ntierra,terra", True),
    ],
)
@pytest.mark.parametrize("title", ["", "Languages\n"])
def test_the_rows_below_tell_whether_two_languages_head_them(rows, is_headed, title) -> None:
    text = f"{title}French,Spanish\n{rows}\n"
    assert (("French", "Spanish") in pairs_of(text)) is not is_headed
    assert len(pairs_of(text)) == rows.count("\n") + 2 - is_headed


@pytest.mark.parametrize(
    "text",
    [
        "English,Englisch\ndog,Hund\n",
        "English,German\nFrench,Spanish\ndog,Hund\n",
        "German,Deutsch\nFrench,Französisch\n",
        "Germany,German\nFrance,French\n",
        "Italia,Francia\nRoma,Parigi\n",
        "Polish,polieren\ndog,Hund\n",
        "question,Frage\nanswer,Antwort\n",
        "question,Frage\nhouse,Haus\n",
        "right,richtig\nwrong,falsch\n",
        "Ice is cold.,richtig\nFire is cold.,falsch\n",
    ],
)
def test_words_for_languages_and_columns_may_be_words_of_a_list(text) -> None:
    assert [stem for stem, _ in pairs_of(text)] == [line.split(",")[0] for line in text.splitlines()]


def test_further_columns_of_a_word_list_are_taken_by_their_headings_or_named() -> None:
    parcel = read("Nr,Latein,Deutsch,Kapitel,English\n1,canis,Hund,3,dog\n2,lupus,Wolf,3,wolf\n")
    assert [(each.stem, each.key, each.tags) for each in parcel.questions] == [
        ("canis", "Hund", ("3",)),
        ("lupus", "Wolf", ("3",)),
    ]
    (problem,) = parcel.problems
    assert problem.reason.startswith("The column “English” was left out")


def test_terms_and_their_explanations_are_pairs() -> None:
    assert pairs_of("Begriff;Erklärung\nEisen;ein Metall\nGold;ein Edelmetall\n")[0] == ("Eisen", "ein Metall")
    assert pairs_of("term,explanation\niron,a metal\ngold,noble\n")[0] == ("iron", "a metal")
    for heading in ("question,explanation", "term,note"):
        assert read(f"{heading}\nWhy?,Because\nWho?,Me\n").found == 0


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Wort;der;die;das\nHund;x;;\nKatze;;x;\nHaus;;;x\n", ["der", "die", "das"]),
        (";der;die;das\nHund;X;;\nKatze;;✓;\n", ["der", "die"]),
        ("Nr,Question,Yes,No,Maybe\n1,Wet?,x,,\n2,Dry?,,x,\n", ["Yes", "No"]),
        ("Wort;der;die;das\nHund;;x;\nKatze;;;x\n", ["die", "das"]),
        ("Wort;der;die;das\nHund;x;;\nKatze;;;x\n", ["der", "das"]),
        ("Wort;der;die;das\nHund;;x;\n", ["die"]),
        ("Topic,Question,Yes,No,Maybe\nWater,Wet?,x,,\nSand,Dry?,,x,\n", ["Yes", "No"]),
        ("Thema;Wort;der;die\nTiere;Hund;x;\nTiere;Katze;;x\n", ["der", "die"]),
        ("Number,Even,Odd\n2,x,\n3,,x\n4,x,\n", ["Even", "Odd", "Even"]),
        ("Number,Even,Odd\n1,,x\n2,x,\n", ["Odd", "Even"]),
        ("Verb,regular,irregular,Example\ngo,,x,I go\nwalk,x,,I walk\n", ["irregular", "regular"]),
    ],
)
def test_a_mark_below_an_option_names_it_as_right(text, keys) -> None:
    questions = [question.dump() for question in read(text).questions]
    assert [question["key"] for question in questions] == keys
    assert {question["kind"] for question in questions} == {"choice"}


@pytest.mark.parametrize("heading", ["Statement,True,False", "Aussage,richtig,falsch", "Affirmation,Vrai,Faux"])
def test_marks_below_true_and_false_judge_a_statement(heading) -> None:
    parcel = read(f"{heading}\nIce is cold.,x,\nFire is cold.,,x\n")
    assert [(each.kind, each.key) for each in parcel.questions] == [("true_false", True), ("true_false", False)]


def test_marks_below_one_answer_alone_judge_statements() -> None:
    parcel = read("Statement,True,False\nIce is hot.,,x\nFire is cold.,,x\n")
    assert [(each.kind, each.key) for each in parcel.questions] == [("true_false", False), ("true_false", False)]


def test_marks_may_be_said_on_the_page_as_well() -> None:
    said = TableChoices(columns=("stem", "option", "option", "option"), has_header=True)
    parcel = CSV.read(b"Wort,der,die,das\nHund,x,,\nKatze,,x,\n", ReadOptions(table=said))
    assert [each.key.text for each in parcel.questions] == ["der", "die"]


@pytest.mark.parametrize(
    "text",
    [
        "Question,Answer,Done,Checked\nWho?,Me,x,x\nWhere?,Here,x,\n",
        "word,translation,known\nWho?,Me,x\nWhere?,Here,\n",
        "English,German,known,hard\nWho?,Me,x,\nWhere?,Here,,x\n",
        "English,German,known,hard\nWho?,Me,x,\nWhere?,Here,x,\n",
    ],
)
def test_other_marks_are_no_answers(text) -> None:
    parcel = read(text)
    assert [(each.stem, each.key) for each in parcel.questions] == [("Who?", "Me"), ("Where?", "Here")]
    assert "left out" in parcel.problems[0].reason


def test_options_that_repeat_their_headings_are_options() -> None:
    parcel = read("Question,Yes,No,Maybe,Answer\nIs it wet?,Yes,No,Maybe,Yes\nIs it dry?,Yes,No,Maybe,No\n")
    assert parcel.problems == ()
    first, second = (question.dump() for question in parcel.questions)
    assert (first["key"], first["distractors"]) == ("Yes", ["No", "Maybe"])
    assert second["key"] == "No"
    assert "number" not in first["origin"]


@pytest.mark.parametrize(
    "text",
    [
        "Question,Answer,Question,Answer\nWho?,Me,Where?,Here\nWhen?,Now,,\n",
        "Question,Answer,,Question,Answer\nWho?,Me,,Where?,Here\nWhen?,Now,,,\n",
        "English,German,English,German\nWho?,Me,Where?,Here\nWhen?,Now,,\n",
    ],
)
def test_lists_side_by_side_are_read_one_after_the_other(text) -> None:
    wanted = [("Who?", "Me"), ("Where?", "Here"), ("When?", "Now")]
    assert pairs_of(text) == wanted
    parcel = XLSX.read(workbook_bytes("Sheet", [line.split(",") for line in text.splitlines()], (10,)))
    assert [(each.stem, each.key) for each in parcel.questions] == wanted
    assert [entry.line for entry in parcel.entries] == [2, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        *("Aussage;Wahr/Falsch\nA b.;wahr\nC d.;falsch\n", "Aussage;richtig oder falsch\nA b.;r\nC d.;f\n"),
        *("Affirmation;Vrai ou faux\nA b.;V\nC d.;F\n", "Stelling;waar/onwaar\nA b.;waar\nC d.;onwaar\n"),
        *("Afirmación;Verdadero o falso\nA b.;V\nC d.;F\n", "Affermazione;Vero/Falso\nA b.;V\nC d.;F\n"),
        *("Statement;T/F\nA b.;T\nC d.;F\n", "A b.;richtig\nC d.;falsch\n", "A b.;T\nC d.;F\nE f.;F\n"),
    ],
)
def test_statements_are_true_or_false_in_many_languages(text) -> None:
    parcel = read(text)
    assert [(each.kind, each.stem, each.key) for each in parcel.questions][:2] == [
        ("true_false", "A b.", True),
        ("true_false", "C d.", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Symbol of tungsten,W\nSymbol of fluorine,F\nSymbol of wolfram,W\n",
        "yes,oui\nno,non\n",
        "vrai,true\nfaux,wrong\n",
        "tango,T\nfoxtrot,F\ntrot,T\n",
        "It is wet,yes\nIt is cold,no\nIt is hot,no\n",
        "North of it,N\nEast of it,E\nFar north,N\n",
    ],
)
def test_words_that_may_mean_something_else_stay_words(text) -> None:
    assert {question.kind for question in read(text).questions} == {"text"}


def test_what_is_said_of_an_option_stands_at_it() -> None:
    text = "Question,Option 1,Option 2,Option 3,Correct,Feedback 1,Feedback B,Feedback\nq?,a,b,c,2,no,yes,all\n"
    (question,) = (each.dump() for each in read(text).questions)
    assert question["key"] == {"text": "b", "explanation": "yes"}
    assert question["distractors"] == [{"text": "a", "explanation": "no"}, "c"]
    assert question["explanation"] == "all"


def test_what_is_said_of_no_option_of_a_row_explains_the_question() -> None:
    text = "Question,A,B,Correct,Feedback A,Feedback B\nWet?,True,False,A,yes,no\nq?,a,b,B,,c\n"
    wet, other = (each.dump() for each in read(text).questions)
    assert (wet["kind"], wet["explanation"]) == ("true_false", "yes\n\nno")
    assert other["key"] == {"text": "b", "explanation": "c"}


@pytest.mark.parametrize(
    ("options", "answer", "key", "others"),
    [
        ('"Paris, Rome, Oslo"', "Rome", "Rome", ["Paris", "Oslo"]),
        ("A) Paris B) Rome C) Oslo", "B", "Rome", ["Paris", "Oslo"]),
        ('"a. Paris, b. Rome"', "b", "Rome", ["Paris"]),
        ("(1) Paris (2) Rome", "2", "Rome", ["Paris"]),
        ('"Paris, France; Rome, Italy"', '"Rome, Italy"', "Rome, Italy", ["Paris, France"]),
    ],
)
def test_options_in_one_cell_are_parted_where_the_answer_is_one_of_them(options, answer, key, others) -> None:
    (question,) = (each.dump() for each in read(f"Question,Options,Answer\nWhich?,{options},{answer}\n").questions)
    assert (question["key"], question["distractors"]) == (key, others)


def test_what_several_speakers_say_is_no_table() -> None:
    with pytest.raises(Exception, match="none of the known formats"):
        read("Teacher: What is it?\nPupil: A dog.\nTeacher: Right.\nPupil: Thanks.\n")


def test_a_column_of_lessons_is_named_once() -> None:
    parcel = read("Term,Definition,Unit\ndog,an animal,1\ncat,another one,2\n")
    (problem,) = parcel.problems
    assert problem.reason.startswith("The column “Unit” was left out")


@pytest.mark.parametrize("text", ["Number,Even,Odd\n1,,x\n2,x,\n3,,x\n", "Zahl;gerade;ungerade\n1;;x\n2;x;\n"])
def test_numbers_from_one_are_asked_where_their_heading_says_so(text):
    parcel = read(text)
    separator = "," if "," in text else ";"
    _, even, odd = text.splitlines()[0].split(separator)
    asked = [(each.kind, each.stem, each.key.text) for each in parcel.questions]
    assert asked[:2] == [("choice", "1", odd), ("choice", "2", even)]
    assert parcel.problems == ()


@pytest.mark.parametrize("heading", ["No,Even,Odd", "Nr,True,False", "Question,Paris,Rome"])
def test_marks_beside_running_numbers_alone_answer_nothing(heading):
    parcel = CSV.read(f"{heading}\n1,x,\n2,,x\n3,x,\n".encode())
    assert (parcel.questions, len(parcel.problems)) == ((), 1)
