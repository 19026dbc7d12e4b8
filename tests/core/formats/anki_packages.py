"""Anki packages of all three generations, built here: as Anki builds them, and as somebody would who means harm."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import zstandard

BASIC, BOTH_WAYS, OPTIONAL, TYPED, CLOZE, MANY = 101, 102, 103, 104, 105, 106
ANSWER = "{{FrontSide}}\n\n<hr id=answer>\n\n"
TYPES = {
    BASIC: ("Basic", ("Front", "Back"), (("Card 1", "{{Front}}", ANSWER + "{{Back}}"),)),
    BOTH_WAYS: (
        "Basic (and reversed card)",
        ("Front", "Back"),
        (("Card 1", "{{Front}}", ANSWER + "{{Back}}"), ("Card 2", "{{Back}}", ANSWER + "{{Front}}")),
    ),
    OPTIONAL: (
        "Basic (optional reversed card)",
        ("Front", "Back", "Add Reverse"),
        (
            ("Card 1", "{{Front}}", ANSWER + "{{Back}}"),
            ("Card 2", "{{#Add Reverse}}{{Back}}{{/Add Reverse}}", ANSWER + "{{Front}}"),
        ),
    ),
    TYPED: ("Typed", ("Front", "Back"), (("Card 1", "{{Front}}\n{{type:Back}}", ANSWER + "{{type:Back}}"),)),
    CLOZE: (
        "Cloze",
        ("Text", "Back Extra"),
        (("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}"),),
    ),
    MANY: (
        "Words <script>alert(1)</script>",
        ("Sort", "Word", "Reading", "Meaning", "Clue"),
        (
            (
                "Card 1",
                "<script>document.title = {{Word}}</script>{{!no}}{{#Word}}{{furigana:Word}}{{/Word}} {{hint:Clue}}",
                ANSWER + "{{Meaning}}<br>{{text:Reading}}{{Tags}}",
            ),
        ),
    ),
}
DECKS = {1: "Default", 7: "Alps", 8: "Alps::Lakes and more"}

_SCHEMA = """
CREATE TABLE col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer,
  ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,
  sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer,
  odue integer, odid integer, flags integer, data text);
CREATE TABLE revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
  factor integer, time integer, type integer);
CREATE INDEX ix_cards_nid on cards (nid);
"""
_NEW_SCHEMA = """
CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase, mtime_secs integer,
  usn integer, config blob NOT NULL);
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,
  config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE TABLE templates (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,
  mtime_secs integer, usn integer, config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase, mtime_secs integer,
  usn integer, common blob, kind blob NOT NULL);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
CREATE TABLE config (KEY text NOT NULL PRIMARY KEY, usn integer NOT NULL, mtime_secs integer NOT NULL,
  val blob NOT NULL) without rowid;
INSERT INTO config VALUES ('schedVer', 0, 0, CAST('2' AS BLOB));
"""


@dataclass(frozen=True)
class NoteRow:
    """A note of a package: its fields, and a card for each of `ordinals` in a deck, or borrowed from `home`."""

    type: int
    fields: tuple[str, ...]
    guid: str = ""
    tags: str = ""
    deck: int = 7
    ordinals: tuple[int, ...] = (0,)
    home: int = 0
    #: Answers as (ordinal, ms, ease, type, factor, time); None = one to each card, "good".
    reviews: tuple[tuple[int, ...], ...] | None = None
    suspended: tuple[int, ...] = ()


def package(notes, generation=1, media=None, members=None, meta=True, sql="", types=TYPES):
    """Build a package; `members` are added or, with None, left out; `sql` is run on its database at the end."""
    content = database(notes, generation, sql, types)
    media = media or {}
    found = {}
    if generation == 3:
        found["collection.anki21b"] = packed(content)
        entries = [pb(1, name.encode()) + pb(2, len(file)) for name, file in media.items()]
        found["media"] = packed(b"".join(pb(1, entry) for entry in entries))
        found |= {str(number): packed(file) for number, file in enumerate(media.values())}
    else:
        found["collection.anki21" if generation == 2 else "collection.anki2"] = content
        found["media"] = json.dumps({str(number): name for number, name in enumerate(media)}).encode()
        found |= {str(number): file for number, file in enumerate(media.values())}
    if generation > 1:
        found["collection.anki2"] = database([NoteRow(BASIC, ("Please update to the latest version.", ""))], 1)
    if meta and generation > 1:
        found["meta"] = pb(1, generation)
    return zipped(found | (members or {}))


def zipped(members):
    """Zip members; those that are None are left out."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, data in members.items():
            if data is not None:
                file.writestr(name, data)
    return content.getvalue()


