"""Tables that name questions by their ids and say a part of them, as they go through the page of an import."""

from __future__ import annotations

import pytest

from quizapp.banks.service import importing
from quizapp.core.errors import Conflict
from quizapp.core.formats.xlsx_rows import workbook_bytes
from tests.banks.imports import Counter
from tests.banks.test_import_pages import ada, bring, runner, send, settled
from tests.banks.test_renewed_imports import CAPITALS, looked_at

__all__ = ["ada", "runner"]

TAGS = [["id", "tags"], ["r1", "America | South"], ["r9", "x"], ["r2", "America"]]
AS_CSV = "".join(",".join(row) + "\n" for row in TAGS)


@pytest.fixture
def counter(database, tmp_path):
    return Counter(database, tmp_path)


@pytest.mark.parametrize("brought", [("t.csv", AS_CSV), ("t.xlsx", workbook_bytes("Sheet", TAGS, (10,)))])
def test_tags_by_id_change_the_questions_of_the_bank_and_come_back(counter, people, brought):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    before = {slug: row.body for slug, row in by_slug(counter).items()}
    import_id = counter.bring(people.ada, brought, bank="rivers")
    codes, rows = looked_at(counter, people.ada, import_id)
    assert codes == "umu"
    assert [len(row.differences) for row in rows] == [1, 0, 1]
    assert rows[0].question.stem == "Capital of Peru?"
    assert (rows[1].entry.line, rows[1].entry.remarks) == (3, ["No question of the bank has the id “r9”."])
    counter.carry_out(people.ada, import_id, "rivers")
    found = by_slug(counter)
    assert {slug: row.revision for slug, row in found.items()} == {"r1": 2, "r2": 2}
    assert {name: value for name, value in found["r1"].body.items() if name != "tags"} == before["r1"]
    assert found["r1"].body["tags"] == ["America", "South"]
    [file] = counter.get(people.ada, import_id).report["files"]
    assert [(each["line"], each["reason"]) for each in file["left_out"]] == [
        (3, "No question of the bank has the id “r9”.")
    ]
    undone = counter.undo(people.ada, import_id)
    assert (undone.restored, undone.kept_count) == (2, 0)
    assert {slug: row.body for slug, row in by_slug(counter).items()} == before


def by_slug(counter):
    return {row.slug: row for row in counter.questions().values()}


def test_without_a_bank_its_rows_are_no_questions_and_with_one_they_are(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    import_id = counter.bring(people.ada, ("edited.csv", AS_CSV))
    codes, rows = looked_at(counter, people.ada, import_id)
    assert codes == "mmm"
    assert rows[0].entry.remarks[0].startswith("These are ids and columns of questions, “id”, “tags”: choose the")
    with counter.database.reading() as session, pytest.raises(Conflict, match="ids and columns of questions"):
        importing.get_entry(session, people.ada, counter.shelf, import_id, 0)
    counter.compare(people.ada, import_id, "rivers")
    assert looked_at(counter, people.ada, import_id)[0] == "umu"
    counter.compare(people.ada, import_id, "")
    assert looked_at(counter, people.ada, import_id)[0] == "mmm"


def test_what_was_edited_meanwhile_is_not_taken_back_by_what_the_table_does_not_say(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    import_id = counter.bring(people.ada, ("t.csv", AS_CSV), bank="rivers")
    counter.import_all(people.ada, ("c.csv", CAPITALS.replace("Lima", "Callao")), slug="rivers")
    with pytest.raises(importing.BankChanged):
        counter.carry_out(people.ada, import_id, "rivers")
    counter.compare(people.ada, import_id, "rivers")
    counter.carry_out(people.ada, import_id, "rivers")
    found = by_slug(counter)["r1"]
    assert (found.body["key"], found.body["tags"], found.revision) == ("Callao", ["America", "South"], 3)


def test_the_page_shows_what_changes_and_names_the_rows_of_no_question(ada, runtime):
    address = bring(ada, ("capitals.csv", CAPITALS))
    settled(ada, address)
    send(ada, address, "insertions", title="Capitals", visibility="private", tick=["0", "1"], shown=["0", "1"])
    address = bring(ada, ("edited.csv", AS_CSV), bank="capitals", client_id="d")
    page = settled(ada, address)
    assert "No question of the bank has the id “r9”." in page
    assert page.count("changes a question of the bank") == 2
    assert page.count("cannot be taken in") == 1
    assert "Say below what each column is" not in page


def test_the_page_says_what_its_rows_are_before_a_bank_is_chosen(ada, runtime):
    page = settled(ada, bring(ada, ("edited.csv", AS_CSV)))
    assert "3 rows have ids and columns of questions." in page
    assert "Choose the bank that has these questions below, and compare." in page
    assert "questions were found" not in page
    assert "No column holds" not in page
