"""What stands in pasted or saved tables and is no cell of theirs: bullets, numbers, rules, titles, `sep=;`, gaps."""

from __future__ import annotations

import re

import pytest

from quizapp.core.formats import registry
from quizapp.core.formats.csv_table import view
from quizapp.core.formats.parcel import ReadOptions, TableChoices
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import workbook_bytes
from tests.core.formats.laws import assert_sound

WORDS = [("dog", "Hund"), ("cat", "Katze"), ("house", "Haus")]
CAPITALS = [("Capital of France?", "Paris"), ("Capital of Italy?", "Rome")]


def pairs_of(text: str):
    data = text.encode()
    parcel = recognise(data).read(data)
    assert_sound(parcel)
    assert parcel.problems == ()
    return [(question.stem, question.key) for question in parcel.questions]


@pytest.mark.parametrize(
    "line",
    [
        "•\t{}\t{}",
        "o\t{}\t{}",
        "• {} – {}",
        "- {}: {}",
        "* {} - {}",
        "\t{}\t{}",
        "{}\t\t{}",
        "{}\t\t\t{}\t",
        "| {} | {} |",
        "+-----+------+\n| {} | {} |",
    ],
)
def test_bullets_and_empty_columns_are_no_part_of_the_words(line) -> None:
    assert pairs_of("".join(line.format(*pair) + "\n" for pair in WORDS)) == WORDS


@pytest.mark.parametrize("label", ["{}.\t", "{}. ", "{}) ", "({}) "])
@pytest.mark.parametrize("first", [1, 7])
def test_numbers_that_run_on_are_no_part_of_the_words(label, first) -> None:
    lines = (f"{label.format(number)}{a}\t{b}\n" for number, (a, b) in enumerate(WORDS, first))
    assert pairs_of("".join(lines)) == WORDS
    lettered = (f"{letter}) {a} = {b}\n" for letter, (a, b) in zip("abc", WORDS, strict=True))
    assert pairs_of("".join(lettered)) == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "1. FC Köln,Köln\n1. FC Nürnberg,Nürnberg\n1. FC Bocholt,Bocholt\n",
        "1. Weltkrieg,1914\n2. Weltkrieg,1939\n",
        "1. Person Singular von sein,bin\n2. Person Singular von haben,hast\n3. Person Singular von sein,ist\n",
        "1. Advent,first\n2. Advent,second\n3. Advent,third\n",
        "3. Symphonie,Eroica\n5. Symphonie,Schicksal\n6. Symphonie,Pastorale\n",
        "- 5,minus five\n- 6,minus six\n",
        "-5,minus five\n-6,minus six\n",
        "1.,first\n2.,second\n3.,third\n",
        "– dog,Hund\ncat,Katze\n",
    ],
)
def test_numbers_and_dashes_that_mean_something_stay(text) -> None:
    wanted = [line.split(",")[0] for line in text.splitlines()]
    assert [stem.replace("\\", "") for stem, _ in pairs_of(text)] == wanted


def test_numbers_below_headings_and_in_workbooks_go_too() -> None:
    rows = [["Question", "Answer"], ["1. Who?", "Me"], ["2. Where?", "Here"], ["3. When?", "Now"]]
    wanted = [("Who?", "Me"), ("Where?", "Here"), ("When?", "Now")]
    assert pairs_of("".join(",".join(row) + "\n" for row in rows)) == wanted
    parcel = XLSX.read(workbook_bytes("Sheet", rows, (10,)))
    assert [(question.stem, question.key) for question in parcel.questions] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "| Question | Answer |\n|---|:-:|\n| {} | {} |\n| {} | {} |\n",
        "Question | Answer\n--- | ---\n{} | {}\n{} | {}\n",
        "sep=;\nQuestion;Answer\n{};{}\n{};{}\n",
        '"sep=,"\nQuestion,Answer\n{},{}\n{},{}\n',
        "SEP=\t\nQuestion\tAnswer\n{}\t{}\n{}\t{}\n",
        "Question,Answer\n{},{}\nQuestion,Answer\n{},{}\n",
        "Gimkit Spreadsheet Import Template,\nQuestion,Answer\n{},{}\n{},{}\n",
        "My quiz\n\nfor class 4\nQuestion,Answer\n{},{}\n{},{}\n",
    ],
)
def test_rules_titles_and_headings_are_no_questions(text) -> None:
    cells = [cell for pair in CAPITALS for cell in pair]
    assert pairs_of(text.format(*cells)) == CAPITALS


@pytest.mark.parametrize("separator", ["\t", " - ", " – ", " = ", ";", ", ", ",", "|", ": ", "::"])
@pytest.mark.parametrize("titles", [["Vocabulary Unit 3"], ["Animals (p. 12)"], ["My list", "Learn by Friday"]])
@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\nSee you soon"])
def test_a_title_above_pairs_is_left_out_and_named(separator, titles, gap, end) -> None:
    pairs = [("dog", "Hund"), ("cat", "Katze"), ("cow", "Kuh")]
    head = "\n".join(titles) + gap
    data = ("\n".join([head, *map(separator.join, pairs)]) + end).encode()
    parcel = recognise(data).read(data)
    assert [(question.stem, question.key) for question in parcel.questions] == pairs
    named = [problem for problem in parcel.problems if "stands above the questions as a title" in problem.reason]
    assert [problem.line for problem in named] == [1, 2][: len(titles)]
    assert titles[0] in named[0].reason


