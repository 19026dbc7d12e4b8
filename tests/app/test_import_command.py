"""`quizapp import` with files of other programs: the report to the letter, exit codes, and what is in the database."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank, Document, Import, Media, QuestionRow, Revision
from quizapp.banks.service.importing import commanding
from quizapp.cli.importing import command
from quizapp.cli.sources import open_source
from quizapp.core import likeness
from quizapp.core.formats import native, native_zip
from quizapp.core.formats.parcel import Outgoing
from quizapp.plumbing.db import Database
from tests.conftest import BEGIN
from tests.study import bank_files

GIFT = "::Peru:: What is the capital of Peru? {=Lima ~Quito ~Bogota}\n\n::Sum:: What is 1+1? {#2}\n\nRead the text.\n"
CSV = "question,answer,wrong 1\nWho wrote Faust?,Goethe,Kant\nWho wrote Emma?,Austen,Eliot\n"
COUNTS = ("file", "format", "found", "imported", "new", "changed")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))

    def call(*arguments: str, **files: str | bytes):
        for name, body in files.items():
            path = tmp_path / name.replace("_", ".")
            path.write_bytes(body if isinstance(body, bytes) else body.encode())
        given = [str(tmp_path / each) if "." in each and not each.startswith("-") else each for each in arguments]
        return CliRunner().invoke(command, given)

    return call


@pytest.fixture
def stored(tmp_path):
    """Give a function that selects from the command's database."""

    def rows(statement):
        database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
        with database.reading() as session:
            found = list(session.scalars(statement))
        database.close()
        return found

    return rows


def test_a_dry_run_reports_to_the_letter_and_needs_no_database(run, tmp_path):
    result = run("unit.gift", "--dry-run", "--json", unit_gift=GIFT)
    assert result.exit_code == 0
    assert json.loads(result.output) == {
        "file": str(tmp_path / "unit.gift"),
        "format": "gift",
        "found": 3,
        "imported": 2,
        "new": 2,
        "changed": 0,
        "by_kind": {"choice": 1, "number": 1},
        "problems": [],
        "skipped": [
            {
                "what": "description “Read the text.”",
                "reason": "text without an answer",
                "line": 5,
                "raw": "Read the text.",
            }
        ],
        "near": [],
    }
    assert not (tmp_path / "home").exists()


def test_a_refused_file_has_the_fields_of_any_other_dry_run(run):
    refused = json.loads(run("empty.csv", "--dry-run", "--json", empty_csv=" ").output)
    assert refused["near"] == []
    assert "near" not in json.loads(run("empty.csv", "--json").output)


def test_one_object_a_file_and_the_numbers_agree(run):
    result = run("a.gift", "b.csv", "--json", a_gift=GIFT, b_csv=CSV + "Broken,,\n")
    assert result.exit_code == 0
    reports = [json.loads(line) for line in result.output.splitlines()]
    assert [report["format"] for report in reports] == ["gift", "csv"]
    for report in reports:
        assert list(report) == [*COUNTS, "by_kind", "problems", "skipped", "import"]
        assert report["found"] == report["imported"] + len(report["skipped"])
        assert report["imported"] == sum(report["by_kind"].values())
    assert [(each["line"], each["where"]) for each in reports[1]["problems"]] == [(4, "Broken")]


def test_the_bank_is_named_by_the_command_the_file_or_its_name(run, stored):
    run("one.csv", "--bank", "Great Books", one_csv=CSV)
    run("one.csv")
    banks = stored(select(Bank).order_by(Bank.id))
    assert [(bank.slug, bank.title, bank.visibility, bank.owner_id) for bank in banks] == [
        ("great-books", "Great Books", "public", None),
        ("one", "one", "public", None),
    ]
    assert [bank.outline["questions"] for bank in banks] == [2, 2]
    assert len(stored(select(QuestionRow))) == 4


def test_the_same_again_is_unchanged_and_a_change_is_a_revision(run, stored):
    run("one.csv", one_csv=CSV)
    again = json.loads(run("one.csv", "--json").output)
    assert (again["found"], again["imported"], again["by_kind"]) == (2, 0, {})
    assert {each["reason"] for each in again["skipped"]} == {"unchanged"}
    # The same from scratch, since one row of the table is another one.
    changed = json.loads(run("one.csv", "--json", one_csv=CSV.replace("Kant", "Hegel") + "New?,Apple,Pear\n").output)
    assert (changed["found"], changed["imported"], changed["by_kind"]) == (3, 2, {"choice": 2})
    rows = {row.body["stem"]: row for row in stored(select(QuestionRow).order_by(QuestionRow.position))}
    assert list(rows) == ["Who wrote Faust?", "Who wrote Emma?", "New?"]
    assert rows["Who wrote Faust?"].revision == 2
    assert {revision.import_id for revision in stored(select(Revision))} == {1, 2}
    assert [each.state for each in stored(select(Import))] == ["done", "done"]


