"""What forms send beside their fields: numbers, and the id under which an act is stored once."""

from __future__ import annotations

from uuid import UUID

import pytest

from quizapp.plumbing.forms import HIGHEST_NUMBER, new_client_id, read_number, read_numbers
from tests.conftest import BEGIN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), ("0", 0), ("007", 7), (str(HIGHEST_NUMBER), HIGHEST_NUMBER), (str(HIGHEST_NUMBER + 1), None),
        ("9" * 5_000, None), ("-1", None), ("1.5", None), ("", None), (None, None), ("x", None), ("٣", None),
        ("²", None), (" 7", None), ("1_0", None),
    ],
)  # fmt: skip
def test_numbers(text, number):
    assert read_number(text) == number


def test_numbers_of_a_list_stand_once_each():
    assert read_numbers(["3", "x", "1", "3", "", "-2"]) == [3, 1]


def test_ids_are_new_and_begin_with_the_time(app):
    with app.app_context():
        ids = [new_client_id() for _ in range(50)]
    assert len(set(ids)) == 50
    assert {UUID(each).version for each in ids} == {7}
    assert {UUID(each).int >> 80 for each in ids} == {int(BEGIN.timestamp() * 1000)}
