"""A gap that is opened and not closed is told before it is saved."""

from __future__ import annotations

import pytest

from quizapp.banks.service import edit_of, read_edit
from quizapp.core.kinds.gap_rows import has_half_gap

RAW = {"kind": "cloze", "stem": "The [[1]] sat here.", "gaps": [{"key": "cat"}]}


@pytest.mark.parametrize(
    ("stem", "is_half"),
    [("The [[1]] sat on [[mat", True), ("[[a and [[1]]", True), ("The [[1]] sat.", False), ("[[1]] and \\[[", False)],
)
def test_a_half_gap_is_found(stem, is_half):
    assert has_half_gap(stem) is is_half


def test_a_half_gap_is_not_saved():
    inputs = edit_of(RAW).inputs
    assert read_edit(inputs, RAW, "").problems() == ({}, [])
    inputs.put("stem", "The [[1]] sat on [[mat")
    problems, others = read_edit(inputs, RAW, "").problems()
    assert "not closed" in problems["stem"]
    assert not others
