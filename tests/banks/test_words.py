"""Small words of pages that a reader stumbles over: numbers, doubled signs, names that are alike, order of tags."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from quizapp.banks import service
from quizapp.banks.models import QuestionRow
from quizapp.banks.service import BulkWish
from tests.banks.desk import own_bank
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.conftest import BEGIN


@pytest.fixture
def bank_id(runtime, cast):
    return own_bank(runtime.database, cast.ada, visibility="public")


def test_two_files_of_one_name_are_told_apart(database, people, tmp_path):
    counter = Counter(database, tmp_path / "home")
    other = HEADING + "Which lake is the deepest?,Baikal,Aral,Garda\n"
    alone = ("rivers", RIVERS)
    import_id = counter.bring(people.ada, ("a.csv", RIVERS), ("a.csv", other), ("a (2).csv", other), alone, alone)
    names = [each["name"] for each in counter.get(people.ada, import_id).files]
    assert names == ["a.csv", "a (3).csv", "a (2).csv", "rivers", "rivers (2)"]


def test_tags_stand_in_the_order_of_their_letters(runtime, cast, bank_id):
    with runtime.database.transaction() as session:
        row = session.scalars(select(QuestionRow)).first()
        for tag in ("zinc", "Alps", "alpha", "Zebra"):
            service.change_many(session, cast.ada, "bridges", BulkWish("tag", tag, ids=(row.id,), tag=tag), BEGIN)
    with runtime.database.reading() as session:
        assert [tag for tag, _ in service.list_tags(session, bank_id)] == ["alpha", "Alps", "Zebra", "zinc"]


def test_a_question_as_a_label_gets_no_colon(runtime, sign_in_as, bank_id):
    with runtime.database.reading() as session:
        question_id = session.scalars(select(QuestionRow.id)).first()
    page = sign_in_as("sam").post(f"/study/questions/{question_id}/reports", {}).text
    assert "What is wrong? Choose what is wrong." in page


def test_who_may_not_change_a_bank_is_told_so_with_real_apostrophes(sign_in_as, bank_id):
    page = sign_in_as("eve").get("/banks/bridges/questions/new")
    assert page.status_code == 403
    assert "somebody else’s" in page.text


@pytest.mark.parametrize("search", ["q=zzzz", "q=%21%21%21", "tag=never", "after=99999", "q=kind%3Anonsense+zzz"])
def test_what_finds_nothing_is_no_empty_bank(sign_in_as, bank_id, search):
    page = sign_in_as("ada").get(f"/banks/bridges/questions?{search}").text
    assert "This bank has no questions yet" not in page
    assert re.search('Nothing here fits|class="lines"', page)


def test_numbers_of_what_an_export_loses_are_grouped(app):
    with app.test_request_context("/"):
        told = app.jinja_env.get_template("banks/_export_account.html").module.where
        words = str(told(type("Lost", (), {"questions": 30000})))
    assert words.strip() == "in 30,000 questions"
