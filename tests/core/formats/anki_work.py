"""Runs beside the tests, in the environment of the genuine Anki: brings files in, says what is there, exports it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)


def bring_in(collection, path):
    """Bring a package or a text in, and count what came of its notes."""
    if path.suffix == ".apkg":
        options = ImportAnkiPackageOptions(with_scheduling=False, merge_notetypes=False)
        request = ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = collection.import_anki_package(request).log
    else:
        metadata = collection.get_csv_metadata(str(path), None)
        log = collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    names = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")
    return {name: len(getattr(log, name)) for name in names}


def described(collection):
    """Describe every note: fields, deck, cards with both their sides."""
    found = {}
    for identity in collection.find_notes(""):
        note = collection.get_note(identity)
        cards = note.cards()
        found[note.guid] = {
            "type": note.note_type()["name"],
            "fields": list(note.fields),
            "tags": note.tags,
            "deck": collection.decks.name(cards[0].did),
            "cards": [[card.question(), card.answer()] for card in cards],
        }
    return found


def main(folder, names):
    """Bring files of a folder into one collection, one after another; then export it in every form."""
    collection = Collection(str(folder / "collection.anki2"))
    counts = [bring_in(collection, folder / name) for name in names]
    media = sorted(path.name for path in (folder / "collection.media").iterdir())
    said = {"counts": counts, "notes": described(collection), "media": media, "cards": collection.card_count()}
    for legacy in (True, False):
        options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
        out = folder / f"out-{'legacy' if legacy else 'modern'}.apkg"
        collection.export_anki_package(out_path=str(out), options=options, limit=None)
    collection.export_note_csv(
        out_path=str(folder / "out.txt"),
        limit=None,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )
    collection.export_collection_package(str(folder / "out-legacy.colpkg"), include_media=True, legacy=True)
    collection.reopen()
    collection.export_collection_package(str(folder / "out-modern.colpkg"), include_media=True, legacy=False)
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
