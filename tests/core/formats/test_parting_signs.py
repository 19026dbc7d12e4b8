"""Pairs pasted as text: colons and commas part them or stand within their sentences."""

from __future__ import annotations

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise


def pairs_of(text):
    parcel = recognise(text.encode()).read(text.encode())
    return [(entry.question.stem, str(entry.question.key)) for entry in parcel.entries]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Website of NASA: https://www.nasa.gov\nWebsite of ESA: https://www.esa.int\n",
            [("Website of NASA", "https://www.nasa.gov"), ("Website of ESA", "https://www.esa.int")],
        ),
        ("Class: 8:30\nLunch: noon\nEnd: 15:45\n", [("Class", "8:30"), ("Lunch", "noon"), ("End", "15:45")]),
        (
            "First verse: John 3:16\nLast verse: Rev 22:21\n",
            [("First verse", "John 3:16"), ("Last verse", "Rev 22:21")],
        ),
        ("Sites\nNASA: https://a.org\nESA: https://b.org\n", [("NASA", "https://a.org"), ("ESA", "https://b.org")]),
        ("Kurs： 3:16\nPause： 4:17\n", [("Kurs", "3:16"), ("Pause", "4:17")]),
        ("cat: Katze\ndog:Hund\nbird: Vogel\n", [("cat", "Katze"), ("dog", "Hund"), ("bird", "Vogel")]),
        ("cat: Katze\ndog:\nbird: Vogel\n", [("cat", "Katze"), ("bird", "Vogel")]),
        ("cat:Katze\ndog:Hund\n", [("cat", "Katze"), ("dog", "Hund")]),
    ],
)
def test_a_colon_parts_with_a_blank_behind_it(text, pairs):
    assert pairs_of(text) == pairs


@pytest.mark.parametrize(
    "text",
    ["John 3:16\nPsalm 23:1\n", "8:30 breakfast\n12:15 lunch\n", "NASA:https://a.org\nESA:https://b.org\n"],
)
def test_times_and_addresses_alone_are_no_pairs(text):
    with pytest.raises(FormatError, match="none of the known formats"):
        recognise(text.encode())


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Primary colours? Red, blue and yellow\nStates of matter? Solid, liquid and gas\n",
            [("Primary colours?", "Red, blue and yellow"), ("States of matter?", "Solid, liquid and gas")],
        ),
        (
            "Who wrote Hamlet? Shakespeare, 1600\nWho wrote Faust? Goethe, 1808\n",
            [("Who wrote Hamlet?", "Shakespeare, 1600"), ("Who wrote Faust?", "Goethe, 1808")],
        ),
        (
            "In which year, roughly, did it fall? 1989\nIn which city, exactly, did he live? Riga\n",
            [("In which year, roughly, did it fall?", "1989"), ("In which city, exactly, did he live?", "Riga")],
        ),
        (
            "法国的首都是哪里？巴黎，法国北部\n意大利的首都是哪里？罗马，意大利中部\n",
            [("法国的首都是哪里？", "巴黎，法国北部"), ("意大利的首都是哪里？", "罗马，意大利中部")],
        ),
        # These are tables all the same.
        (
            "Capital of Peru?, Lima\nCapital of Chile?, Santiago\n",
            [("Capital of Peru?", "Lima"), ("Capital of Chile?", "Santiago")],
        ),
        (
            "Paris, What is in France?\nRome, What is in Italy?\n",
            [("What is in France?", "Paris"), ("What is in Italy?", "Rome")],
        ),
        (
            "Where is it? Name one,Peru\nWho is it? Name two,Kant\n",
            [("Where is it? Name one", "Peru"), ("Who is it? Name two", "Kant")],
        ),
        ('"Where? Name one", Peru\n"Who? Name two", Kant\n', [("Where? Name one", "Peru"), ("Who? Name two", "Kant")]),
        (
            "Question, Answer\nWhere? Name one, Peru\nWho? Name two, Kant\n",
            [("Where? Name one", "Peru"), ("Who? Name two", "Kant")],
        ),
    ],
)
def test_a_question_mark_parts_rather_than_a_comma_of_its_sentence(text, pairs):
    assert pairs_of(text) == pairs


def test_what_stands_before_a_comma_of_a_question_is_no_answer_to_it():
    assert pairs_of("In 1914, who was shot in Sarajevo?\nIn 1918, what ended?\n") == []
