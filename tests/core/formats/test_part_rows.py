"""Rows that name a question by its id and say a part of it: read beside a bank as its whole table would be."""

from __future__ import annotations

import pytest

from quizapp.banks.verdicts import SAME, UPDATE, FileMarks, Judge
from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.parcel import BankFields
from quizapp.core.formats.part_rows import filled
from quizapp.core.formats.renewing import renewed
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.formats.xlsx_rows import Written, workbook_bytes, workbook_of
from quizapp.core.kinds import parse_question
from tests.core.formats.ten_kinds import FULL, PLAIN

BODIES = {raw["id"]: parse_question(raw).dump() for raw in (*PLAIN, *FULL)}


def find(slugs):
    return {slug: BODIES[slug] for slug in slugs if slug in BODIES}


def judged(parcel, known):
    """Give the verdicts on the entries of a filled parcel, and the questions that would be stored."""
    bodies = [entry.question.dump() for entry in parcel.entries]
    marks = FileMarks(named=frozenset(BODIES), is_partial=parcel.is_partial, unsaid=parcel.unsaid)
    said = list(Judge(BODIES).judge_file(lambda: iter(bodies), 0, marks, known, BankFields()))
    made = [
        renewed(body, BODIES[body["id"]], partner.get("kept", ()))
        for body, (_, partner) in zip(bodies, said, strict=True)
    ]
    return [code for code, _ in said], made


def as_csv(rows):
    return CSV, "".join(",".join(row) + "\n" for row in rows).encode()


def as_workbook(rows):
    return XLSX, workbook_bytes("Sheet", rows, (10,))


@pytest.mark.parametrize("make", [as_csv, as_workbook])
@pytest.mark.parametrize("name", ["tags", "explanation", "title"])
def test_one_column_changes_that_field_of_each_kind_and_nothing_else(make, name) -> None:
    known, data = make([["id", name], *([slug, "Quite another word"] for slug in BODIES)])
    parcel = filled(known.read(data), find)
    assert parcel.problems == ()
    assert [entry.line for entry in parcel.entries] == list(range(2, len(BODIES) + 2))
    codes, made = judged(parcel, known)
    assert set(codes) == {UPDATE}
    told = ["Quite another word"] if name == "tags" else "Quite another word"
    assert made == [body | {name: told} for body in BODIES.values()]


def test_cells_that_say_what_stands_change_nothing_and_emptied_ones_take_away() -> None:
    known, data = as_csv([["id", "explanation"], ["volcano", ""], ["alps", ""]])
    codes, made = judged(filled(known.read(data), find), known)
    assert codes == [UPDATE, SAME]
    assert made[0] == {name: value for name, value in BODIES["volcano"].items() if name != "explanation"}


@pytest.mark.parametrize("make", [as_csv, as_workbook])
@pytest.mark.parametrize("title", [[], [["Our questions"]]])
def test_ids_and_tags_that_could_be_headings_are_none_below_ours(make, title) -> None:
    rows = [["q1", "moons"], ["q2", "a"], ["q3", "planets"]]
    known, data = make([*title, ["id", "tags"], *rows])
    assert [[row.id, row.cells["tags"]] for row in known.read(data).parts] == rows


def test_the_question_or_the_answer_alone_may_stand_there() -> None:
    known, data = as_csv([["id", "stem"], ["tallest", "Name it"], ["deep", "Who painted this?"]])
    assert judged(filled(known.read(data), find), known) == (
        [UPDATE, UPDATE],
        [BODIES["tallest"] | {"stem": "Name it"}, BODIES["deep"] | {"stem": "Who painted this?"}],
    )
    known, data = as_csv([["id", "key", "distractor 2"], ["tallest", "Mount Everest", "Eiger"]])
    assert judged(filled(known.read(data), find), known) == (
        [UPDATE],
        [BODIES["tallest"] | {"key": "Mount Everest", "distractors": ["K2", "Eiger"]}],
    )


def test_what_cannot_be_taken_is_told_row_by_row() -> None:
    rows = [["id", "tags"], ["lost", "x"], ["deep", "lakes"], ["deep", "x"], ["", "x"], ["tallest", "a", "b"]]
    parcel = filled(CSV.read(as_csv(rows)[1]), find)
    assert [entry.question.id for entry in parcel.entries] == ["deep"]
    assert sorted((each.line, each.where, each.reason.split(";")[0]) for each in parcel.problems) == [
        (2, "lost", "No question of the bank has the id “lost”."),
        (4, "deep", "The id “deep” stands in row 3 already"),
        (5, "row 5", "This row has no id"),
        (6, "row 6", "This row has 3 cells, but there are 2 columns"),
    ]


def test_a_flaw_of_a_filled_row_stands_at_its_line() -> None:
    known, data = as_csv([["id", "kind"], ["deep", "lake"], ["tallest", "choice"]])
    parcel = filled(known.read(data), find)
    assert [entry.question.id for entry in parcel.entries] == ["tallest"]
    [problem] = parcel.problems
    assert (problem.where, problem.line) == ("deep", 2)
    assert "is not a kind" in problem.reason


