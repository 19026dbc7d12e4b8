"""Two lists that stand side by side to be matched have no key, and are read as pairs by no reader of tables."""

from __future__ import annotations

import pytest

from quizapp.core.formats.matching_rows import NO_KEY
from quizapp.core.formats.parcel import ReadOptions, TableChoices
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import workbook_bytes

LISTS = [
    [("Goethe", "Hamlet"), ("Shakespeare", "Don Quijote"), ("Cervantes", "Faust")],
    [("Eisen", "Au"), ("Gold", "Ag"), ("Silber", "Fe"), ("Kupfer", "Cu")],
    [("Les poissons", "volent."), ("Les oiseaux", "nagent.")],
]
LINES = [
    "{n}. {left}\t{great}. {right}",
    "{n}) {left}\t{small}) {right}",
    "{n}. {left} - {small}. {right}",
    "{n}. {left} | ({small}) {right}",
    "___ {n}. {left}\t{great}. {right}",
    "____\t{n}.\t{left}\t{small}.\t{right}",
    "{great}. {left}\t{n}. {right}",
    "| {n}. {left} | ___ | {great}. {right} |",
]


def written(line: str, pairs) -> str:
    return "\n".join(
        line.format(n=n, left=left, right=right, great="ABCDEF"[n - 1], small="abcdef"[n - 1])
        for n, (left, right) in enumerate(pairs, 1)
    )


@pytest.mark.parametrize("pairs", LISTS)
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("heading", ["", "Column A\tColumn B\n"])
def test_two_lists_to_match_are_refused(line, pairs, heading):
    if heading and "\t" not in line:
        heading = ""
    data = (heading + written(line, pairs)).encode()
    parcel = recognise(data).read(data)
    assert parcel.questions == ()
    assert NO_KEY in [problem.reason for problem in parcel.problems]


def test_two_lists_in_a_workbook_are_refused():
    parcel = XLSX.read(workbook_bytes("Sheet", [["1. dog", "a. Katze"], ["2. cat", "b. Hund"], ["3. cow", "c. Kuh"]]))
    assert parcel.questions == ()
    assert [problem.reason for problem in parcel.problems] == [NO_KEY]


@pytest.mark.parametrize(
    "text",
    [
        "1. Goethe\tb. Faust\n2. Shakespeare\ta. Hamlet\n3. Cervantes\tc. Don Quijote",
        "1. Lincoln\tPresident\n2. Rome\ta city\n3. Oslo\tb-side",
        "one\ta. m.\ntwo\tp. m.\nthree\tc. o.",
    ],
)
def test_other_numbers_and_letters_are_pairs(text):
    data = text.encode()
    assert len(recognise(data).read(data).questions) == 3


def test_what_a_person_says_of_the_columns_holds():
    data = written(LINES[0], LISTS[0]).encode()
    options = ReadOptions(table=TableChoices(columns=("stem", "key")))
    assert len(recognise(data).read(data, options).questions) == 3
