"""An import from files to a bank: what is proposed, what is written, once and whole."""

from __future__ import annotations

import base64
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, Media, QuestionRow, Revision, Tag
from quizapp.banks.service import importing
from quizapp.banks.service.importing import BroughtFile
from quizapp.core.errors import Conflict, NotAllowed, NotFound
from tests.banks.imports import HEADING, PNG, RIVERS, Counter
from tests.conftest import BEGIN
from tests.study.test_ceilings import Statements


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def numbers_of(counter, slug="rivers"):
    """Give the import number of each question's present revision."""
    with counter.database.reading() as session:
        rows = session.execute(
            select(QuestionRow.body, Revision.import_id)
            .join(Revision, (Revision.question_id == QuestionRow.id) & (Revision.number == QuestionRow.revision))
            .join(Bank, Bank.id == QuestionRow.bank_id)
            .where(Bank.slug == slug)
        )
        return {body["stem"]: number for body, number in rows}


def test_a_file_becomes_a_bank_in_one_transaction(counter, people):
    import_id = counter.bring(people.ada, ("rivers.csv", RIVERS))
    held = counter.get(people.ada, import_id)
    assert (held.state, counter.slugs()) == ("ready", [])
    carried = counter.carry_out(people.ada, import_id)
    assert (carried.bank_slug, carried.imported) == ("rivers", 3)
    found = counter.questions()
    assert list(found) == [
        "Which river flows through Paris?", "Which river flows through London?", "Which river flows through Vienna?",
    ]  # fmt: skip
    assert set(numbers_of(counter).values()) == {import_id}
    first = found["Which river flows through Paris?"]
    assert first.body["key"] == "Seine"
    assert "<p>Which river" in first.rendered["stem"]
    with counter.database.reading() as session:
        bank = session.scalars(select(Bank)).one()
        assert (bank.owner_id, bank.visibility, bank.outline["questions"]) == (people.ada.id, "private", 3)
    held = counter.get(people.ada, import_id)
    assert (held.state, held.bank_id, held.is_new_bank) == ("done", bank.id, True)
    report = held.report["files"][0]
    assert (report["found"], report["imported"], report["by_kind"]) == (3, 3, {"choice": 3})


def test_the_same_form_and_the_same_act_count_once(counter, people):
    import_id = counter.bring(people.ada, ("rivers.csv", RIVERS), client_id="a")
    assert counter.bring(people.ada, ("rivers.csv", RIVERS), client_id="a") == import_id
    counter.carry_out(people.ada, import_id)
    again = counter.carry_out(people.ada, import_id)
    assert (again.bank_slug, again.load) == ("rivers", None)
    assert counter.slugs() == ["rivers"]
    assert len(counter.questions()) == 3


def test_two_imports_of_one_file_into_one_bank_make_no_doubles(counter, people):
    first = counter.bring(people.ada, ("rivers.csv", RIVERS), client_id="a")
    counter.carry_out(people.ada, first)
    one = counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers", client_id="b")
    assert set(counter.choice(people.ada, one).verdicts.codes) == {"s"}
    with pytest.raises(Conflict, match="Nothing is ticked"):
        counter.carry_out(people.ada, one, "rivers")
    assert len(counter.questions()) == 3


