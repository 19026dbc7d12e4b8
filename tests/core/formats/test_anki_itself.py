"""The genuine Anki reads what we write, and we read what it exports; it lives in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace

import pytest

from quizapp.core.formats.anki_text import read as read_text
from quizapp.core.formats.anki_text_write import write as write_text
from quizapp.core.formats.apkg import read
from quizapp.core.formats.apkg_write import write
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.kinds import parse_question
from tests.app.checkout import ROOT
from tests.core.formats.anki_packages import BASIC, BOTH_WAYS, CLOZE, TYPED, NoteRow, package
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

PYTHON = ROOT / ".venv-readers" / "bin" / "python"
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 40
FOREIGN = (
    NoteRow(BASIC, ('<b>Q</b>&nbsp;<img src="a b.png">', "<div>A</div>"), "g1", "old tag::sub", 8),
    NoteRow(BOTH_WAYS, ("der Berg", "the mountain"), "g2", "", 7, (0, 1)),
    NoteRow(TYPED, ("Peak?", "Etna"), "g4", "", 1),
    NoteRow(CLOZE, ("{{c1::a::h}} and {{c3::b}}", "more"), "g5"),
)

pytestmark = pytest.mark.readers


def check_there():
    if not any((ROOT / ".venv-readers").glob("ready-*")):
        pytest.skip("Anki is not there: .ci/readers-part makes .venv-readers")


def anki(folder, *files):
    """Let Anki bring files in, one after another, into one new collection; give what it says."""
    check_there()
    for name, content in files:
        (folder / name).write_bytes(content)
    return said_by("anki_work.py", folder, *(name for name, _ in files))


def said_by(script, folder, *names):
    """Let Anki do what a script says in a folder; give what it prints."""
    command = [PYTHON, ROOT / "tests/core/formats" / script, folder, *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def bank():
    """Give a bank of all kinds with a picture."""
    found = outgoing((*PLAIN, *FULL))
    name = f"media/{'0' * 64}.png"
    picture = parse_question(
        {"id": "picture", "kind": "open", "stem": f"See ![hill]({name}) \\(x<1\\)", "key": "A hill."}
    )
    # The name is the one that reading gives the same bytes.
    [real] = read(write(Outgoing(BankFields(title="x"), [picture], {name: PNG})).content).media
    picture = replace(picture, stem=picture.stem.replace(name, real))
    return Outgoing(BankFields(title="Mountains"), [*found.questions, picture], {real: PNG})


@pytest.fixture(scope="module")
def ours(bank, tmp_path_factory):
    """Give what Anki says of our package, brought in, again unchanged, and again with one stem changed later."""
    folder = tmp_path_factory.mktemp("anki")
    changed = replace(bank.questions[0], stem="Which peak is **higher**?")
    later = replace(bank, questions=[changed, *bank.questions[1:]], moment=bank.moment + 3_600)
    files = [("a.apkg", write(bank).content), ("b.apkg", write(bank).content), ("c.apkg", write(later).content)]
    return folder, later, anki(folder, *files)


def test_anki_takes_every_note_and_updates_it_when_it_comes_again(ours) -> None:
    _, later, said = ours
    first, again, changed = said["counts"]
    assert first["new"] == len(later.questions)
    assert (again["new"], again["duplicate"]) == (0, len(later.questions))
    assert (changed["new"], changed["conflicting"]) == (0, 0)
    assert changed["updated"] >= 1
    assert len(said["notes"]) == len(later.questions)
    assert said["media"] == [name.removeprefix("media/") for name in later.media]


def test_cards_show_question_options_and_key(ours) -> None:
    _, _, said = ours
    notes = {guid.rpartition("/")[2]: note for guid, note in said["notes"].items()}
    assert {note["deck"] for note in notes.values()} == {"Mountains"}
    [[question, answer]] = notes["tallest"]["cards"]
    assert "Which peak is <strong>higher</strong>?" in question
    assert '<ol type="A"><li>Everest</li><li>K2</li></ol>' in question
    assert answer.rstrip().endswith("Everest")
    [[question, _]] = notes["range"]["cards"]
    assert "[[type:Answer]]" in question or "typeans" in question
    assert len(notes["cloze"]["cards"]) == 3
    assert "[x]" in notes["cloze"]["cards"][0][0]
    assert "[...]" in notes["cloze"]["cards"][0][0]
    assert notes["volcano"]["tags"] == ["Italy_[south]", "mountains::fire"]


@pytest.mark.parametrize("name", ["out-legacy.apkg", "out-modern.apkg", "out-legacy.colpkg", "out-modern.colpkg"])
def test_what_anki_exports_comes_back_whole(ours, name) -> None:
    folder, later, _ = ours
    parcel = read((folder / name).read_bytes())
    assert dumped(parcel.questions) == dumped(later.questions)
    assert dict(parcel.media) == dict(later.media)
    assert parcel.problems == ()


def test_foreign_notes_pass_through_us_unchanged(tmp_path) -> None:
    parcel = read(package(FOREIGN, 3, {"a b.png": PNG}))
    there = anki(tmp_path, ("a.apkg", write(Outgoing(parcel.bank, parcel.questions, parcel.media)).content))
    assert there["counts"][0]["new"] == len(FOREIGN)
    assert there["cards"] == 1 + 2 + 1 + 2
    assert there["media"] == ["a b.png"]
    assert {guid: note["fields"] for guid, note in there["notes"].items()} == {
        note.guid: list(note.fields) for note in FOREIGN
    }
    for name in ("out-modern.apkg", "out-legacy.apkg"):
        again = read((tmp_path / name).read_bytes())
        # Anki’s own note types of the same names stay, so that ours get a + behind theirs.
        assert dumped(again.questions) == dumped(parcel.questions)
    text = read_text((tmp_path / "out.txt").read_bytes())
    assert sorted(q.stem for q in text.questions if "Q" not in q.stem) == ["Peak?", "[[1]] and [[2]]", "der Berg"]


def test_anki_takes_our_text(tmp_path) -> None:
    written = write_text(outgoing((*PLAIN, *FULL)))
    said = anki(tmp_path, ("a.txt", written.content))
    counts = said["counts"][0]
    assert counts["new"] == written.written
    assert sum(counts.values()) == written.written
    assert {note["type"] for note in said["notes"].values()} == {"Basic", "Basic (type in the answer)", "Cloze"}
    notes = {guid.rpartition("/")[2]: note for guid, note in said["notes"].items()}
    assert notes["range"]["fields"] == ["Name the range with Everest.", "Himalaya*"]
    assert len(notes["cloze"]["cards"]) == 3
    again = read_text((tmp_path / "out.txt").read_bytes())
    assert {q.id for q in again.questions} == set(notes)


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    """Give a folder with packages of some cards that were studied in Anki, and what was done."""
    check_there()
    folder = tmp_path_factory.mktemp("studied")
    return folder, said_by("anki_study.py", folder)


@pytest.mark.parametrize("name", ["legacy.apkg", "modern.apkg", "old.colpkg", "new.colpkg"])
def test_what_was_answered_in_anki_is_read_from_what_it_exports(studied, name) -> None:
    folder, said = studied
    history = read((folder / f"studied-{name}").read_bytes()).history
    of_card = dict(zip(said["cards"], said["guids"], strict=True))
    rows = {guid: [(at, ease) for at, card, ease in said["rows"] if of_card[card] == guid] for guid in said["guids"]}
    again, hard, good, easy = said["guids"]
    # A day that was set by hand is no answer, a card that was reset is begun anew.
    rows[hard] = rows[hard][:1]
    assert {guid: [each[:2] for each in card.answers] for guid, card in history.cards.items()} == rows
    assert [ease for guid in (again, hard, good, easy) for _, ease in rows[guid]] == [1, 0, 2, 3, 4]
    assert [history.cards[guid].is_suspended for guid in (again, hard, good, easy)] == [False, False, True, False]
    assert history.left_out == 0
