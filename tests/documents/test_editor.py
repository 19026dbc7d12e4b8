"""The editor of a draft is the one of banks: what is written comes back, and what it does not show is kept."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from quizapp.documents.models import DraftRow
from tests.documents import brought

CLOZE = {
    "kind": "cloze", "stem": "The [[1]] of Orm was opened in [[2]].",
    "gaps": [{"key": "bridge", "accept": ["footbridge"]}, {"kind": "number", "key": 1911, "tolerance": 1}],
}  # fmt: skip
NUMBER = {"kind": "number", "stem": "How many arches has the bridge?", "key": 12}
MATCH = {
    "kind": "match", "stem": "Who built what?",
    "pairs": [{"left": "Orm", "right": "bridge"}, {"left": "Aldo", "right": "mill"}],
}  # fmt: skip


@pytest.fixture
def editor(ada, own_id, runtime):
    """Give the address of a draft's editor, once the draft says this."""

    def open_on(raw):
        with runtime.database.transaction() as session:
            wanted = update(DraftRow).where(DraftRow.question_id == "lamp-lit", DraftRow.upload_id == own_id)
            session.execute(wanted.values(raw=raw | {"id": "lamp-lit", "draft": {"template": "T1"}}, kind=raw["kind"]))
        page = ada.get(f"/documents/{own_id}/review").text
        return re.search(rf"/documents/{own_id}/drafts/[0-9]+", page)[0]

    return open_on


def kept(runtime):
    with runtime.database.reading() as session:
        return session.scalars(select(DraftRow).where(DraftRow.question_id == "lamp-lit")).one().edited


@pytest.mark.parametrize("raw", [CLOZE, NUMBER, MATCH], ids=lambda raw: raw["kind"])
def test_an_unchanged_form_is_no_edit(ada, editor, runtime, raw):
    address = editor(raw)
    assert ada.post(address, brought.form_of(ada.get(address))).status_code == 303
    assert kept(runtime) is None


@pytest.mark.parametrize(
    ("raw", "given", "place", "value"),
    [
        (NUMBER, {"tolerance": "2", "unit": "arches"}, "tolerance", 2),
        (NUMBER, {"shape": "range", "from": "10", "to": "14"}, "to", 14),
        (MATCH, {"further-1-text": "tower"}, "distractors", ["tower"]),
        (CLOZE, {"gap-2-tolerance": "3"}, "gaps", [CLOZE["gaps"][0], {"kind": "number", "key": 1911, "tolerance": 3}]),
    ],
)  # fmt: skip
def test_what_is_edited_is_kept_with_all_that_is_not_shown(ada, editor, runtime, raw, given, place, value):
    address = editor(raw)
    assert ada.post(address, brought.form_of(ada.get(address)) | given).status_code == 303
    edited = kept(runtime)
    assert (edited[place], edited["id"], edited["draft"]) == (value, "lamp-lit", {"template": "T1"})


@pytest.mark.parametrize(
    ("raw", "given", "name"),
    [
        (CLOZE, {"gap-2-key": "many"}, "gap-2-key"),
        (NUMBER, {"key": "many"}, "key"),
        (MATCH, {"pair-2-right": ""}, "pair-2-right"),
    ],
)
def test_a_problem_stands_at_its_input(ada, editor, raw, given, name):
    address = editor(raw)
    response = ada.post(address, brought.form_of(ada.get(address)) | given)
    assert response.status_code == 422
    assert f'id="e-{name}-error"' in response.text
    assert f'href="#e-{name}"' in response.text


def test_rows_and_kinds_change_without_a_script_and_nothing_is_kept_yet(ada, editor, runtime):
    address = editor(NUMBER)
    form = brought.form_of(ada.get(address))
    more = ada.post(address, form | {"do": "add distractor"})
    assert 'name="distractor-1-text"' in more.text
    other = ada.post(address, form | {"do": "kind text"})
    assert brought.form_of(other)["key"] == "12"
    assert kept(runtime) is None


def test_a_part_alone_for_the_page_and_a_preview(ada, editor, sign_in_as):
    address = editor(NUMBER)
    form = brought.form_of(ada.get(address))
    part = ada.post(address, form | {"do": "kind text"}, headers={"X-Part": "1"})
    assert "<html" not in part.text
    preview = ada.post(f"{address}/previews", form | {"stem": "How many now?"})
    assert "How many now?" in preview.text
    empty = ada.post(f"{address}/previews", form | {"stem": ""})
    assert (empty.status_code, "It appears here once" in empty.text) == (200, True)
    assert sign_in_as("eve").post(f"{address}/previews", form).status_code == 404


def test_two_windows_do_not_overwrite_each_other(ada, editor, runtime):
    address = editor(NUMBER)
    first, second = brought.form_of(ada.get(address)), brought.form_of(ada.get(address))
    assert ada.post(address, first | {"stem": "How many arches did you count?"}).status_code == 303
    stale = ada.post(address, second | {"stem": "How many arches are there?"})
    assert stale.status_code == 409
    assert "It was edited elsewhere meanwhile" in stale.text
    assert "count" in stale.text
    form = brought.form_of(stale)
    assert form["stem"] == "How many arches are there?"
    assert kept(runtime)["stem"] == "How many arches did you count?"
    # A step in between keeps in mind what was seen.
    stepped = brought.form_of(ada.post(address, second | {"do": "add distractor", "stem": "Other?"}))
    assert ada.post(address, stepped).status_code == 409
    # The same sent twice is one; and whoever has seen both may have the last word.
    assert ada.post(address, first | {"stem": "How many arches did you count?"}).status_code == 303
    assert ada.post(address, form).status_code == 303
    assert kept(runtime)["stem"] == "How many arches are there?"
