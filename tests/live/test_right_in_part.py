"""What was right in part is told as that to the host: on the remote, in the report and in its tables."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook
from sqlalchemy import update

from quizapp.live.models import ResponseRow


def test_what_was_right_in_part_is_told_and_not_missed(match, sign_in_as):
    match.join("bob")
    match.round(bob=False)
    ada, here = sign_in_as("ada"), f"/games/{match.game_id}"
    assert "missed this question" in ada.get(here).text
    with match.database.transaction() as session:
        session.execute(update(ResponseRow).values(score=0.5))
    page = ada.get(here).text
    assert "1 missed" not in page
    assert "◐</span> right in part" in page
    page = " ".join(ada.get(f"{here}/report").text.split())
    assert "0 of 1 right</b> · 1 in part" in page
    assert f'href="{here}"' in page, "the game still runs"
    assert 'href="/games"' in page.partition("<h1>")[0].partition("crumb")[2]
    table = ada.get(f"{here}/report.csv?of=questions").data.decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(table))
    assert row[heading.index("in part")] == "1"
    sheet = load_workbook(io.BytesIO(ada.get(f"{here}/report.xlsx").data))["Questions"]
    assert sheet.cell(2, heading.index("in part") + 1).value == 1
