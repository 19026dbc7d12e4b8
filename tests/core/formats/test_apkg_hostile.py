"""Packages made to harm: databases that run, loop or lie, archives that swell, and bytes that were mutilated."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.errors import FormatError
from quizapp.core.formats.apkg import read
from quizapp.core.formats.parcel import ReadOptions
from quizapp.core.formats.protobuf import read_message
from tests.core.formats.anki_packages import BASIC, CLOZE, NoteRow, database, package, packed, pb, zipped
from tests.core.formats.laws import assert_quick, mutilated, read_hostile

NOTES = [NoteRow(BASIC, (f"Question {number}", f"Answer {number}")) for number in range(40)]
ENDLESS = "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT"


@pytest.mark.parametrize(
    "sql",
    [
        f"DROP TABLE notes; CREATE VIEW notes AS {ENDLESS} i AS id, 'g' guid, 1 mid, '' tags, '' flds FROM r",
        "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END",
        "CREATE VIRTUAL TABLE v USING fts5(words)",
        f"CREATE VIEW v AS {ENDLESS} max(i) FROM r",
    ],
)
def test_views_triggers_and_virtual_tables_are_refused(sql) -> None:
    for generation in (1, 3):
        data = package(NOTES, generation, sql=sql)
        with pytest.raises(FormatError, match="views, triggers or virtual tables"):
            read(data)
        assert_quick(read, data, 2)


def test_a_column_that_is_computed_without_end_is_refused() -> None:
    long = "replace(hex(zeroblob(20000)), '0', hex(zeroblob(2000)))"
    sql = f"ALTER TABLE notes RENAME TO n; CREATE TABLE notes (id, guid, mid, tags, flds AS ({long}));"
    sql += "INSERT INTO notes (id, guid, mid, tags) SELECT id, guid, mid, tags FROM n"
    data = package(NOTES, sql=sql)
    read_hostile(read, data)
    assert_quick(read, data, 3)


def test_a_huge_blob_is_refused() -> None:
    data = package(NOTES[:1], sql="PRAGMA page_size = 65536; VACUUM; UPDATE notes SET flds = zeroblob(65000000)")
    with pytest.raises(FormatError):
        read(data, ReadOptions())


def test_other_types_in_columns_are_read_or_refused() -> None:
    for value in ("NULL", "x'ff00'", "1.5", "9223372036854775807"):
        for column in ("id", "guid", "mid", "tags", "flds"):
            sql = f"UPDATE notes SET {column} = {value} WHERE id = 1"
            if column == "id" and value in ("NULL", "x'ff00'", "1.5"):
                continue
            read_hostile(read, package(NOTES[:2], sql=sql))


@pytest.mark.parametrize("table", ["col", "notes", "cards", "notetypes", "fields", "templates", "decks"])
def test_a_missing_table_or_column_is_refused_or_read(table) -> None:
    read_hostile(read, package(NOTES[:2], 3, sql=f"DROP TABLE {table}"))
    read_hostile(read, package(NOTES[:2], 3, sql=f"DROP TABLE {table}; CREATE TABLE {table} (x)"))


@pytest.mark.parametrize("models", ["", "[]", "[" * 5_000, '{"1": 2}', '{"x": {}}', '{"1": {"name": 1, "flds": 2}}'])
def test_note_types_that_are_none_are_refused(models) -> None:
    with pytest.raises(FormatError):
        read(package(NOTES[:1], sql=f"UPDATE col SET models = '{models}'"))


def test_flipped_pages_are_refused_or_read() -> None:
    content = database(NOTES)
    pages = len(content) // 4_096
    for page in range(pages):
        for place in (3, 4_000):
            flipped = bytearray(content)
            flipped[page * 4_096 + place] ^= 0xFF
            read_hostile(read, zipped({"collection.anki2": bytes(flipped), "media": b"{}"}))


def test_tags_in_the_order_of_another_unicode_are_no_damage() -> None:
    sql = "CREATE TABLE tags (tag text NOT NULL PRIMARY KEY COLLATE unicase) WITHOUT ROWID;"
    assert read(package(NOTES, 3, sql=sql + "INSERT INTO tags VALUES ('sz'), ('st'), ('ß')")).found == len(NOTES)


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert read(package(NOTES, 3)).found == len(NOTES)
    read_hostile(read, package(NOTES, 3, members={"collection.anki21b": packed(database(NOTES)[:9_000])}))
    assert list(Path(tmp_path).iterdir()) == []


def test_a_zstd_bomb_is_refused() -> None:
    bomb = packed(bytes(300_000_000))
    for members in ({"collection.anki21b": bomb}, {"media": bomb}):
        data = package(NOTES[:1], 3, members=members)
        assert_quick(read, data, 2)
        read_hostile(read, data)
    with pytest.raises(FormatError, match="far more than its size promises"):
        read(package(NOTES[:1], 3, members={"collection.anki21b": bomb}))


def test_a_zstd_stream_that_lies_or_reaches_far_back_is_refused() -> None:
    content = database(NOTES)
    lying = bytearray(zstandard.ZstdCompressor().compress(content))
    lying[6] ^= 0x10
    wide = io.BytesIO()
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    with zstandard.ZstdCompressor(compression_params=parameters).stream_writer(wide, closefd=False) as stream:
        stream.write(content)
    for member in (bytes(lying), wide.getvalue()):
        with pytest.raises(FormatError):
            read(package(NOTES[:1], 3, members={"collection.anki21b": member}))


def test_media_that_swell_cost_the_package() -> None:
    bombs = {f"{number}.png": bytes(30_000_000) for number in range(3)}
    notes = [NoteRow(BASIC, (f'<img src="{name}">', "k")) for name in bombs]
    data = package(notes, 3, bombs)
    with pytest.raises(FormatError, match="far more than its size promises"):
        read(data, ReadOptions(inflated_bytes=2_000_000))


@pytest.mark.parametrize("message", [b"\x08", b"\x0a\x05ab", b"\x0b", b"\xff" * 11, pb(1, b"x") + b"\x12"])
def test_a_message_that_breaks_off_is_none(message) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_message(message)


def test_a_message_is_read_by_its_numbers() -> None:
    message = read_message(pb(1, 300) + pb(2, b"a") + pb(2, b"b") + b"\x1d1234" + b"\x2112345678")
    assert (message.number(1), message.text(2), message.pieces[2]) == (300, "b", [b"a", b"b"])
    assert (message.number(9), message.text(9)) == (0, "")


SAMPLES = [package([*NOTES[:3], NoteRow(CLOZE, ("{{c1::a}}", "b"))], generation) for generation in (1, 3)]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SAMPLES).flatmap(mutilated))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


CONTENT = database(NOTES[:3])


@settings(max_examples=30, deadline=None)
@given(mutilated(CONTENT))
def test_a_mutilated_database_raises_only_format_errors(content) -> None:
    read_hostile(read, zipped({"collection.anki2": content, "media": b"{}"}))


@pytest.mark.parametrize(
    "piece",
    [
        "{{c1::",
        "}}",
        "{{c1::a}}",
        "{{c1::x}} ::",
        "[sound:",
        "[$]",
        "<anki-mathjax>",
        "[latex]$",
        "<",
        "<div>",
        "&nbsp;",
    ],
)
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (40_000 // len(piece))
    notes = [NoteRow(CLOZE, (f"{{{{c1::a}}}}{many}", many)), NoteRow(BASIC, (many, many))]
    assert_quick(read, package(notes), 3)
