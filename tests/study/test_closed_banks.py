"""A bank that its owner closes, or keeps for themselves, while somebody studies it: they are told, and keep all."""

from __future__ import annotations

import pytest

from tests.conftest import BEGIN

TITLE, LOST = "This bank is closed to you", "Your last answer was not stored."
WAYS = [{"visibility": "private"}, {"deleted_at": BEGIN}]


@pytest.fixture
def seat(seat_of):
    """Give sam's browser with one answer given and the next question open."""
    made = seat_of("sam")
    made.open()
    made.answer()
    made.open()
    return made


@pytest.mark.parametrize("changes", WAYS)
def test_an_answer_is_told_to_be_lost_and_all_else_kept(seat, sam, changes):
    inputs = seat.fill()
    sam.change_bank(**changes)
    told = seat.send(inputs)
    assert (told.status_code, TITLE in told.text, LOST in told.text) == (403, True, True)
    assert "What you learned of it is kept" in told.text
    assert "What you wrote" not in told.text
    assert len(sam.events()) == 1
    sam.change_bank(visibility="public", deleted_at=None)
    assert seat.send(inputs).status_code in (200, 303)
    assert len(sam.events()) == 2


def test_each_page_of_it_says_so(seat, sam):
    (event,) = sam.events()
    question = sam.question_id("b1")
    sam.change_bank(visibility="private")
    pages = (
        "/banks/bridges",
        "/study/bridges",
        f"/study/reviews/{event.client_id}",
        f"/study/questions/{question}/reports",
    )
    for page in pages:
        told = seat.browser.get(page)
        assert (told.status_code, TITLE in told.text, LOST in told.text) == (403, True, False), page
    for door in (
        f"/study/reviews/{event.client_id}/reversals",
        f"/study/cards/{question}/acts",
        "/study/bridges/lifts",
    ):
        form = {"client_id": sam.new_id(), "action": "suspend"}
        told = seat.browser.post(door, form)
        assert (told.status_code, TITLE in told.text) == (403, True), door
    part = seat.browser.get("/study/bridges", headers={"X-Part": "1"})
    assert (part.status_code, "<h1" in part.text, TITLE in part.text) == (403, False, True)


def test_a_report_in_hand_is_shown_for_copying(seat, sam):
    sam.change_bank(visibility="private")
    form = {"reason": "wrong_key", "note": "It was opened in 1803.", "client_id": sam.new_id()}
    told = seat.browser.post(
        f"/study/questions/{sam.question_id('b1')}/reports", form, headers={"Origin": "http://localhost"}
    )
    assert told.status_code == 403
    assert "It was opened in 1803." in told.text
    assert "What you wrote" in told.text


def test_to_others_it_is_not_there(seat, seat_of, sam):
    sam.change_bank(visibility="private")
    for other in ("tess", "mallory"):
        gone = seat_of(other).browser.get("/study/bridges")
        assert (gone.status_code, TITLE in gone.text) == (404, False)
    assert seat.browser.get("/study/never").status_code == 404
    assert seat.browser.get("/banks/bridges%00").status_code == 404


def test_what_is_missing_of_an_open_bank_is_not_there(seat):
    missing = seat.browser.get("/banks/bridges/reading")
    assert (missing.status_code, "no document to read" in missing.text) == (404, True)
