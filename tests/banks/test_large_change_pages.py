"""The pages of an act on more questions than one turn holds: pressed once, watched, told in the list, undone."""

from __future__ import annotations

import html
import re

import pytest

from quizapp.banks import service
from quizapp.banks.models import Bank
from quizapp.banks.service import kept_changes
from quizapp.runners import make_import_runner
from tests.banks.desk import own_bank, slugs_of
from tests.banks.test_library_pages import text_of

ALL = ["b1", "b2", "b3", "b4", "b5"]
FORM = {"act": "tag", "all": "1", "new_tag": "spring", "client_id": "once", "q": "bridge"}


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(service.bulk, "QUESTIONS_AT_MOST", 3)
    monkeypatch.setattr(kept_changes, "PIECE", 2)


@pytest.fixture
def bank_id(runtime, cast) -> int:
    return own_bank(runtime.database, cast.ada, count=5)


@pytest.fixture
def ada(bank_id, sign_in_as):
    return sign_in_as("ada")


def reversal_of(page) -> str:
    return re.search(r'action="(/banks/bridges/changes/\d+/reversals)"', page.text).group(1)


def test_one_press_watched_told_and_undone(runtime, ada):
    sent = ada.post("/banks/bridges/changes", FORM)
    place = html.unescape(sent.headers["Location"])
    assert sent.status_code == 303
    assert place.endswith("?q=bridge")
    assert runtime.job_bell.rings
    page = ada.get(place)
    assert "Tagging 5 questions “spring”" in text_of(page)
    assert "Waiting for its turn" in text_of(page)
    assert "<progress" in page.text
    assert ada.post("/banks/bridges/changes", FORM).headers["Location"] == sent.headers["Location"]
    told = ada.get("/banks/bridges/questions")
    assert "Tagging 5 questions “spring” … 0 %" in text_of(told)
    assert make_import_runner(runtime).run_waiting() == 1
    done = ada.get(place)
    assert done.status_code == 303
    told = ada.get(html.unescape(done.headers["Location"]))
    assert "5 tagged: “spring”." in text_of(told)
    assert "5 tagged: “spring”." in text_of(ada.get("/banks/bridges/questions"))
    undone = ada.post(reversal_of(told))
    assert "Undoing what was done to 5 questions" in text_of(ada.get(undone.headers["Location"]))
    make_import_runner(runtime).run_waiting()
    told = ada.get(html.unescape(ada.get(html.unescape(undone.headers["Location"])).headers["Location"]))
    assert "That was undone." in text_of(told)
    assert "undone" not in text_of(ada.get("/banks/bridges/questions"))
    assert "0 questions" in text_of(ada.get("/banks/bridges/questions?q=tag:spring"))


def test_the_part_that_is_fetched_while_it_is_under_way(runtime, ada):
    place = ada.post("/banks/bridges/changes", FORM).headers["Location"]
    part = {"X-Part": "1"}
    assert 'data-state="reading"' in ada.get(place, headers=part).text
    make_import_runner(runtime).run_waiting()
    assert 'data-state="done"' in ada.get(place, headers=part).text
    assert "<h1" not in ada.get(place, headers=part).text


def test_stopped_before_it_has_begun(runtime, ada, bank_id):
    page = ada.get(ada.post("/banks/bridges/changes", FORM | {"act": "archive"}).headers["Location"])
    assert "Stop and undo" in text_of(page)
    ada.post(reversal_of(page))
    make_import_runner(runtime).run_waiting()
    assert slugs_of(runtime.database, bank_id) == ALL


def test_what_stopped_goes_on_by_one_press(runtime, cast, ada, bank_id):
    other = own_bank(runtime.database, cast.ada, slug="other", count=1)
    form = FORM | {"act": "copy", "target": other}
    ada.post("/banks/bridges/changes", form)
    with runtime.database.transaction() as session:
        session.get_one(Bank, other).owner_id = cast.eve.id
    make_import_runner(runtime).run_waiting()
    page = ada.get("/banks/bridges/questions")
    assert "This stopped after 0 of 5 questions." in text_of(page)
    with runtime.database.transaction() as session:
        session.get_one(Bank, other).owner_id = cast.ada.id
    again = re.search(r'<form[^>]*/banks/bridges/changes">(?:(?!</form>).)*Go on', page.text, re.DOTALL).group(0)
    fields = dict(re.findall(r'name="(client_id|act|target)" value="([^"]*)"', again))
    assert ada.post("/banks/bridges/changes", fields).status_code == 303
    make_import_runner(runtime).run_waiting()
    assert slugs_of(runtime.database, other) == ["b1", "b1-2", *ALL[1:]]


def test_others_see_nothing_of_it(ada, sign_in_as):
    place = ada.post("/banks/bridges/changes", FORM).headers["Location"]
    assert [sign_in_as(name).get(place).status_code for name in ("eve", "ann", "sam")] == [404, 404, 403]
    back = place.partition("?")[0] + "/reversals"
    assert [sign_in_as(name).post(back).status_code for name in ("eve", "ann", "sam")] == [404, 404, 403]
    assert ada.get("/banks/bridges/changes/99999").status_code == 404
    assert ada.get("/banks/bridges/changes/99999999999999999999").status_code == 404
