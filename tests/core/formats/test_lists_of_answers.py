"""Lists of answers below a test, a line each, under the headings of several languages."""

from __future__ import annotations

import itertools

import pytest

from quizapp.core.formats.registry import recognise

HEADINGS = (
    "Answers", "Answer key", "Solutions:", "Lösungen", "Lösungen:", "Corrigé :", "Réponses :", "Respuestas:",
    "Soluciones", "Risposte:", "Antwortschlüssel", "Respuestas correctas:", "## Lösungen", "**Corrigé**",
)  # fmt: skip
LINES = ("{n}. {key}", "{n}) {key}", "{n}: {key}", "{n}-{key}", "{n} {key}", "Q{n}: {key}", "Frage {n}: {key}")
TESTS = {
    "b a c": "1. Where does the Tarn end?\n{a} Orsk\n{b} Varn\n{c} Lund\n2. Who painted the mill?\n{a} Karl Berg\n"
    "{b} Ines Falk\n{c} Otto Lind\n3. What is slate?\n{a} a bird\n{b} a boat\n{c} a stone\n",
    "c c b": "1. Wie heißt der Fluss?\n{a} Rhin\n{b} Elm\n{c} Tarn\n\n2. Was trägt er?\n{a} Sand\n{b} Eis\n"
    "{c} Boote\n\n3. Wer sagt es?\n{a} der Wirt\n{b} die Lotsin\n{c} niemand\n\n",
}
RIGHT = {"b a c": ["Varn", "Karl Berg", "a stone"], "c c b": ["Tarn", "Boote", "die Lotsin"]}


@pytest.mark.parametrize(("heading", "line"), itertools.product(HEADINGS, LINES))
def test_a_list_with_a_line_each_is_read_under_any_heading(heading, line):
    for keys, text in TESTS.items():
        for sign in ("{})", "{}."):
            asked = text.format(**{letter: sign.format(letter) for letter in "abc"})
            listed = "\n".join(line.format(n=n, key=key) for n, key in enumerate(keys.split(), start=1))
            data = f"{asked}{heading}\n{listed}\n".encode()
            parcel = recognise(data).read(data)
            assert [entry.question.dump()["key"] for entry in parcel.entries] == RIGHT[keys], parcel.problems
