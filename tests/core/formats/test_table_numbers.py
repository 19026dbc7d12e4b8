"""Numbers with a decimal comma or point in tables: read as their file means them, else with a note."""

from __future__ import annotations

import pytest

from quizapp.core.formats.csv_table import read
from quizapp.core.formats.number_cells import is_unit
from quizapp.core.formats.registry import DEFAULT_OPTIONS, format_named
from quizapp.core.formats.xlsx_rows import workbook_bytes
from tests.core.formats.ten_kinds import outgoing

NAMES = ("key", "tolerance", "from", "to", "unit")


def told(parcel):
    raws = [question.dump() for question in parcel.questions]
    return [{name: raw[name] for name in NAMES if name in raw} for raw in raws], [p.reason for p in parcel.problems]


def read_numbers(*numbers, heading="question;type;answer", sign=";", kind="number"):
    rows = "".join(f"Which is it ({place})?{sign}{kind}{sign}{cell}\n" for place, cell in enumerate(numbers))
    return told(read(f"{heading.replace(';', sign)}\n{rows}".encode()))


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("3,5", {"key": 3.5}),
        ("-3,5", {"key": -3.5}),
        ("12,75 km", {"key": 12.75, "unit": "km"}),
        ("1.234,5", {"key": 1234.5}),
        ("1 234,567", {"key": 1234.567}),
        ("1.234.567", {"key": 1234567}),
        ("3,5 ± 0,1 m", {"key": 3.5, "tolerance": 0.1, "unit": "m"}),
        ("1,5..2,5", {"from": 1.5, "to": 2.5}),
        ("3.5", {"key": 3.5}),
        ("5 per 1.000 people", {"key": 5, "unit": "per 1.000 people"}),
    ],
)
def test_between_semicolons_a_comma_parts_decimals(cell, found):
    assert read_numbers(cell) == ([found], [])


def test_headings_tell_of_it_too():
    heading = "Frage;Typ;Antwort"
    assert read_numbers("1.234", "155", heading=heading, sign="\t", kind="Zahl") == ([{"key": 1234}, {"key": 155}], [])


@pytest.mark.parametrize(
    ("others", "keys"), [(["3.5"], [1.234, 1234]), (["3,5"], [1234, 1.234]), (["1,234.5"], [1.234, 1234])]
)
def test_other_numbers_tell_more_than_semicolons(others, keys):
    found, problems = read_numbers("1.234", "1,234", *others)
    assert [raw["key"] for raw in found[:2]] == keys
    assert problems == []


@pytest.mark.parametrize(
    ("cell", "found", "said"),
    [
        ("2.718", {"key": 2.718}, "“2.718” was read with a decimal point; write 2718 if thousands were meant."),
        ("1,125", {"key": 1.125}, "“1,125” was read as 1.125; write 1125 if thousands were meant."),
        ("4.750 kg", {"key": "4.750", "unit": "kg"}, "“4.750” was read with a decimal point"),
        ("1.125-1.375", {"from": 1.125, "to": 1.375}, "“1.125” was read with a decimal point"),
    ],
)
def test_semicolons_alone_do_not_tell_thousands(cell, found, said):
    read_so, problems = read_numbers(cell)
    assert read_so == [found]
    assert problems[0].startswith(said)


@pytest.mark.parametrize(
    ("cell", "key"), [("9.109e-31", 9.109e-31), ("1,602·10^-19", 1.602e-19), ("1.125e9", "1.125e9")]
)
@pytest.mark.parametrize("heading", ["question;type;answer", "Frage;Typ;Antwort"])
@pytest.mark.parametrize("sign", [";", "\t"])
def test_what_stands_before_a_power_of_ten_has_no_thousands(cell, key, heading, sign):
    assert read_numbers(cell, heading=heading, sign=sign) == ([{"key": key}], [])


def test_where_nothing_tells_it_is_said():
    found, problems = read_numbers("1.234", "1,234", "155", sign="\t")
    assert [raw["key"] for raw in found] == [1.234, 1234, 155]
    assert problems == [
        "“1.234” was read with a decimal point; write 1234 if thousands were meant.",
        "“1,234” was read as 1234; write 1.234 if the comma parts decimals.",
    ]


def test_numbers_that_disagree_tell_nothing():
    found, problems = read_numbers("3.5", "3,5", "1.234")
    assert [raw["key"] for raw in found] == [3.5, 3.5, 1.234]
    assert len(problems) == 1
    found, problems = read_numbers("9.81", '"3,14"', '"2,718"', sign=",")
    assert [raw["key"] for raw in found] == [9.81, 3.14, 2.718]
    assert problems == ["“2,718” was read as 2.718; write 2718 if thousands were meant."]