def test_doubles_are_left_out_and_named(run, stored):
    double = CSV + "who wrote  FAUST?,goethe,Marx\n"
    dry = json.loads(run("one.csv", "--json", "--dry-run", one_csv=double).output)
    report = json.loads(run("one.csv", "--json").output)
    assert (report["found"], report["imported"]) == (3, 2)
    assert report.pop("import") == 1
    assert dry == report | {"near": []}
    assert "same stem and key" in report["skipped"][0]["reason"]
    assert len(stored(select(QuestionRow))) == 2


def test_a_dry_run_beside_a_bank_reports_what_the_import_will_do(run, stored):
    yaml = bank_files.bridges(3)
    for name, first, second in (
        ("one.csv", CSV, CSV.replace("Kant", "Hegel") + "New?,Apple,Pear\n"),
        ("bridges.yaml", yaml, bank_files.bridges(4)),
    ):
        file = name.replace(".", "_")
        assert run(name, **{file: first}).exit_code == 0
        before = [len(stored(select(table))) for table in (Revision, Import, Bank)]
        dry = run(name, "--json", "--dry-run", **{file: second})
        assert [len(stored(select(table))) for table in (Revision, Import, Bank)] == before
        real = run(name, "--json")
        report = json.loads(real.output)
        assert report.pop("import") == before[1] + 1
        assert {key: value for key, value in json.loads(dry.output).items() if key != "near"} == report
        assert 0 < report["imported"] < report["found"]
        assert report["new"] == 1
        assert report["imported"] == report["new"] + report["changed"]
        again = json.loads(run(name, "--json", "--dry-run").output)
        assert again["imported"] == 0


NEAR = "Question,Answer,Wrong 1\nWho wrote the famous novel Emma in England?,Austen,Marx\n"


def test_a_dry_run_names_what_is_nearly_the_same(run):
    novel = NEAR.replace("England", "1815 in England")
    both = json.loads(run("a.csv", "--json", "--dry-run", a_csv=NEAR + novel.partition("\n")[2]).output)
    identity = both["near"][0].pop("like")
    place = {"where": "Who wrote the famous novel Emma in 1815 in England?", "line": 3}
    assert both["near"] == [place | {"in": "file", "likeness": 99}]
    assert (both["imported"], both["new"], both["changed"]) == (2, 2, 0)
    assert run("a.csv", "--bank", "b", a_csv=NEAR).exit_code == 0
    beside = json.loads(run("c.csv", "--bank", "b", "--json", "--dry-run", c_csv=novel).output)
    assert beside["near"] == [place | {"line": 2, "like": identity, "in": "bank", "likeness": 99}]
    told = run("c.csv", "--bank", "b", "--dry-run").output
    assert "1 of 1 question can be taken in (1 choice); 1 nearly the same as others" in told
    # What was asked for alone is said of an import itself.
    assert "near" not in json.loads(run("c.csv", "--bank", "b", "--json").output)


def test_a_dry_run_of_a_bank_file_names_it_too(run):
    rest = "key: Austen, distractors: [Marx]}\n"
    said = "bank: {title: B}\nquestions:\n"
    for name in ("one", "two"):
        said += f"- {{kind: choice, id: {name}, stem: Who wrote the famous novel Emma {name}?, {rest}"
    first = json.loads(run("b.yaml", "--json", "--dry-run", b_yaml=said).output)
    assert [(each["like"], each["in"]) for each in first["near"]] == [("one", "file")]
    run("b.yaml", b_yaml=said.rpartition("- ")[0])
    beside = json.loads(run("b.yaml", "--json", "--dry-run", b_yaml=said.replace("Austen", "Jane Austen")).output)
    assert (beside["new"], beside["changed"]) == (1, 1)
    assert [(each["where"], each["like"], each["in"]) for each in beside["near"]] == [("two", "one", "file")]


def test_a_dry_run_says_where_too_many_are_to_be_compared(run, monkeypatch):
    monkeypatch.setattr(likeness, "ALIKE_AT_MOST", 1)
    assert json.loads(run("one.csv", "--json", "--dry-run", one_csv=CSV).output)["near"] is None


