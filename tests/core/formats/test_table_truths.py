"""Statements and whether they are true, headed in any language; beside them, word lists that only look like these."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import are_judged, truths_of_heading
from tests.core.formats.test_table_shapes import pairs_of, read


@pytest.mark.parametrize(
    ("heading", "right", "wrong"),
    [
        ("Påstående;Sant/Falskt", "sant", "falskt"),
        ("Udsagn;Sandt/Falsk", "Sandt", "Falsk"),
        ("Påstand;Riktig/Galt", "riktig", "galt"),
        ("Tvrzení;Pravda/Nepravda", "pravda", "nepravda"),
        ("Tvrzení;ANO/NE", "ANO", "NE"),
        ("Zdanie;Prawda/Fałsz", "prawda", "fałsz"),
        ("Высказывание;Верно/Неверно", "верно", "неверно"),
        ("Твердження;Правда/Неправда", "правда", "неправда"),
        ("Állítás;Igaz/Hamis", "I", "H"),
        ("İfade;Doğru/Yanlış", "doğru", "yanlış"),
        ("Väite;Tosi vai epätosi", "tosi", "epätosi"),
        ("Lause;Oikein/Väärin", "O", "V"),
        ("Πρόταση;Σωστό ή Λάθος", "Σ", "Λ"),
        ("Frase;Verdadeiro/Falso", "V", "F"),
        ("陈述;对/错", "对", "错"),
        ("文;正誤", "正しい", "間違い"),
        ("العبارة;صح/خطأ", "صح", "خطأ"),
        ("Aussage;Ja/Nein", "ja", "nein"),
        ("Satz;Falsch/Wahr", "w", "f"),
        ("Satz;Wahr/Falsch", "ja", "nein"),
        ("Zdanie;Ocena", "prawda", "fałsz"),
        ("Statement;Status", "true", "false"),
    ],
)
def test_statements_are_judged_in_many_languages(heading, right, wrong):
    rows = (("The earth is round", right), ("The sun is cold", wrong), ("Water is wet", right))
    parcel = read("\n".join([heading, *(";".join(row) for row in rows)]) + "\n")
    assert [(each.kind, each.stem, each.key) for each in parcel.questions] == [
        ("true_false", stem, answer == right) for stem, answer in rows
    ]
    assert parcel.problems == ()


def test_what_stands_beside_statements_is_theirs():
    text = "Nr;Påstående;Sant/Falskt;Förklaring\n1;Jorden är rund;S;För\n2;Solen är kall;F;Nej\n"
    first, second = read(text).questions
    assert (first.kind, first.stem, first.key, first.explanation) == ("true_false", "Jorden är rund", True, "För")
    assert (second.key, second.explanation) == (False, "Nej")


@pytest.mark.parametrize(
    "text",
    [
        "true;wahr\nfalse;falsch\n",
        "correct;richtig\nright;richtig\nwrong;falsch\n",
        "Tosi;Oikein\nEpätosi;Väärin\n",
        "yes/no;oui/non\nyes;oui\nno;non\n",
        "term;Begriff\nto be right;richtig\nto be wrong;falsch\nnot right;falsch\nvery right;richtig\n",
        "begreb;ord\nat have ret;rigtigt\nikke ret;forkert\n",
        "Wasser;H2O\nFische leben im Wasser;wahr\nSteine leben auch hier;falsch\n",
        "Opposite of cold weather;hot\nOpposite of being right;wrong\nSynonym of being correct;right\n",
    ],
)
def test_words_for_true_and_false_in_a_word_list_are_words(text):
    assert pairs_of(text) == [tuple(line.split(";")) for line in text.splitlines()]


def test_two_words_belong_together_in_one_language_alone():
    assert are_judged({plain_word("Rätt"), plain_word("fel")})
    assert not are_judged({"wahr", "false"})
    assert not are_judged({"ja", "nein"})
    assert truths_of_heading("Question") == truths_of_heading("right answer") == truths_of_heading("dog/Hund") == {}


@pytest.mark.parametrize("heading", ["Statement,True,False", "Aussage,Richtig,Falsch", "Claim,Ja,Nein,Comment"])
@pytest.mark.parametrize("marks", ["10", "1-", "yn", "tf"])
def test_marks_below_true_and_false_judge_statements(heading, marks):
    words = {"y": "yes", "n": "no", "t": "TRUE", "f": "FALSE"}
    yes, no = (words.get(mark, mark) for mark in marks)
    more = ",so" if "Comment" in heading else ""
    text = f"{heading}\nWhales are fish.,{no},{yes}{more}\nBats are mammals.,{yes},{no}{more}\n"
    parcel = CSV.read(text.encode())
    assert [(each.kind, each.dump()["key"]) for each in parcel.questions] == [
        ("true_false", False),
        ("true_false", True),
    ]
    assert not parcel.problems


def test_right_and_wrong_answers_to_questions_stay_such():
    text = "Frage,Richtig,Falsch\nWie viel ist 3 - 2?,1,0\nWie viel ist 3 - 3?,0,1\n"
    assert [(each.kind, each.dump()["key"]) for each in CSV.read(text.encode()).questions] == [
        ("choice", 1),
        ("choice", 0),
    ]
