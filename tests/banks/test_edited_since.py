"""A file is imported again after questions were edited here: what it says as before does not undo the edit."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.service import LoadReport, importing
from quizapp.banks.service.importing.showing import _listed
from quizapp.banks.service.storing import Sheet, look_at, write_sheet
from quizapp.banks.service.tagging import retag
from quizapp.cli.importing import command
from quizapp.core.kinds import parse_question
from quizapp.people.service import NewAccount, sign_up
from quizapp.plumbing.db import Database
from tests.banks.imports import Counter
from tests.banks.test_import_pages import ada, bring, runner, send, settled
from tests.conftest import BEGIN
from tests.study import bank_files

__all__ = ["ada", "runner"]

CAPITALS = "id,question,answer,wrong 1,explanation\nr1,Capital of Peru?,Lima,Cusco,On the coast\n"


@pytest.fixture
def counter(database, tmp_path):
    return Counter(database, tmp_path)


def edit(database, author_id: int | None, bank: str, slug: str, **fields) -> None:
    with database.transaction() as session:
        row = session.scalars(select(Bank).where(Bank.slug == bank)).one()
        sheet = Sheet(look_at(session, row.id, [slug]), author_id, BEGIN)
        sheet.store(parse_question(sheet.look.standing[slug].body | fields), None, LoadReport(""))
        write_sheet(session, row, sheet)


def brought_again(counter, viewer, text):
    import_id = counter.bring(viewer, ("capitals.csv", text), bank="rivers")
    choice, parcel = counter.choice(viewer, import_id), counter.parcel(viewer, import_id)
    with counter.database.reading() as session:
        [row] = importing.make_preview(session, viewer, parcel, choice, 1, "").rows
    return import_id, row


@pytest.mark.parametrize("edited", [{"stem": "Which is Peru’s capital?"}, {"key": "Callao"}])
def test_what_was_edited_here_is_shown_and_not_ticked(counter, people, edited):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", **edited)
    _, row = brought_again(counter, people.ada, CAPITALS)
    assert (row.code, row.is_ticked, row.can_be_ticked) == ("e", False, True)
    assert len(row.differences) == 1


def test_what_the_file_changes_since_joins_what_was_edited_here(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", stem="Which is Peru’s capital?")
    import_id, row = brought_again(counter, people.ada, CAPITALS.replace("On the coast", "By the sea"))
    assert (row.code, row.is_ticked) == ("u", True)
    counter.carry_out(people.ada, import_id, "rivers")
    [question] = counter.questions().values()
    assert (question.body["stem"], question.body["explanation"]) == ("Which is Peru’s capital?", "By the sea")


def test_what_was_added_here_and_would_go_is_named(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    added = {
        "distractors": ["Cusco", {"text": "Callao", "explanation": "Its harbour."}],
        "hints": ["Its name begins: L"],
    }
    edit(counter.database, people.ada.id, "rivers", "r1", **added)
    _, row = brought_again(counter, people.ada, CAPITALS.replace("Cusco", "Arequipa"))
    assert (row.code, row.is_ticked, list(row.goes)) == ("e", False, ["Callao"])
    _, row = brought_again(
        counter, people.ada, CAPITALS.replace("wrong 1", "wrong 1,wrong 2").replace("Cusco", "Ica,Callao")
    )
    assert (row.code, list(row.goes)) == ("e", [])


def test_an_edit_before_any_file_is_no_edit_since(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", stem="Which is Peru’s capital?")
    import_id, row = brought_again(counter, people.ada, CAPITALS.replace("Capital of Peru?", "What is Peru’s capital?"))
    assert (row.code, row.is_ticked) == ("e", False)
    counter.turn(people.ada, import_id, [0], [0])
    counter.carry_out(people.ada, import_id, "rivers")
    assert the_question(counter).body["stem"] == "What is Peru’s capital?"
    _, row = brought_again(counter, people.ada, CAPITALS)
    assert (row.code, row.is_ticked) == ("u", True)


MINE = "Which is Peru’s capital?"


def the_question(counter):
    [question] = counter.questions().values()
    return question


def merged(counter, viewer) -> int:
    """Import, edit, and import again with another explanation; give the number of the second import."""
    counter.import_all(viewer, ("capitals.csv", CAPITALS))
    edit(counter.database, viewer.id, "rivers", "r1", stem=MINE)
    import_id, _ = brought_again(counter, viewer, CAPITALS.replace("On the coast", "By the sea"))
    counter.carry_out(viewer, import_id, "rivers")
    return import_id


def test_an_edit_is_kept_after_each_change_of_the_file(counter, people):
    merged(counter, people.ada)
    edit(counter.database, people.ada.id, "rivers", "r1", hints=["It lies low."])
    for place in ("Near the sea", "Below the hills"):
        import_id, row = brought_again(counter, people.ada, CAPITALS.replace("On the coast", place))
        assert (row.code, row.is_ticked) == ("u", True)
        counter.carry_out(people.ada, import_id, "rivers")
        said = the_question(counter).body
        assert (said["stem"], said["explanation"], said["hints"]) == (MINE, place, ["It lies low."])


def test_an_edit_is_kept_after_an_undone_import(counter, people):
    counter.undo(people.ada, merged(counter, people.ada))
    assert the_question(counter).body["explanation"] == "On the coast"
    _, row = brought_again(counter, people.ada, CAPITALS)
    assert (row.code, row.is_ticked) == ("e", False)
    import_id, _ = brought_again(counter, people.ada, CAPITALS.replace("On the coast", "Near the sea"))
    counter.carry_out(people.ada, import_id, "rivers")
    said = the_question(counter).body
    assert (said["stem"], said["explanation"]) == (MINE, "Near the sea")


@pytest.mark.parametrize("name", ["capitals.csv", "bank.yaml"])
def test_an_edit_that_outlived_the_undo_of_its_import_is_kept(counter, people, name):
    first, again = (
        (CAPITALS, CAPITALS.replace("On the coast", "By the sea"))
        if name == "capitals.csv"
        else (bank_files.bridges(1), bank_files.bridges(1, b1={"explanation": "By the sea"}))
    )
    counter.import_all(people.ada, ("other.csv", "question,answer,wrong 1\nCapital of Chile?,Santiago,Arica\n"))
    import_id = counter.import_all(people.ada, (name, first), slug="rivers")
    slug = next(row.slug for row in counter.questions().values() if row.body["key"] != "Santiago")
    edit(counter.database, people.ada.id, "rivers", slug, stem=MINE)
    assert [each.slug for each in counter.undo(people.ada, import_id).kept] == [slug]
    second = counter.bring(people.ada, (name, first), bank="rivers", client_id="again")
    assert counter.choice(people.ada, second).verdicts.codes == "e"
    assert counter.choice(people.ada, second).numbers() == []
    third = counter.bring(people.ada, (name, again), bank="rivers", client_id="third")
    assert counter.choice(people.ada, third).verdicts.codes == "u"
    counter.carry_out(people.ada, third, "rivers")
    body = counter.questions()[MINE].body
    assert (body["stem"], body["explanation"]) == (MINE, "By the sea")


def test_tags_put_on_many_at_once_are_kept(counter, people):
    text = CAPITALS.replace("explanation\n", "explanation,tags\n").replace("coast\n", "coast,peru\n")
    counter.import_all(people.ada, ("capitals.csv", text))
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank)).one()
        retag(session, bank, session.scalars(select(QuestionRow)).all(), "mine", is_added=True)
    for place in ("Near the sea", "Below the hills"):
        import_id, row = brought_again(counter, people.ada, text.replace("On the coast", place))
        assert (row.code, row.is_ticked) == ("u", True)
        counter.carry_out(people.ada, import_id, "rivers")
        said = the_question(counter).body
        assert (said["tags"], said["explanation"]) == (["peru", "mine"], place)


@pytest.mark.parametrize("name", ["capitals.csv", "bank.yaml"])
def test_tags_put_on_many_at_once_are_no_edit(counter, people, name):
    tagged = CAPITALS.replace("explanation\n", "explanation,tags\n").replace("coast\n", "coast,peru\n")
    text = tagged if name == "capitals.csv" else bank_files.bridges(1)
    counter.import_all(people.ada, (name, text))
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank)).one()
        retag(session, bank, session.scalars(select(QuestionRow)).all(), "mine", is_added=True)
        slug = bank.slug
    import_id = counter.bring(people.ada, (name, text), bank=slug, client_id="again")
    assert counter.choice(people.ada, import_id).verdicts.codes == "s"


def test_what_somebody_edited_who_is_gone_is_kept(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, None, "rivers", "r1", stem=MINE)
    _, row = brought_again(counter, people.ada, CAPITALS)
    assert (row.code, row.is_ticked) == ("e", False)


def test_what_an_import_of_somebody_brought_who_is_gone_is_what_a_file_said(counter, people):
    counter.import_all(people.ada, ("capitals.csv", CAPITALS))
    edit(counter.database, people.ada.id, "rivers", "r1", stem=MINE)
    with counter.database.transaction() as session:
        session.execute(delete(Import))
    _, row = brought_again(counter, people.ada, CAPITALS)
    assert (row.code, row.is_ticked) == ("e", False)


def test_a_bank_file_changes_on_the_page_what_was_not_edited(counter, people):
    counter.import_all(people.ada, ("bank.yaml", bank_files.bridges(1)))
    edit(counter.database, people.ada.id, "rivers", "b1", stem=MINE)
    for words in ("First.", "Second."):
        text = bank_files.bridges(1, b1={"explanation": words})
        import_id = counter.bring(people.ada, ("bank.yaml", text), bank="rivers")
        assert counter.choice(people.ada, import_id).numbers() == [0]
        counter.carry_out(people.ada, import_id, "rivers")
        said = the_question(counter).body
        assert (said["stem"], said["explanation"]) == (MINE, words)
    for stem in ("On what date was bridge 1 opened?", "When was bridge 1 opened?"):
        text = bank_files.bridges(1, b1={"explanation": "Second.", "stem": stem})
        import_id = counter.bring(people.ada, ("bank.yaml", text), bank="rivers", client_id=stem[:36])
        assert counter.choice(people.ada, import_id).verdicts.codes == "e"


def test_the_command_keeps_and_names_it(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    file = tmp_path / "rivers.csv"
    file.write_text(CAPITALS + "r2,Capital of Chile?,Santiago,Arica,\n")
    assert CliRunner().invoke(command, [str(file)]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.transaction() as session:
        ada = sign_up(session, NewAccount(name="Ada", password_hash="-", role="teacher", is_admin=True), BEGIN)
    edit(database, ada.id, "rivers", "r1", stem="Which is Peru’s capital?")
    for _ in range(2):
        output = CliRunner().invoke(command, [str(file)]).output
        assert "0 added, 0 changed, 1 unchanged, 1 kept as edited here" in output
        assert "question r1 “Capital of Peru?”: edited here since it was imported" in output
    with database.reading() as session:
        bank = session.scalars(select(Bank)).one()
        assert look_at(session, bank.id).standing["r1"].body["stem"] == "Which is Peru’s capital?"
    database.close()


def test_the_page_says_what_goes(ada, runtime, cast):
    address = bring(ada, ("capitals.csv", CAPITALS))
    settled(ada, address)
    send(ada, address, "insertions", shown=["0"], tick=["0"], title="Capitals")
    settled(ada, address)
    edit(runtime.database, cast.ada.id, "capitals", "r1", distractors=["Cusco", "Callao <i>"])
    again = bring(ada, ("capitals.csv", CAPITALS.replace("Cusco", "Ica")), bank="capitals", client_id="d")
    assert "which was added here and is not in the file: “Callao &lt;i&gt;”." in settled(ada, again)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"kind": "match", "pairs": [{"left": "Peru", "right": "Lima"}]}, ["Peru – Lima"]),
        ({"gaps": [{"kind": "text", "key": "Lima", "accept": ["Ciudad de Lima"]}]}, ["Lima", "Ciudad de Lima"]),
        ({"key": ["Lima"], "accept": [], "hints": [""]}, ["Lima"]),
    ],
)
def test_pairs_and_gaps_are_named_as_they_read(body, said):
    assert _listed(body) == said