def test_a_bank_folder_in_a_zip_comes_back_as_itself(run, stored, tmp_path):
    picture = f"media/{hashlib.sha256(PNG).hexdigest()}.png"
    said = b"title: Bridges\n  slug: old-bridges\n  document: reading.md\n  licence: CC0-1.0\n  course: 7b"
    body = bank_files.bridges(3, b1=bank_files.told(1)).replace(b"title: Bridges", said)
    parcel = native.read(body)
    out = Outgoing(parcel.bank, parcel.questions, {picture: PNG}, 0, bank_files.bridges_text(3))
    content = native_zip.write(out).content
    dry = json.loads(run("b.zip", "--json", "--dry-run", b_zip=content).output)
    first = json.loads(run("b.zip", "--json").output)
    assert (first["imported"], first["by_kind"]) == (dry["imported"], dry["by_kind"])
    (bank,) = stored(select(Bank))
    assert (bank.slug, bank.title, bank.licence, bank.extra) == ("old-bridges", "Bridges", "CC0-1.0", {"course": "7b"})
    (reading,) = stored(select(Document))
    assert (reading.bank_id, reading.name, reading.title) == (bank.id, "reading.md", "Bridges of the valley")
    assert stored(select(QuestionRow.sibling_key).order_by(QuestionRow.position))[0] is not None
    assert [media.bank_id for media in stored(select(Media))] == [bank.id]
    again = json.loads(run("renamed.zip", "--json", renamed_zip=content).output)
    assert (again["found"], again["imported"]) == (3, 0)
    assert [bank.slug for bank in stored(select(Bank))] == ["old-bridges"]
    assert len(stored(select(Document))) == 1


def test_of_very_many_problems_some_are_named_and_the_rest_counted(run):
    table = "question,answer,wrong 1\nWho wrote Faust?,Goethe,Kant\n" + "".join(f"Broken {n},,\n" for n in range(2_005))
    result = run("one.csv", "--dry-run", one_csv=table)
    assert result.output.count("Broken") == 2_000
    assert "and 5 more" in result.output
    assert len(json.loads(run("one.csv", "--dry-run", "--json").output)["problems"]) == 2_005


@pytest.mark.parametrize("further", [("--dry-run",), ()], ids=["dry", "for good"])
def test_what_is_left_out_is_named_with_why(run, further):
    run("ours.csv", ours_csv=CSV)
    more = GIFT + "::Sum again:: What is 1+1? {#2}\n\n"
    told = run("unit.gift", "--bank", "new", *further, unit_gift=more).stderr
    assert "left out: description “Read the text.”: text without an answer" in told
    assert "same stem and key as question" in told
    changed = CSV.replace("Kant", "Hegel") + "Who wrote Faust?,Goethe,Poe\n"
    told = run("ours.csv", *further, ours_csv=changed).stderr
    assert "ours.csv: unchanged: 1.\n" in told
    assert "left out: question" in told


@pytest.mark.parametrize("further", [(), ("--dry-run",)])
def test_the_line_of_what_is_left_out_is_named(run, further):
    told = run("one.csv", *further, one_csv=CSV + "who wrote  FAUST?,goethe,Marx\n").stderr
    assert "one.csv:4: left out: question" in told


def test_of_very_many_that_are_left_out_some_are_named_and_the_rest_counted(run):
    told = run("t.gift", "--dry-run", t_gift=GIFT + "".join(f"\nText {number}.\n" for number in range(2_005))).stderr
    assert told.count("left out: description") == 2_000
    assert "and 6 more that were left out. The report of --json has all of them." in told


def test_pictures_come_along(run, stored, tmp_path):
    moodle = (
        '<?xml version="1.0"?><quiz><question type="truefalse"><name><text>Flag</text></name><questiontext '
        'format="html"><text><![CDATA[<p>Ours? <img src="@@PLUGINFILE@@/f.png"></p>]]></text>'
        f'<file name="f.png" encoding="base64">{base64.b64encode(PNG).decode()}</file></questiontext>'
        '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
        "</question></quiz>"
    )
    run("f.xml", f_xml=moodle)
    (media,) = stored(select(Media))
    assert (tmp_path / "home" / "media" / media.sha256[:2] / media.sha256).read_bytes() == PNG


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("missing.gift", "--json"), 1, "cannot be read"),
        (("noise.bin", "--json"), 1, "none of the packages that are read here"),
        (("empty.txt", "--json"), 1, "is empty"),
        (("broken.apkg", "--format", "anki", "--json"), 1, "damaged or incomplete"),
        (("noise.bin", "--format", "nonsense"), 2, "nonsense"),
        ((), 2, "Name the files to import"),
    ],
)
def test_what_is_refused_says_why(run, arguments, code, words):
    files = {"noise_bin": b"\0\1\2\3\4", "empty_txt": b"  \n", "broken_apkg": b"PK\x03\x04broken"}
    result = run(*arguments, **files)
    assert result.exit_code == code, result.output
    assert words in result.output
    if code == 1:
        report = json.loads(result.output)
        assert (report["found"], report["imported"], report["problems"][0]["where"]) == (0, 0, "file")


