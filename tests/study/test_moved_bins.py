"""Cards that are moved by the thousand are counted into the bins of single answers, to the last bit."""

from __future__ import annotations

from math import nextafter

import pytest

from quizapp.core.scheduler import STABILITY_CEILING_DAYS, difficulty_bin, stability_bin
from quizapp.study.service.moving import lowest_of_bins


@pytest.mark.parametrize(("measure", "bin_of"), [("stability", stability_bin), ("difficulty", difficulty_bin)])
def test_bins_of_moved_cards_begin_where_those_of_answers_do(measure, bin_of):
    lowest = list(lowest_of_bins(measure))
    assert [bin_of(each) for each in lowest] == list(range(1, len(lowest) + 1))
    assert [bin_of(nextafter(each, 0)) for each in lowest] == list(range(len(lowest)))
    assert bin_of({"stability": STABILITY_CEILING_DAYS, "difficulty": 10}[measure]) == len(lowest)
