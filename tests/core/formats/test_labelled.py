"""Questions and answers that are named as such in a text: by letters, by words in many languages, with options."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.formats.labelled_text import LABELLED, read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile

CAPITALS = "{q}Capital of France?\n{a}Paris\n\n{q}Capital of Italy?\n{a}Rome\n"
SAMPLE = (
    b"Hi all,\n\n1. Question: Capital of France?\nA) Rome\n(b) Paris\nc. Oslo\nAnswer: B\nExplanation: On the Seine,\n"
    b"says Ann.\nHint: water\n\n**Question 2:** Is water wet?\n**Answer:** true\n\nQuestion: Which are even?\n"
    b"Options: 1, 2, 3, 4\nAnswer: 2, 4\nQuestion: Left alone?\n\nQuestion 5\nWhat is a noun?\nAnswer: a word\n"
    b"Also accepted: name\n"
)


def told(text: str):
    data = text.encode()
    assert recognise(data) is LABELLED
    parcel = read(data)
    assert_sound(parcel)
    return parcel


@pytest.mark.parametrize(
    ("q", "a"),
    [
        ("Q: ", "A: "),
        ("q. ", "a. "),
        ("Q - ", "A - "),
        ("- Q: ", "- A: "),
        ("**Q:** ", "**A:** "),
        ("Question: ", "Answer: "),
        ("Question: ", "A: "),
        ("Q: ", "Answer: "),
        ("P: ", "Respuesta: "),
        ("Frage: ", "Antwort: "),
        ("F: ", "A: "),
        ("Question : ", "Réponse : "),
        ("Pregunta: ", "Respuesta: "),
        ("P: ", "R: "),
        ("Domanda: ", "Risposta: "),
        ("Vraag: ", "Antwoord: "),
        ("Вопрос: ", "Ответ: "),
        ("В: ", "О: "),
        ("问题：", "答案："),
        ("Soru: ", "Cevap: "),
        ("Term: ", "Definition: "),
    ],
)
@pytest.mark.parametrize("text", [CAPITALS, CAPITALS.replace("\n\n", "\n")])
def test_questions_and_answers_are_told_by_their_names(q, a, text) -> None:
    parcel = told(text.format(q=q, a=a))
    assert [(each.kind, each.stem, each.key) for each in parcel.questions] == [
        ("text", "Capital of France?", "Paris"),
        ("text", "Capital of Italy?", "Rome"),
    ]
    assert parcel.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Q1: Capital of France?\nA1: Paris\nQ2: Capital of Italy?\nA2: Rome\n",
        "Question 1: Capital of France?\nAnswer: Paris\nQuestion 2: Capital of Italy?\nAnswer: Rome\n",
        "1. Q: Capital of France?\n   A: Paris\n2. Q: Capital of Italy?\n   A: Rome\n",
        "Question: Capital of France? Answer: Paris\nQuestion: Capital of Italy? Answer: Rome\n",
        "Q: Capital of France? A: Paris\nQ: Capital of Italy? A: Rome\n",
        "1. Capital of France?\nAnswer: Paris\n\n2. Capital of Italy?\nAnswer: Rome\n",
        "Capital of France?\nLösung: Paris\nCapital of Italy?\nLösung: Rome\n",
    ],
)
def test_numbers_and_lines_may_stand_otherwise(text) -> None:
    assert [(each.stem, each.key) for each in told(text).questions] == [
        ("Capital of France?", "Paris"),
        ("Capital of Italy?", "Rome"),
    ]


def test_all_that_a_question_says_is_read() -> None:
    parcel = told(SAMPLE.decode())
    france, water, even, noun = (question.dump() for question in parcel.questions)
    assert (france["key"], france["distractors"]) == ("Paris", ["Rome", "Oslo"])
    assert "says Ann." in france["explanation"]
    assert france["hints"] == ["water"]
    assert (water["kind"], water["key"]) == ("true_false", True)
    assert (even["kind"], even["key"]) == ("multiple", [2, 4])
    assert (noun["stem"], noun["accept"]) == ("What is a noun?", ["name"])
    assert [entry.line for entry in parcel.entries] == [3, 12, 15, 20]


def test_what_belongs_to_no_question_is_named() -> None:
    problems = told(SAMPLE.decode()).problems
    assert [(problem.line, problem.reason) for problem in problems] == [
        (18, "There is no answer below this question; write it in a line of its own: “Answer: …”."),
        (1, "“Hi all,” belongs to no question, and was left out."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Capital of France?\na) Rome\nb) Paris\nLösung: b\n\n2. Capital of Italy?\na) Rome\nb) Paris\nLösung: a\n",
        "Capital of France?\nA) Rome\nB) Paris\nRéponse : B\n\nCapital of Italy?\nA) Rome\nB) Paris\nRéponse : A\n",
        "Q: Capital of France?\nA: Rome\nB: Paris\nAnswer: B\n\nQ: Capital of Italy?\nA: Rome\nB: Paris\nAnswer: A\n",
        "Q: Capital of France?\n- Rome\n- Paris\nA: Paris\n\nQ: Capital of Italy?\n- Rome\n- Paris\nA: Rome\n",
        "Q: Capital of France?\na) Rome\n\nb) Paris ✓\n\nQ: Capital of Italy?\na) Rome ✓\n\nb) Paris\n",
        "Question: Capital of France?\na) Rome\n*b) Paris\nQuestion: Capital of Italy?\na) Rome (correct)\nb) Paris\n",
    ],
)
def test_options_below_a_question_make_a_choice(text) -> None:
    first, second = (question.dump() for question in told(text).questions)
    assert (first["stem"], first["key"], first["distractors"]) == ("Capital of France?", "Paris", ["Rome"])
    assert (second["stem"], second["key"], second["distractors"]) == ("Capital of Italy?", "Rome", ["Paris"])


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ("A) Oslo    B) Rome\nC) Bern  D) Bonn", "Answer: B"),
        ("A) Oslo\tB) Rome\tC) Bern\tD) Bonn", "Answer: b"),
        ("a) Oslo b) Rome c) Bern d) Bonn", "Answer: b)"),
        ("1. Oslo\n2. Rome\n3. Bern\n4. Bonn", "Answer: 2"),
        ("i) Oslo\nii) Rome\niii) Bern\niv) Bonn", "Answer: ii"),
        ("А) Oslo\nБ) Rome\nВ) Bern\nГ) Bonn", "Answer: Б"),
        ("α) Oslo\nβ) Rome\nγ) Bern\nδ) Bonn", "Answer: β"),
        ("Α. Oslo\nΒ. Rome\nΓ. Bern\nΔ. Bonn", "Answer: Β) Rome"),
        ("I) Oslo\nII) Rome\nIII) Bern\nIV) Bonn", "Answer: (II)"),
        ("I. Oslo    II. Rome\nIII. Bern    IV. Bonn", "Answer: ii"),
        ("**A)** Oslo\n**B)** Rome\n**C)** Bern\n**D)** Bonn", "Answer: B"),
        ("A) Oslo\nB) Rome\nC) Bern\nD) Bonn", "Answer: **B**"),
        ("A) Oslo\nB) Rome\nC) Bern\nD) Bonn", "Answer: b (Rome)"),
        ("A) Oslo\nB) Rome\nC) Bern\nD) Bonn", "Answer: B - Rome"),
        ("A) Oslo\nB) Rome\nC) Bern\nD) Bonn", "Answer: B: Rome"),
        ("A) Oslo\nB) Rome\nC) Bern\nD) Bonn", "Answer: rome"),
        ("A) Oslo\nB) Rome\nC) Bern\nD) Bonn", "Answer: Option B"),
        ("Answer: B", "A) Oslo\nB) Rome\nC) Bern\nD) Bonn"),
        ("A - Oslo\nB - Rome\nC - Bern\nD - Bonn", "Answer: B"),
        ("[A] Oslo\n[B] Rome\n[C] Bern\n[D] Bonn", "Answer: B"),
        ("Oslo\nRome\nBern\nBonn", "Answer: Rome"),
        ("A1: Oslo\nA2: Rome\nA3: Bern\nA4: Bonn", "Correct answer: A2"),
    ],
)
@pytest.mark.parametrize("above", ["Question: Capital of Italy?\n", "Question 7\nCapital of Italy?\n"])
def test_options_stand_and_are_named_in_many_ways(above, options, answer) -> None:
    text = f"{above}{options}\n{answer}\n"
    if "A1" in options:
        text = text.replace("Question:", "Q:").replace("Question 7\n", "Q7: ")
    for question in told(f"{text}\n{text.replace('Italy', 'the Romans')}").questions:
        dump = question.dump()
        assert (dump["key"], dump["distractors"]) == ("Rome", ["Oslo", "Bern", "Bonn"])
        assert "\n" not in dump["stem"]


def test_options_and_answer_may_stand_in_the_line_of_the_question() -> None:
    text = "Question: Who? A) me B) you Answer: A\nQuestion: What? A) it B) that Answer: B\n"
    parcel = read(text.encode())
    assert [(each.stem, each.dump()["key"]) for each in parcel.questions] == [("Who?", "me"), ("What?", "that")]


def test_what_names_an_answer_within_a_question_is_of_its_words() -> None:
    (question,) = told("Q: What does A: B mean?\nA: ratio\n").questions
    assert (question.stem, question.key) == ("What does A: B mean?", "ratio")


def test_several_numbers_name_several_options() -> None:
    text = "Question: Odd?\n1. one\n2. two\n3. three\nAnswer: 1, 3\n\n"
    text += "Question: Odd ones?\nA) one\nB) two\nC) three\nAnswer: AC\n"
    assert [question.dump()["key"] for question in told(text).questions] == [["one", "three"]] * 2


def test_numbered_lines_with_answers_below_them_are_questions() -> None:
    text = "1. What is it?\nAnswer: x\n2. Name it\nAnswer: y\n3. Say it\nAnswer: z\n"
    assert [question.stem for question in told(text).questions] == ["What is it?", "Name it", "Say it"]


def test_what_may_head_the_questions_below_or_end_the_one_above_is_left_out() -> None:
    parcel = told("Question: Who?\nAnswer: me\n\nSection: B\n\nQuestion: What?\nAnswer: it\n")
    assert [question.tags for question in parcel.questions] == [(), ()]
    assert [problem.line for problem in parcel.problems] == [4]
    parcel = told("Question: Who?\nAnswer: me\n\nTopic: B\n\nQuestion: What?\nAnswer: it\n\nTopic: C\n")
    assert [question.tags for question in parcel.questions] == [("B",), ("C",)]


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("Q: Italy?\nA) Oslo\nB) Rome\nAnswer: B) Oslo", "two ways"),
        ("Q: Italy?\nA) Oslo\nB) Rome\nAnswer: Bern", "none of the options"),
        ("Q: Number?\n1) 3\n2) 1\n3) 2\nAnswer: 1", "two ways"),
        ("Q: Put in order.\n1. b\n2. a\nAnswer: 2, 1", "two ways"),
        ("Q: Fruit?\nAnswer 1: apple\nAnswer 2: stone", "none is said to be right"),
        ("Question 1: Fruit?\nAnswer 2: apple", "has the number 2"),
        ("Q: Italy?\nA Oslo\nB Rome\nAnswer: B", "names a line above it"),
        ("Q: Look at it.\nOslo\nRome\nAnswer: Rome", "stands in a line of the question"),
        ("Q: Italy?\nA) Oslo (correct)\nB) Rome\nAnswer: B", "The marked option “Oslo”"),
        ("Q: Fruit?\nAnswer: apple\nAnswer: pear", "Line 3 says once more"),
        ("Q: Fruits?\nAnswer: apple\n- pear\n- plum", "Line 3 may be part of the answer"),
        ("Q: Poem?\nAnswer: Roses are red\nviolets are blue\nSugar is sweet", "Line 4 may be part of the answer"),
        ("Q: Who?\n\nWhat is it?\nAnswer: me", "Line 3 asks as well"),
        ("Q: City?\nα) Rome\nγ) Rhine\nAnswer: (γ)", "names a line above it"),
        ("Q: City?\nII) Rome\nIII) Rhine\nAnswer: II, III", "names a line above it"),
        ("Q: City?\nА) Rome\nБ) Rhine\nВ) Oslo\nAnswer: B", "none of the options"),
        ("Q: City?\nA) Rome\nБ) Rhine\nAnswer: Б", "names a line above it"),
        ("Q: Red?\nA) Mars\nC) Venus\nAnswer: A", "names a line above it"),
        ("Q: Red?\nA: Mars\nB: Venus", "no answer below"),
    ],
)
def test_what_can_be_understood_in_two_ways_is_not_guessed(block, reason) -> None:
    parcel = read(f"{block}\n\nQuestion: Water?\nAnswer: wet\n".encode())
    assert [question.stem for question in parcel.questions] == ["Water?"]
    assert reason in parcel.problems[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "Answer: Paris\nQuestion: France?\nAnswer: Rome\nQuestion: Italy?\n",
        "Back: Hund\nFront: dog\n\nBack: Katze\nFront: cat\n",
        "Definition: an animal\nTerm: dog\n\nDefinition: a plant\nTerm: tree\n",
        "Question: Which?\n\nAnswer: Paris\nQuestion: France?\n\nAnswer: Rome\nQuestion: Italy?\n",
        "Answer: Paris\nCapital of France?\nAnswer: Rome\nCapital of Italy?\n",
    ],
)
def test_answers_above_their_questions_are_refused(text) -> None:
    parcel = told(text)
    assert parcel.questions == ()
    assert parcel.problems[0].reason.startswith("Answers stand above their questions")


@pytest.mark.parametrize("text", ["Q1: a?\nQ2: b?\nQ3: c?\nA1: x\nA2: y\nA3: z\n", "Q: a?\nQ: b?\nA: x\nA: y\n"])
def test_answers_together_at_the_end_are_refused(text) -> None:
    parcel = told(text)
    assert parcel.questions == ()
    assert parcel.problems


def test_where_names_say_what_is_asked_no_sides_are_exchanged() -> None:
    text = "Q: Ask for the time.\nA: Quelle heure est-il ?\n\nQ: Ask for the name.\nA: Qui es-tu ?\n"
    assert [question.stem for question in told(text).questions] == ["Ask for the time.", "Ask for the name."]


COUNT = 66
#: Eight ways to write a question with a field of its own; “{n}” is its number.
WAYS = {
    "above": "Topic: t{n}\nHint: h{n}\nQuestion {n}: Stem {n}?\nAnswer: key {n}",
    "below": "Question {n}: Stem {n}?\nAnswer: key {n}\nTopic: t{n}\nHint: h{n}",
    "both": "Topic: t{n}\nQuestion {n} (hard): Stem {n}?\nAnswer: key {n}\nHint: h{n}",
    "letters": "Topic: t{n}\nQ{n}: Stem {n}?\nA{n}: key {n}\nHint: h{n}",
    "options": "Question {n}: Stem {n}?\nA) key {n}   B) no {n}\nC) not {n}\nAnswer: A\nTopic: t{n}\nHint: h{n}",
    "bare": "{n}. Stem {n}?\nAnswer: key {n}\nTopic: t{n}\nHint: h{n}",
    "heads": "## Question {n}\nStem {n}?\n**Answer:** key {n}\n**Topic:** t{n}\n**Hint:** h{n}",
    "german": "Thema: t{n}\nHinweis: h{n}\nFrage Nr. {n}: Stem {n}?\nAntwort: key {n}",
}
STRAYS = ("Chapter {n}", "Who asks this {n}?\nAnswer: nobody {n}", "Source: page {n}")


def _assert_all(parcel, count: int) -> None:
    told = [(each.stem, each.dump()["key"], each.dump()["hints"], each.tags) for each in parcel.questions]
    assert told == [(f"Stem {n}?", f"key {n}", [f"h{n}"], (f"t{n}",)) for n in range(60, 60 + count)]
    assert not any(each.dump().get("accept") for each in parcel.questions)


@pytest.mark.parametrize("parted", ["\n\n", "\n", "\n---\n"])
@pytest.mark.parametrize("way", WAYS)
def test_long_texts_give_each_question_its_own(way, parted) -> None:
    parcel = told(parted.join(WAYS[way].format(n=n) for n in range(60, 60 + COUNT)) + "\n")
    _assert_all(parcel, COUNT)
    assert parcel.problems == ()


@pytest.mark.parametrize("parted", ["\n\n", "\n"])
@pytest.mark.parametrize("way", [way for way in WAYS if way != "bare"])
def test_strays_are_in_no_question(way, parted) -> None:
    texts = []
    for n in range(60, 60 + COUNT):
        texts.append(WAYS[way].format(n=n))
        if n % 5 == 0:
            texts.append(STRAYS[n % 3].format(n=n))
    parcel = told(parted.join(texts) + "\n")
    _assert_all(parcel, COUNT)
    assert sum("belongs to no question" in problem.reason for problem in parcel.problems) >= COUNT // 5


@pytest.mark.parametrize("parted", ["\n\n", "\n"])
def test_headings_between_numbered_questions_are_in_none(parted) -> None:
    texts = [f"Chapter {n // 7}{parted}{WAYS['bare'].format(n=n)}" for n in range(60, 60 + COUNT)]
    parcel = told(parted.join(texts) + "\n")
    _assert_all(parcel, COUNT)
    assert parcel.problems[0].reason.startswith("“Chapter 8” belongs to no question")


@pytest.mark.parametrize(
    "text",
    [
        "dog: der Hund\ncat: die Katze\nanswer: die Antwort\n",
        "question: die Frage\nanswer: die Antwort\ndog: der Hund\ncat: die Katze\n",
        "question: Frage\nanswer: Antwort\nterm: Begriff\ndefinition: Definition\n",
        "Question,Answer\nQ: why?,A: because\nQ: who?,A: me\n",
        "Capital of France?\nA) Rome\nB) Paris\nANSWER: B\n",
        "::Q1:: Who? {=me ~you}\n\n::Q2:: Question: Who? Answer: {=me ~you}\n",
        "questions:\n- stem: Who?\n  key: me\n",
    ],
)
def test_what_others_know_better_is_left_to_them(text) -> None:
    assert recognise(text.encode()) is not LABELLED


def test_questions_named_otherwise_are_no_pairs() -> None:
    with pytest.raises(Exception, match="none of the known formats"):
        recognise(b"Question - Capital of France?\nAnswer - Paris\nQuestion - Who?\n(a) I\n(b) you\nAnswer - a\n")


def test_a_text_without_questions_says_so() -> None:
    (problem, *_) = read(b"Dear all\n").problems
    assert problem.reason.startswith("There is no question in it")


@given(mutilated(SAMPLE))
@settings(max_examples=40, deadline=None)
def test_mutilated_texts_raise_nothing(data) -> None:
    read_hostile(read, data)


@given(st.text(alphabet="QA: \n1.)-*qaé：b"))
@settings(max_examples=80, deadline=None)
def test_any_letters_raise_nothing(text) -> None:
    read_hostile(read, text.encode())


@pytest.mark.parametrize("line", ["Q: a b\nA: c\n", "a b c\n", "Q: a: b: c: d\n", "a) b\n"])
def test_time_is_in_proportion_to_the_text(line) -> None:
    start = "Q: who?\n"
    assert_linear(read, (start + line * 3_000).encode(), (start + line * 12_000).encode())
