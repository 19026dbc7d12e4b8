"""Two columns whose first row is no known heading: above numbers it heads them, else a person is told that it may."""

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


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("Event,Year", ("Battle of Hastings,1066", "Fall of Rome,476", "Moon landing,1969")),
        ("Schlacht;Datum", ("Issos;333 v. Chr.", "Actium;31 v. Chr.", "Waterloo;18. Juni 1815")),
        ("Anzahl\tTier", ("8\tSpinne", "6\tAmeise", "4\tHund")),
    ],
)
def test_what_stands_above_numbers_alone_heads_them_and_is_told(heading, rows) -> None:
    parcel = read("\n".join([heading, *rows]))
    assert len(parcel.questions) == len(rows)
    assert [problem.reason for problem in parcel.problems if "was taken for the names of the columns" in problem.reason]


@pytest.mark.parametrize(
    ("first", "rows"),
    [
        ("Country,Capital", ("France,Paris", "Spain,Madrid", "Italy,Rome")),
        ("Author;Book", ("Orwell;Animal Farm", "Austen;Emma", "Tolstoy;War and Peace")),
        ("Land\tHauptstadt", ("Frankreich\tParis", "Spanien\tMadrid", "Italien\tRom")),
        ("Organ,Task", ("heart,pump of blood", "liver,maker of bile", "lung,taker of air")),
    ],
)
def test_what_may_head_two_columns_stays_a_pair_and_is_told(first, rows) -> None:
    parcel = read("\n".join([first, *rows]))
    assert len(parcel.questions) == len(rows) + 1
    assert [problem.reason for problem in parcel.problems if "was taken for a pair" in problem.reason]


@pytest.mark.parametrize(
    "rows",
    [
        ("Iron,Fe", "Gold,Au", "Tin,Sn", "Lead,Pb"),
        ("Birth of Augustus,63 BC", "Fall of Rome,476", "Moon landing,1969", "Hastings,1066"),
        ("How many moons has Venus?,none", "How many has Mars?,2", "How many has Earth?,1", "And Neptune?,16"),
        ("país,country", "gato,cat", "perro,dog", "verbo,verb"),
        ("the king,der König", "the queen,die Königin", "the tower,der Turm", "the law,das Gesetz"),
        ("Country,Capital", "France,Paris"),
    ],
)
def test_pairs_are_pairs_without_a_word(rows) -> None:
    parcel = read("\n".join(rows))
    assert len(parcel.questions) == len(rows)
    assert [problem.reason for problem in parcel.problems if "was taken for" in problem.reason] == []


@pytest.mark.parametrize("keys", ["0120", "0000", "2010", "1230"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_no_row_is_lost_whose_answer_counts_from_0(keys, sign) -> None:
    rows = ("Who sang?", "Who swam?", "Who ran?", "Who slept?")
    options = [[f"{name}{place}" for name in ("Ada", "Bo", "Cy", "Di")] for place in range(4)]
    lines = [sign.join([stem, *four, key]) for stem, four, key in zip(rows, options, keys, strict=True)]
    parcel = read("\n".join(lines))
    first = 0 if "0" in keys else 1
    assert [question.key.text for question in parcel.questions] == [
        four[int(key) - first] for four, key in zip(options, keys, strict=True)
    ]
