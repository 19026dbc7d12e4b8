"""Reading the native bank file: fields, places of problems, ids, and one door for every flaw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizapp.core.formats.native import read
from quizapp.core.formats.parcel import FileProblem, Parcel, Skipped
from quizapp.core.formats.registry import FORMATS, format_named, recognise, sample_of
from quizapp.core.kinds import KINDS

SAMPLE = Path(__file__).parents[2] / "data/native/bridge.yaml"


def bank(questions: str, head: str = "title: T") -> bytes:
    return f"bank: {{{head}}}\nquestions:\n{questions}".encode()


CHOICE = "- kind: choice\n  stem: Which town?\n  key: Westport\n  distractors: [Eastport, Northport]\n"


def reasons(parcel: Parcel) -> list[tuple[str, int | None, str]]:
    return [(problem.where, problem.line, problem.field) for problem in parcel.problems]


def test_a_bank_of_every_kind_is_read_in_order_with_lines() -> None:
    parcel = read(SAMPLE.read_bytes())
    assert parcel.problems == ()
    assert {question.kind for question in parcel.questions} == {kind.kind for kind in KINDS}
    assert [entry.line for entry in parcel.entries][:3] == [10, 18, 23]
    assert parcel.entries[0].where == "bridge-opened"
    assert parcel.entries[1].where == "Who designed the Long Bridge?"
    assert (parcel.bank.title, parcel.bank.language, parcel.bank.document) == (
        "Harbours and Bridges",
        "en",
        "reading.md",
    )
    assert parcel.bank.authors == ("A. Writer", "B. Reader")
    assert parcel.bank.tags == ("test/native",)


def test_the_report_counts_every_sound_entry_once() -> None:
    parcel = read(SAMPLE.read_bytes())
    left_out = {"bridge-opened": Skipped("date “bridge-opened”", "unchanged")}
    report = parcel.report("bridge.yaml", left_out).to_json()
    assert report["found"] == 10
    assert report["imported"] == 9 == sum(report["by_kind"].values())
    assert report["skipped"] == [{"what": "date “bridge-opened”", "reason": "unchanged"}]
    names = ["file", "format", "found", "imported", "new", "changed", "by_kind", "problems", "skipped"]
    assert list(report) == names


def test_scalars_stay_texts() -> None:
    parcel = read(bank("- {kind: choice, stem: Which?, key: no, distractors: [1e3, 007, 2023-09-13, ~, null, off]}"))
    raw = parcel.questions[0].dump()
    assert raw["key"] == "no"
    assert raw["distractors"] == ["1e3", "007", "2023-09-13", "~", "null", "off"]


def test_one_bad_question_costs_no_other() -> None:
    last = CHOICE.replace("Which town?", "Which other town?")
    parcel = read(bank(CHOICE + "- just a text\n- kind: choise\n  stem: Which?\n" + last))
    assert [question.stem for question in parcel.questions] == ["Which town?", "Which other town?"]
    assert parcel.problems[0] == FileProblem("item 2", 7, "A question must be a mapping with kind, stem and key.")
    assert parcel.problems[1].line == 8
    assert "Did you mean choice?" in parcel.problems[1].reason


def test_a_problem_names_question_field_and_line() -> None:
    text = "- id: broken\n  kind: cloze\n  stem: In [[1]] and [[2]].\n  gaps:\n  - key: 1948\n  - accept: [x]\n"
    parcel = read(bank(CHOICE + text))
    assert parcel.questions[0].stem == "Which town?"
    problem = parcel.problems[0]
    assert problem.where == "broken"
    assert problem.field.startswith("gaps[1]")
    assert problem.line == 12
    assert problem.reason.startswith(f"{problem.field}: ")
    assert list(problem.to_json()) == ["where", "line", "reason"]


def test_unknown_fields_are_problems_and_kept() -> None:
    head = "title: T, colour: red"
    parcel = read(bank(CHOICE + "  distractor: [a]\n", head) + b"more: [1]\n")
    assert reasons(parcel) == [("bank", 8, "more"), ("bank", 1, "colour"), ("Which town?", 7, "distractor")]
    assert "did you mean “distractors”?" in parcel.problems[2].reason
    assert parcel.questions[0].extra == {"distractor": ["a"]}
    assert parcel.bank.extra == {"colour": "red"}
    assert parcel.bank.beside == {"more": ["1"]}


def test_empty_is_absent() -> None:
    parcel = read(bank(CHOICE + "  explanation:\n  tags: []\n  nonsense: ''\n", "title: T, licence: , tags: []"))
    assert parcel.problems == ()
    assert parcel.questions[0].explanation == ""
    assert parcel.questions[0].extra == {}


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("language: en", "title"),
        ("title: T, slug: Not A Slug", "slug"),
        ("title: T, document: ../secret.md", "document"),
        ("title: T, document: folder/reading.md", "document"),
        ("title: T, document: '..'", "document"),
        ("title: T, document: 'c:\\reading.md'", "document"),
        ("title: T, language: English!", "language"),
        ("title: [T], tags: x", "title"),
        ("title: T, authors: [{a: b}]", "authors"),
    ],
)
def test_unsound_fields_of_the_bank_are_problems_not_values(head: str, field: str) -> None:
    parcel = read(bank(CHOICE, head))
    assert [problem.field for problem in parcel.problems if problem.field == field]
    assert getattr(parcel.bank, field) in ("", "en", ())
    assert len(parcel.entries) == 1


@pytest.mark.parametrize("questions", ["", "questions: text\n", "questions: {a: b}\n"])
def test_a_bank_without_a_list_of_questions_says_so(questions: str) -> None:
    parcel = read(b"bank: {title: T}\n" + questions.encode())
    assert parcel.found == 0
    assert parcel.problems[0].reason.startswith("questions: ")


def test_doubled_ids_are_problems_naming_both_lines() -> None:
    first = CHOICE.replace("- kind", "- id: same\n  kind")
    second = first.replace("Which town?", "Which other town?")
    parcel = read(bank(first + second))
    assert [question.stem for question in parcel.questions] == ["Which town?"]
    assert parcel.problems[0].line == 8
    assert "line 3" in parcel.problems[0].reason
    assert "line 8" in parcel.problems[0].reason


@pytest.mark.parametrize("identity", ["Big", "-dash", "a_b", "ä", "a" * 65, "a b"])
def test_ids_keep_the_grammar(identity: str) -> None:
    parcel = read(bank(CHOICE.replace("- kind", f"- id: {identity}\n  kind")))
    assert parcel.entries == ()
    assert any(problem.field == "id" and problem.line == 3 for problem in parcel.problems)


def test_made_ids_survive_reordering_and_other_edits() -> None:
    other = CHOICE.replace("Which town?", "Which harbour?")
    one_way = read(bank(CHOICE + other))
    edited = CHOICE + "  explanation: New.\n  tags: [a]\n"
    other_way = read(bank(other.replace("Northport", "Southport") + edited))
    assert [q.id for q in one_way.questions] == [q.id for q in reversed(other_way.questions)]
    changed_key = read(bank(CHOICE.replace("key: Westport", "key: Midport")))
    assert changed_key.questions[0].id != one_way.questions[0].id


def test_a_question_without_id_that_stands_twice_is_skipped_with_its_line() -> None:
    parcel = read(bank(CHOICE + CHOICE))
    assert (len(parcel.entries), parcel.found) == (1, 2)
    assert parcel.skipped[0].line == 7
    assert "line 3" in parcel.skipped[0].reason


def test_json_of_the_same_structure_gives_the_same_bank() -> None:
    text = """{"bank": {"title": "T", "licence": null},
 "questions": [
  {"id": "a", "kind": "number", "stem": "How many?", "key": 1.50, "explanation": null},
  {"id": "b", "kind": "true_false", "stem": "It is \\u00e9.", "key": true},
  {"id": "c", "kind": "choice", "stem": "Which?", "key": "x", "distractors": [], "nonsense": 1E3}
 ]}"""
    parcel = read(text.encode())
    assert parcel.format == "bank-json"
    one = "- {id: a, kind: number, stem: How many?, key: 1.50}\n"
    other = "- {id: b, kind: true_false, stem: It is é., key: true}\n"
    assert parcel.questions == read(bank(one + other)).questions
    assert {problem.line for problem in parcel.problems} == {5}
    assert "nonsense" in {problem.field for problem in parcel.problems}


def test_formats_are_recognised_by_content() -> None:
    yaml = SAMPLE.read_bytes()
    structure = json.dumps({"bank": {"title": "T"}, "questions": []}).encode()
    assert recognise(yaml).name == "bank"
    assert recognise(structure).name == "bank-json"
    assert recognise("bank:\n  title: T\n".encode("utf-16")).name == "bank"
    assert format_named("bank") is FORMATS[0]
    for known in FORMATS:
        assert known.sniff(sample_of(b"")) == 0
    for known in FORMATS[:2]:
        assert known.sniff(sample_of(b"A) one\nB) two\nANSWER: A\n")) == 0