def test_two_tabs_that_were_compared_before_either_wrote(counter, people):
    counter.import_all(people.ada, ("one.csv", HEADING + "Which river flows through Rome?,Tiber,Po,Arno\n"))
    tabs = [counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers", client_id=name) for name in "ab"]
    counter.carry_out(people.ada, tabs[0], "rivers")
    with pytest.raises(importing.BankChanged):
        counter.carry_out(people.ada, tabs[1], "rivers")
    assert len(counter.questions()) == 4
    counter.compare(people.ada, tabs[1], "rivers")
    assert counter.choice(people.ada, tabs[1]).verdicts.codes == "sss"


def test_what_is_new_changed_the_same_double_or_alike_is_told_apart(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    file = HEADING + (
        "Which river flows through Paris?,Seine,Rhine,Volga\n"  # the same
        "Which river flows through London?,Thames,Rhine,Oder\n"  # another wrong option
        "Which river flows through Lisbon?,Tagus,Rhine,Volga\n"  # new
        "which  RIVER flows through lisbon?,tagus,Elbe,Oder\n"  # a twin within the file
        "Which river flows through the Vienna?,Danube,Rhine,Volga\n"  # nearly the same
    )
    import_id = counter.bring(people.ada, ("more.csv", file), bank="rivers")
    choice = counter.choice(people.ada, import_id)
    assert choice.verdicts.codes == "suntn"
    assert choice.numbers() == [1, 2, 4]
    partners = choice.verdicts.partners
    assert partners[3] == {"number": 2}
    assert partners[4]["slug"] == counter.questions()["Which river flows through Vienna?"].slug
    assert partners[4]["score"] >= 92
    counter.carry_out(people.ada, import_id, "rivers")
    london = counter.questions()["Which river flows through London?"]
    assert (london.revision, london.body["distractors"]) == (2, ["Rhine", "Oder"])
    report = counter.get(people.ada, import_id).report
    assert (report["created"], report["changed"], report["imported"]) == (2, 1, 3)
    reasons = [each["reason"] for each in report["files"][0]["left_out"]]
    assert reasons[0] == "unchanged"
    assert "same stem and key" in reasons[1]


def test_what_the_bank_has_under_another_id_is_a_double(counter, people):
    native = "bank: {title: R}\nquestions:\n- {id: seine, kind: choice, stem: 'Which river flows through Paris?', "
    native += "key: Seine, distractors: [Rhine]}\n"
    counter.import_all(people.ada, ("r.yaml", native))
    import_id = counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers")
    choice = counter.choice(people.ada, import_id)
    assert choice.verdicts.codes == "dnn"
    assert choice.verdicts.partners[0] == {"slug": "seine"}
    assert choice.numbers() == [1, 2]


def item(stem, key):
    """Give a question of GIFT whose id another program counts from one."""
    return f"// [id:q1]\n{stem} {{={key} ~no ~never}}\n"


def test_ids_that_are_numbers_of_another_program_do_not_overwrite(counter, people):
    counter.import_all(people.ada, ("a.gift", item("Who wrote Hamlet?", "Shakespeare")))
    import_id = counter.bring(people.ada, ("b.gift", item("Where is the Louvre?", "Paris")), bank="rivers")
    assert counter.choice(people.ada, import_id).verdicts.codes == "c"
    counter.carry_out(people.ada, import_id, "rivers")
    found = counter.questions()
    assert set(found) == {"Who wrote Hamlet?", "Where is the Louvre?"}
    assert {row.slug for row in found.values()} == {"q1", "q1-2"}
    again = counter.bring(people.ada, ("b.gift", item("Where is the Louvre?", "Paris")), bank="rivers", client_id="c")
    assert counter.choice(people.ada, again).numbers() == []


def test_many_ids_of_another_program_cost_one_look(counter, people):
    names = [f"q{number}" for number in range(1, 61)]
    standing = "".join(f"- {{id: {name}, kind: text, stem: What is {name}?, key: {name}}}\n" for name in names)
    counter.import_all(people.ada, ("sixty.yaml", f"bank: {{title: Rivers}}\nquestions:\n{standing}"))
    further = "\n".join(f"// [id:{name}]\nWhere stood the Louvre {name}? {{=In Paris {name} ~no}}\n" for name in names)
    import_id = counter.bring(people.ada, ("b.gift", further), bank="rivers")
    assert counter.choice(people.ada, import_id).verdicts.codes == "c" * 60
    parcel = counter.parcel(people.ada, import_id)
    verdicts = counter.choice(people.ada, import_id).verdicts
    wanted = [importing.wanted_of(entry, parcel, verdicts, None) for entry in parcel.entries()]
    writer = importing.Writer(author_id=people.ada.id, now=counter.now, import_id=import_id)
    bank_id = counter.get(people.ada, import_id).choices["bank_id"]
    with counter.database.reading() as session, Statements(counter.database).noted() as asked:
        plan = importing.plan_piece(session, bank_id, wanted, writer)
    assert len(asked.all) <= 8
    assert [row["slug"] for row in plan.sheet.made] == [f"{name}-2" for name in names]
    counter.carry_out(people.ada, import_id, "rivers")
    with counter.database.reading() as session, Statements(counter.database).noted() as asked:
        plan = importing.plan_piece(session, bank_id, wanted, writer)
    assert len(asked.all) <= 8
    assert len(plan.report.unchanged) == 60


def test_the_fiftieth_file_that_counts_from_one_overwrites_nothing(counter, people):
    names = ["q1", *(f"q1-{number}" for number in range(2, 50))]
    standing = "".join(f"- {{id: {name}, kind: text, stem: What is {name}?, key: {name}}}\n" for name in names)
    counter.import_all(people.ada, ("fifty.yaml", f"bank: {{title: Rivers}}\nquestions:\n{standing}"))
    further = "// [id:q1]\nWhere is the Louvre? {=Paris ~no ~never}\n"
    counter.import_all(people.ada, ("b.gift", further), slug="rivers")
    found = counter.questions()
    assert len(found) == 50
    assert found["What is q1?"].slug == "q1"
    assert found["Where is the Louvre?"].slug.startswith("q-")


def test_the_id_of_an_archived_question_of_another_sense_is_not_taken(counter, people):
    counter.import_all(people.ada, ("a.gift", item("Who wrote Hamlet?", "Shakespeare")))
    archived = counter.questions()["Who wrote Hamlet?"]
    with counter.database.transaction() as session:
        session.execute(update(QuestionRow).where(QuestionRow.id == archived.id).values(deleted_at=BEGIN))
    counter.import_all(people.ada, ("b.gift", item("Where is the Louvre?", "Paris")), slug="rivers")
    assert counter.questions()["Where is the Louvre?"].id != archived.id
    with counter.database.reading() as session:
        assert session.get(QuestionRow, archived.id).body == archived.body


def test_ticks_are_turned_and_kept_page_by_page(counter, people):
    import_id = counter.bring(people.ada, ("rivers.csv", RIVERS))
    counter.turn(people.ada, import_id, [0, 1], [1])
    counter.turn(people.ada, import_id, [2], [2])
    assert counter.choice(people.ada, import_id).numbers() == [1, 2]
    counter.carry_out(people.ada, import_id)
    assert len(counter.questions()) == 2
    left_out = counter.get(people.ada, import_id).report["files"][0]["left_out"]
    assert [(each["line"], each["reason"]) for each in left_out] == [(2, "not ticked")]


def test_nobody_else_comes_near(counter, people):
    import_id = counter.bring(people.ada, ("rivers.csv", RIVERS))
    parcel = counter.parcel(people.ada, import_id)
    target = importing.ImportTarget(slug="", title="x")
    for name in ("eve", "sam", "ann"):
        who = people[name]
        doors = (
            lambda s, who=who: importing.get_import(s, who, import_id),
            lambda s, who=who: importing.compare_with(s, who, import_id, "", BEGIN),
            lambda s, who=who: importing.turn_ticks(s, who, import_id, [0], [0]),
            lambda s, who=who: importing.discard_import(s, who, import_id),
            lambda s, who=who: importing.read_again(s, who, import_id, 0, "gift", {}, BEGIN),
            lambda s, who=who: importing.carry_out(s, who, import_id, target, parcel, None, BEGIN),
            lambda s, who=who: importing.undo_import(s, who, import_id, lambda *_: set(), BEGIN),
        )
        for door in doors:
            with counter.database.transaction() as session, pytest.raises(NotFound):
                door(session)
    assert counter.get(people.ada, import_id).state == "ready"


def test_somebody_elses_bank_is_refused(counter, people):
    counter.import_all(people.eve, ("rivers.csv", RIVERS), title="Eves")
    with counter.database.transaction() as session:
        session.scalars(select(Bank)).one().visibility = "public"
    with pytest.raises(NotAllowed):
        counter.bring(people.ada, ("rivers.csv", RIVERS), bank="eves")
    import_id = counter.bring(people.ada, ("rivers.csv", RIVERS), client_id="x")
    with counter.database.transaction() as session, pytest.raises(NotAllowed):
        importing.compare_with(session, people.ada, import_id, "eves", BEGIN)
    with pytest.raises(NotAllowed):
        counter.carry_out(people.ada, import_id, "eves")
    assert len(counter.questions("eves")) == 3


def test_a_bank_changed_between_the_plan_and_the_writing_is_compared_again(counter, people):
    counter.import_all(people.ada, ("one.csv", HEADING + "Which river flows through Rome?,Tiber,Po,Arno\n"))
    import_id = counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers")
    parcel, target = counter.parcel(people.ada, import_id), importing.ImportTarget(slug="rivers")
    with counter.database.reading() as session:
        held = importing.get_import(session, people.ada, import_id)
        plan = importing.plan_import(session, people.ada, held, parcel, counter.media, BEGIN)
    other = counter.bring(people.ada, ("one.csv", HEADING + "Which river flows through Paris?,Seine,Rhine,Volga\n"),
                          bank="rivers", client_id="other")  # fmt: skip
    counter.carry_out(people.ada, other, "rivers")
    with counter.database.transaction() as session, pytest.raises(importing.BankChanged):
        importing.carry_out(session, people.ada, import_id, target, parcel, plan, BEGIN)
    assert len(counter.questions()) == 2
    counter.compare(people.ada, import_id, "rivers")
    assert counter.choice(people.ada, import_id).verdicts.codes == "snn"
    counter.carry_out(people.ada, import_id, "rivers")
    positions = [row.position for row in counter.questions().values()]
    assert sorted(set(positions)) == sorted(positions)
    assert len(positions) == 4


def test_pictures_come_along_and_tags_too(counter, people):
    moodle = (
        '<?xml version="1.0"?><quiz><question type="multichoice"><name><text>Flag</text></name><questiontext '
        'format="html"><text><![CDATA[<p>Whose? <img src="@@PLUGINFILE@@/f.png" alt="flag"></p>]]></text>'
        f'<file name="f.png" encoding="base64">{base64.b64encode(PNG).decode()}</file></questiontext>'
        '<single>true</single><answer fraction="100"><text>Ours</text></answer><answer fraction="0"><text>Theirs'
        "</text></answer><tags><tag><text>flags</text></tag></tags></question></quiz>"
    )
    import_id = counter.import_all(people.ada, ("f.xml", moodle))
    (row,) = counter.questions().values()
    with counter.database.reading() as session:
        card = banks.list_media(session, row.bank_id)[0]
        assert session.scalars(select(Tag.path)).all() == ["flags"]
        assert session.scalar(select(func.count()).select_from(Media)) == 1
    assert f'src="{card.name}"' in row.rendered["stem"]
    assert counter.media.path(card.sha256).read_bytes() == PNG
    assert counter.get(people.ada, import_id).report["imported"] == 1


def test_a_table_read_another_way_is_remembered_for_the_next_one_like_it(counter, people):
    table = "Alpha;Beta;Gamma\nWas?;Dies;Das\nWer?;Ich;Du\n"
    import_id = counter.bring(people.ada, ("t.csv", table))
    choices = {"columns": ["stem", "key", "distractor"], "has_header": True, "separator": ";"}
    with counter.database.transaction() as session:
        importing.read_again(session, people.ada, import_id, 0, "csv", choices, BEGIN)
        headings = counter.parcel(people.ada, import_id).files[0].headings
        importing.keep_mapping(session, people.ada, headings, choices, BEGIN)
    counter.runner.run_waiting()
    parcel = counter.parcel(people.ada, import_id)
    assert [entry.raw["stem"] for entry in parcel.entries()] == ["Was?", "Wer?"]
    another = counter.bring(people.ada, ("u.csv", table.replace("Wer?", "Wie?")))
    assert [entry.raw["kind"] for entry in counter.parcel(people.ada, another).entries()] == ["choice", "choice"]
    of_eve = counter.bring(people.eve, ("u.csv", table))
    assert [entry.raw["kind"] for entry in counter.parcel(people.eve, of_eve).entries()] != ["choice", "choice"]


def test_the_format_can_be_chosen(counter, people):
    import_id = counter.bring(people.ada, ("x.txt", "What is 1+1? {=two ~three}\n"))
    assert counter.parcel(people.ada, import_id).files[0].format == "gift"
    with counter.database.transaction() as session:
        importing.read_again(session, people.ada, import_id, 0, "aiken", {}, BEGIN)
    counter.runner.run_waiting()
    parcel = counter.parcel(people.ada, import_id)
    assert (parcel.files[0].format, parcel.count) == ("aiken", 0)
    assert next(guess[0] for guess in parcel.files[0].guesses) == "gift"


def test_the_same_form_sent_twice_at_once_is_one_import(database, people):
    files = [BroughtFile("list.csv", "stored", "0" * 64, 10)]

    def begin(session) -> int:
        return importing.begin_import(session, people.ada, files, "", "same", BEGIN).id

    def beside() -> int:
        with database.transaction() as session:
            return begin(session)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            first = begin(session)
            second = pool.submit(beside)
            time.sleep(0.3)  # The other has looked by now, and waits.
        assert second.result() == first
