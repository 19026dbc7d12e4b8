"""Tests in many languages: the word before a question's number and before its answer is known in all of them."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_sound

#: By language: question, answer, and what heads the answers at the end where that is known.
WORDS = (
    ("Question", "Answer", "Answers"),
    ("Frage", "Antwort", "Lösungen"),
    ("Pregunta", "Respuesta", "Respuestas"),
    ("Pergunta", "Resposta", "Gabarito"),
    ("Domanda", "Risposta", "Risposte"),
    ("Vraag", "Antwoord", "Antwoorden"),
    ("Pytanie", "Odpowiedź", "Odpowiedzi"),
    ("Вопрос", "Ответ", "Ответы"),
    ("Питання", "Відповідь", "Answer key"),
    ("Въпрос", "Отговор", "Answer key"),
    ("Pitanje", "Odgovor", "Answer key"),
    ("Otázka", "Odpověď", "Answer key"),
    ("Kérdés", "Válasz", "Answer key"),
    ("Întrebarea", "Răspuns", "Answer key"),
    ("Fråga", "Svar", "Answer key"),
    ("Spørsmål", "Svar", "Answer key"),
    ("Kysymys", "Vastaus", "Answer key"),
    ("Soru", "Cevap", "Answer key"),
)
ITEMS = (
    ("Which metal is liquid at 20 degrees?", ("tin", "mercury", "zinc"), "B"),
    ("Which gas do plants take in?", ("carbon dioxide", "helium", "argon"), "A"),
    ("Which organ makes bile?", ("heart", "spleen", "liver"), "C"),
)
#: Name, number and question; answers stand below each question, or at the end.
BELOW = ("{name} {no}. {stem}", "{name} {no}: {stem}", "{name} {no}\n{stem}", "**{name} {no}.** {stem}")
AT_END = (
    "{heading}\n1-B, 2-A, 3-C",
    "{heading}:\n{name} 1: B\n{name} 2: A\n{name} 3: C",
    "{heading}\n1. B\n2. A\n3. C",
)


def keys_of(text: str) -> list[tuple[str, str]]:
    data = text.encode()
    parcel = recognise(data).read(data)
    assert_sound(parcel)
    return [(question.stem, question.key.text) for question in parcel.questions]


EXPECTED = [(stem, options["ABC".index(letter)]) for stem, options, letter in ITEMS]


def lines_of(name: str, form: str, answer: str = "") -> str:
    text = ""
    for no, (stem, options, letter) in enumerate(ITEMS, 1):
        text += form.format(name=name, no=no, stem=stem) + "\n"
        text += "".join(f"{label}) {option}\n" for label, option in zip("ABC", options, strict=True))
        text += f"{answer}: {letter}\n\n" if answer else "\n"
    return text


@pytest.mark.parametrize("form", BELOW)
@pytest.mark.parametrize(("name", "answer"), [words[:2] for words in WORDS])
def test_a_test_with_its_answers_below_is_read(name, answer, form) -> None:
    assert keys_of(lines_of(name, form, answer)) == EXPECTED


@pytest.mark.parametrize("end", AT_END)
@pytest.mark.parametrize(("name", "heading"), [(words[0], words[2]) for words in WORDS])
def test_a_test_with_its_answers_at_the_end_is_read(name, heading, end) -> None:
    assert keys_of(lines_of(name, BELOW[0]) + end.format(name=name, heading=heading)) == EXPECTED


@pytest.mark.parametrize("name", [words[0] for words in WORDS])
def test_boxes_below_a_bold_number_are_read(name) -> None:
    text = ""
    for no, (stem, options, letter) in enumerate(ITEMS, 1):
        text += f"**{name} {no}.** {stem}\n\n"
        text += "".join(
            f"- [{'x' if label == letter else ' '}] {option}\n" for label, option in zip("ABC", options, strict=True)
        )
        text += "\n"
    assert keys_of(text) == EXPECTED
