"""CSV and pasted tables: columns told by headings and cells, the traps of real files, and our own layout both ways."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.formats.csv_rows import table_rows
from quizapp.core.formats.csv_table import CSV, read, view, write
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.neutral_cells import neutral, without_neutral
from quizapp.core.formats.registry import DEFAULT_OPTIONS, TableChoices, recognise
from quizapp.core.formats.table_cells import join_own, join_pair, split_own, split_pair
from quizapp.core.kinds import parse_question
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/csv/traps.csv").read_bytes()
TRAPS = read(SAMPLE)
BY_TITLE = {question.title: question.dump() for question in TRAPS.questions}


def raws(text, **choices):
    """Read a table and give its questions as raw mappings without id and origin."""
    options = replace(DEFAULT_OPTIONS, table=TableChoices(**choices))
    parcel = read(text.encode(), options)
    assert_sound(parcel)
    found = [question.dump() for question in parcel.questions]
    return [{name: value for name, value in raw.items() if name not in ("id", "origin")} for raw in found]


def test_every_row_of_the_traps_is_imported_skipped_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is CSV
    assert [entry.line for entry in TRAPS.entries] == [2, 4, 5, 6, 11, 13, 14, 15]
    assert [problem.line for problem in TRAPS.problems] == [7, 8, 9, 10, 11, 1]
    assert [skipped.line for skipped in TRAPS.skipped] == [12]


def test_cells_may_hold_commas_line_ends_and_markup() -> None:
    first = BY_TITLE["Erste"]
    assert first["stem"] == "Welcher Fluss, sagt man, fließt durch Köln?"
    assert first["explanation"] == "Er ist\\\n1.230 km lang."
    assert first["tags"] == ["Geografie/Flüsse"]
    assert first["origin"]["extra"] == {"Quelle": "Atlas"}
    assert BY_TITLE["Mehr"]["stem"] == "Was ist größer als 1 & kleiner als **3**?"


def test_keys_are_letters_numbers_or_texts() -> None:
    assert BY_TITLE["Erste"]["key"] == "Rhein"
    assert BY_TITLE["Zwei"]["key"] == [2, 5]
    assert BY_TITLE["Mehr"]["key"] == 7
    assert BY_TITLE["Text"]["key"] == "Monet"
    assert BY_TITLE["Wahr"] | {"id": ""} == {
        "id": "",
        "kind": "true_false",
        "stem": "Die Erde ist rund.",
        "title": "Wahr",
        "key": True,
        "origin": {"format": "csv"},
    }


def test_a_row_quoted_as_one_cell_and_harmless_formulas_are_read() -> None:
    assert BY_TITLE["Ganz"]["stem"] == "Eine Zeile, sagt er, in einer Zelle?"
    assert BY_TITLE["Formel"]["stem"] == "=1+1 ergibt was?"
    assert BY_TITLE["Formel"]["key"] == "+2"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Q, x,a,b,A", "has 5 cells"),
        (",a,b,A", "is empty"),
        ("Q,a,b,C", "none of the options"),
        ("Q,a,b,", "No right answer is named"),
        ("Q,a,,A", "only one choice"),
        ("Q,a,a,A", "stands twice"),
    ],
)
def test_flaws_are_told_with_their_row(row, words) -> None:
    parcel = read(f"Question,A,B,Answer\nGood,x,y,B\n{row}\nLast,x,y,A\n".encode())
    assert_sound(parcel)
    assert any(words in problem.reason for problem in parcel.problems)
    assert {problem.line for problem in parcel.problems} == {3}
    assert [entry.line for entry in parcel.entries] == [2, 4]


@pytest.mark.parametrize(
    "heading",
    [
        "Question;Option 1;Option 2;Option 3;Correct Answer;Explanation",
        "Frage;Antwort 1;Antwort 2;Antwort 3;Lösung;Erklärung",
        "Question;Choix A;Choix B;Choix C;Bonne réponse;Explication",
        "Pregunta;Opción A;Opción B;Opción C;Respuesta correcta;Explicación",
        "Pergunta;Alternativa A;Alternativa B;Alternativa C;Gabarito;Comentário",
        "Domanda;Risposta 1;Risposta 2;Risposta 3;Risposta corretta;Spiegazione",
        "Vraag;A;B;C;Juiste antwoord;Uitleg",
        "Pytanie;Odpowiedź A;Odpowiedź B;Odpowiedź C;Poprawna odpowiedź;Wyjaśnienie",
        "Вопрос;Вариант 1;Вариант 2;Вариант 3;Правильный ответ;Пояснение",
        "题目;选项A;选项B;选项C;答案;解析",
        "問題;選択肢1;選択肢2;選択肢3;正解;解説",
        "Soru;A;B;C;Doğru Cevap;Açıklama",
        "question_text;choice_a;choice_b;choice_c;correct_answer;feedback",
        "Question Text (required);1;2;3;Answer Key - letter;Notes",
    ],
)
def test_headings_of_many_languages_are_known(heading) -> None:
    [raw] = raws(f"{heading}\nWhich one?;one;two;three;B;why\n")
    assert raw == {
        "kind": "choice",
        "stem": "Which one?",
        "key": "two",
        "distractors": ["one", "three"],
        "explanation": "why",
    }


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "/////", ";;", "^", "~", " # ", "@@"])
def test_any_separator_is_found_by_counting(separator) -> None:
    text = "\n".join(separator.join([f"Which is it, number {n}?", "one", "two", "three", "C"]) for n in range(4))
    text = text if separator != "," else text.replace("it, n", "n")
    assert [raw["key"] for raw in raws(text)] == ["three"] * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q;Options;Answer\nWhich?;x|y|z;B", {"kind": "choice", "key": "y", "distractors": ["x", "z"]}),
        ("Q?,Choices,Answer\nWhich?,x;y;z,AC", {"kind": "multiple", "key": ["x", "z"], "distractors": ["y"]}),
        (
            "Question,Options,Answer\nWhich?,C) x;A) y;B) z,A",
            {"kind": "choice", "key": "y", "distractors": ["x", "z"]},
        ),
        (
            "Question,Correct,Wrong 1,Wrong 2\nWhich?,x,y,z",
            {"kind": "choice", "key": "x", "distractors": ["y", "z"]},
        ),
        ("Question,A,B,C,Correct\nWhich?,x,y,z,Option 2", {"kind": "choice", "key": "y", "distractors": ["x", "z"]}),
        ("Question,A,B,C,Correct\nWhich?,x,y,z,x; z", {"kind": "multiple", "key": ["x", "z"], "distractors": ["y"]}),
        ("Question,A,B,C,Correct\nWhich?,x,y,z,C) z", {"kind": "choice", "key": "z", "distractors": ["x", "y"]}),
        ("Question,Type,Answer\nWhich?,Short answer,x; y", {"kind": "text", "key": "x", "accept": ["y"]}),
        ("Question,Type,Answer\nWhich?,numeric,5 ± 1 km", {"kind": "number", "key": 5, "tolerance": 1, "unit": "km"}),
        ("Question,Answer,Tolerance\nWhich?,2.5,0.1", {"kind": "number", "key": 2.5, "tolerance": 0.1}),
        ("Question,Type,Answer\nWhich?,date,1961-08-13", {"kind": "date", "key": "1961-08-13"}),
        ("Question,Type,Answer\nWhich?,date,12.10.1948", {"kind": "date", "key": "1948-10-12"}),
        ("Question,Type,Answer\nWhich?,date,12 October 1948", {"kind": "date", "key": "1948-10-12"}),
        (
            "id,kind,stem,key,distractor 1,accept\na,date,When?,12.10.1948,3.4.1949,Oct 1948",
            {"kind": "date", "key": "1948-10-12", "distractors": ["1949-04-03"], "accept": ["1948-10"]},
        ),
        ("Question,Type,Answer\nWhich?,True/False,F", {"kind": "true_false", "key": False}),
        ("Question,Type,Answer\nWhich?,Essay,Because.", {"kind": "open", "key": "Because."}),
        (
            "Question,Type,Answer\nWhich?,matching,a = 1|b = 2",
            {"kind": "match", "pairs": [{"left": "a", "right": 1}, {"left": "b", "right": 2}]},
        ),
        ("Question,Type,Answer\nWhich?,ordering,a|b|c", {"kind": "order", "items": ["a", "b", "c"]}),
        ("Question,Answer\nRound?,true\nFlat?,false", {"kind": "true_false", "key": True}),
    ],
)
def test_answers_stand_in_many_ways(text, expected) -> None:
    raw = raws(text)[0]
    assert {name: value for name, value in raw.items() if name != "stem"} == expected


def test_numbers_may_begin_with_nought() -> None:
    found = raws("Question,A,B,C,Correct\nOne?,x,y,z,0\nTwo?,x,y,z,2\n")
    assert [raw["key"] for raw in found] == ["x", "z"]


def test_the_usual_style_of_a_file_decides_what_a_number_means() -> None:
    rows = "".join(f"Row {n}?,{n + 3},{n + 4},{n + 5},{n + 4}\n" for n in range(5))
    assert [raw["key"] for raw in raws(f"Question,A,B,C,Correct\n{rows}")] == [4, 5, 6, 7, 8]
    assert [raw["key"] for raw in raws("Question,A,B,C,Correct\nQ?,4,1,2,3\nR?,7,8,9,1\nS?,7,8,9,2\n")] == [2, 7, 8]


def test_a_table_without_headings_is_told_by_its_cells() -> None:
    found = raws("1,Which?,x,y,z,B,For it is.\n2,Who?,k,l,m,C,So.\n")
    assert found[0] == {
        "kind": "choice",
        "stem": "Which?",
        "key": "y",
        "distractors": ["x", "z"],
        "explanation": "For it is.",
    }


def test_pairs_are_typed_when_short_and_rated_when_long() -> None:
    assert [raw["kind"] for raw in raws("der Hund\tdog\ndie Katze\tcat\n")] == ["text", "text"]
    long = "It is a rather long text that nobody can type in the very same words."
    assert [raw["kind"] for raw in raws(f"A\t{long}\nB\t{long} So.\n")] == ["open", "open"]
    assert [raw["kind"] for raw in raws("der Hund\tdog\n", pairs="open", separator="\t")] == ["open"]


def test_a_person_may_say_what_the_columns_are() -> None:
    text = "dog;der Hund;animals\ncat;die Katze;animals\n"
    [first, _] = raws(text, columns=("key", "stem", "tags"), has_header=False)
    assert first == {"kind": "text", "stem": "der Hund", "key": "dog", "tags": ["animals"]}
    assert view(text.encode()).separator == ";"
    assert len(raws(text, columns=("key", "stem", ""), has_header=True)) == 1


def test_an_open_quote_costs_its_own_row_alone() -> None:
    rows = "".join(f"Question {n}?,x,y,A\n" for n in range(300))
    parcel = read(f'Question,A,B,Answer\n"Open?,x,y,A\n{rows}'.encode())
    assert len(parcel.entries) == 301
    assert "is not closed" in parcel.problems[0].reason


def test_rows_end_at_the_limit() -> None:
    parcel = read(b"Question,Answer\n" + b"Q,a\n" * 20, replace(DEFAULT_OPTIONS, rows=11))
    assert len(parcel.entries) == 11
    assert "Only the first 11 rows" in parcel.problems[0].reason


def test_our_layout_has_our_columns() -> None:
    content = write(outgoing(PLAIN[:1])).content.decode("utf-8-sig")
    assert content == (
        "id,kind,stem,key,distractor 1,accept,explanation,about,tags\r\n"
        "tallest,choice,Which peak is the highest?,Everest,K2,,,,\r\n"
    )


def test_what_is_written_comes_back_but_for_the_losses() -> None:
    out = outgoing((*PLAIN, *FULL))
    written = write(out)
    parcel = read(written.content)
    assert_sound(parcel)
    assert not parcel.problems
    assert written.written == parcel.found == len(out.questions)
    expected, found = dumped(out.questions), dumped(parcel.questions)
    lost = " ".join(f"{loss.what} {loss.reason}" for loss in written.losses)
    for name, raw in expected.items():
        if found[name] != raw:
            assert f"“{raw.get('title', raw['stem'])[:20]}"[:12] in lost, (raw, found[name])
    for name in ("tallest", "alps-weighed", "deep", "height", "span", "match", "why", "date", "order", "open", "unit"):
        if name not in ("alps-weighed", "height"):
            assert found[name] == expected[name]
    assert {loss.what for loss in written.losses} == {
        *("all of its gaps but their keys", "accepted texts with a weight", "compare", "evidence", "order of options"),
        *("explanations of options", "markup", "scoring", "weights of options"),
    }


def test_columns_that_were_not_ours_go_back_into_the_table() -> None:
    parcel = read(b"Question,A,B,Answer,Source\nQ?,x,y,A,=page 3\n")
    written = write(outgoing([question.dump() for question in parcel.questions])).content.decode("utf-8-sig")
    assert written.splitlines()[0].endswith(",tags,Source")
    assert written.splitlines()[1].endswith(",'=page 3")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", "'=", "''@"])
def test_no_formula_leaves_and_each_comes_back(start) -> None:
    text = f"{start}SUM(A1)"
    assert neutral(text)[0] == "'"
    assert without_neutral(neutral(text)) == text
    raw = {
        "kind": "choice",
        "stem": text,
        "key": text,
        "distractors": [f"{text} b"],
        "accept": [f"{text} c"],
        "explanation": text,
        "tags": [f"{text} t"],
        "title": text,
    }
    question = parse_question(raw | {"id": "f"})
    content = write(outgoing([raw | {"id": "f"}])).content.decode("utf-8-sig")
    assert all(cell.lstrip('"')[:1] not in "=+-@\t＝＋－＠" or not cell for cell in content.split("\r\n")[1].split(","))
    [again] = read(content.encode()).questions
    assert dumped([again]) == dumped([question])


@given(st.lists(st.text("a |=\\", min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_lists_and_pairs_in_one_cell_come_back(parts) -> None:
    parts = [part.strip() for part in parts]
    assert split_own(join_own(parts)) == parts
    assert split_pair(join_pair(parts[0], parts[-1])) == (parts[0], parts[-1])


@settings(max_examples=60, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=60, deadline=None)
@given(st.text("ab,;\t|\"\n='?_()", max_size=200))
def test_any_text_is_read(text) -> None:
    read_hostile(read, text.encode())


@pytest.mark.parametrize("piece", ['"', '"a\n', "a,b\n", ',"', "a|b;c\n", "x" * 50 + "\n", '"a","b"\n', "\n"])
def test_time_is_linear(piece) -> None:
    small, large = piece.encode() * 4_000, piece.encode() * 16_000
    assert_linear(read, small, large)


@pytest.mark.parametrize(
    "names", ["a1;a2;a3", "answer1;answer2;answer3", "opt1;opt2;opt3", "b;c;d", "ans 1;ans 2;ans 3"]
)
@pytest.mark.parametrize(("key", "last"), [("1", "3"), ("Paris", "Oslo")])
def test_short_names_of_options_are_understood(names, key, last):
    rows = f"Capital of France?;Paris;Rome;Oslo;{key}\nCapital of Norway?;Paris;Rome;Oslo;{last}\n"
    parcel = CSV.read(f"q;{names};correct\n{rows}".encode())
    entry, _ = parcel.entries
    assert not parcel.problems
    raw = entry.question.dump()
    assert (raw["key"], raw["distractors"]) == ("Paris", ["Rome", "Oslo"])


def test_an_answer_before_lettered_columns_is_the_key():
    [entry] = CSV.read(b"question;answer;b;c\nCapital of France?;Paris;Rome;Oslo\n").entries
    raw = entry.question.dump()
    assert (raw["key"], raw["distractors"]) == ("Paris", ["Rome", "Oslo"])


def test_a_column_that_is_left_out_is_named():
    parcel = CSV.read(b"question;answer;wrong;shelf;row\nCapital of France?;Paris;Rome;12;\n")
    assert [problem.reason for problem in parcel.problems] == [
        "The column “shelf” was left out: its heading is none that is known. Say what it is, and read it again."
    ]
    assert len(parcel.entries) == 1


@pytest.mark.parametrize("quote", ['"', ""])
@pytest.mark.parametrize("place", [0, 1])
def test_a_row_that_is_too_long_costs_no_other(quote, place):
    rows = ["Capital of France?,Paris,Rome", "Capital of Italy?,Rome,Oslo"]
    rows.insert(place, f"{quote}{'a' * 200_000}{quote},Paris,Rome")
    data = ("question,answer,wrong\n" + "\n".join(rows) + "\n").encode()
    assert recognise(data) is CSV
    parcel = CSV.read(data)
    assert [entry.question.stem for entry in parcel.entries] == ["Capital of France?", "Capital of Italy?"]
    assert [problem.line for problem in parcel.problems] == [place + 2]
    assert "at most 100,000 are read" in parcel.problems[0].reason


@pytest.mark.parametrize(
    ("stem", "is_told"), [("What is \\<script>?", True), ("Is **this** it?", True), ("Is it?", False)]
)
def test_markup_that_stands_in_cells_is_told(stem, is_told):
    raw = {"id": "a", "kind": "text", "stem": stem, "key": "x"}
    assert ("markup" in {loss.what for loss in write(outgoing([raw])).losses}) is is_told


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("What does <br> do in HTML?", "What does \\<br> do in HTML?"),
        ("What is “<br>”?", "What is “\\<br>”?"),
        ("<b> or <i>", "\\<b> or \\<i>"),
        ("What do <b> and </b> do?", "What do \\<b> and \\</b> do?"),
        ("What does <p></p> make?", "What does \\<p>\\</p> make?"),
        ("Is List<String> <b>generic</b>?", "Is List\\<String> \\<b>generic\\</b>?"),
        ("<title>Page</title>", "\\<title>Page\\</title>"),
        ("What is <img>?", "What is \\<img>?"),
        ("Is it <b>bold</b>?", "Is it **bold**?"),
        ("<p>One <i>line</i></p><p></p>", "One *line*"),
        ("One line.<br>And another", "One line.\\\nAnd another"),
        ("One line <br><br> and another", "One line\n\nand another"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
    ],
)
def test_tags_of_a_cell_are_formatting_in_sound_pairs_and_words_else(cell, told) -> None:
    [raw] = raws(f'question,answer\n"{cell}",it\n')

    assert raw["stem"] == told


def test_what_of_a_cell_is_removed_is_told() -> None:
    parcel = read(
        b"question,answer\n"
        b'"<p>Who is <img src=""who.png"" alt=""a man""> this?</p>",Caesar\n'
        b'"<p>What is told? <iframe src=""https://example.org""></iframe></p>",much\n'
    )

    assert [question.stem for question in parcel.questions] == ["Who is a man this?", "What is told?"]
    assert [problem.reason for problem in parcel.problems] == [
        "“who.png” is not in the file; add it by hand.",
        "“https://example.org” is not in the file; add it by hand.",
    ]


def test_rows_are_given_without_a_copy_of_the_text():
    text = f"{'word ' * 20},{'more ' * 20}\n" * 20_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in table_rows(text, ",", Gatherer("csv"), 100_000)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < len(text) / 2
    finally:
        tracemalloc.stop()
