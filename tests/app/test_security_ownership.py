"""S2, S3: a private bank is its owner's, and for everybody else it is not there at all."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank

ADDRESSES = ("/banks/example", "/banks/example/reading", "/study/example", "/study/questions/1/reports")


@pytest.fixture
def private(example, cast):
    """Make the example ada's own."""
    with example.database.transaction() as session:
        session.execute(update(Bank).values(owner_id=cast.ada.id, visibility="private"))
    return example


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_the_owner_comes_in(address, private, sign_in_as):
    found = {name: sign_in_as(name).get(address).status_code for name in ("mallory", "gil", "sam", "eve", "ada")}
    assert found == {"mallory": 404, "gil": 404, "sam": 404, "eve": 404, "ada": 200}


def test_it_is_not_listed_for_others(private, sign_in_as):
    assert "/banks/example" in sign_in_as("ada").get("/").text
    assert "/banks/example" not in sign_in_as("eve").get("/").text


def test_what_is_not_theirs_looks_like_what_does_not_exist(private, sign_in_as):
    eve = sign_in_as("eve")
    foreign, absent = eve.get("/banks/example"), eve.get("/banks/nowhere")
    assert foreign.status_code == absent.status_code == 404
    assert _without_request_id(foreign) == _without_request_id(absent)


def test_acts_on_a_foreign_card_leave_no_trace(private, sign_in_as):
    eve = sign_in_as("eve")
    assert eve.post("/study/cards/1/acts", {"action": "suspend"}).status_code == 404
    assert eve.post("/study/example/ways", {"way": "recall"}).status_code == 404
    assert eve.post("/study/example/lifts").status_code == 404
    with private.database.reading() as session:
        for table in ("card_state", "review_event", "enrolment"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_a_token_of_a_bank_that_became_private_opens_nothing(example, cast, sign_in_as):
    eve = sign_in_as("eve")
    page = eve.get("/study/example").text
    sealed = page.partition('name="asked" value="')[2].partition('"')[0]
    with example.database.transaction() as session:
        session.execute(update(Bank).values(owner_id=cast.ada.id, visibility="private"))
    assert eve.post("/study/reviews", {"asked": sealed, "gave_up": "1"}).status_code == 404
    assert eve.post("/study/asks", {"asked": sealed, "help": "options"}).status_code == 404


def _without_request_id(response):
    return response.text.replace(response.headers["X-Request-Id"], "")
