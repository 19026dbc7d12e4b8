"""What somebody else saved of a question while its editor was open: theirs is kept, and a clash is told as one."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from quizapp.banks import service
from quizapp.banks.models import QuestionRow
from tests.banks.desk import own_bank
from tests.banks.test_editor_pages import form_of
from tests.conftest import BEGIN


@pytest.fixture
def bank_id(runtime, cast):
    return own_bank(runtime.database, cast.ada)


@pytest.fixture
def row(runtime, bank_id):
    """Give a reader of the first question."""

    def read():
        with runtime.database.reading() as session:
            return session.scalars(select(QuestionRow).where(QuestionRow.slug == "b1")).one()

    return read


@pytest.fixture
def both(sign_in_as, row, runtime, bank_id):
    """Let ann save some inputs of the question and ada others, both from the same page; gives ada's browser, her answer
    and the address."""

    def done(ann, ada):
        browser, address = sign_in_as("ada"), f"/banks/bridges/questions/{row().id}"
        seen = form_of(browser.get(address)) | {"do": "save"}
        assert sign_in_as("ann").post(address, seen | ann).status_code == 303
        return browser, browser.post(address, seen | ada), address

    return done


def told(page):
    """Give the headings of the conflict, with the fields under each."""
    (section,) = re.findall(r'<section class="problems"[^>]*id="conflict">(.*?)</section>', page.text, re.S)
    parts = re.split(r"<h3[^>]*>(.*?)</h3>", section)
    return {
        heading: re.findall(r"<dt>(.*?)</dt>", part) for heading, part in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_what_they_alone_changed_is_theirs_and_stays(both, row):
    ada, page, address = both({"explanation": "Hers."}, {"stem": "On which day, then?"})
    assert (page.status_code, row().body["stem"] == "On which day, then?") == (409, False)
    assert told(page) == {"Changed by Ann, and kept below": ["Explanation"]}
    assert "saving keeps both" in page.text
    form = form_of(page)
    assert (form["stem"], form["explanation"]) == ("On which day, then?", "Hers.")
    assert ada.post(address, form | {"do": "save"}).status_code == 303
    assert (row().body["stem"], row().body["explanation"]) == ("On which day, then?", "Hers.")


def test_a_field_of_both_alone_is_a_clash(both, row):
    hers = {"explanation": "Hers.", "title": "Her title"}
    ada, page, address = both(hers, {"explanation": "Mine.", "context": "Look at the map."})
    assert told(page) == {"Changed by Ann, and kept below": ["Title"], "Changed there and by you": ["Explanation"]}
    assert "saving keeps both" not in page.text
    assert re.search(r"<del>.*?Hers\..*?</del>.*?<ins>.*?Mine\..*?</ins>", page.text)
    ada.post(address, form_of(page) | {"do": "save"})
    body = row().body
    wanted = {"title": "Her title", "explanation": "Mine.", "context": "Look at the map."}
    assert {name: body[name] for name in wanted} == wanted


def test_the_heading_of_a_clash_is_the_same_where_nothing_else_changed(both):
    _, page, _ = both({"explanation": "Hers."}, {"explanation": "Mine."})
    assert told(page) == {"Changed there and by you": ["Explanation"]}


def test_the_same_change_of_both_is_none(both):
    _, page, _ = both({"explanation": "Ours.", "title": "Hers"}, {"explanation": "Ours.", "context": "Mine."})
    assert told(page) == {"Changed by Ann, and kept below": ["Title"]}


def test_what_i_took_away_is_mine(both, row):
    ada, page, address = both(
        {"title": "Hers"}, {"hints": "", "explanation": "", "evidence-1-paragraph": "", "evidence-1-quote": ""}
    )
    assert told(page) == {"Changed by Ann, and kept below": ["Title"]}
    ada.post(address, form_of(page) | {"do": "save"})
    assert (row().body["title"], row().body.get("evidence")) == ("Hers", None)


def test_tags_of_both_are_put_together(both, row):
    ada, page, address = both({"tags": "hers"}, {"tags": "mine"})
    assert told(page) == {"Changed by Ann, and kept below": ["Tags"]}
    ada.post(address, form_of(page) | {"do": "save"})
    assert row().body["tags"] == ["hers", "mine"]


def test_ones_own_other_tab_is_told_so(sign_in_as, row):
    ada, address = sign_in_as("ada"), f"/banks/bridges/questions/{row().id}"
    seen = form_of(ada.get(address)) | {"do": "save"}
    ada.post(address, seen | {"explanation": "First."})
    page = ada.post(address, seen | {"title": "Second"})
    assert "by you before you came back here or in another tab" in page.text
    assert told(page) == {"Changed there alone, and kept below": ["Explanation"]}


def test_who_may_not_change_it_any_more_has_their_words_to_copy(sign_in_as, row, runtime, cast):
    with runtime.database.transaction() as session:
        service.share_bank(session, cast.ada, "bridges", "eve", "edit", BEGIN)
    eve, address = sign_in_as("eve"), f"/banks/bridges/questions/{row().id}"
    form = form_of(eve.get(address)) | {"explanation": "It took me an hour.", "do": "save"}
    with runtime.database.transaction() as session:
        service.unshare(session, cast.ada, "bridges", cast.eve.id)
    told = eve.post(address, form, headers={"Origin": "http://localhost"})
    assert told.status_code == 404
    assert '<li class="kept__text">It took me an hour.</li>' in told.text
    foreign = eve.post(address, form, headers={"Origin": "http://evil.example"})
    assert "It took me an hour." not in foreign.text
