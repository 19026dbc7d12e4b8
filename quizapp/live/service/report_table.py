"""The report of a game as rows for spreadsheets: players with their rounds, questions with their figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from quizapp.core.formats.neutral_cells import neutral
from quizapp.live.service.dividing import Share
from quizapp.live.service.reporting import Report, ReportPlayer, ReportRound

Cells = list[str | float]
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def player_rows(report: Report) -> list[Cells]:
    """Give a row for each player; of a round its score in per cent, or in words why there is none."""
    heading: Cells = ["rank", "nickname", "name", "points", "right", "asked"]
    heading += [f"question {each.no}{_mark(each)}" for each in report.rounds]
    rows = [heading]
    for player in report.players:
        row: Cells = [
            *(player.rank, player.nickname, player.name or "guest"),
            *(player.points, player.right, player.asked),
        ]
        rows.append(row + [_cell(player, each.no) for each in report.rounds])
    return rows


def _cell(player: ReportPlayer, no: int) -> str | float:
    if no not in player.scores:
        return "not asked"
    score = player.scores[no]
    return round(score * 100) if score is not None else "too late" if no in player.late else "nothing given"


def _mark(each: ReportRound) -> str:
    judged = f" (judged again by the key of {_key_day(each)})" if each.correction.key_of else ""
    if each.was_cut_off:
        return " (cut off by the end of the game)"
    if each.was_skipped:
        return " (skipped)"
    return " (voided)" if each.is_voided else judged


def _key_day(each: ReportRound) -> str:
    return each.correction.key_of.date().isoformat() if each.correction.key_of else ""


def question_rows(report: Report) -> list[Cells]:
    """Give a row for each question that was asked, with the answers that were given most."""
    rows: list[Cells] = [
        [
            "question",
            "stem",
            "key",
            "asked",
            "answered",
            "too late",
            "right",
            "in part",
            "right %",
            "median seconds",
            "voided",
            "judged again by the key of",
            "given most",
        ]
    ]
    for each in report.rounds:
        given = ", ".join(f"{share.text}{_worth(share)}: {share.count}" for share in each.shares)
        rows.append(
            [
                *(each.no, each.stem, each.answer, each.asked, each.given),
                *(each.late, each.right, each.in_part),
                *(round(each.share * 100), "" if each.median_ms is None else round(each.median_ms / 1000, 1)),
                *(
                    "cut off"
                    if each.was_cut_off
                    else "skipped"
                    if each.was_skipped
                    else "yes"
                    if each.is_voided
                    else "",
                    _key_day(each),
                    given,
                ),
            ]
        )
    return rows


def _worth(share: Share) -> str:
    if share.worth is None:
        return ""
    return " (right)" if share.is_right else " (wrong)" if share.is_wrong else " (in part)"


def csv_bytes(rows: Sequence[Cells]) -> bytes:
    """Write rows as CSV that spreadsheets open as it is meant."""
    stream = io.StringIO()
    csv.writer(stream).writerows([[neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")
