"""Who waits for a long table hears how many of its rows were read."""

from __future__ import annotations

from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.parcel import ReadOptions


def test_rows_are_told_while_they_are_read() -> None:
    heard: list[int] = []
    rows = "".join(f"What is number {number}?,Answer {number}\n" for number in range(3_500))
    parcel = CSV.read(f"question,answer\n{rows}".encode(), ReadOptions(heard=heard.append))
    assert len(parcel.entries) == 3_500
    assert heard == [1_000, 2_000, 3_000]
