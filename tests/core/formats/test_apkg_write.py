"""Anki packages on the way out: all comes back, changes made in Anki win, and foreign notes stay what they were."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.apkg import read
from quizapp.core.formats.apkg_write import write
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.kinds import parse_question
from tests.core.formats.anki_packages import (
    BASIC,
    BOTH_WAYS,
    CLOZE,
    MANY,
    OPTIONAL,
    TYPED,
    TYPES,
    NoteRow,
    package,
    zipped,
)
from tests.core.formats.laws import assert_sound
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing
from tests.core.strategies import json_values, raw_questions

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 40
BANK = outgoing((*PLAIN, *FULL))


def rows(content, query):
    """Ask the database of a written package."""
    with zipfile.ZipFile(io.BytesIO(content)) as file, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        path.write_bytes(file.read("collection.anki2"))
        connection = sqlite3.connect(path)
        found = connection.execute(query).fetchall()
        connection.close()
        return found


def edited(content, old, new):
    """Change the fields of a package’s notes, as somebody would in Anki."""
    with zipfile.ZipFile(io.BytesIO(content)) as file, tempfile.TemporaryDirectory() as folder:
        members = {name: file.read(name) for name in file.namelist()}
        path = Path(folder) / "collection"
        path.write_bytes(members["collection.anki2"])
        connection = sqlite3.connect(path)
        # The question itself, in the last field, stays as it was.
        for identity, fields in connection.execute("SELECT id, flds FROM notes").fetchall():
            *shown, details = fields.split("\x1f")
            changed = "\x1f".join([*(text.replace(old, new) for text in shown), details])
            connection.execute("UPDATE notes SET flds = ? WHERE id = ?", (changed, identity))
        connection.commit()
        connection.close()
        return zipped(members | {"collection.anki2": path.read_bytes()})


def there_and_back(parcel):
    """Write what was read, and read it again."""
    written = write(Outgoing(parcel.bank, parcel.questions, parcel.media))
    return written, read(written.content)


def test_questions_of_all_kinds_come_back_whole() -> None:
    written = write(BANK)
    parcel = read(written.content)
    assert_sound(parcel)
    assert parcel.problems == ()
    assert parcel.bank.title == "Mountains"
    assert written.written == parcel.found == len(BANK.questions)
    assert dumped(parcel.questions) == dumped(BANK.questions)


def test_what_anki_does_not_use_is_said() -> None:
    losses = {loss.what: loss.reason for loss in write(BANK).losses}
    assert {"kind choice", "kind match", "accept", "tolerance", "worth", "scoring"} <= set(losses)
    assert "the learner rates" in losses["kind order"]
    assert "letter by letter" in losses["accept"]
    bank = BankFields(title="B", description="About hills.", licence="CC0", authors=("Ada",))
    written = write(Outgoing(bank, BANK.questions))
    assert {"bank: licence", "bank: authors"} <= {loss.what for loss in written.losses}
    assert read(written.content).bank.description == "About hills."


def test_the_same_bank_makes_the_same_bytes_and_guids_come_of_ids() -> None:
    assert write(BANK).content == write(BANK).content
    changed = replace(BANK.questions[0], stem="Another stem?")
    later = replace(BANK, questions=[changed, *BANK.questions[1:]], moment=BANK.moment + 60)
    before = rows(write(BANK).content, "SELECT guid, mod FROM notes ORDER BY id")
    after = rows(write(later).content, "SELECT guid, mod FROM notes ORDER BY id")
    assert [guid for guid, _ in before] == [guid for guid, _ in after]
    assert {mod for _, mod in after} == {later.moment}
    other = write(replace(BANK, bank=BankFields(slug="other", title="Mountains")))
    assert rows(other.content, "SELECT guid FROM notes ORDER BY id LIMIT 1") != [(before[0][0],)]


def test_the_order_of_options_does_not_tell_the_key() -> None:
    keys = ("Aaa", "Mmm", "Zzz")
    raws = [
        {
            "id": f"q-{key.lower()}",
            "kind": "choice",
            "stem": "?",
            "key": key,
            "distractors": [k for k in keys if k != key],
        }
        for key in keys
    ]
    fields = [row[0].split("\x1f")[1] for row in rows(write(outgoing(raws)).content, "SELECT flds FROM notes")]
    assert len(fields) == 3
    assert len(set(fields)) == 1


@settings(max_examples=15, deadline=None)
@given(st.lists(raw_questions(), min_size=1, max_size=8))
def test_every_bank_comes_back_whole(raws) -> None:
    try:
        bank = outgoing([raw | {"id": f"n{number}"} for number, raw in enumerate(raws)])
    except InvalidQuestion:
        reject()
    parcel = read(write(bank).content)
    assert dumped(parcel.questions) == dumped(bank.questions)
    assert parcel.problems == ()


NAMES = ("notetype", "notetype_id", "fields", "media", "model", "deck", "templates", "backwards")


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), json_values, max_size=4), st.sampled_from([7, "g", "", None]))
def test_whatever_a_bank_says_that_it_kept_the_package_is_sound(extra, identity) -> None:
    origin = {"format": "anki", "kind": "Basic", "id": identity, "extra": extra}
    try:
        bank = outgoing([raw | {"origin": origin} for raw in (*PLAIN, *FULL)])
    except InvalidQuestion:
        reject()
    written = write(bank)
    assert read(written.content).found == written.written


def test_an_empty_bank_is_a_sound_package() -> None:
    assert read(write(Outgoing(BankFields(), [])).content).found == 0


@pytest.mark.parametrize(
    ("old", "new", "identity", "field", "value"),
    [
        ("Which peak is the highest?", "Which is <b>higher</b>?", "tallest", "stem", "Which is **higher**?"),
        ("Himalaya*", "Himalayas", "range", "key", "Himalayas"),
        ("Because it is there.", "<i>Why</i> not?", "why", "explanation", "*Why* not?"),
        ("He was a teacher.", "He taught.", "full", "hints", ["He taught.", "His name begins with M."]),
        ("Plates collide.", "Plates<br>meet.", "open", "key", "Plates\\\nmeet."),
        ("{{c2::Hillary", "{{c2::Tenzing", "cloze", "gaps", None),
    ],
)
def test_what_was_changed_in_anki_wins(old, new, identity, field, value) -> None:
    parcel = read(edited(write(BANK).content, old, new))
    after, before = dumped(parcel.questions), dumped(BANK.questions)
    if value is None:
        assert [gap["key"] for gap in after[identity][field]] == [1953, "Tenzing", 8849]
        assert after[identity][field][2] == before[identity][field][2]
        assert after[identity].pop("stem") == before[identity].pop("stem").replace("\\[[x]]", "\\[\\[x\\]\\]")
    else:
        assert after[identity][field] == value
    del after[identity][field], before[identity][field]
    assert after == before


def test_a_change_that_cannot_be_read_is_said() -> None:
    parcel = read(edited(write(BANK).content, "<li>Irvine</li>", "<li>Odell</li>"))
    [problem] = parcel.problems
    assert "its field “Options” was changed in Anki" in problem.reason
    assert dumped(parcel.questions) == dumped(BANK.questions)


def test_details_that_are_none_leave_a_plain_note() -> None:
    content = write(outgoing([{"id": "why", "kind": "open", "stem": "Why?", "key": "So."}])).content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members["collection.anki2"] = members["collection.anki2"].replace(b'"kind":"open"', b'"kind":"opem"')
    [question] = read(zipped(members)).questions
    assert (question.kind, question.stem, question.answer()) == ("open", "Why?", "So.")


def test_pictures_and_sounds_travel() -> None:
    first = read(
        package([NoteRow(BASIC, ('<img src="a b.png">x[sound:s.mp3]', "k"))], 1, {"a b.png": PNG, "s.mp3": b"ID3m"})
    )
    picture, sound = first.media
    ours = parse_question(
        {"id": "o", "kind": "open", "stem": f"See ![hill]({picture})", "key": f'<audio src="{sound}"></audio>'}
    )
    bank = Outgoing(BankFields(title="T"), [*first.questions, ours], first.media)
    written = write(bank)
    again = read(written.content)
    assert again.media == first.media
    assert [q.stem for q in again.questions] == [q.stem for q in bank.questions]
    with zipfile.ZipFile(io.BytesIO(written.content)) as file:
        names = set(json.loads(file.read("media")).values())
    assert names == {"a b.png", "s.mp3", picture.removeprefix("media/"), sound.removeprefix("media/")}
    lost = write(replace(bank, media={}))
    assert "images and sounds" in {loss.what for loss in lost.losses}
    assert read(lost.content).problems


NOTES = (
    NoteRow(BASIC, ("<b>Q</b>&nbsp;one", "<div>A</div>"), "g1", "tag::sub leech", 8),
    NoteRow(BOTH_WAYS, ("der Berg", "the mountain"), "g2", "", 7, (0, 1)),
    NoteRow(OPTIONAL, ("der See", "the lake", "y"), "g3", "", 7, (0, 1)),
    NoteRow(TYPED, ("Peak?", "Etna"), "g4", "", 1),
    NoteRow(CLOZE, ("{{c1::a::h}} and {{c3::b}}", "more"), "g5"),
    NoteRow(MANY, ("9", "山[やま]", "yama", "mountain", "high"), "g6"),
)


def test_notes_of_anki_go_back_as_they_were() -> None:
    parcel = read(package(NOTES, 3))
    written, again = there_and_back(parcel)
    assert written.losses == ()
    # What was answered leaves by its learner’s own export alone.
    assert again == replace(parcel, problems=again.problems, history=None)
    notes = rows(written.content, "SELECT guid, flds, trim(tags) FROM notes ORDER BY id")
    assert notes == [(note.guid, "\x1f".join(note.fields), note.tags) for note in NOTES]
    cards = rows(written.content, "SELECT nid, ord FROM cards")
    assert len(cards) == 1 + 2 + 2 + 1 + 2 + 1
    [[models]] = rows(written.content, "SELECT models FROM col")
    assert json.loads(models)[str(MANY)]["tmpls"][0]["qfmt"] == TYPES[MANY][2][0][1]


def test_what_was_changed_here_is_changed_in_the_note_alone_where_it_stands() -> None:
    parcel = read(package(NOTES))
    basic, _, _, typed, cloze, many = parcel.questions
    changed = [
        replace(basic, stem="New *stem*"),
        replace(typed, key="Vesuvius", worth=2.0),
        replace(cloze, stem="[[1]] or [[2]]"),
        replace(many, hints=("low",)),
    ]
    questions = [*changed[:1], *parcel.questions[1:3], *changed[1:]]
    written = write(Outgoing(parcel.bank, questions))
    fields = [row[0].split("\x1f") for row in rows(written.content, "SELECT flds FROM notes ORDER BY id")]
    assert fields[0] == ["New <em>stem</em>", "<div>A</div>"]
    assert fields[3] == ["Peak?", "Vesuvius"]
    assert fields[4] == ["{{c1::a::h}} or {{c3::b}}", "more"]
    assert fields[5] == ["9", "山[やま]", "yama", "mountain", "low"]
    assert {loss.what for loss in written.losses} == {"worth"}
    again = read(written.content)
    assert [q.stem for q in again.questions] == [q.stem for q in questions]


def test_a_note_that_became_another_kind_gets_our_note_type_and_keeps_its_guid() -> None:
    [question] = read(package(NOTES[:1])).questions
    raw = question.dump() | {"kind": "choice", "distractors": ["B"], "key": "A"}
    written = write(Outgoing(BankFields(title="T"), [parse_question(raw)]))
    assert rows(written.content, "SELECT guid FROM notes") == [("g1",)]
    assert read(written.content).questions[0].kind == "choice"


def test_hostile_names_of_files_and_note_types_are_not_taken() -> None:
    origin = {
        "format": "anki",
        "id": "g",
        "extra": {
            "notetype": "N",
            "notetype_id": "5",
            "fields": {"Front": '<img src="../x">', "Back": "b"},
            "media": {"../x": "media/" + "0" * 64 + ".png"},
            "model": {"fields": ["Front", "Back"], "templates": [["C", "{{>x}}{{Front}}{{=<% %>=}}", "{{Back}}"]]},
        },
    }
    name = "media/" + "0" * 64 + ".png"
    question = parse_question({"id": "q", "kind": "open", "stem": f"![]({name})", "key": "b", "origin": origin})
    written = write(Outgoing(BankFields(title="T"), [question], {name: PNG}))
    with zipfile.ZipFile(io.BytesIO(written.content)) as file:
        assert json.loads(file.read("media")) == {"0": name.removeprefix("media/")}
    assert read(written.content).questions[0].stem.startswith("![](media/")


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    question = parse_question({"kind": "text", "stem": "Which port?", "key": "Orsk"})
    assert write(Outgoing(BankFields(title="Ports"), [question])).written == 1
    assert list(tmp_path.iterdir()) == []


class TestBackwards:
    QUESTIONS = (
        {"id": "seine", "kind": "text", "stem": "Which river flows through Paris?", "key": "Seine", "context": "Look."},
        {"id": "why", "kind": "open", "stem": "Why do leaves turn yellow?", "key": "Chlorophyll breaks down."},
        {"id": "essay", "kind": "open", "stem": "What do you think?"},
        {"id": "one", "kind": "choice", "stem": "Which one?", "key": "A", "distractors": ["B"]},
    )

    def written(self, **wish: bool) -> bytes:
        questions = [parse_question(raw) for raw in self.QUESTIONS]
        return write(Outgoing(BankFields(slug="mixed", title="Mixed"), questions, **wish)).content

    def test_short_and_open_answers_get_a_note_of_their_own_that_is_read_back_as_none(self) -> None:
        plain, both = read(self.written()), read(self.written(backwards=True))
        assert [each.question.dump() for each in both.entries] == [each.question.dump() for each in plain.entries]
        assert both.skipped == plain.skipped
        [told] = both.problems
        assert told.reason == "2 notes ask backwards what another one asks; they come with those."

    def test_their_guids_are_marked_and_the_others_stay_what_they_were(self) -> None:
        query = "SELECT guid, mid FROM notes ORDER BY id"
        before, after = rows(self.written(), query), rows(self.written(backwards=True), query)
        assert [each for each in after if not each[0].endswith("/back")] == before
        assert [guid for guid, _ in after if guid.endswith("/back")] == [
            "quizapp:mixed/seine/back",
            "quizapp:mixed/why/back",
        ]

    def test_no_question_has_the_guid_of_one_whatever_its_id_is(self) -> None:
        named = [{**self.QUESTIONS[0], "id": "seine"}, {**self.QUESTIONS[1], "id": "seine-back"}]
        outgoing = Outgoing(BankFields(slug="mixed"), [parse_question(raw) for raw in named], backwards=True)
        guids = [guid for (guid,) in rows(write(outgoing).content, "SELECT guid FROM notes")]
        assert len(set(guids)) == len(guids) == 4
        assert [entry.question.id for entry in read(write(outgoing).content).entries] == ["seine", "seine-back"]
