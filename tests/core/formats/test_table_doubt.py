"""Tables and named texts that could be read in two ways: the surer one is taken, or the row refused."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.parcel import Parcel, ReadOptions, TableChoices
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import workbook_bytes
from tests.core.formats.laws import assert_sound


def read(text: str) -> Parcel:
    data = text.encode()
    parcel = recognise(data).read(data)
    assert_sound(parcel)
    return parcel


def pairs_of(text: str) -> list[tuple[str, str]]:
    return [(question.stem, str(question.key)) for question in read(text).questions]


@pytest.mark.parametrize(
    "form",
    [
        *("Q: {}\nA: {}\n", "Question: {}\nAnswer: {}\n", "Frage: {}\nAntwort: {}\n", "Question : {}\nRéponse : {}\n"),
        *("Question\tAnswer\n{}\t{}\n", "Frage;Antwort\n{};{}\n", "Term,Definition\n{},{}\n"),
        "English,French\n{},{}\n",
    ],
)
@pytest.mark.parametrize("answer", ["Quelle heure est-il ?", "Où est ____ ?"])
def test_what_is_named_question_and_answer_is_never_exchanged(form, answer) -> None:
    row = form.partition("\n")[2] if "," in form or ";" in form or "\t" in form else form
    pair = ("Ask in French.", answer)
    assert pairs_of(form.format(*pair) + row.format("Greet in French.", "Ça va ?")) == [
        pair,
        ("Greet in French.", "Ça va ?"),
    ]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ("1,5, 2,5, 3,5", "1,5"),
        ("1,5, 2,5, 3,5", "5"),
        ("1,000, 2,000, 3,000", "2,000"),
        ("1,50 €, 2,50 €", "2,50 €"),
        ("Smith, J., Miller, A., Brown, K.", "Miller, A."),
        ("Smith, J., Miller, A., Brown, K.", "Miller"),
        ("Paris, France, Rome, Italy", "Rome, Italy"),
        ("May 8, 1945, June 6, 1944", "May 8, 1945"),
        ("f(x, y), g(x), h", "g(x)"),
        ("red, yellow and blue, green", "red, yellow and blue"),
        ("London, UK, Paris, France", "B"),
    ],
)
@pytest.mark.parametrize(
    "form", ["Question;Options;Answer\nWhich?;{};{}\n", "Q: Which?\nOptions: {}\nA: {}\n\nQ: Who?\nA: Paul\n"]
)
def test_options_with_commas_of_their_own_are_not_cut_at_these(form, options, key) -> None:
    parcel = read(form.format(options, key))
    assert "Which?" not in [question.stem for question in parcel.questions]
    assert [problem.where for problem in parcel.problems] == ["Which?"]


@pytest.mark.parametrize(
    ("options", "key", "others"),
    [
        ("Paris, Rome, Berlin", "Rome", ["Paris", "Berlin"]),
        ("New York, Los Angeles", "New York", ["Los Angeles"]),
        ("2, 3, 10", "3", ["2", "10"]),
        ("1.5, 2.5", "2.5", ["1.5"]),
        ("1, 2, 3, 4", "2, 4", ["1", "3"]),
    ],
)
def test_options_that_are_whole_between_commas_are_told(options, key, others) -> None:
    [question] = read(f"Question;Options;Answer\nWhich?;{options};{key}\n").questions
    assert [str(text) for text in question.dump()["distractors"]] == others


@pytest.mark.parametrize(
    "pair",
    [
        *("vrai,richtig", "vrai,correct", "verdadero,correct", "right,correct", "true,correct", "vero,richtig"),
        *("front,vorn", "front,Vorne", "question,fragen", "term,termin", "Frage,demande", "Begriff,notion"),
        *("question,questionner", "query,question", "juste,richtig"),
    ],
)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_two_words_that_may_head_a_column_are_a_pair(pair, separator) -> None:
    rows = [tuple(pair.split(",")), ("big", "groß"), ("small", "klein")]
    assert pairs_of("".join(separator.join(row) + "\n" for row in rows)) == rows


@pytest.mark.parametrize(
    "heading",
    [
        *("Question,Answer", "Answer,Question", "Q,A", "Term,Meaning", "Front,Back", "Word,Translation", "word,answer"),
        *("Question (easy),Correct answer", "Frage,Antwort", "Begriff,Erklärung", "Vokabel,Bedeutung", "Frage,Richtig"),
        *("Question,Réponse", "Mot,Traduction", "Pregunta,Respuesta", "Pergunta,Resposta", "Domanda,Risposta"),
        *("Vraag,Antwoord", "Вопрос,Ответ", "問題,答え", "질문,정답", "Soru,Cevap", "Fråga,Svar", "السؤال,الجواب"),
        *("Spanish,Meaning", "Deutsch,Übersetzung", "Symbol,Meaning"),
    ],
)
def test_two_headings_of_one_language_head_a_list(heading) -> None:
    found = pairs_of(f"{heading}\nbig,large\nsmall,little\n")
    assert found in ([("big", "large"), ("small", "little")], [("large", "big"), ("little", "small")])


@pytest.mark.parametrize("heading", ["Frage,Answer", "Question,Lösung", "Question,Your reply"])
def test_headings_of_two_languages_head_rows_that_ask(heading) -> None:
    assert pairs_of(f"{heading}\nWho?,Paul\nWhere?,Bonn\n") == [("Who?", "Paul"), ("Where?", "Bonn")]


def reason_of(text: str) -> str:
    return " ".join(problem.reason for problem in read(text).problems)


@pytest.mark.parametrize(
    "heading",
    [
        *("Word / Phrase,Definition", "Frage,Answer", "Frage,Richtige Antworten", "Question,Correct choice"),
        *("Sentence,Translation", "Aufgabe,Ergebnis", "Test question,Correct", "Item,Key", "Prompt,Completion"),
        *("Wort,Translation", "Symbol,Bedeutung", "Begriff,Meaning", "Question,Bonne option", "Deine Frage,Answer"),
        *("Question,Your reply", "Land,Richtige Antwort", "Exercice,Réponse"),
    ],
)
@pytest.mark.parametrize("rows", ["big,large\nsmall,little", "France,Paris\nItaly,Rome", "Bonn,1949\nRome,1871"])
def test_what_asks_and_what_answers_head_a_list_in_any_languages(heading, rows) -> None:
    text = f"{heading}\n{rows}\n"
    assert pairs_of(text) == [tuple(row.split(",")) for row in rows.split("\n")]
    assert "The first row" not in reason_of(text)


@pytest.mark.parametrize(
    "heading", ["Country,Answer", "Land,Antwort", "Kanji,Meaning", "country,answer", "Term,Example"]
)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_one_known_heading_is_likely_to_head_a_list_and_this_is_said(heading, separator) -> None:
    text = f"{heading}\nFrance,Paris\nItaly,Rome\n".replace(",", separator)
    assert pairs_of(text) == [("France", "Paris"), ("Italy", "Rome")]
    named = heading.replace(",", " | ")
    assert f"“{named}”, was taken for the names of the columns; if it is a pair, say so" in reason_of(text)


@pytest.mark.parametrize("pair", ["front,etupuoli", "body,Körper", "key,avain", "Termine,appointments"])
def test_a_word_of_every_day_is_likely_to_begin_a_list_and_this_is_said(pair) -> None:
    rows = [tuple(pair.split(",")), ("big", "groß"), ("small", "klein")]
    text = "".join(",".join(row) + "\n" for row in rows)
    assert pairs_of(text) == rows
    assert "was taken for a pair; if it is the names of the columns, say so" in reason_of(text)


def test_what_a_person_says_of_the_first_row_is_not_doubted() -> None:
    for has_header in (True, False):
        said = ReadOptions(table=TableChoices(has_header=has_header))
        parcel = CSV.read(b"Country,Answer\nFrance,Paris\nItaly,Rome\n", said)
        assert (len(parcel.questions), parcel.problems) == (3 - has_header, ())


@pytest.mark.parametrize(
    "text",
    [
        "Front,Year\nBonn,1949\nRome,1871\n",
        "Front,Kana\ninu,いぬ\nneko,ねこ\n",
        "Kanji,Back\n犬,dog\n猫,cat\n",
        "Front,Kana\ndog,inu\ncat,neko\n",
        "Front,Satz\nI was at home.,Ich war gestern zu Hause.\nI go.,Ich gehe jetzt nach Hause.\n",
        "Country,Correct\nfrance,paris\nitaly,rome\n",
    ],
)
def test_a_first_row_unlike_all_others_heads_them(text) -> None:
    rows = [tuple(line.split(",")) for line in text.splitlines()[1:]]
    assert (pairs_of(text), reason_of(text)) == (rows, "")


@pytest.mark.parametrize(
    "row",
    [
        "Ice is cold.,correct",
        "2+2,answer",
        "Where do you live?,answer",
        "right,rätt",
        "back,el dorso",
        "answer,auf eine Frage antworten",
    ],
)
def test_what_is_no_heading_beside_a_known_one_is_a_pair(row) -> None:
    assert pairs_of(f"{row}\nbig,groß\n")[0] == tuple(row.split(","))


def test_an_answer_before_what_is_not_known_begins_a_list() -> None:
    assert pairs_of("Answer,Country\nParis,France\nRome,Italy\n")[0] == ("Answer", "Country")
    assert pairs_of("Meaning,Word\nbig,groß\nsmall,klein\n") == [("groß", "big"), ("klein", "small")]


def test_a_pair_of_a_sheet_that_may_be_headings_leaves_the_rows_above_it() -> None:
    rows = [["big", "groß"], ["Land", "answer"], ["word", "Wort"]]
    parcel = XLSX.read(workbook_bytes("Sheet", rows, (10,)))
    assert [[question.stem, question.key] for question in parcel.questions] == rows
    below = XLSX.read(workbook_bytes("Sheet", [["Geography"], ["Land", "answer"], ["France", "Paris"]], (10,)))
    assert [question.stem for question in below.questions] == ["France"]


def test_statements_may_be_headed_by_both_answers() -> None:
    parcel = read("Aussage;Ja/Nein\nFische schwimmen;ja\nSteine schwimmen;nein\n")
    assert [question.stem for question in parcel.questions] == ["Fische schwimmen", "Steine schwimmen"]
