"""What was right in part is told as that to the host: on the remote, in the report and in its tables."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from quizapp.banks.models import Bank
from quizapp.core.game import End
from quizapp.live import service as live
from quizapp.live.models import ResponseRow
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent


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


@pytest.mark.parametrize("score", [0.25, 0.5, 0.8])
def test_what_was_right_in_part_is_to_be_reviewed_kept_and_taught_again_alike(
    runtime, match, cast, bank_id, sign_in_as, score
):
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
        study.enrol(session, cast.tess.id, bank_id)
        study.set_live_responses(session, cast.tess.id, bank_id, "misses")
    for name in ("sam", "tess"):
        match.join(name, cast[name].id)
    for _ in range(2):
        match.round(sam=True, tess=True)
    with match.database.transaction() as session:
        session.execute(update(ResponseRow).where(ResponseRow.round_no == 1).values(score=score))
    match.move(End())
    match.hand_over()
    sam, link = sign_in_as("sam"), f"/play/{match.standing.link_token}"
    sam.client.set_cookie(f"play-{match.game_id}", match.tokens["sam"], path="/play")
    assert "1 of 2 to review" in sam.get(f"{link}/summary").text
    assert "Keep the one I missed" in sam.get(f"{link}/keep").text
    first = match.standing.cards[0].question_id
    with match.database.reading() as session:
        missed = live.list_missed(session, cast.ada, match.game_id)
        kept = session.scalars(select(ReviewEvent.question_id).where(ReviewEvent.learner_id == cast.tess.id)).all()
    assert missed == {cast.sam.id: [first], cast.tess.id: [first]}
    assert kept == [first], "who takes in misses alone has it too"
    page = sign_in_as("ada").get(f"/games/{match.game_id}/report").text
    assert "who study the bank and answered them, but not wholly right; guests are among them" in page