@pytest.mark.parametrize(
    "heading",
    [
        "id,question",
        "id,difficulty",
        "id,tags,",
        "id,tags,A",
        "id,tags,answer",
        "id,tags,question",
        "id,foo,bar",
        "id,id",
    ],
)
def test_other_headings_make_no_such_rows(heading) -> None:
    assert CSV.read(f"{heading}\ndeep,lakes,x\n".encode()).parts == ()


@pytest.mark.parametrize("make", [as_csv, as_workbook])
@pytest.mark.parametrize("name", ["difficulty", "Notes"])
def test_one_other_column_beside_them_is_left_out_and_named(make, name) -> None:
    known, data = make([["id", "tags", name], *([slug, "metals", "hard"] for slug in BODIES)])
    parcel = filled(known.read(data), find)
    [problem] = parcel.problems
    assert problem.reason.startswith(f"The column “{name}” was left out. Beside “id” alone there may be: kind, stem,")
    assert {entry.question.tags for entry in parcel.entries} == {("metals",)}
    codes, _ = judged(parcel, known)
    assert set(codes) == {UPDATE}
    known, data = make([["id", "tags", name], *([slug, "metals", ""] for slug in BODIES)])
    assert filled(known.read(data), find).problems == ()


def test_without_a_bank_it_is_told_what_its_rows_are() -> None:
    [problem] = CSV.read(b"ID,Tags\ndeep,lakes\n").problems
    assert problem.reason == (
        "These are ids and columns of questions, “ID”, “Tags”: choose the bank that has these questions. "
        "New questions need “stem” and “key” too."
    )
    [problem] = CSV.read(b"id,stem,tags\ndeep,Which?,lakes\n").problems
    assert problem.reason.endswith("New questions need “key” too.")


@pytest.mark.parametrize("heading", ["id,title,key", "id,stem,key", "id,kind,stem,key"])
def test_a_table_with_a_question_and_an_answer_is_read_as_before(heading) -> None:
    parcel = CSV.read(f"{heading}\n{','.join(['text'] * (heading.count(',') + 1))}\n".encode())
    assert parcel.parts == ()
    assert len(parcel.entries) == 1


@pytest.mark.parametrize("make", [as_csv, as_workbook])
def test_headings_in_capitals_are_ours_too(make) -> None:
    known, data = make([["ID", "Tags"], *([slug, "metals"] for slug in BODIES)])
    parcel = filled(known.read(data), find)
    assert (parcel.problems, len(parcel.entries)) == ((), len(BODIES))
    assert {entry.question.tags for entry in parcel.entries} == {("metals",)}


@pytest.mark.parametrize("make", [as_csv, as_workbook])
def test_what_may_stand_beside_ids_is_told_where_something_else_does(make) -> None:
    known, data = make([["id", "difficulty"], *([slug, "hard"] for slug in BODIES)])
    [problem] = known.read(data).problems
    assert "Beside “id” alone there may be: kind, stem, key, distractor 1, about, accept, context" in problem.reason


def test_cells_at_the_end_of_a_row_that_a_workbook_empties_are_emptied() -> None:
    rows = [["id", "tags", "explanation"], ["t1", "planets", "It is near."], ["t2", "planets", ""], ["t3", "", ""]]
    cells = [dict(part.cells) for part in XLSX.read(workbook_bytes("Sheet", rows)).parts]
    assert cells[1:] == [{"tags": "planets", "explanation": ""}, {"tags": "", "explanation": ""}]


def test_rows_of_several_sheets_are_named_with_their_sheet() -> None:
    heading, sheets = (
        ["id", "tags"],
        {"Tags": [["volcano", "a"]], "More": [["volcano", "b"], ["alps", "c"], ["lost", "d"]]},
    )
    parcel = filled(XLSX.read(workbook_of([Written(name, [heading, *rows]) for name, rows in sheets.items()])), find)
    assert [(entry.where, entry.part, entry.line) for entry in parcel.entries] == [
        ("Tags: volcano", "Tags", 2),
        ("More: alps", "More", 3),
    ]
    assert [(problem.where, problem.line, problem.reason) for problem in parcel.problems] == [
        ("More: volcano", 2, "The id “volcano” stands in row 2 of “Tags” already; say all in one row."),
        ("More: lost", 4, "No question of the bank has the id “lost”."),
    ]


@pytest.mark.parametrize("make", [as_csv, as_workbook])
def test_rows_below_ids_and_kinds_are_not_taken_for_headings(make) -> None:
    known, data = make([["id", "kind"], ["deep", "open"], ["tallest", "choice"]])
    assert [(row.id, row.cells) for row in known.read(data).parts] == [
        ("deep", {"kind": "open"}),
        ("tallest", {"kind": "choice"}),
    ]


@pytest.mark.parametrize("make", [as_csv, as_workbook])
def test_a_column_without_a_heading_beside_ids_is_named_as_the_reason(make) -> None:
    known, data = make([["", "id", "tags"], ["1", "deep", "a"], ["2", "tallest", "b"]])
    (problem,) = known.read(data).problems
    assert problem.reason.endswith("If these are ids and columns of questions, delete column 1, which has no heading.")
