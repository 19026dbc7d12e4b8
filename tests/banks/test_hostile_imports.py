"""Strangers' files: refused or read with words and places, in bounded memory, and nothing is written elsewhere."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from quizapp.banks import engine
from quizapp.banks.parcels import KeptParcel, ParcelShelf
from quizapp.core.formats.registry import format_named
from quizapp.core.formats.xlsx_rows import workbook_bytes
from quizapp.plumbing.child import ChildTask, run_child
from tests.banks.imports import RIVERS

CORPORA = Path(__file__).parents[3] / "shared/corpora"
EXPECTED = json.loads((CORPORA / "expected.json").read_text("utf-8")) if CORPORA.is_dir() else {}
BROKEN = sorted(
    name
    for name, known in EXPECTED.items()
    if (CORPORA / name).is_file()
    and (known.get("expected") == 0 or any(word in name for word in ("aiken_errors", "broken", "invalid")))
)


def arguments(folder: Path, *files: tuple[str, bytes], format_name: str = "", limit_bytes: int = 20_000_000):
    shelf = ParcelShelf(folder / "parcels")
    given = []
    for name, body in files:
        path = folder / f"given-{len(given)}"
        path.write_bytes(body)
        given.append({"path": str(path), "name": name, "format": format_name, "table": {}})
    return {
        "parcel": str(shelf.path(shelf.new_name())), "files": given, "limit_bytes": limit_bytes, "rows": 100_000,
        "mappings": {}, "bank_id": None, "bank_rows": None, "bank_fields": {}, "known_names": [], "stamp": "",
    }  # fmt: skip


def read_here(folder: Path, *files: tuple[str, bytes], **more) -> KeptParcel:
    asked = arguments(folder, *files, **more)
    engine.work(asked, lambda *_: None)
    return KeptParcel(Path(asked["parcel"]))


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in members:
            file.writestr(name, body)
    return stream.getvalue()


@pytest.mark.skipif(not BROKEN, reason="the corpora ../shared/corpora are not beside this checkout")
@pytest.mark.parametrize("name", BROKEN or [""])
def test_broken_files_of_others_are_told_with_place_and_reason(name, tmp_path):
    folder = name.split("/")[0]
    parcel = read_here(tmp_path, (name, (CORPORA / name).read_bytes()), format_name=format_named(folder).name)
    (file,) = parcel.files
    assert file.found == EXPECTED[name]["expected"]
    said = [file.error] if file.error else [each["reason"] for each in (*file.problems, *file.skipped)]
    assert said
    assert all(len(words) > 10 for words in said)
    if file.problems and not file.error:
        assert all(each["where"] or each["line"] for each in file.problems)


@pytest.mark.parametrize("member", ["../../evil.png", "/etc/evil.png", "C:\\evil.png", "a/../../../evil.png"])
def test_names_that_lead_out_of_an_archive_refuse_the_file(member, tmp_path):
    package = zipped(("imsmanifest.xml", b"<manifest/>"), (member, b"\x89PNG\r\n\x1a\n"))
    home = tmp_path / "home"
    home.mkdir()
    before = tree(tmp_path)
    parcel = read_here(home, ("p.zip", package), format_name="qti2")
    assert "unsafe name" in parcel.files[0].error
    after = {path for path in tree(tmp_path) - before if not path.startswith("home/")}
    assert after == set()


def test_a_bomb_is_refused_in_the_child(tmp_path):
    bomb = zipped(("collection.anki2", b"\0" * 150_000_000), ("media", b"{}"))
    assert len(bomb) < 1_000_000
    asked = arguments(tmp_path, ("b.apkg", bomb), format_name="anki")
    result = run_child(ChildTask("quizapp.banks.engine", asked), lambda *_: None)
    assert "far more than its size promises" in result["errors"][0]


@pytest.mark.parametrize("format_name", ["moodle-xml", "qti12", "qti2"])
def test_xml_entities_are_refused(format_name, tmp_path):
    laughs = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><quiz><question type="&b;"/></quiz>'
    secret = tmp_path / "secret"
    secret.write_text("violin")
    reads = f'<!DOCTYPE q [<!ENTITY x SYSTEM "file://{secret}">]><quiz><question>&x;</question></quiz>'
    for body in (laughs, reads):
        parcel = read_here(tmp_path, ("x.xml", body.encode()), format_name=format_name)
        assert parcel.files[0].error
        assert "violin" not in json.dumps(parcel.files[0].problems)


def test_a_sheet_that_claims_a_million_rows_is_read_as_far_as_it_goes(tmp_path):
    sound = zipfile.ZipFile(io.BytesIO(workbook_bytes("S", [["question", "answer"], ["Who?", "Ada"]])))
    members = [(name, sound.read(name)) for name in sound.namelist()]
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>last</t></is></c></row></sheetData>'
    grown = [
        (
            name,
            body.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>').replace(b"</sheetData>", last),
        )
        if name.startswith("xl/worksheets/")
        else (name, body)
        for name, body in members
    ]
    parcel = read_here(tmp_path, ("s.xlsx", zipped(*grown)), format_name="xlsx")
    assert [entry.raw["stem"] for entry in parcel.entries()] == ["Who?"]
    assert any("was not read" in problem["reason"] for problem in parcel.files[0].problems)


def test_one_bad_question_never_costs_the_others(tmp_path):
    gift = "::A:: What is 1+1? {=2 ~3}\n\n::B:: Broken {=\n\n::C:: What is 2+2? {=4 ~5}\n"
    parcel = read_here(tmp_path, ("g.gift", gift.encode()))
    assert {entry.where for entry in parcel.entries()} >= {"A"}
    assert parcel.files[0].problems
    mixed = RIVERS + "Only a question,,,\n" + "One?,Yes,No,Never\n"
    parcel = read_here(tmp_path, ("r.csv", mixed.encode()))
    assert parcel.count == 4
    assert [each["line"] for each in parcel.files[0].problems] == [5]


def test_files_of_one_import_do_not_meet_each_others_ids(tmp_path):
    def quiz(stem):
        return f"bank: {{title: T}}\nquestions:\n- {{id: one, kind: text, stem: '{stem}', key: x}}\n".encode()

    parcel = read_here(tmp_path, ("a.yaml", quiz("First?")), ("b.yaml", quiz("Second?")))
    assert [entry.raw["id"] for entry in parcel.entries()] == ["one", "one-2"]


def test_a_file_beyond_the_limit_of_rows_says_so(tmp_path):
    asked = arguments(tmp_path, ("r.csv", RIVERS.encode())) | {"rows": 2}
    engine.work(asked, lambda *_: None)
    parcel = KeptParcel(Path(asked["parcel"]))
    assert parcel.count == 2
    assert "Only the first 2 rows were read" in parcel.files[0].problems[-1]["reason"]


@pytest.mark.parametrize("name", ["../x.png", "..%2fx", "entries", "rest", "a" * 64, "a" * 64 + ".png/../rest"])
def test_no_name_of_media_leads_to_another_file_of_the_parcel(name, tmp_path):
    parcel = read_here(tmp_path, ("r.csv", RIVERS.encode()))
    with pytest.raises(Exception, match="not here any more"):
        parcel.get_media(name)


def test_a_parcel_is_whole_or_not_there(tmp_path):
    asked = arguments(tmp_path, ("r.csv", RIVERS.encode()))
    target = Path(asked["parcel"])
    part = target.with_name(f"{target.name}.part")
    part.mkdir(parents=True)
    (part / "entries").write_bytes(b"half")
    engine.work(asked, lambda *_: None)
    assert not part.exists()
    assert KeptParcel(target).count == 3
    shelf = ParcelShelf(target.parent)
    shelf.remove(target.name)
    assert list(shelf.folder.iterdir()) == []


def test_a_package_that_breaks_off_is_told_from_one_of_no_known_format(tmp_path):
    package = zipped(("collection.anki2", b"x" * 5_000), ("media", b"{}"))
    parcel = read_here(tmp_path, ("cut.apkg", package[: len(package) // 2]), ("other.zip", zipped(("a.txt", b"x"))))
    assert "damaged or incomplete" in parcel.files[0].error
    assert "none of the packages" in parcel.files[1].error