def test_a_teachers_bank_is_left_alone(run, stored, tmp_path):
    run("one.csv", "--bank", "ours", one_csv=CSV)
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.transaction() as session:
        from quizapp.people import service
        from quizapp.people.service import NewAccount

        ada = service.sign_up(session, NewAccount(name="Ada", password_hash="-", role="teacher", is_admin=False), BEGIN)
        session.scalars(select(Bank)).one().owner_id = ada.id
    database.close()
    result = run("two.csv", "--bank", "ours", "--json", two_csv=CSV + "More?,Yes,No\n")
    assert result.exit_code == 1
    assert "belongs to a teacher" in result.output
    assert len(stored(select(QuestionRow))) == 2
    assert [bank.slug for bank in stored(select(Bank))] == ["ours"]


def test_a_file_without_a_question_makes_no_bank(run, stored):
    result = run("t.gift", "--format", "gift", t_gift="Only words here.\n")
    assert result.exit_code == 0
    assert "nothing was imported" in result.output
    assert stored(select(Bank)) == []


@pytest.mark.parametrize(
    "table",
    [
        "question,tags,explanation\nWhat is iron?,metals,It rusts\n",
        "id,answer\nt1,Mercury\n",
        "id,question,tags\nt1,Which?,planets\n",
    ],
)
@pytest.mark.parametrize("flags", [(), ("--json",), ("--dry-run",)])
def test_a_table_without_question_or_answer_changes_nothing_and_ends_with_1(run, stored, table, flags):
    run("one.csv", "--bank", "ours", one_csv="id,kind,stem,key\nt1,text,Which planet is small?,Merkur\n")
    before = [(row.slug, row.body) for row in stored(select(QuestionRow))]
    result = run("two.csv", "--bank", "ours", *flags, two_csv=table)
    assert result.exit_code == 1
    assert "No column holds the" in result.output
    assert [(row.slug, row.body) for row in stored(select(QuestionRow))] == before
    assert before[0][0] == "t1"


def test_a_file_is_read_in_the_encoding_that_is_said(run):
    russian = "Вопрос,Ответ\nСтолица Франции?,Париж\nСамая длинная река?,Нил\n".encode("koi8-r")
    result = run("a.csv", "--json", "--dry-run", "--encoding", "koi8-r", a_csv=russian)
    assert json.loads(result.output)["problems"] == []
    result = run("a.csv", "--dry-run", "--encoding", "shift_jis", a_csv=b"one,two\n\x81,x\n")
    assert result.exit_code == 1
    assert "This is no text in Japanese (Shift-JIS): line 2" in result.output


def test_a_changed_table_changes_the_questions_of_its_ids(run):
    rows = "id,question,answer\nr1,Capital of Peru?,Lima\nr2,Capital of Chile?,Santiago\n"
    assert run("a.csv", "--json", a_csv=rows).exit_code == 0
    again = json.loads(run("a.csv", "--json", a_csv=rows.replace("Santiago", "Santiago de Chile")).output)
    assert again["imported"] == 1
    assert [each["what"] for each in again["skipped"]] == ["question r1"]
    assert [each["reason"] for each in again["skipped"]] == ["unchanged"]
    told = run("a.csv", a_csv=rows.replace("Santiago", "Santiago del Chile")).output
    assert "0 added, 1 changed, 1 unchanged" in told


def test_the_bytes_of_a_file_are_let_go_once_it_is_read(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text(CSV)
    source = open_source(path, "auto")
    assert len(source.read().entries) == 2
    assert (source.data, source.size_bytes) == (b"", len(CSV))
    assert source.sha256 == hashlib.sha256(CSV.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "title"), [("rivers-of-france", "Rivers of france"), ("Rivers of France", "Rivers of France")]
)
@pytest.mark.parametrize(
    ("file", "body"),
    [("a.gift", GIFT), ("bank.yaml", "questions:\n- {kind: text, stem: Who?, key: Orm}\n")],
)  # fmt: skip
def test_a_new_bank_is_titled_as_it_was_named(run, stored, name, title, file, body):
    assert run(file, "--bank", name, **{file.replace(".", "_"): body}).exit_code == 0
    assert stored(select(Bank.slug)) == ["rivers-of-france"]
    assert stored(select(Bank.title)) == [title]


def test_of_a_known_file_only_what_is_left_out_is_read(run, tmp_path):
    run("first.csv", first_csv=CSV)
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.reading() as session:
        known = commanding.find_unchanged(session, hashlib.sha256(CSV.encode()).hexdigest(), "csv", "", "first")
    database.close()
    assert (known.found, dict(known.stems)) == (2, {})
