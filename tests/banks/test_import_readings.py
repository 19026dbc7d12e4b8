"""A bank file brings its reading, and whatever it says of its bank, through the page too."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks import engine, service
from quizapp.banks.models import Bank, Document, QuestionRow
from quizapp.banks.service import importing
from quizapp.banks.service.importing import storing_jobs, writing
from quizapp.banks.service.importing.filed import get_reading, write_reading
from quizapp.banks.verdicts import Judge
from quizapp.core.document import find_evidence, read_document
from quizapp.core.evidence import KeptReading
from quizapp.core.formats import native, native_zip
from quizapp.core.formats.parcel import Outgoing
from tests.banks.imports import Counter
from tests.study import bank_files

TEXT = bank_files.bridges_text(4)
SAID = b"title: Bridges\n  description: Dates.\n  document: reading.md\n  licence: CC0-1.0\n  tags: [valley]"


def body(count: int = 4) -> bytes:
    made = bank_files.bridges(count, b1=bank_files.told(1), b2=bank_files.told(2), b3=bank_files.told(3))
    return made.replace(b"title: Bridges", SAID)


BODY = body()


def zipped(count: int = 4) -> bytes:
    parcel = native.read(body(count))
    return native_zip.write(Outgoing(parcel.bank, parcel.questions, {}, 0, TEXT)).content


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def reading_of(counter, slug: str):
    with counter.database.reading() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == slug)).one()
        row = session.scalar(select(Document).where(Document.bank_id == bank.id))
        return bank, row, service.get_document(session, bank.id)


def siblings(counter) -> list[str | None]:
    with counter.database.reading() as session:
        return list(session.scalars(select(QuestionRow.sibling_key).order_by(QuestionRow.position)))


@pytest.mark.parametrize("at_once", [3_000, 0], ids=["at once", "by a job"])
@pytest.mark.parametrize("files", [[("bridges.zip", zipped())], [("bank.yaml", BODY), ("reading.md", TEXT)]])
def test_its_reading_comes_along(counter, people, monkeypatch, files, at_once):
    monkeypatch.setattr(writing, "AT_ONCE", at_once)
    import_id = counter.import_all(people.ada, *files, title="Bridges")
    parcel = counter.shelf.open(counter.get(people.ada, import_id).parcel)
    assert [problem["reason"] for file in parcel.files for problem in file.problems] == []
    bank, row, document = reading_of(counter, "bridges")
    whole = read_document(TEXT)
    assert [each.text for each in document.paragraphs] == [each.text for each in whole.paragraphs]
    assert (row.name, row.title) == ("reading.md", "Bridges of the valley")
    assert (bank.description, bank.licence, bank.tags) == ("Dates.", "CC0-1.0", ["valley"])
    # Questions of one sentence are kept apart, as when the folder is loaded.
    assert siblings(counter)[0] is not None
    assert len(counter.questions("bridges")) == 4
    counter.undo(people.ada, import_id)
    assert counter.questions("bridges") == {}


def test_a_bank_file_alone_says_that_its_reading_is_missing(counter, people):
    import_id = counter.import_all(people.ada, ("bank.yaml", BODY), title="Bridges")
    (problem,) = counter.shelf.open(counter.get(people.ada, import_id).parcel).files[0].problems
    assert "Bring both at once" in problem["reason"]
    assert reading_of(counter, "bridges")[1] is None


def test_of_several_readings_none_is_mixed_with_another(counter, people):
    other = BODY.replace(b"bridge ", b"ferry ")
    files = [("a.zip", zipped()), ("bank.yaml", other), ("reading.md", TEXT)]
    import_id = counter.import_all(people.ada, *files, title="Bridges")
    parcel = counter.shelf.open(counter.get(people.ada, import_id).parcel)
    assert ["one by one" in problem["reason"] for file in parcel.files for problem in file.problems] == [True, True]
    assert reading_of(counter, "bridges")[1] is None


def test_a_bank_that_is_there_keeps_its_own(counter, people):
    counter.import_all(people.ada, ("bridges.zip", zipped()), title="Bridges")
    before = reading_of(counter, "bridges")[2]
    counter.import_all(people.ada, ("bridges.zip", zipped(5)), slug="bridges")
    assert len(counter.questions("bridges")) == 5
    assert reading_of(counter, "bridges")[2] == before


@pytest.mark.parametrize("at_once", [3_000, 0], ids=["at once", "by a job"])
def test_a_bank_with_another_reading_has_the_passages_where_that_has_them(counter, people, monkeypatch, at_once):
    counter.import_all(people.ada, ("bridges.zip", zipped()), title="Bridges")
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank)).one()
        said = get_reading(session, bank.id)
        head, first, second, *_ = said["paragraphs"]
        mine = {**first, "number": 2, "text": "Mine.", "html": "<p>Mine.</p>"}
        there = [head, mine, {**first, "number": 3}, {**second, "number": 4}]
        write_reading(session, bank.id, {**said, "paragraphs": there})
    monkeypatch.setattr(writing, "AT_ONCE", at_once)
    changes = {f"b{number}": {**bank_files.told(number), "explanation": "New."} for number in (1, 2, 3)}
    text = bank_files.bridges(4, **changes).replace(b"title: Bridges", SAID)
    files = ("bank.yaml", text), ("reading.md", TEXT)
    import_id = counter.bring(people.ada, *files, bank="bridges")
    choice, parcel = counter.choice(people.ada, import_id), counter.parcel(people.ada, import_id)
    with counter.database.reading() as session:
        rows = importing.make_preview(session, people.ada, parcel, choice, 1, "update").rows
        document = service.get_document(session, bank.id)
    counter.carry_out(people.ada, import_id, "bridges")
    counter.runner.run_waiting()
    stored = {row.slug: row for row in counter.questions("bridges").values()}
    for row in rows:
        assert row.question.dump() == stored[row.entry.raw["id"]].body
    for slug in ("b1", "b2", "b3"):
        span = stored[slug].body["evidence"]
        named = document.find_paragraph(span["paragraph"])
        stands = named is not None and find_evidence(named, span["quote"]) is not None
        assert stands or span["earlier"]
        assert (stored[slug].sibling_key or "0").partition(".")[0] == (str(span["paragraph"]) if stands else "0")
    again = counter.bring(people.ada, *files, bank="bridges", client_id="again")
    assert counter.choice(people.ada, again).verdicts.codes == "ssss"


def put_in_front(counter) -> None:
    """Let the reading of the bank have one more paragraph behind its heading."""
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == "bridges")).one()
        said = get_reading(session, bank.id)
        head, *rest = said["paragraphs"]
        mine = {**rest[0], "number": 2, "text": "Mine.", "html": "<p>Mine.</p>"}
        behind = [{**each, "number": each["number"] + 1} for each in rest]
        write_reading(session, bank.id, {**said, "paragraphs": [head, mine, *behind]})


def explained() -> bytes:
    changes = {f"b{number}": {**bank_files.told(number), "explanation": "New."} for number in (1, 2, 3)}
    return bank_files.bridges(4, **changes)


def proofs(counter) -> list[tuple[str, int, str | None]]:
    rows = sorted(counter.questions("bridges").values(), key=lambda row: row.slug)
    return [
        (row.body.get("explanation", ""), row.body["evidence"]["paragraph"], row.sibling_key)
        for row in rows
        if "evidence" in row.body
    ]


MOVED = [("New.", 3, "3.1"), ("New.", 3, "3.1"), ("New.", 4, "4.1")]


def test_a_reading_that_changes_behind_the_preview_is_compared_again(counter, people):
    counter.import_all(people.ada, ("bridges.zip", zipped()), title="Bridges")
    import_id = counter.bring(people.ada, ("bank.yaml", explained()), bank="bridges")
    put_in_front(counter)
    with pytest.raises(importing.BankChanged):
        counter.carry_out(people.ada, import_id, "bridges")
    assert {explanation for explanation, *_ in proofs(counter)} == {""}
    counter.compare(people.ada, import_id, "bridges")
    counter.carry_out(people.ada, import_id, "bridges")
    assert proofs(counter) == MOVED


def test_a_reading_that_changes_while_a_job_stores_an_import_is_compared_again(counter, people, monkeypatch):
    counter.import_all(people.ada, ("bridges.zip", zipped()), title="Bridges")
    import_id = counter.bring(people.ada, ("bank.yaml", explained()), bank="bridges")
    monkeypatch.setattr(writing, "AT_ONCE", 0)
    make_report = storing_jobs.make_report

    def late(*args):
        put_in_front(counter)
        return make_report(*args)

    monkeypatch.setattr(storing_jobs, "make_report", late)
    counter.carry_out(people.ada, import_id, "bridges")
    held = counter.get(people.ada, import_id)
    assert (held.state, held.choices["is_bank_changed"]) == ("ready", True)
    assert {explanation for explanation, *_ in proofs(counter)} == {""}
    monkeypatch.setattr(storing_jobs, "make_report", make_report)
    counter.carry_out(people.ada, import_id, "bridges")
    assert proofs(counter) == MOVED


def test_each_passage_is_looked_for_once(counter, people, monkeypatch):
    counter.import_all(people.ada, ("bridges.zip", zipped()), title="Bridges")
    put_in_front(counter)
    import_id = counter.bring(people.ada, ("bank.yaml", explained()), bank="bridges")
    with counter.database.reading() as session:
        document = service.get_document(session, session.scalars(select(Bank.id)).one())
    looked_for: list[str] = []
    place = KeptReading.place
    monkeypatch.setattr(KeptReading, "place", lambda self, body: looked_for.append(body["id"]) or place(self, body))
    parcel = counter.parcel(people.ada, import_id)
    proofs = engine._Proofs(KeptReading(document))
    judge = Judge({}, {}, {})
    arguments = {"bank_fields": {}, "known_names": ["bank.yaml"]}
    assert len(list(engine._verdicts(parcel, judge, arguments, proofs, set()))) == 4
    assert looked_for == ["b1", "b2", "b3"]
    assert [spans and spans[0]["paragraph"] for spans in proofs.spans.values()] == [3, 3, 4]
