"""The account of an import: where each question stood in its file, and the ways on from its page."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import select

from quizapp.banks import service
from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import BulkWish, importing
from quizapp.runners import make_import_runner
from tests.banks.desk import own_bank
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.banks.test_import_pages import all_shown, bring, send, settled, ticked
from tests.conftest import BEGIN

LAKES = (
    HEADING + "Which lake is the deepest?,Baikal,Aral,Garda\n\nWhich lake is the largest?,Caspian Sea,Baikal,Garda\n"
)
NATIVE = "bank: {title: Seas}\nquestions:\n- {id: salt, kind: text, stem: Which sea is the saltiest?, key: Dead Sea}\n"


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


@pytest.fixture
def ada(sign_in_as, runtime):
    runner = make_import_runner(runtime, poll_seconds=0.05)
    runner.start()
    yield sign_in_as("ada")
    runner.stop()


def rows(counter, viewer, import_id):
    with counter.database.reading() as session:
        held = importing.get_import(session, viewer, import_id, is_whole=True)
        table = "".join(importing.report_table(session, held))
    return list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))


def places(table, *whats):
    return [(row["what"], row["stem"][-12:], row["file"], row["line"]) for row in table if row["what"] in whats]


def test_each_imported_question_has_its_file_and_line(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS), ("lakes.csv", LAKES))
    assert places(rows(counter, people.ada, import_id), "new") == [
        ("new", "rough Paris?", "rivers.csv", "2"), ("new", "ough London?", "rivers.csv", "3"),
        ("new", "ough Vienna?", "rivers.csv", "4"), ("new", "the deepest?", "lakes.csv", "2"),
        ("new", "the largest?", "lakes.csv", "4"),
    ]  # fmt: skip


def test_what_was_changed_has_them_too_and_is_told_once(counter, people):
    counter.import_all(people.ada, ("seas.yaml", NATIVE), title="Seas")
    newer = NATIVE.replace("the saltiest", "saltier than all")
    import_id = counter.import_all(people.ada, ("newer.yaml", newer), slug="seas")
    (told,) = places(rows(counter, people.ada, import_id), "changed")
    assert told[2:] == ("newer.yaml", "3")
    counter.undo(people.ada, import_id)
    assert places(rows(counter, people.ada, import_id), "changed", "new") == [told]


def test_a_report_that_knows_no_lines_names_its_only_file(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    with counter.database.transaction() as session:
        held = importing.get_import(session, people.ada, import_id, is_whole=True)
        files = [{name: value for name, value in each.items() if name != "lines"} for each in held.report["files"]]
        held.report = held.report | {"files": files}
    assert {(row["file"], row["line"]) for row in rows(counter, people.ada, import_id)} == {("rivers.csv", "")}


def test_its_page_leads_to_its_bank_and_discarding_to_where_it_began(ada, runtime, cast):
    own_bank(runtime.database, cast.ada)
    address = bring(ada, ("rivers.csv", RIVERS), bank="bridges")
    page = settled(ada, address)
    assert '<a href="/imports?bank=bridges">Import</a>' in page
    assert send(ada, address, "deletions") == "/imports?bank=bridges"
    address = bring(ada, ("rivers.csv", RIVERS), bank="bridges", client_id="d")
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), bank="bridges")
    send(ada, address, "reversals")
    page = ada.get(address).text
    for link in ('href="/banks/bridges/questions"', 'href="/imports?bank=bridges"', 'href="/banks/bridges"'):
        assert link in page, link


def test_a_bank_that_its_undoing_closed_can_be_opened_for_the_rest(ada, runtime, cast):
    own_bank(runtime.database, cast.ada)
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers", visibility="private")
    with runtime.database.transaction() as session:
        target = session.scalars(select(Bank.id).where(Bank.slug == "bridges")).one()
        row = session.scalars(select(QuestionRow).where(QuestionRow.body["key"].as_string() == "Seine")).one()
        wish = BulkWish("move", "m", ids=(row.id,), target_id=target)
        moved = service.change_many(session, cast.ada, "rivers", wish, BEGIN)
    send(ada, address, "reversals")
    page = ada.get(address).text
    assert "Partly undone" in page
    assert ">Undo the rest<" not in page
    assert "Go to your banks" in page
    (opening,) = re.findall(r'action="(/banks/rivers/openings)"', page)
    assert ada.post(opening, {"next": address}).headers["Location"] == address
    with runtime.database.transaction() as session:
        service.undo_change(session, cast.ada, "rivers", moved.change_id, BEGIN)
    assert ">Undo the rest<" in ada.get(address).text
    send(ada, address, "reversals")
    assert "This import was undone" in ada.get(address).text