@pytest.mark.parametrize("separator", ["\t", " - ", ";", ", ", "|"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_two_pairs_below_a_title_are_enough(separator, end) -> None:
    data = f"Vocabulary Unit 3\ndog{separator}Hund\ncat{separator}Katze{end}".encode()
    parcel = recognise(data).read(data)
    assert [(question.stem, question.key) for question in parcel.questions] == WORDS[:2]


def test_a_title_above_rows_with_options_is_left_out() -> None:
    data = b"Animals\nWhich barks?,Dog,Cat,A\nWhich meows?,Dog,Cat,B\nWhich moos?,Cow,Cat,A\n"
    parcel = recognise(data).read(data)
    assert [question.dump()["key"] for question in parcel.questions] == ["Dog", "Cat", "Cow"]
    assert [problem.line for problem in parcel.problems] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Romeo and Juliet\nRomeo: Hello\nJuliet: Hi\nRomeo: Good day\nJuliet: Fine\n",
        "Quiz night\nWhat is the capital of France?\nWho wrote Hamlet?\n",
        "Chapter 1\nIt was a dark - and stormy - night.\nHe came - late.\nShe left - early.\n",
        "Q: Ask for the time.\na) Quelle heure est-il ?\nb) Où es-tu ?\nA: a\n",
        "Dear all, come.\nBest, Ann\nVocabulary\n",
    ],
)
def test_what_has_no_pairs_below_its_title_is_not_read(text) -> None:
    with pytest.raises(Exception, match="none of the known formats"):
        recognise(text.encode())


def test_the_first_line_of_a_long_question_is_no_title() -> None:
    text = "What does a dog do\nwhen it is hungry\tit barks\nHow do cats speak?\tthey meow\nWho moos?\ta cow\n"
    parcel = recognise(text.encode()).read(text.encode())
    assert not any("as a title" in problem.reason for problem in parcel.problems)


def test_lines_keep_their_numbers() -> None:
    data = b"sep=;\nQuestion;Answer\n\nCapital of France?;Paris\n"
    (entry,) = recognise(data).read(data).entries
    assert entry.line == 4


def test_a_line_break_of_a_word_processor_parts_words() -> None:
    assert pairs_of("dog\tder Hund\x0bdie Hunde\ncat\tdie Katze\n")[0] == ("dog", "der Hund die Hunde")
    assert pairs_of("Question\tAnswer\ndog\x0bor hound?\tHund\n") == [("dog\\\nor hound?", "Hund")]


def test_a_bracket_parts_no_cells() -> None:
    text = "The capital of France is {Paris}.\nThe capital of Italy is {Rome}.\n"
    with pytest.raises(Exception, match="none of the known formats"):
        recognise(text.encode())


def test_the_page_shows_the_table_as_it_is_read() -> None:
    shown = view(b"Title\nQuestion;Answer\nWho?;Me\n")
    assert (shown.separator, shown.layout.columns, shown.rows[0]) == (";", ("stem", "key"), ("Question", "Answer"))
    columns = ("stem", "", "key")
    data = b"dog\t\tHund\ncat\t\tKatze\n"
    assert view(data).layout.columns == columns
    said = recognise(data).read(data, ReadOptions(table=TableChoices(separator="\t", columns=columns)))
    assert [(question.stem, question.key) for question in said.questions] == WORDS[:2]


FITTING = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"]


@pytest.mark.parametrize("row", ["{n}. Which is right?,The {w} one,No {w}", "{n}) What fits here?,The {w} one,No {w}"])
def test_a_question_that_is_repeated_keeps_no_running_number_and_one_in_between_moves_no_other(row):
    def keys(words):
        text = "question,answer,wrong 1\n" + "".join(row.format(n=n, w=w) + "\n" for n, w in enumerate(words, 1))
        parcel = registry.format_named("csv").read(text.encode())
        assert {question.stem[-1] for question in parcel.questions} == {"?"}
        assert not any(question.stem[0].isdigit() for question in parcel.questions)
        return {question.answer(): question.id for question in parcel.questions}

    before, after = keys(FITTING), keys([*FITTING[:2], "new", *FITTING[2:]])
    assert len(before) == len(FITTING)
    assert before.items() <= after.items()


def test_persons_of_one_verb_keep_their_numbers_with_a_question_mark_too():
    text = "question,answer\n" + "".join(f"{n}. osoba od być?,a{n}\n" for n in (1, 2, 3))
    stems = [question.stem for question in registry.format_named("csv").read(text.encode()).questions]
    assert [stem[0] for stem in stems] == ["1", "2", "3"]


COUNTED = [
    "planet from the sun?",
    "month of the year?",
    "Kanzler der Bundesrepublik?",
    "chemical element?",
]


@pytest.mark.parametrize("what", COUNTED)
@pytest.mark.parametrize("count", [3, 7, 8, 9])
@pytest.mark.parametrize("heading", ["question,answer\n", "question,answer,wrong 1\n", ""])
@pytest.mark.parametrize("sign", [".", ")"])
def test_a_number_that_is_asked_stays_however_many_there_are(what, count, heading, sign):
    wrong = ",other" if "wrong" in heading else ""
    text = heading + "".join(f"{n}{sign} {what},answer{n}{wrong}\n" for n in range(1, count + 1))
    stems = [question.stem for question in registry.format_named("csv").read(text.encode()).questions]
    assert [re.findall(r"\d+", stem)[:1] for stem in stems] == [[str(n)] for n in range(1, count + 1)]


def test_one_question_with_several_answers_and_no_options_keeps_its_numbers():
    text = "question,answer\n" + "".join(f"{n}. Who was president?,a{n}\n" for n in range(1, 9))
    stems = [question.stem for question in registry.format_named("csv").read(text.encode()).questions]
    assert [re.findall(r"\d+", stem)[:1] for stem in stems] == [[str(n)] for n in range(1, 9)]
