"""A document whose years change twice: what is asked of a year that stands there no more rests, however often."""

from __future__ import annotations

import re

import pytest

from tests.documents.read_versions import bring_read, drafts_of, entries_of
from tests.documents.versions import fates, publish, row_of

AROUND = "Ines Falk moved to Varn in 1911. {told}\n\nKarl Berg painted the Lund Mill in 1922."
TOLD = {
    "elected": "In {year} the Orsk Guild elected Nora Vik its treasurer.",
    "opened": "Ada Holm opened the Tarn Bridge in {year}.",
    "sold": "In {year} Peter Dahl sold his brewery to Otto Krell.",
}
YEARS = ("1851", "1849", "1843")


@pytest.mark.parametrize("verb", TOLD)
def test_what_is_asked_of_a_year_rests_while_the_year_is_another(database, people, verb) -> None:
    texts = [AROUND.format(told=TOLD[verb].format(year=year)) for year in (*YEARS, YEARS[0])]
    first = bring_read(database, people.ada, texts[0])
    drawn = drafts_of(database, first, "")
    ids = [id for id, row in drawn.items() if row.state == "open" and YEARS[0] in row.raw["stem"]]
    assert ids
    bank_id = publish(database, people.ada, first, *ids)
    earlier = first
    for text in texts[1:-1]:
        earlier = bring_read(database, people.ada, text, earlier)
        found = fates(database, earlier, bank_id)
        for id in ids:
            row = row_of(database, bank_id, id)
            assert found[id] in ("changed", "gone")
            assert found[id] == "gone" or row.suspended_at is not None
            assert YEARS[0] in row.body["stem"]
            assert set(re.findall(r"\d{4}", str(row.body["evidence"]))) <= {YEARS[0], *re.findall(r"\d{4}", texts[0])}
    back = bring_read(database, people.ada, texts[-1], earlier)
    found = fates(database, back, bank_id)
    for id in ids:
        assert found[id] in ("unchanged", "moved")
        assert row_of(database, bank_id, id).suspended_at is None


def test_it_is_said_why_a_year_changed_that_is_reckoned_from_another_sentence(database, people) -> None:
    told = "In {year} Nora Vik bought the Orsk Mill. Three years later she sold the Lund Brewery."
    texts = [AROUND.format(told=told.format(year=year)) for year in ("1851", "1849")]
    first = bring_read(database, people.ada, texts[0])
    ids = [
        id for id, row in drafts_of(database, first, "sell").items() if row.state == "open" and "1854" in str(row.raw)
    ]
    assert ids
    bank_id = publish(database, people.ada, first, *ids)
    newer = bring_read(database, people.ada, texts[1], first)
    entries = entries_of(database, people.ada, newer, bank_id)
    assert entries
    asked = [entry for entry in entries if entry.before.stem == entry.after.stem]
    assert asked
    assert all(any("reckoned from another sentence" in remark for remark in entry.remarks) for entry in asked)
