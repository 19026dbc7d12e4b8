"""A file that is brought again changes the questions that its ids name, and leaves the others as they are."""

from __future__ import annotations

import pytest

from quizapp.banks.service import importing
from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.kinds import parse_question
from tests.banks.imports import Counter

CAPITALS = "id,question,answer\nr1,Capital of Peru?,Lima\nr2,Capital of Chile?,Santiago\n"


@pytest.fixture
def counter(database, tmp_path):
    return Counter(database, tmp_path)


def looked_at(counter, viewer, import_id):
    """Give the verdicts and the page of an import."""
    choice, parcel = counter.choice(viewer, import_id), counter.parcel(viewer, import_id)
    with counter.database.reading() as session:
        return choice.verdicts.codes, importing.make_preview(session, viewer, parcel, choice, 1, "").rows


def test_a_changed_table_changes_the_questions_of_its_ids(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    assert {row.slug for row in counter.questions().values()} == {"r1", "r2"}
    edited = CAPITALS.replace("Santiago", "Santiago de Chile").replace("of Peru?", "of the Republic of Peru?")
    import_id = counter.bring(people.ada, ("capitals.csv", edited), bank="rivers")
    codes, rows = looked_at(counter, people.ada, import_id)
    assert codes == "uu"
    assert [len(row.differences) for row in rows] == [1, 1]
    counter.carry_out(people.ada, import_id, "rivers")
    assert {row.slug: row.revision for row in counter.questions().values()} == {"r1": 2, "r2": 2}


def test_an_export_that_comes_back_with_one_edit_is_one_change(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    bodies = [parse_question(row.body) for row in counter.questions().values()]
    text = CSV.write(Outgoing(BankFields(slug="rivers", title="Rivers"), bodies)).content.decode("utf-8-sig")
    import_id = counter.bring(people.ada, ("export.csv", text.replace("Lima", "Lima, Peru")), bank="rivers")
    codes, rows = looked_at(counter, people.ada, import_id)
    assert codes == "us"
    assert len(rows[0].differences) == 1
    counter.carry_out(people.ada, import_id, "rivers")
    found = counter.questions()
    assert {row.slug: row.revision for row in found.values()} == {"r1": 2, "r2": 1}
    assert found["Capital of Peru?"].body["origin"]["id"] == "r1"


def test_ids_of_another_file_that_mean_other_questions_are_told_and_stay(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    other = "id,question,answer\nr1,Capital of Iran?,Tehran\nr2,How many legs has a spider?,eight\n"
    import_id = counter.bring(people.ada, ("other.csv", other), bank="rivers")
    assert looked_at(counter, people.ada, import_id)[0] == "cc"
    counter.carry_out(people.ada, import_id, "rivers")
    assert {row.slug: row.revision for row in counter.questions().values()} == {"r1": 1, "r2": 1, "r1-2": 1, "r2-2": 1}
    again = counter.bring(people.ada, ("other.csv", other.replace("eight", "exactly eight")), bank="rivers")
    assert looked_at(counter, people.ada, again)[0] == "su"
    counter.carry_out(people.ada, again, "rivers")
    assert counter.questions()["How many legs has a spider?"].slug == "r2-2"
    assert len(counter.questions()) == 4


@pytest.mark.parametrize("name", ["questions.csv", importing.PASTED])
def test_other_questions_of_the_same_ids_and_file_name_overwrite_nothing(counter, people, name):
    counter.import_all(
        people.ada, (name, "id,question,answer\n1,Capital of Peru?,Lima\n2,Who wrote Emma?,Jane Austen\n")
    )
    other = "id,question,answer\n1,Capital of Chile?,Santiago\n2,Who wrote Middlemarch?,George Eliot\n"
    import_id = counter.bring(people.ada, (name, other), bank="rivers")
    assert looked_at(counter, people.ada, import_id)[0] == "cc"
    counter.carry_out(people.ada, import_id, "rivers")
    found = counter.questions()
    assert found["Capital of Peru?"].revision == found["Capital of Chile?"].revision == 1
    assert len(found) == 4


def test_other_small_words_of_the_same_ids_keys_and_file_name_overwrite_nothing(counter, people):
    table = "id,question,answer\n1,Which word class is run?,verb\n2,Which word class is tree?,noun\n"
    counter.import_all(people.ada, ("words.csv", table))
    other = table.replace("run", "swim").replace("tree", "boat")
    import_id = counter.bring(people.ada, ("words.csv", other), bank="rivers")
    assert looked_at(counter, people.ada, import_id)[0] == "cc"
    half = counter.bring(people.ada, ("words.csv", table.replace("tree", "boat")), bank="rivers")
    assert looked_at(counter, people.ada, half)[0] == "su"


def test_what_is_pasted_is_no_file_of_a_known_name(counter, people):
    table = "id,question,answer\n" + "".join(f"{n},How high is peak {n}?,{n}00 m\n" for n in range(3))
    counter.import_all(people.ada, (importing.PASTED, table))
    other = table.replace("2,How high is peak 2?,200 m", "2,Who wrote Emma?,Jane Austen")
    import_id = counter.bring(people.ada, (importing.PASTED, other), bank="rivers")
    assert looked_at(counter, people.ada, import_id)[0] == "ssc"