def test_tolerances_are_read_alike():
    text = "Frage;Typ;Antwort;Toleranz\nWie viel?;Zahl;3,5;0,1\nWie lang?;numeric;1.234,5;\nWie weit?;Zahl;10;2,5 %\n"
    found, problems = told(read(text.encode()))
    assert (problems, found[:2]) == ([], [{"key": 3.5, "tolerance": 0.1}, {"key": 1234.5}])
    assert found[2]["tolerance"] == "2.5%"


@pytest.mark.parametrize("cell", ["1.2.3", "1,2,3", "1,23,456"])
def test_what_is_no_number_stays_none(cell):
    found, problems = read_numbers(cell)
    assert found == []
    assert "is not a number" in problems[0]


def test_in_a_workbook_numbers_have_a_point():
    rows = [["Frage", "Typ", "Antwort"], ["Wie viel?", "Zahl", "1.234"], ["Wie weit?", "Zahl", "2,5"]]
    parcel = format_named("xlsx").read(workbook_bytes("Fragen", rows, (20,)), DEFAULT_OPTIONS)
    assert told(parcel) == ([{"key": 1.234}, {"key": 2.5}], [])


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_our_own_numbers_come_back_as_they_went(name):
    raws = [
        {"id": f"n{place}", "kind": "number", "stem": f"How many ({place})?", **more}
        for place, more in enumerate(
            ({"key": 1.234}, {"key": 1234567}, {"key": 5, "unit": "per 1,000 people"}, {"from": 1.125, "to": 2.5})
        )
    ]
    known = format_named(name)
    found, problems = told(known.read(known.write(outgoing(raws)).content, DEFAULT_OPTIONS))
    assert problems == []
    assert found == [{name: raw[name] for name in NAMES if name in raw} for raw in raws]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("3-5", {"from": 3, "to": 5}),
        ("10 - 20", {"from": 10, "to": 20}),
        ("2-3 km", {"from": 2, "to": 3, "unit": "km"}),
        ("3/4", {"key": 0.75}),
        ("¾ cup", {"key": 0.75, "unit": "cup"}),
        ("1 1/2", {"key": 1.5}),
        ("-½", {"key": -0.5}),
        ("6.02x10^23", {"key": "6.02e23"}),
        ("6,63·10^-34 J s", {"key": 6.63e-34, "unit": "J s"}),
        ("2·10³", {"key": "2e3"}),
        ("10^6", {"key": "1e6"}),
        ("−4 °C", {"key": -4, "unit": "°C"}),
        ("1 234 m", {"key": 1234, "unit": "m"}),
        ("$5", {"key": 5, "unit": "$"}),
        ("60 /min", {"key": 60, "unit": "/min"}),
        ("9.81 m/s^2", {"key": 9.81, "unit": "m/s^2"}),
    ],
)
@pytest.mark.parametrize(("heading", "kind"), [("question;type;answer", "numeric"), ("stem;kind;key", "number")])
def test_a_number_is_read_whole(cell, found, heading, kind):
    assert read_numbers(cell, heading=heading, kind=kind) == ([found], [])


@pytest.mark.parametrize(
    "cell",
    ["1:2", "7 or 8", "5-3", "2001-02-03", "-5-3", "1/3", "7/0", "4 × 5", "2 ± 1/2", "5 ft 3 in", "3—5", "5 to 7"],
)
def test_what_is_no_single_number_is_named(cell):
    found, problems = read_numbers(cell)
    assert (found, len(problems)) == ([], 1)
    assert f"“{cell}" in problems[0]


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_unit_that_would_not_come_back_is_named_as_lost(name):
    known = format_named(name)
    raw = {"id": "n", "kind": "number", "stem": "How many?", "key": 5, "unit": "-fold"}
    written = known.write(outgoing([raw]))
    assert "unit" in {loss.what for loss in written.losses}
    assert told(known.read(written.content, DEFAULT_OPTIONS)) == ([{"key": 5}], [])


@pytest.mark.parametrize(
    "cell", ["5 km - 10 km", "10 °C ± 2 °C", "1h30", "6ft2in", "3€50", "5m/6m", "2√3", "5²", "3 apples, 2 pears"]
)
def test_what_goes_on_behind_a_unit_is_no_unit(cell):
    found, problems = read_numbers(cell)
    assert not found
    assert "is no unit" in problems[0]


@pytest.mark.parametrize("unit", ["m/s2", "l/100 km", "s-1", "kg m-2 s-1", "mmH2O", "cm3", "per 1,000 people"])
def test_a_unit_may_hold_digits(unit):
    assert is_unit(unit)
