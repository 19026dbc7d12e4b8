"""Questions of which each stands in several rows of a table are refused, and are no pairs."""

from __future__ import annotations

import pytest

from quizapp.core.formats.upright_rows import UPRIGHT
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import workbook_bytes

CARDS = [
    [("Question", "Capital of France?"), ("A", "Rome"), ("B", "Paris"), ("Answer", "B")],
    [("Frage", "Was ist ein Gen?"), ("A", "ein Tier"), ("B", "ein Erbfaktor"), ("C", "ein Ort"), ("Antwort", "B")],
    [("Question", "Quel fleuve ?"), ("a", "la Loire"), ("b", "le Pô"), ("Réponse", "a"), ("Explication", "Nantes")],
]


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("times", [1, 3])
def test_upright_questions_are_refused(card, times):
    parcel = XLSX.read(workbook_bytes("Sheet", [list(row) for row in card * times]))
    assert parcel.questions == ()
    assert UPRIGHT in [problem.reason for problem in parcel.problems]


@pytest.mark.parametrize(
    "rows",
    [
        [("Question", "Answer"), ("A", "first letter"), ("B", "second letter")],
        [("question", "Frage"), ("answer", "Antwort"), ("house", "Haus")],
        [("A", "Alpha"), ("B", "Bravo"), ("C", "Charlie")],
    ],
)
def test_other_pairs_are_read(rows):
    parcel = XLSX.read(workbook_bytes("Sheet", [list(row) for row in rows]))
    assert len(parcel.questions) in (2, 3)
