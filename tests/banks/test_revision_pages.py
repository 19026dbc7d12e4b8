"""Revisions on their page and the way back; what becomes of learners' cards is asked; links that lead to the editor."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import event, select, update

from quizapp.banks.models import Bank, Media, QuestionRow
from tests.conftest import BEGIN
from tests.core.rendered import Filled
from tests.study import bank_files
from tests.study.desk import Desk

#: Statements of one request, the one that finds the viewer included.
EDITOR_PAGE = 9
SAVING = 24


@pytest.fixture
def bank_id(runtime, cast):
    with runtime.database.transaction() as session:
        made = bank_files.load(session, bank_files.bridges(3), bank_files.bridges_text(3)).bank_id
        session.execute(update(Bank).where(Bank.id == made).values(owner_id=cast.ada.id))
    return made


@pytest.fixture
def ada(sign_in_as, bank_id):
    return sign_in_as("ada")


@pytest.fixture
def address(runtime, bank_id):
    with runtime.database.reading() as session:
        return (
            f"/banks/bridges/questions/{session.scalars(select(QuestionRow.id).where(QuestionRow.slug == 'b1')).one()}"
        )


@pytest.fixture
def sam(runtime, cast, clock, bank_id):
    return Desk(runtime.database, cast.sam, clock, bank_id)


def body(runtime):
    with runtime.database.reading() as session:
        return session.scalars(select(QuestionRow.body).where(QuestionRow.slug == "b1")).one()


def form_of(page):
    found = re.search(r"<form[^>]*data-editor[^>]*>(.*?)</form>", page.text, re.S)
    return {name: values[0] for name, values in Filled(found[1]).values.items()}


def save(ada, address, **changed):
    form = form_of(ada.get(address)) | {name.replace("_", "-"): text for name, text in changed.items()}
    return ada.post(address, form | {"do": "save"})


def test_the_list_tells_what_differs_in_words_not_in_colour_alone(ada, address):
    assert save(ada, address, explanation="The river rose.").status_code == 303
    page = ada.get(f"{address}/revisions").text
    assert re.search(r"<ins>.*?The river rose\..*?</ins>", page)
    assert "Looks and details" in page
    assert "Ada" in page
    assert "the present one" in page


def test_an_earlier_revision_comes_back_as_a_new_one(ada, address, runtime):
    before = body(runtime)
    save(ada, address, explanation="The river rose.")
    assert ada.post(f"{address}/revisions", {"number": "1", "revision": "2"}).status_code == 303
    assert body(runtime) == before
    assert "Restored revision 1." in ada.get(address).text
    assert ada.get(f"{address}/revisions").text.count('class="revisions__one"') == 3
    stale = ada.post(f"{address}/revisions", {"number": "2", "revision": "2"})
    assert stale.status_code == 409
    for forged in ("0", "99", "x", "9" * 40):
        assert ada.post(f"{address}/revisions", {"number": forged, "revision": "3"}).status_code == 404


def test_what_becomes_of_cards_is_asked_where_it_matters(ada, address, runtime, sam):
    assert save(ada, address, key="1700-01-01").status_code == 303
    sam.answer(slug="b1")
    response = save(ada, address, key="1700-01-02")
    assert response.status_code == 422
    assert "One learner has met this question" in response.text
    assert body(runtime)["key"] == "1700-01-01"
    form = form_of(response)
    assert (form["key"], form["cards"]) == ("1700-01-02", "due_today")
    assert ada.post(address, form | {"do": "save", "cards": "reset"}).status_code == 303
    assert body(runtime)["key"] == "1700-01-02"
    assert sam.state("b1").memory.state == "new"
    sam.check()


def test_many_cards_are_told_to_follow_in_the_background(ada, app, address, sam, monkeypatch):
    words = "So many cards are brought up to date in the background."
    save(ada, address, key="1700-01-01")
    sam.answer(slug="b1")
    assert words not in save(ada, address, key="1700-01-02").text
    monkeypatch.setitem(app.extensions, "learners_cards", replace(app.extensions["learners_cards"], at_once=0))
    assert words in save(ada, address, key="1700-01-02").text


def test_a_restored_key_asks_the_same(ada, address, runtime, sam):
    save(ada, address, key="1700-01-01")
    sam.answer(slug="b1")
    response = ada.post(f"{address}/revisions", {"number": "1", "revision": "2"})
    assert response.status_code == 422
    assert "This is what revision 1 says" in response.text
    assert ada.post(address, form_of(response) | {"do": "save", "cards": "keep"}).status_code == 303
    assert body(runtime)["key"] != "1700-01-01"


@pytest.mark.parametrize(("name", "is_led"), [("ada", True), ("ann", True), ("eve", False), ("sam", False)])
def test_who_may_edit_is_led_there_from_study_and_reports(sign_in_as, address, name, is_led):
    question_id = address.rpartition("/")[2]
    browser = sign_in_as(name)
    for page in (f"/study/bridges?question={question_id}", f"/study/questions/{question_id}/reports"):
        assert (f'href="{address}"' in browser.get(page).text) is is_led
    assert ('/questions/new"' in browser.get("/banks/bridges").text) is is_led


def test_pages_cost_few_statements(ada, address, runtime):
    seen = []

    def note(*given):
        seen.extend([given[2]] if not given[2].startswith("BEGIN") else [])

    for engine in {runtime.database._reader, runtime.database._writer}:
        event.listen(engine, "before_cursor_execute", note)
    for path in (address, "/banks/bridges/questions/new", f"{address}/revisions"):
        seen.clear()
        assert ada.get(path).status_code == 200
        assert len(seen) <= EDITOR_PAGE, (path, seen)
    form = form_of(ada.get(address)) | {"explanation": "So.", "do": "save", "csrf_token": ada.token()}
    seen.clear()
    assert ada.client.post(address, data=form).status_code == 303
    assert len(seen) <= SAVING, seen


HASH, SOUND = "ab" * 32, "cd" * 32


def test_pictures_show_as_pictures_in_fields_and_differences(ada, address, runtime, bank_id):
    with runtime.database.transaction() as session:
        for sha256, suffix in ((HASH, "png"), (SOUND, "mp3")):
            session.add(Media(bank_id=bank_id, sha256=sha256, suffix=suffix, size_bytes=9, created_at=BEGIN))
    picture = f"![A <b>hill</b>](media/{HASH}.png)"
    save(ada, address, stem=f"Which one? {picture}", explanation=f'Hear: <audio src="media/{SOUND}.mp3"></audio>')
    shown = f'<img class="thumb" src="/banks/bridges/media/{HASH}.png" alt="A &lt;b&gt;hill&lt;/b&gt;" loading="lazy">'
    sound = f'<audio class="thumb" controls preload="none" src="/banks/bridges/media/{SOUND}.mp3"></audio>'
    edited = ada.get(address).text
    assert edited.count(shown) == edited.count(sound) == 1
    listed = ada.get(f"{address}/revisions").text
    assert shown in listed
    assert sound in listed
    assert "](media/" not in listed
    save(ada, address, stem=f"Which one? ![A hill](media/{HASH}.png)")
    listed = ada.get(f"{address}/revisions").text
    assert listed.count(f'src="/banks/bridges/media/{HASH}.png"') == 3
    assert "](media/" not in listed
