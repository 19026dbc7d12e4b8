"""Statements of a printed test bank that are to be judged, and corrected where they are false."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise

STATEMENTS = [
    [("The Earth is flat.", False, "round"), ("Water is wet.", True, "")],
    [("A spider has six legs.", False, "eight"), ("Iron is a metal.", True, ""), ("Mars is a star.", False, "planet")],
    [("Rivers flow\nuphill.", False, "downhill"), ("Ice floats.", True, "")],
]


@pytest.mark.parametrize("statements", STATEMENTS)
@pytest.mark.parametrize("heading", ["MODIFIED TRUE/FALSE", "TRUE/FALSE", "Modified True/False"])
@pytest.mark.parametrize(
    "line",
    [
        "{n}. {stem} ____\nANS: {truth}{comma}",
        "{n}. {stem}\nANS: {truth}{wide}",
        "____ {n}. {stem} ________\n\nANS: {truth}{comma}\n\nPTS: 1",
        "____ {n}. {stem}\n\nANS: {truth}{wide}   PTS: 1   TOP: Nature",
    ],
)
def test_statements_are_judged_and_corrected(line, heading, statements):
    text = "\n".join(
        line.format(
            n=n,
            stem=stem,
            truth="T" if truth else "F",
            comma=f", {said}" if said else "",
            wide=f"    {said}" if said else "",
        )
        for n, (stem, truth, said) in enumerate(statements, 1)
    )
    parcel = (data := f"{heading}\n{text}".encode()) and recognise(data).read(data)
    told = [(q.kind, " ".join(q.stem.replace("\\", "").split()), q.key, q.explanation) for q in parcel.questions]
    assert told == [("true_false", " ".join(stem.split()), truth, said) for stem, truth, said in statements]


def test_other_sections_stay_as_they_are():
    text = (
        "TRUE/FALSE\n1. Water is wet.\nANS: T\nCOMPLETION\n2. Rome lies in ____.\nANS: F, not France\n"
        "3. Paris lies in ____.\nANS: France   PTS: 1"
    )
    data = text.encode()
    told = [(q.kind, q.key) for q in recognise(data).read(data).questions]
    assert told == [("true_false", True), ("text", "F, not France"), ("text", "France")]
