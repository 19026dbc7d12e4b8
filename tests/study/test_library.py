"""Library and bank page: what there is, what is due, what is remembered; whole for everybody who may see it."""

from __future__ import annotations

import pytest

from quizapp.core.calendar import format_value, parse_value
from quizapp.study.service import list_shelf
from tests.study import bank_files
from tests.study.databases import BOTH

pytestmark = BOTH


@pytest.mark.parametrize("who", ["mallory", "gil", "sam", "ada", "ann"])
def test_pages_render(seat_of, ten_id, who):
    seat = seat_of(who)
    for path in ("/", "/banks/bridges", "/banks/ten", "/study/bridges", "/study/ten"):
        response = seat.browser.get(path)
        assert response.status_code == 200, path
        assert response.headers["Cache-Control"] == "no-store"
        assert response.text.count("<h1") + response.text.count('aria-level="1"') == 1, path
    library = seat.browser.get("/").text
    assert "Ten kinds" in library
    assert "6 questions" in library


def test_begun_and_due_first(seat_of, sam, ten_id):
    assert "Go on" not in seat_of("sam").browser.get("/").text
    sam.answer(slug="b1")
    assert "Go on" in seat_of("sam").browser.get("/").text
    sam.clock.move(days=2)
    assert "Study 1 due" in seat_of("sam").browser.get("/").text
    assert "Study 1 due" in seat_of("sam").browser.get("/banks/bridges").text
    with sam.database.reading() as session:
        shelf = list_shelf(session, sam.viewer, sam.day)
    assert [(item.bank.slug, item.due, item.is_begun) for item in shelf] == [("bridges", 1, True), ("ten", 0, False)]
    assert "Study 1 due" not in seat_of("tess").browser.get("/").text


def test_memory_of_the_bank(seat_of, sam):
    assert "0 of 6" in seat_of("sam").browser.get("/banks/bridges").text
    sam.answer(slug="b1")
    sam.answer(slug="b2")
    assert "2 of 6" in seat_of("sam").browser.get("/banks/bridges").text


def test_timeline_has_its_table(seat_of):
    page = seat_of("sam").browser.get("/banks/bridges").text
    assert "<svg" in page
    assert format_value(parse_value(bank_files.opened(1).isoformat())) in page
    assert "Bridge 6" in page


def test_empty_library(sign_in_as, runtime):
    assert "quizapp import BANK.yaml" in sign_in_as("mallory").get("/").text


def test_deleted_and_private_are_not_there(seat_of, sam):
    for values in ({"visibility": "private"}, {"visibility": "public", "deleted_at": sam.clock()}):
        sam.change_bank(**values)
        seat = seat_of("sam")
        assert "Bridges" not in seat.browser.get("/").text
        for path in ("/banks/bridges", "/banks/bridges/reading", "/study/bridges"):
            gone, never = seat.browser.get(path), seat.browser.get(path.replace("bridges", "never"))
            assert gone.status_code == never.status_code == 404
            texts = [each.text.replace(each.headers["X-Request-Id"], "") for each in (gone, never)]
            assert texts[0] == texts[1]
