"""What a file's entries are to a bank: the same verdicts however large it is, of which little is at hand at once."""

from __future__ import annotations

import json
import weakref
from functools import partial

import pytest

from quizapp.banks import verdicts
from quizapp.banks.verdicts import (
    CLASH,
    DOUBLE,
    NEW,
    RECAST,
    SAME,
    TICKED,
    TWIN,
    UPDATE,
    FileMarks,
    Judge,
    StoredBodies,
)
from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.kahoot import KAHOOT
from quizapp.core.formats.native_identity import made_id
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.kinds import parse_question

BANK = BankFields(slug="peaks", title="Peaks", language="en")
ROWS = 40


def table(rows: int = ROWS, *, heights: int = 1_000) -> bytes:
    lines = [f"p{number},How high is peak {number}?,{heights + number} metres" for number in range(rows)]
    return "\n".join(["id,question,answer", *lines]).encode()


def bodies_of(content: bytes) -> list[dict]:
    assert CSV.read is not None
    return [entry.question.dump() for entry in CSV.read(content).entries]


def judge_of(bodies) -> Judge:
    return Judge(StoredBodies((body["id"], json.dumps(body)) for body in bodies))


def judged(judge: Judge, bodies, **marks) -> str:
    said = judge.judge_file(lambda: iter(bodies), 0, FileMarks(is_partial=True, **marks), CSV, BANK)
    return "".join(code for code, _ in said)


@pytest.fixture(params=[3, 10_000], ids=["in pieces", "whole"])
def piece(request, monkeypatch):
    monkeypatch.setattr(verdicts, "_PIECE", request.param)


def test_the_verdicts_of_a_large_file_are_those_of_a_small_one(piece):
    standing = bodies_of(table())
    changed = [body | {"explanation": "By the map."} if place % 7 == 0 else body for place, body in enumerate(standing)]
    expected = "".join(UPDATE if place % 7 == 0 else SAME for place in range(ROWS))
    assert judged(judge_of(standing), [*changed, *changed[:1]]) == expected + TWIN


