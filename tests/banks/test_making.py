"""A form that makes a bank, or a copy of one, makes one however often it is sent."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from quizapp.banks import service
from quizapp.banks.models import Bank
from tests.banks.desk import own_bank
from tests.conftest import BEGIN

ID = "0190aaaa-0000-7000-8000-000000000001"


def titles(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Bank.title).order_by(Bank.id)))


@pytest.fixture
def make(database, people):
    """Give the maker of a bank: who, title, the form's id; tells its name."""

    def made(who="ada", title="Rivers", client_id=ID) -> str:
        with database.transaction() as session:
            return service.make_bank(session, people[who], title, client_id, BEGIN).slug

    return made


def test_the_same_form_makes_one_bank(make, database):
    assert make() == make() == "rivers"
    assert make(client_id="another") == "rivers-2"
    assert make(title="Lakes") == "lakes", "it was sent again with other words, so another bank is meant"
    assert make("eve") == "rivers-3"
    assert titles(database) == ["Rivers", "Rivers", "Lakes", "Rivers"]


def test_sent_twice_at_once(make, database):
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: make(), range(4))) == {"rivers"}
    assert titles(database) == ["Rivers"]


def test_the_same_form_makes_one_copy(database, people):
    own_bank(database, people.ada)

    def copy(client_id):
        with database.transaction() as session:
            return service.copy_bank(session, people.ada, "bridges", client_id, BEGIN).slug

    assert copy(ID) == copy(ID) == "bridges-copy"
    assert copy("another") == "bridges-copy-2"
    assert titles(database) == ["Bridges", "Bridges (copy)", "Bridges (copy 2)"]


def test_pages_send_their_own_id(cast, runtime, sign_in_as):
    ada = sign_in_as("ada")
    form = {"title": "Rivers", "client_id": re.search(r'name="client_id" value="([^"]+)"', ada.get("/banks").text)[1]}
    first, second = (ada.post("/banks", form).headers["Location"] for _ in range(2))
    assert first == second == "/banks/rivers/questions"
    copies = ada.get(first).text.partition('action="/banks/rivers/copies"')[2]
    form = {"client_id": re.search(r'name="client_id" value="([^"]+)"', copies)[1]}
    first, second = (ada.post("/banks/rivers/copies", form).headers["Location"] for _ in range(2))
    assert first == second == "/banks/rivers-copy/questions"
    assert titles(runtime.database) == ["Rivers", "Rivers (copy)"]


def test_a_form_whose_bank_was_closed_makes_another(make, database):
    slug = make()
    with database.transaction() as session:
        session.scalars(select(Bank).where(Bank.slug == slug)).one().deleted_at = BEGIN
    again = make()
    assert again != slug
    assert make() == again
