"""The reader: a bank's document with the passages marked, and how well each is remembered."""

from __future__ import annotations

import re

import pytest

from tests.study import bank_files
from tests.study.desk import Desk


@pytest.fixture
def told_id(runtime):
    with runtime.database.transaction() as session:
        body = bank_files.bridges(4, **bank_files.all_told(4))
        return bank_files.load(session, body, bank_files.bridges_text(4), slug="told").bank_id


def test_passages_are_marked(seat_of, told_id):
    page = seat_of("mallory").browser.get("/banks/told/reading").text
    assert "Bridges of the valley</h1>" in page
    assert page.count("<mark>") >= 2
    marked = " ".join(re.findall(r"<mark>(.*?)</mark>", page))
    assert all(f"Bridge {number} was opened" in marked for number in range(1, 5))
    assert "Then it rained" not in marked
    assert page.count("dot--unseen") == 4 + 1


def test_dots_follow_memory(seat_of, sam, told_id):
    desk = Desk(sam.database, sam.viewer, sam.clock, told_id)
    desk.answer(slug="b1")
    for gap in (0, 2, 13):
        desk.clock.move(days=gap)
        desk.answer(slug="b2")
    page = seat_of("sam").browser.get("/banks/told/reading").text
    dots = {name: page.count(f"dot--{name}") - 1 for name in ("unseen", "learning", "known")}
    assert dots == {"unseen": 2, "learning": 1, "known": 1}
    desk.undo(desk.events("b1")[0].client_id)
    assert seat_of("sam").browser.get("/banks/told/reading").text.count("dot--unseen") == 3 + 1


def test_the_passage_stands_under_the_answer(seat_of, sam, told_id):
    seat = seat_of("sam", "told")
    seat.open()
    assert "Then it rained" not in seat.page.html
    page = seat.answer().text
    assert "paragraph 2" in page
    assert "<mark>" in page
    assert "/banks/told/reading#p2" in page


def test_none_to_read(seat_of):
    response = seat_of("sam").browser.get("/banks/bridges/reading")
    assert response.status_code == 404
    assert "no document to read" in response.text
