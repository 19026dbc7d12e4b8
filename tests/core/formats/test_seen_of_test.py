"""What is said of a text that no reader knows and that looks like a test; nothing of other texts."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.seen_of_test import tell_test
from tests.core.formats.laws import assert_linear

OPTIONS = "A) sky\nB) blood\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            f"1. Which is red?\n{OPTIONS}\n2. Which is blue?\n{OPTIONS}",
            "numbered questions (lines 1 and 5) and options (lines 2–3 and 6–7) were seen, "
            "but no line that names the answer was.",
        ),
        (
            f"Q.1 Which is red?\n{OPTIONS}Ans → bee",
            "options (lines 2–3) were seen, but the answer in line 4, “Ans → bee”, was not understood.",
        ),
        (
            "Which gas is in the air?\n(1) gold (2) oxygen\nAnswer (7)",
            "questions (line 1) and options (line 2) were seen, but the answer in line 3, “Answer (7)”",
        ),
        (
            f"1. Which is red?\n{OPTIONS}2. Which is blue?\n{OPTIONS}\nAnswer key\nfirst the blood, then the sky",
            "but the list of answers below line 8, “Answer key”, was not understood.",
        ),
        ("1. Is it red?\n( ) no (x) yes", "brackets to tick (line 2) were seen, but what is ticked was not understood"),
        ("What is red?\nBlood\nWhat is blue?\nSky", "a line below each question (lines 2 and 4) were seen"),
        ("What is red?\nBlood\nSky\nWhat is blue?\nSea\nSky", "lines below them (lines 2–3 and 5–6) were seen"),
        ("T F All blood is red.\nT F All grass is red.", "statements with true or false (lines 1–2) were seen"),
        ("1. Grass is blue.\nF (Grass is green.)\n2. Blood is red.\nT", "true or false (lines 2 and 4) were seen"),
        ("1. [T] The sun is a star.\n2. [F] The moon is.", "statements with true or false (lines 1–2) were seen"),
        (f"1. Which is red? [b]\n{OPTIONS}2. Which is blue? [a]\n{OPTIONS}", "numbered questions (lines 1 and 4)"),
        ("1. Which is red?\n2. Which is blue?", "numbered questions (lines 1–2) were seen, but no line that names"),
    ],
)
def test_what_is_seen_of_a_test_is_said_with_its_lines(text, words) -> None:
    assert words in tell_test(text)
    assert "Write for example “" in tell_test(text)


def test_a_refused_text_says_it() -> None:
    with pytest.raises(FormatError, match=r"none of the known formats\. It may be a test: questions \(lines 1 and 3\)"):
        recognise(b"What is red?\nBlood\nWhat is blue?\nSky\n")


@pytest.mark.parametrize(
    "text",
    [
        "Pancakes\n1. Mix flour and eggs.\n2. Add milk.\n3. Fry in butter.",
        "How many roads must a man walk\nBefore you call him one?\nHow many seas must a dove sail\nBefore it sleeps?",
        "Who’s there?\nNobody.\nWho’s there?\nNobody yet.",
        "1. The tenant shall:\na) pay rent;\nb) keep it clean.\n2. The owner shall:\na) repair the roof;\nb) heat it.",
        "(1) All are equal.\n(2) Men and women too.\n(3) Nobody is above the law.",
        "Agenda\n1. Welcome\n2. Minutes\n3. Budget\n4. Any other business?",
        "To do\n[ ] buy milk\n[x] call Ann\n[ ] pay rent",
        "Solutions of the state are:\n(a) schools\n(b) health\nWe need both.",
        "The key events were many. Was it a failure? The answer is no.",
        "Songs\n1. Blue (F)\n2. Red (T)",
        "def f(x):\n    return x  # what?\n\nanswer = f(2)\nkey: int",
        "A. Lincoln led the north.\nB. Franklin was a printer.",
        "Report\n1. Sales rose. Why?\n2. Costs fell.\n3. Staff grew.\n4. Rent fell.\n5. What next?",
        "What is it?\n\nIt is a long story that goes on and on, and nobody knows where it ends or why it was begun.\n",
    ],
)
def test_nothing_is_said_of_other_texts(text) -> None:
    assert tell_test(text) == ""


@pytest.mark.parametrize(
    "piece",
    ["1. Which?\n", "A) x\n", "( ) ", "a) b) ", "Ans. ", "T F T F ", "1. (T) ", " \t", "Answer - \n", "_", "…. "],
)
def test_it_takes_time_by_its_length_alone(piece) -> None:
    assert_linear(lambda data: tell_test(data.decode()), (piece * 2_000).encode(), (piece * 8_000).encode())