def test_a_table_that_is_half_of_others_is_trusted_by_its_ids_only_where_its_name_is_known(piece):
    standing = bodies_of(table())
    others = [
        {"id": body["id"], "kind": "text", "stem": "Who wrote Emma?", "key": f"Author {place}"}
        for place, body in enumerate(standing[: ROWS // 2])
    ]
    for marks, expected in (({"is_known": True}, UPDATE), ({}, CLASH)):
        codes = judged(judge_of(standing), [*others, *standing[ROWS // 2 :]], **marks)
        assert codes == expected * (ROWS // 2) + SAME * (ROWS // 2)
    assert judged(judge_of(standing), others, is_known=True) == CLASH * (ROWS // 2)


def standing_of(**fields) -> dict:
    named = parse_question({"id": "any", **fields})
    return {**named.dump(), "id": made_id(named)}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "number", "key": "42"},
        {"kind": "date", "key": "1492"},
        {"kind": "choice", "key": "42", "distractors": ["41", "43"]},
    ],
)
def test_a_row_that_says_less_is_no_change_of_kind(fields):
    standing = standing_of(stem="What is it in fact?", **fields)
    rows = bodies_of(f"question,answer\nWhat is it in fact?,{fields['key']}\n".encode())
    assert rows[0]["kind"] == "text"
    assert judged(judge_of([standing]), rows) == SAME


def test_wrong_options_in_another_order_are_no_change():
    standing = standing_of(kind="choice", stem="Which is the capital?", key="Lima", distractors=["Cusco", "Callao"])
    rows = bodies_of(b"question,option 1,option 2,option 3,answer\nWhich is the capital?,Callao,Lima,Cusco,Lima\n")
    assert rows[0]["distractors"] == ["Callao", "Cusco"]
    assert judged(judge_of([standing]), rows) == SAME


def test_a_change_of_kind_is_not_ticked():
    options = standing_of(kind="choice", stem="How many are there?", key="4", distractors=["3"])
    number = parse_question({"id": options["id"], "kind": "number", "stem": "How many are there?", "key": "4"}).dump()
    assert judge_of([options]).judge(0, number, FileMarks())[0] == DOUBLE
    made = standing_of(kind="number", stem="How many are there?", key="4")
    rows = bodies_of(b"question,option 1,option 2,answer\nHow many are there?,3,4,4\n")
    assert (rows[0]["kind"], rows[0]["id"]) == ("choice", made["id"])
    assert judge_of([made]).judge(0, rows[0], FileMarks())[0] == RECAST
    named = bodies_of(b"id,question,option 1,option 2,answer\np1,How many are there?,3,5,5\n")
    assert judged(judge_of([{**made, "id": "p1"}]), named) == RECAST
    assert not {DOUBLE, RECAST} & TICKED


@pytest.mark.parametrize(
    "table",
    [
        "id,question,answer,wrong 1,wrong 2\np1,Capital of Peru?,Lima,Cusco,Quito\n",
        "id,kind,question,answer,wrong 1\np1,choice,Capital of Peru?,Lima,Cusco\n",
        "question,answer,wrong 1\nCapital of Peru?,Lima,Cusco\n",
    ],
)
def test_wrong_options_that_a_table_of_pairs_gets_make_another_kind(table):
    first = "question,answer\nCapital of Peru?,Lima\n"
    [standing] = bodies_of((first if table[0] == "q" else first.replace("q", "id,q", 1).replace("C", "p1,C")).encode())
    rows = bodies_of(table.encode())
    assert (standing["kind"], rows[0]["kind"], standing["id"]) == ("text", "choice", rows[0]["id"])
    assert judged(judge_of([standing]), rows) == RECAST
    assert judged(judge_of(rows), [standing]) == SAME


@pytest.mark.parametrize(("heading", "code"), [("question,answer", SAME), ("kind,stem,key", UPDATE)])
def test_an_emptied_cell_is_a_change_in_our_own_layout_alone(heading, code):
    """As `docs/formats.md` says."""
    row = (
        "p1,text,Capital of Peru?,Lima,By the sea.\n" if "kind" in heading else "p1,Capital of Peru?,Lima,By the sea.\n"
    )
    table = f"id,{heading},explanation\n{row}"
    assert CSV.read is not None
    emptied = CSV.read(table.replace("By the sea.", "").encode())
    judge = judge_of(bodies_of(table.encode()))
    bodies = [entry.question.dump() for entry in emptied.entries]
    said = judge.judge_file(lambda: iter(bodies), 0, FileMarks(is_partial=emptied.is_partial), CSV, BANK)
    assert [each for each, _ in said] == [code]


def test_a_stem_that_was_edited_here_stays_where_a_question_becomes_one_of_another_kind():
    [before] = bodies_of(b"id,question,answer\np1,Capital of Peru?,Lima\n")
    judge = Judge({"p1": before | {"stem": "What is Peru's capital?"}}, before={"p1": before})
    rows = bodies_of(b"id,question,answer,wrong 1\np1,Capital of Peru?,Lima,Cusco\n")
    [(code, partner)] = judge.judge_file(lambda: iter(rows), 0, FileMarks(is_partial=True), CSV, BANK)
    assert (code, partner["kept"]) == (RECAST, ["stem"])


@pytest.mark.parametrize(("kind", "code"), [("short answer", RECAST), ("vocabulary", SAME)])
def test_a_row_that_names_its_kind_makes_a_question_one_of_it(kind, code):
    standing = standing_of(kind="choice", stem="Capital of Peru?", key="Lima", distractors=["Cusco"]) | {"id": "p1"}
    rows = bodies_of(f"id,kind,question,answer\np1,{kind},Capital of Peru?,Lima\n".encode())
    assert rows[0]["kind"] == "text"
    assert judged(judge_of([standing]), rows) == code


def test_of_a_large_file_only_a_piece_is_at_hand(monkeypatch):
    monkeypatch.setattr(verdicts, "_PIECE", 5)
    standing = bodies_of(table(200))
    alive: weakref.WeakSet[Held] = weakref.WeakSet()
    most = 0

    def renamed():
        for number, body in enumerate(standing):
            held = Held(body | {"stem": f"Who wrote book {number}?", "key": f"Author {number}"})
            alive.add(held)
            yield held

    judge = judge_of(standing)
    for code, _ in judge.judge_file(renamed, 0, FileMarks(is_known=True, is_partial=True), CSV, BANK):
        assert code == CLASH
        most = max(most, len(alive))
    assert most <= 20
    assert len(judge.standing._decoded) <= 20


class Held(dict):
    """A body that can be seen to be let go."""

    __slots__ = ("__weakref__",)
    __hash__ = object.__hash__


@pytest.mark.parametrize("pair", [("Correct", "Incorrect"), ("False", "True"), ("Wahr", "Falsch"), ("**Yes**", "No")])
@pytest.mark.parametrize("key", [0, 1])
def test_a_choice_of_two_words_for_true_and_false_is_known_when_kahoot_gives_it_back(pair, key):
    raw = {"id": "seine", "kind": "choice", "stem": "Paris lies on the *Seine*.", "key": pair[key]}
    question = parse_question({**raw, "distractors": [pair[1 - key]]})
    bank = BankFields(title="Rivers")
    back = [each.question.dump() for each in KAHOOT.read(KAHOOT.write(Outgoing(bank, [question], {})).content).entries]
    assert back[0]["kind"] == "true_false"
    judge = Judge({"seine": question.dump()})
    assert list(judge.judge_file(lambda: back, 0, FileMarks(), KAHOOT, bank)) == [(DOUBLE, {"slug": "seine"})]
    turned = [{**back[0], "key": not back[0]["key"]}]
    assert [code for code, _ in judge.judge_file(lambda: turned, 1, FileMarks(), KAHOOT, bank)] == [NEW]


@pytest.mark.parametrize(("column", "cell"), [("explanation", "By the sea."), ("hints", "L"), ("context", "Peru.")])
def test_a_column_left_out_of_our_own_layout_says_nothing(column, cell):
    """Whereas an emptied cell of it takes away what stood there."""
    table = f"id,kind,stem,key,{column}\np1,text,Capital of Peru?,Lima,{cell}\n"
    judge = judge_of(bodies_of(table.encode()))
    for heading, row, code in (
        ("id,kind,stem,key", "p1,text,Capital of Peru?,Lima", SAME),
        ("id,kind,stem,key", "p1,text,What is the capital of Peru?,Lima", UPDATE),
        (f"id,kind,stem,key,{column}", "p1,text,Capital of Peru?,Lima,", UPDATE),
    ):
        parcel = CSV.read(f"{heading}\n{row}\n".encode())
        bodies = [entry.question.dump() for entry in parcel.entries]
        marks = FileMarks(is_partial=parcel.is_partial, unsaid=parcel.unsaid)
        [(found, partner)] = judge.judge_file(partial(iter, bodies), 0, marks, CSV, BANK)
        assert found == code
        assert code == SAME or (column in partner["kept"]) is (column not in heading)
