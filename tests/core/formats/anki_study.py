"""Runs beside the tests, in the environment of the genuine Anki: studies some notes there, and exports them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions


def main(folder):
    """Answer four cards again, hard, good and easy; reset the first, set a day for the second, suspend the third."""
    collection = Collection(str(folder / "collection.anki2"))
    basic = collection.models.by_name("Basic")
    for number in range(4):
        note = collection.new_note(basic)
        note["Front"], note["Back"] = f"Question {number}", f"Answer {number}"
        note.guid = f"g{number}"
        collection.add_note(note, 1)
    answered = []
    for rating in (1, 2, 3, 4):
        card = collection.sched.getCard()
        card.start_timer()
        collection.sched.answerCard(card, rating)
        answered.append(card.id)
    collection.sched.schedule_cards_as_new([answered[0]])
    collection.sched.set_due_date([answered[1]], "5")
    collection.sched.suspend_cards([answered[2]])
    rows = collection.db.all("select id, cid, ease from revlog order by id")
    guids = [collection.get_card(identity).note().guid for identity in answered]
    for legacy in (True, False):
        options = ExportAnkiPackageOptions(with_scheduling=True, legacy=legacy)
        out = folder / f"studied-{'legacy' if legacy else 'modern'}.apkg"
        collection.export_anki_package(out_path=str(out), options=options, limit=None)
    collection.export_collection_package(str(folder / "studied-old.colpkg"), include_media=False, legacy=True)
    collection.reopen()
    collection.export_collection_package(str(folder / "studied-new.colpkg"), include_media=False, legacy=False)
    print(json.dumps({"rows": rows, "guids": guids, "cards": answered}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
