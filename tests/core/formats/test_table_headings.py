"""Tables whose headings are known but name no question or no answer: told, and never read as questions."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.parcel import ReadOptions, TableChoices
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import workbook_bytes

LACKING = [
    (["question,tags,explanation", "What is iron?,metals,It rusts", "What is gold?,metals,It shines"], "the answer"),
    (["id,answer", "t1,Mercury", "t2,Venus"], "the question"),
    (["id,question,tags", "t1,Which planet is small?,planets", "t2,Which one is hot?,planets"], "the answer"),
    (["id,question,explanation", "t1,Which planet is small?,It is near the sun"], "the answer"),
    (["tags,explanation", "planets,It is small.", "planets,It is hot."], "the question or the answer"),
    (["kind,stem,tags", "text,Which planet is small?,planets"], "the answer"),
    (["Frage,,Kategorie", "Was ist Eisen?,,Metalle"], "the answer"),
]


def as_text(lines: list[str], separator: str) -> bytes:
    return "".join(line.replace(",", separator) + "\n" for line in lines).encode()


def as_workbook(lines: list[str]) -> bytes:
    return workbook_bytes("Sheet", [line.split(",") for line in lines], (10,))


@pytest.mark.parametrize(("lines", "missing"), LACKING)
@pytest.mark.parametrize("make", [lambda lines: as_text(lines, ","), lambda lines: as_text(lines, "\t"), as_workbook])
def test_known_headings_without_question_or_answer_bring_nothing(lines, missing, make) -> None:
    data = make(lines)
    parcel = recognise(data).read(data)
    [problem] = parcel.problems
    assert (parcel.found, problem.line) == (0, 1)
    named = ", ".join(f"“{cell}”" for cell in lines[0].split(",") if cell)
    assert problem.reason.startswith(f"No column holds {missing}: there are {named}. Add “")


def test_the_missing_column_is_named_as_its_layout_names_it() -> None:
    own = CSV.read(b"kind,stem,tags\ntext,Which?,planets\n").problems[0].reason
    other = CSV.read(b"tags,explanation\nplanets,It is small.\n").problems[0].reason
    assert "Add “key”, or say" in own
    assert "Add “question” and “answer”, or say" in other


def test_headings_below_a_title_of_a_sheet_are_named_by_their_row() -> None:
    data = workbook_bytes("Sheet", [["Our metals"], ["question", "tags"], ["What is iron?", "metals"]], (10,))
    parcel = XLSX.read(data)
    assert (parcel.found, [problem.line for problem in parcel.problems]) == (0, [2])


@pytest.mark.parametrize("text", ["time,Zeit\nhouse,Haus\n", "Paris,France\nRome,Italy\n"])
def test_words_and_their_translations_are_no_headings(text: str) -> None:
    parcel = CSV.read(text.encode())
    assert parcel.problems == ()
    assert parcel.questions[-1].stem in text.splitlines()[1]


def test_a_person_may_say_what_such_a_table_is() -> None:
    data = b"term,note\nauricle,outer ear\n"
    assert CSV.read(data).found == 0
    said = CSV.read(data, ReadOptions(table=TableChoices(columns=("stem", "key"))))
    assert [(question.stem, question.key) for question in said.questions] == [("auricle", "outer ear")]
    pairs = CSV.read(data, ReadOptions(table=TableChoices(has_header=False)))
    assert [question.stem for question in pairs.questions] == ["term", "auricle"]


@pytest.mark.parametrize(
    ("heading", "missing"),
    [("question,Wrapped,tags", "answer"), ("question,tags,my notes", "answer")],
)
def test_one_heading_that_is_not_known_is_named_and_not_guessed(heading: str, missing: str) -> None:
    parcel = CSV.read(f"{heading}\nWhat is iron?,A metal,metals\nWhat is gold?,Also,metals\n".encode())
    named = ", ".join(f"“{each}”" for each in heading.split(","))
    assert parcel.found == 0
    (problem,) = parcel.problems
    assert problem.reason.startswith(f"No column holds the {missing}: there are {named}.")


@pytest.mark.parametrize("row", ["What is a tag?,tags,hint", "12,tags,hint", "one: two; three,tags,hint"])
def test_what_is_no_heading_beside_two_that_may_be_is_a_row(row: str) -> None:
    assert CSV.read(f"{row}\nWhat is iron?,A metal,metals\n".encode()).found == 2


@pytest.mark.parametrize(
    ("heading", "stem", "key", "left_out"),
    [
        ("Word,Meaning,Example", 0, 1, "“Example”"),
        ("Hanzi,Pinyin,Meaning", 0, 2, "“Pinyin”"),
        ("Infinitive,Past,Participle,Translation", 0, 3, "“Past”, “Participle”"),
        ("Vokabel,Bedeutung,Beispiel", 0, 1, "“Beispiel”"),
        ("Country,Answer,Continent", 0, 1, "“Continent”"),
        ("No,Lemma,Answer,Tags", 1, 2, ""),
        ("Wrapped,answer,tags", 0, 1, ""),
        ("Sentence,A,B,C,D,Answer", 0, 1, ""),
        ("Item,Option 1,Option 2,Option 3,Correct", 0, 1, ""),
    ],
)
def test_beside_an_answer_the_first_column_without_a_name_is_the_question(
    heading: str, stem: int, key: int, left_out: str
) -> None:
    count = heading.count(",") + 1
    rows = [[f"cell {row}{place}" for place in range(count)] for row in "xyz"]
    if "1" in heading or ",A," in heading:
        rows = [[*row[:-1], "1" if "1" in heading else "A"] for row in rows]
    parcel = CSV.read("\n".join([heading, *map(",".join, rows)]).encode())
    asked = [(question.stem, getattr(question.key, "text", question.key)) for question in parcel.questions]
    assert asked == [(row[stem], row[key]) for row in rows]
    told = [problem.reason for problem in parcel.problems if "left out" in problem.reason]
    assert left_out in told[0] if left_out else not told


@pytest.mark.parametrize(
    "heading",
    [
        "Question,A,B,C,D,Ans",
        "Question,A,B,C,D,Solution letter",
        "Q,Option 1,Option 2,Option 3,Option 4,Right one",
        "Question,Ans A,Ans B,Ans C,Ans D,Correct Ans",
        "Frage,A,B,C,D,Lösungsbuchstabe",
    ],
)
def test_the_answer_is_known_by_its_shorter_names(heading: str) -> None:
    parcel = CSV.read(f"{heading}\nWhich metal is liquid?,Iron,Gold,Mercury,Lead,C\n".encode())
    assert [(question.key.text, parcel.problems) for question in parcel.questions] == [("Mercury", ())]


@pytest.mark.parametrize("heading", ["Question,Ans", "Ans,Question", "Term,Ans."])
def test_short_for_answer_beside_a_question(heading: str) -> None:
    cells = ["2", "1+1?"] if heading.startswith("Ans") else ["1+1?", "2"]
    (question,) = CSV.read(f"{heading}\n{','.join(cells)}\n".encode()).questions
    assert (question.stem, question.key) == ("1+1?", "2")


def test_a_word_that_may_be_short_for_answer_stays_a_word() -> None:
    assert [question.stem for question in CSV.read(b"years,ans\ndays,jours\n").questions] == ["years", "days"]


@pytest.mark.parametrize("heading", ["Question,Nonsense,Wrong 1,Wrong 2", "Question,Tags,Wrong 1,Wrong 2"])
@pytest.mark.parametrize("make", [lambda lines: as_text(lines, ","), as_workbook])
def test_beside_wrong_answers_alone_the_right_one_is_missed(heading: str, make) -> None:
    data = make([heading, "What is iron?,A metal,A gas,A stone", "What is air?,A gas,A metal,A stone"])
    parcel = recognise(data).read(data)
    (problem,) = parcel.problems
    named = ", ".join(f"“{each}”" for each in heading.split(","))
    assert (parcel.found, problem.line) == (0, 1)
    assert problem.reason.startswith(f"No column holds the answer: there are {named}. Add “answer”, or say")


def test_rows_of_an_open_kind_need_no_answer_beside_wrong_ones() -> None:
    parcel = CSV.read(b"Question,Type,Wrong 1\nWhy does iron rust?,essay,\n")
    assert [(question.kind, question.stem) for question in parcel.questions] == [("open", "Why does iron rust?")]


def test_a_column_that_was_left_out_is_named_though_every_row_lacks_its_answer() -> None:
    parcel = CSV.read(b"Question,Type,Nonsense,Wrong 1\nWhat is iron?,choice,A metal,A gas\n")
    assert parcel.found == 0
    assert "The column “Nonsense” was left out" in "".join(problem.reason for problem in parcel.problems)


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        ("How many sides has a triangle?,2,3,4,5,B\nFrance?,Paris,Rome,Berlin,Madrid,A\n", ["3", "Paris"]),
        ("2+2?,1,2,3,4,4\n5+5?,10,11,12,13,10\n3+3?,6,7,8,9,6\n", ["4", "10", "6"]),
        ("Which is a vowel?,a,b,c,d,a\nWhich is a consonant?,e,b,i,o,b\n", ["a", "b"]),
        ("Opposite of front,back,side,top,wing,A\nItaly?,Paris,Rome,Berlin,Madrid,B\n", ["back", "Rome"]),
        (
            "Sugar in water is a …,solution,colloid,element,gas,A\nAir is a …,metal,gas,liquid,salt,B\n",
            ["solution", "gas"],
        ),
    ],
)
def test_a_first_question_whose_words_could_be_headings_is_a_question(rows: str, keys: list[str]) -> None:
    parcel = CSV.read(rows.encode())
    assert [getattr(question.key, "text", question.key) for question in parcel.questions] == keys
    assert not parcel.problems


_CAPITALS = "".join(
    f"{row},Capital {row}?,P{row},R{row},B{row},M{row},{key}" + "{}\n" for row, key in enumerate("BCDA", 1)
)


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (
            "No,Item,A,B,C,D,Answer\n" + _CAPITALS.format("", "", "", "") + "5,In carrots?,A,B,C,D,A\n",
            ["R1", "B2", "M3", "P4", "A"],
        ),
        ("No,Aufgabe,A,B,C,D,Lösung,Pkt.\n" + _CAPITALS.format(",1", ",1", ",2", ",2"), ["R1", "B2", "M3", "P4"]),
        ("Item,A,B,C,D,Answer,Topic\nIn carrots?,A,B,C,D,A,food\nIn limes?,A,B,C,D,C,food\n", ["A", "C"]),
        ("Wort (dt.),Übersetzung,Kapitel\nHund,dog,1\nKatze,cat,1\n", ["dog", "cat"]),
        ("Vokabel,Übersetzung,Bsp.\nHund,dog,Der Hund\nVokabel,Übersetzung,Bsp.\nKatze,cat,Die Katze\n", None),
    ],
)
def test_headings_stay_headings_though_a_cell_below_says_the_same(table: str, keys: list[str] | None) -> None:
    parcel = CSV.read(table.encode())
    asked = [getattr(question.key, "text", question.key) for question in parcel.questions]
    assert asked == keys if keys is not None else {"dog", "cat"} <= set(asked)
    assert parcel.questions[0].stem != "Vokabel"


@pytest.mark.parametrize(
    "heading",
    [
        *("Slovo|Význam", "Wort|Bedeutung", "Mot|Sens", "Palabra|Significado", "Parola|Significato", "Słowo|Znaczenie"),
        *("Woord|Betekenis", "単語|意味", "Begrip|Omschrijving", "Pojem|Definice", "Szó|Jelentés", "Λέξη|Σημασία"),
        *("Слово|Значение", "Riječ|Značenje", "Kelime|Anlamı", "Ord|Betydelse", "Sana|Merkitys", "Cuvânt|Sens"),
        *("단어|의미", "词语|释义", "الكلمة|المعنى", "מילה|פירוש", "शब्द|अर्थ", "Kata|Arti", "Từ|Nghĩa", "คำ|ความหมาย"),
        *("Word|Sense", "Mot (français)|Sens", "Palavra|Significado", "Дума|Превод", "Fogalom|Meghatározás"),
    ],
)
def test_words_and_what_they_mean_head_a_list_in_one_language(heading) -> None:
    text = f"{heading}\nHund|a pet\nKatze|an animal of the house\nMaus|small\n".replace("|", "\t").encode()
    parcel = recognise(text).read(text)
    assert [question.stem for question in parcel.questions] == ["Hund", "Katze", "Maus"]
    assert not parcel.problems


@pytest.mark.parametrize(
    "pair", ["mot|word", "sens|Sinn", "slovo|szó", "parola|palabra", "word|λέξη", "význam|jelentés", "avant|arrière"]
)
def test_a_word_and_another_language_s_is_a_pair(pair) -> None:
    text = f"{pair}\nHund|dog\nKatze|cat\nMaus|mouse\n".replace("|", "\t").encode()
    assert recognise(text).read(text).found == 4
