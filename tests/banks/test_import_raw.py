"""What a skipped entry said is kept, as a page shows its beginning and the report as CSV has it."""

from __future__ import annotations

import csv
import io

from quizapp.banks import engine
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.parcel import Skipped
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, ticked

LONG = "=word " * 1_500 + "THE END"
QUIZ = f"""<quiz>
<question type="calculated"><name><text>sum</text></name><questiontext><text>{{a}}+{{b}} {LONG}</text></questiontext>
<answer fraction="100"><text>{{a}}+{{b}}</text></answer></question>
<question type="truefalse"><name><text>sun</text></name><questiontext><text>The sun is hot.</text></questiontext>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>
</quiz>"""

__all__ = ["ada", "runner"]


def test_the_report_as_csv_has_all_of_it(ada):
    address = bring(ada, ("quiz.xml", QUIZ))
    page = settled(ada, address)
    assert "THE END" not in page
    assert "The report of the import as CSV has more of it" in page
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Sun")
    assert "THE END" not in settled(ada, address)
    rows = list(csv.DictReader(io.StringIO(ada.get(f"{address}/report").text.removeprefix("\ufeff"))))
    assert [row["what"] for row in rows] == ["new", "skipped"]
    assert rows[0]["raw"] == ""
    assert rows[1]["raw"].startswith('<question type="calculated">')
    assert LONG in rows[1]["raw"]


def test_of_very_much_the_beginnings_are_kept_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(engine, "_RAW_KEPT", 6_000)
    monkeypatch.setattr(engine, "_RAW_BEGINNING", 10)
    kept = list(engine._kept_skipped([Skipped("x", "why", None, "a" * 5_000)] * 3))
    assert [(len(each["raw"]), each["raw_more"]) for each in kept] == [(5_000, 0), (1_000, 4_000), (10, 4_990)]


def test_a_reader_counts_what_it_does_not_keep():
    gatherer = Gatherer("csv")
    gatherer.skip("x", "why", raw="a" * 20_001)
    assert (len(gatherer.skipped[0].raw), gatherer.skipped[0].raw_more) == (20_000, 1)
