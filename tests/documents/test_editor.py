"""The editor of a draft: inputs for every kind, what is written comes back, and a problem stands at its field."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from quizapp.core.kinds import KINDS, parse_question
from quizapp.documents.models import DraftRow
from quizapp.documents.service import fields_of, read_fields

CLOZE = {
    "kind": "cloze", "stem": "The [[1]] of Orm was opened in [[2]].",
    "gaps": [{"key": "bridge", "accept": ["footbridge"]}, {"kind": "number", "key": 1911, "tolerance": 1}],
}  # fmt: skip
NUMBER = {"kind": "number", "stem": "How many arches has the bridge?", "key": 12}
STATEMENT = {"kind": "true_false", "stem": "The bridge of Orm is of stone.", "key": False}
MATCH = {
    "kind": "match", "stem": "Who built what?",
    "pairs": [{"left": "Orm", "right": "bridge"}, {"left": "Aldo", "right": "mill"}],
}  # fmt: skip
MULTIPLE = {"kind": "multiple", "stem": "Which stand at the river?", "key": ["mill", "inn"], "distractors": ["church"]}
TYPED = {"kind": "text", "stem": "What is the river called?", "key": "Aune"}


def form_of(raw):
    return {field.name: field.value for field in fields_of(raw)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_an_unchanged_form_changes_nothing(kind):
    raw = parse_question(kind.example).dump()
    assert parse_question(read_fields(form_of(raw), raw)).dump() == raw


@pytest.mark.parametrize(
    ("raw", "given", "place", "value"),
    [
        (NUMBER, {"tolerance": "2", "unit": "arches"}, "tolerance", 2),
        (NUMBER, {"accept": "13"}, "accept", [13]),
        (STATEMENT, {"correction": "It is of iron."}, "options", [{"text": True, "explanation": "It is of iron."}]),
        (TYPED, {"accept": "Auna\nthe Aune"}, "accept", ["Auna", "the Aune"]),
        (MULTIPLE, {"key": "mill\ninn\nferry"}, "key", ["ferry", "inn", "mill"]),
        (MATCH, {"distractors": "tower"}, "distractors", ["tower"]),
        (CLOZE, {"gap-1-accept": "footbridge\nviaduct"}, "gaps", None),
        (CLOZE, {"gap-2-tolerance": "3"}, "gaps", None),
    ],
)
def test_each_kind_can_be_completed(raw, given, place, value):
    made = parse_question(read_fields(form_of(raw) | given, raw)).dump()
    if place == "gaps":
        changed = {**made["gaps"][0], **made["gaps"][1]}
        assert changed["accept"] == ["footbridge", "viaduct"] or changed["tolerance"] == 3
    elif place == "key":
        assert sorted(made[place]) == value
    else:
        assert made[place] == value


def test_what_is_emptied_goes():
    raw = parse_question(NUMBER | {"tolerance": 2, "unit": "arches", "accept": [13]}).dump()
    made = read_fields(form_of(raw) | {"tolerance": "", "unit": "", "accept": ""}, raw)
    assert not {"tolerance", "unit", "accept"} & set(parse_question(made).dump())


def test_a_statement_turned_round_keeps_its_correction_at_the_wrong_option():
    raw = parse_question(STATEMENT | {"options": [{"text": True, "explanation": "It is of iron."}]}).dump()
    made = parse_question(read_fields(form_of(raw) | {"key": "true", "correction": "It is of stone."}, raw)).dump()
    assert {"text": False, "explanation": "It is of stone."} in made["options"]


@pytest.mark.parametrize(
    ("raw", "given", "name"),
    [
        (CLOZE, {"gap-2": "many"}, "gap-2"),
        (CLOZE, {"gap-2-tolerance": "some"}, "gap-2-tolerance"),
        (NUMBER, {"tolerance": "some"}, "tolerance"),
        (NUMBER, {"key": "many"}, "key"),
        (MATCH, {"pairs": "Orm = bridge"}, "pairs"),
        (MULTIPLE, {"key": ""}, "key"),
        (STATEMENT, {"key": "perhaps"}, "key"),
    ],
)
def test_a_problem_stands_at_its_field(ada, own_id, runtime, raw, given, name):
    with runtime.database.transaction() as session:
        session.execute(update(DraftRow).where(DraftRow.question_id == "lamp-lit").values(raw=raw, kind=raw["kind"]))
    page = ada.get(f"/documents/{own_id}/review").text
    where = re.search(rf"/documents/{own_id}/drafts/[0-9]+", page)[0]
    response = ada.post(where, form_of(raw) | given)
    assert response.status_code == 422
    assert f'id="f-{name}-error"' in response.text
    assert f'href="#f-{name}"' in response.text
