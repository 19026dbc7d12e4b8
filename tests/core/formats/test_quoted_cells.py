"""Cells with several lines, copied out of a spreadsheet, and rows that were quoted together."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise

LINES = [
    [("Capital of France?\n(not Lyon)", "Paris"), ("Capital of Italy?", "Rome")],
    [("Zelle", "Einheit des Lebens,\nvon Hooke benannt"), ("Gen", "Einheit der Vererbung")],
    [("un", "one"), ("deux\n(2)", "two\n(the number)"), ("trois", "three")],
]


def read(text: str):
    data = text.encode()
    return recognise(data).read(data)


def quoted(cell: str) -> str:
    return f'"{cell}"' if "\n" in cell else cell


@pytest.mark.parametrize("pairs", LINES)
def test_a_cell_of_several_lines_is_one(pairs):
    parcel = read("\n".join("\t".join(map(quoted, pair)) for pair in pairs))
    assert [question.stem.replace("\\", "") for question in parcel.questions] == [left for left, _ in pairs]
    assert [" ".join(q.key.split()) for q in parcel.questions] == [" ".join(right.split()) for _, right in pairs]
    assert parcel.problems == ()


def test_a_question_with_its_options_in_a_cell():
    text = '"Capital?\na) Rome\nb) Paris"\tb\n"Which metal?\na) gold\nb) neon"\ta\n"Who?\na) I\nb) you"\tb'
    assert [(q.stem, q.key.text) for q in read(text).questions] == [
        ("Capital?", "Paris"),
        ("Which metal?", "gold"),
        ("Who?", "you"),
    ]


def test_lines_behind_such_a_cell_keep_their_numbers():
    parcel = read('dog\t"Hund\n(m.)"\ncat\t\nhouse\tHaus\ntree\tBaum')
    assert [problem.line for problem in parcel.problems] == [3]


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
@pytest.mark.parametrize(
    "rows",
    [
        [("Romeo", "Juliet"), ("Hamlet", "Ophelia")],
        [("uno", "one"), ("due", "two"), ("tre", "three")],
        [("Fe", "iron"), ("Au", "gold")],
    ],
)
def test_rows_quoted_together_are_all_read(rows, separator):
    inner = "\n".join(separator.join(row) for row in rows)
    text = f'Question{separator}Answer\nFirst{separator}one\n"{inner}"\nLast{separator}two'
    parcel = read(text)
    assert [(q.stem, q.key) for q in parcel.questions] == [("First", "one"), *rows, ("Last", "two")]
    assert [entry.line for entry in parcel.entries] == [2, *range(3, 3 + len(rows)), 3 + len(rows)]
