"""Anki packages, .apkg and .colpkg, of all three generations: bytes to a parcel. Writing is in `apkg_write`.

`collection.anki2` in the newest packages is a decoy that asks to update; `meta` says which database counts.
Source: github.com/ankitects/anki, proto/anki/import_export.proto and rslib/src/import_export/package.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from quizapp.core.archive import Archive, damaged, open_archive
from quizapp.core.errors import FormatError
from quizapp.core.formats.anki_collection import Collection, list_notes, read_collection
from quizapp.core.formats.anki_database import open_database
from quizapp.core.formats.anki_history import read_history
from quizapp.core.formats.anki_notes import DEFAULT_DECK
from quizapp.core.formats.anki_reading import NoteReader
from quizapp.core.formats.apkg_write import write
from quizapp.core.formats.gathering import Gatherer, shortened
from quizapp.core.formats.package_media import PackageMedia
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, BankFields, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.protobuf import read_message
from quizapp.core.formats.rich_text import plain_of

_NAME = "The Anki package"
_MEMBERS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_NEWEST = 3
"""The number of the generation that packs its members with zstd, as `meta` names it; the two before are 1 and 2."""


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a package: each note becomes one question.

    Raises:
        FormatError: when it is damaged, hostile, or of a generation that is not known.
    """
    archive = open_archive(data, _NAME, options)
    member, is_newest = _database_member(archive)
    content = archive.find(member)
    if content is None:
        raise damaged(_NAME)
    if is_newest:
        content = archive.inflate_zstd(content)
    gatherer = Gatherer("anki")
    media = PackageMedia(gatherer, _Files(archive, is_newest, gatherer).load)
    reader = NoteReader(gatherer, media)
    with open_database(content, _NAME) as database:
        collection = read_collection(database)
        decks: set[str] = set()
        for number, note in enumerate(list_notes(database, collection)):
            if number >= options.rows:
                gatherer.problem(f"The package has more than {options.rows:,} notes; the rest was not read. Split it.")
                break
            if isinstance(note, str):
                gatherer.problem("Its note type is not in the package; the note was left out.", plain_of(note[:500]))
                continue
            decks.add(note.deck)
            reader.take(note)
        history = read_history(database, reader.sides, gatherer)
    reader.finish()
    return replace(gatherer.parcel(_bank(collection, decks)), history=history)


def sniff(sample: Sample) -> float:
    """Judge by the database among the members."""
    return 0.98 if any(member in _MEMBERS for member in sample.members) else 0.0


def _database_member(archive: Archive) -> tuple[str, bool]:
    """Give the member whose database counts, and whether it is of the newest generation."""
    names = set(archive.names())
    meta = archive.find("meta") if "meta" in names else None
    if meta is None:
        found = next((member for member in _MEMBERS if member in names), "")
        if not found:
            raise damaged(_NAME)
        return found, found == _MEMBERS[0]
    try:
        version = read_message(meta).number(1)
    except ValueError as error:
        raise damaged(_NAME) from error
    if version > _NEWEST:
        raise FormatError(
            f"{_NAME} is of generation {version}, newer than what is known here ({_NEWEST}); "
            "export it from Anki with “Support older Anki versions” ticked."
        )
    member = _MEMBERS[_NEWEST - max(1, version)]
    return member, version == _NEWEST


class _Files:
    """The pictures and sounds of a package by their names in Anki."""

    def __init__(self, archive: Archive, is_newest: bool, gatherer: Gatherer) -> None:
        self._archive = archive
        self._is_newest = is_newest
        try:
            self._member_by_name = _newest_names(archive) if is_newest else _older_names(archive)
        except (FormatError, ValueError, RecursionError):
            if archive.inflated_bytes > archive.limits.inflated_bytes:
                raise
            self._member_by_name = {}
            gatherer.problem("The package’s list of pictures and sounds is damaged; they were left out.")

    def load(self, name: str) -> bytes | None:
        """Give a file’s bytes; None when it is not there or is damaged."""
        member = self._member_by_name.get(name)
        if member is None:
            return None
        try:
            content = self._archive.find(member)
            return self._archive.inflate_zstd(content) if content and self._is_newest else content
        except FormatError:
            # What is damaged costs itself alone; what is too large costs the package.
            if self._archive.inflated_bytes > self._archive.limits.inflated_bytes:
                raise
            return None


def _older_names(archive: Archive) -> Mapping[str, str]:
    found = json.loads(archive.find("media") or b"{}")
    if not isinstance(found, dict):
        raise ValueError("a mapping is expected")
    return {_folded(str(name)): member for member, name in found.items()}


def _newest_names(archive: Archive) -> Mapping[str, str]:
    packed = archive.find("media")
    entries = read_message(archive.inflate_zstd(packed)).pieces.get(1, []) if packed else []
    found: dict[str, str] = {}
    for number, content in enumerate(entries):
        entry = read_message(content)
        found[_folded(entry.text(1))] = str(entry.number(255) if 255 in entry.numbers else number)
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


def _bank(collection: Collection, decks: set[str]) -> BankFields:
    """Name the bank after the one deck that holds all others, where there is such."""
    roots = {deck.split("::")[0] for deck in decks if deck}
    if len(roots) != 1 or roots == {DEFAULT_DECK}:
        return BankFields()
    [root] = roots
    ids = [identity for identity, name in collection.decks.items() if name == root]
    description = plain_of(collection.descriptions.get(ids[0], "")) if ids else ""
    return BankFields(title=shortened(root), description=description[:2_000])


ANKI = Format("anki", "Anki package", (".apkg", ".colpkg"), sniff, read, write)
