"""S13: answers and acts of one learner are limited, far above anybody's reading; others are not held up."""

from __future__ import annotations

import time

import pytest

from quizapp.study.models import ReviewEvent
from tests.app.journeys import content
from tests.study.desk import Seat

AT_ONCE = 60


@pytest.fixture
def wall_clock(monkeypatch):
    """Hold the limits' clock, which counts in seconds since 1970, and let it be moved."""
    begin, moved = time.time(), [0.0]
    monkeypatch.setattr(time, "time", lambda: begin + moved[0])

    def move(seconds: float) -> None:
        moved[0] += seconds

    return move


def seat_at(sign_in_as, runtime, name: str) -> Seat:
    seat = Seat(sign_in_as(name), runtime.database, "example")
    seat.open()
    return seat


def answer(seat: Seat):
    return seat.send({"gave_up": "1"})


def test_sixty_at_once_then_a_wait(example, sign_in_as, wall_clock):
    seat = seat_at(sign_in_as, example, "sam")
    # The same form again and again, as a browser that resends: each counts, and is answered as the first.
    assert {answer(seat).status_code for _ in range(AT_ONCE)} == {303}
    refused = answer(seat)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 7
    assert "Your answers so far are kept" in refused.text
    assert len(content(example)[ReviewEvent.__tablename__]) == 1
    wall_clock(6.1)
    assert answer(seat).status_code == 303


def test_ten_a_second_pass_for_as_long_as_one_likes(example, sign_in_as, wall_clock):
    seat = seat_at(sign_in_as, example, "sam")
    for _ in range(2 * AT_ONCE + 10):
        assert answer(seat).status_code == 303
        wall_clock(0.101)


def test_every_way_to_write_is_one_limit(example, sign_in_as, wall_clock):
    seat = seat_at(sign_in_as, example, "sam")
    reviewed = answer(seat).headers["Location"]
    ways = {
        "/study/cards/1/acts": {"action": "bury"},
        "/study/questions/1/reports": {"reason": "typo"},
        "/study/example/ways": {"way": "recall"},
        "/study/example/lifts": {},
        f"{reviewed}/corrections": {"rating": "3"},
        f"{reviewed}/reversals": {},
    }
    for path, fields in ways.items():
        assert seat.browser.post(path, fields).status_code == 303, path
    for _ in range(AT_ONCE - 1 - len(ways)):
        answer(seat)
    before = content(example)
    for path, fields in ways.items():
        assert seat.browser.post(path, fields).status_code == 429, path
    assert content(example) == before


def test_others_of_the_same_address_go_on(example, sign_in_as, wall_clock):
    fast, slow, guest = (seat_at(sign_in_as, example, name) for name in ("sam", "tess", "gil"))
    for _ in range(AT_ONCE + 1):
        last = answer(fast)
    assert last.status_code == 429
    assert [answer(seat).status_code for seat in (slow, guest)] == [303, 303]
    # Another browser of the same learner is the same learner.
    assert seat_at(sign_in_as, example, "sam").send({"gave_up": "1"}).status_code == 429
    assert fast.browser.get("/study/example").status_code == 200


def test_a_passer_by_spends_a_guests_row_once(example, browser, wall_clock):
    seat = Seat(browser(), example.database, "example")
    seat.open()
    assert answer(seat).status_code == 303
    assert seat.browser.who() == "guest"
    before = len(content(example)["user"])
    seat.open()
    assert answer(seat).status_code == 303
    assert len(content(example)["user"]) == before
