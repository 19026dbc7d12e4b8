"""Tables and named texts that could be read in two ways: the surer one is taken, or the row refused."""

from __future__ import annotations

import pytest

from quizapp.core.formats.parcel import Parcel
from quizapp.core.formats.registry import recognise
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


def test_statements_may_be_headed_by_both_answers() -> None:
    parcel = read("Aussage;Ja/Nein\nFische schwimmen;ja\nSteine schwimmen;nein\n")
    assert [question.stem for question in parcel.questions] == ["Fische schwimmen", "Steine schwimmen"]