def packed(content):
    """Pack bytes with zstd as Anki does, in one frame that does not say its size."""
    packer = zstandard.ZstdCompressor().compressobj()
    return packer.compress(content) + packer.flush()


def pb(field, value):
    """Write a field of a protocol buffer: a number, or bytes."""
    if isinstance(value, int):
        return _varint(field << 3) + _varint(value)
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def database(notes, generation=1, sql="", types=TYPES):
    """Build a collection’s database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        connection = sqlite3.connect(path)
        connection.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
        connection.executescript(_SCHEMA + (_NEW_SCHEMA if generation == 3 else ""))
        (_new_types if generation == 3 else _old_types)(connection, types)
        for number, note in enumerate(notes, start=1):
            _add_note(connection, number, note)
        connection.executescript(sql)
        connection.commit()
        if generation == 3:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        return path.read_bytes()


def _add_note(connection, number, note):
    guid = note.guid or f"guid{number}"
    fields = "\x1f".join(note.fields)
    row = (number, guid, note.type, 0, -1, f" {note.tags} ", fields, note.fields[0], 0, 0, "")
    connection.execute(f"INSERT INTO notes VALUES ({', '.join('?' * 11)})", row)
    for ordinal in note.ordinals:
        queue = -1 if ordinal in note.suspended else 0
        card = (number * 100 + ordinal, number, note.deck, ordinal, 0, 0, 0, queue, *[0] * 7, note.home, 0, "")
        connection.execute(f"INSERT INTO cards VALUES ({', '.join('?' * 18)})", card)
    reviews = note.reviews
    if reviews is None:
        reviews = tuple((o, 1_700_000_000_000 + number * 100 + o, 3, 1, 2500, 5_000) for o in note.ordinals)
    for ordinal, at, ease, kind, factor, taken_ms in reviews:
        review = (at, number * 100 + ordinal, -1, ease, 4, 1, factor, taken_ms, kind)
        connection.execute(f"INSERT INTO revlog VALUES ({', '.join('?' * 9)})", review)


def _old_types(connection, types):
    models = {
        str(identity): {
            "id": identity,
            "name": name,
            "type": int(identity == CLOZE),
            "css": ".card {}",
            "flds": [{"name": field, "ord": place} for place, field in reversed(list(enumerate(fields)))],
            "tmpls": [{"name": n, "qfmt": q, "afmt": a, "ord": place} for place, (n, q, a) in enumerate(templates)],
        }
        for identity, (name, fields, templates) in types.items()
    }
    decks = {
        str(i): {"id": i, "name": name, "desc": "Peaks &amp; lakes" if i == 7 else ""} for i, name in DECKS.items()
    }
    row = (1, 0, 0, 0, 11, 0, 0, 0, '{"schedVer": 2}', json.dumps(models), json.dumps(decks), "{}", "{}")
    connection.execute(f"INSERT INTO col VALUES ({', '.join('?' * 13)})", row)


def _new_types(connection, types):
    connection.execute("INSERT INTO col VALUES (1, 0, 0, 0, 18, 0, 0, 0, '', '', '', '', '')")
    for identity, (name, fields, templates) in types.items():
        config = (pb(1, 1) if identity == CLOZE else b"") + pb(3, b".card {}")
        connection.execute("INSERT INTO notetypes VALUES (?, ?, 0, 0, ?)", (identity, name, config))
        for place, field in enumerate(fields):
            connection.execute("INSERT INTO fields VALUES (?, ?, ?, x'')", (identity, place, field))
        for place, (title, question, answer) in enumerate(templates):
            config = pb(1, question.encode()) + pb(2, answer.encode()) + pb(6, b"Arial") + pb(7, 12)
            connection.execute("INSERT INTO templates VALUES (?, ?, ?, 0, 0, ?)", (identity, place, title, config))
    for identity, name in DECKS.items():
        kind = pb(1, pb(1, 1) + (pb(4, b"Peaks &amp; lakes") if identity == 7 else b""))
        row = (identity, name.replace("::", "\x1f"), kind)
        connection.execute("INSERT INTO decks VALUES (?, ?, 0, 0, x'', ?)", row)


def _varint(value):
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
