"""A form that makes a bank, or a copy of one, makes one however often it is sent."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks import service
from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import Wanted, copying, count_found, importing
from quizapp.banks.service.tagging import retag
from quizapp.core.searching import read_query
from tests.banks.desk import copy_bank, ids_of, own_bank, slugs_of
from tests.conftest import BEGIN
from tests.study import bank_files

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


def test_a_copy_is_written_in_pieces_that_nobody_sees_until_the_last(database, people, monkeypatch):
    monkeypatch.setattr(copying, "_PIECE", 3)
    bank_id = own_bank(database, people.ada, **bank_files.all_told(4))
    with database.transaction() as session:
        bank = session.get_one(Bank, bank_id)
        retag(session, bank, session.scalars(select(QuestionRow)).all(), "valley", is_added=True)
    seen = []
    copy = service.BankCopy(people.ada, "bridges", ID, BEGIN)
    with database.transaction() as session:
        copy.begin(session)
    while copy.is_left:
        with database.transaction() as session:
            copy.copy_piece(session)
        with database.reading() as session:
            seen.append([line.title for line in service.list_lines(session, people.ada)])
    assert seen == [["Bridges"], ["Bridges"]]
    with database.transaction() as session:
        made = copy.finish(session)
    assert slugs_of(database, made.id) == ["b1", "b2", "b3", "b4"]
    with database.reading() as session:
        wanted = Wanted((made.id,), read_query("tag:valley bridge"))
        assert count_found(session, wanted) == 4
        assert session.get_one(Bank, made.id).outline == session.get_one(Bank, bank_id).outline
        rows = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == made.id)).all()
        assert [(row.revision, row.body["tags"]) for row in rows] == [(1, ["valley"])] * 4
        assert importing.list_left(session, BEGIN + timedelta(days=1)) == []


def test_a_copy_that_ends_before_its_last_piece_is_swept(database, people, monkeypatch):
    monkeypatch.setattr(copying, "_PIECE", 3)
    own_bank(database, people.ada)
    copy = service.BankCopy(people.ada, "bridges", ID, BEGIN)
    with database.transaction() as session:
        copy.begin(session)
        copy.copy_piece(session)
    with database.reading() as session:
        (left,) = importing.list_left(session, BEGIN + timedelta(days=1))
    is_left = True
    while is_left:
        with database.transaction() as session:
            is_left = importing.clear_left(session, left, BEGIN + timedelta(days=1))
    with database.reading() as session:
        assert session.scalars(select(Bank.slug)).all() == ["bridges"]
        assert len(session.scalars(select(QuestionRow)).all()) == 4


def test_what_changes_while_a_copy_is_written_is_counted_as_it_was_copied(database, people, monkeypatch):
    monkeypatch.setattr(copying, "_PIECE", 3)
    bank_id = own_bank(database, people.ada)
    copy = service.BankCopy(people.ada, "bridges", ID, BEGIN)
    with database.transaction() as session:
        copy.begin(session)
        copy.copy_piece(session)
    wish = service.BulkWish(act="archive", client_id="c", ids=tuple(ids_of(database, bank_id, "b4")))
    with database.transaction() as session:
        service.change_many(session, people.ada, "bridges", wish, BEGIN)
    with database.transaction() as session:
        copy.copy_piece(session)
        made = copy.finish(session)
    assert (slugs_of(database, made.id), made.outline["questions"]) == (["b1", "b2", "b3"], 3)


def test_the_same_form_makes_one_copy(database, people):
    own_bank(database, people.ada)

    def copy(client_id):
        return copy_bank(database, people.ada, "bridges", client_id).slug

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
