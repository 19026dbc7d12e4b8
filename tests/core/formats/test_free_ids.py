"""Ids that nothing else has yet."""

from __future__ import annotations

from quizapp.core.formats.free_ids import FreeIds
from quizapp.core.formats.native_identity import ID_PATTERN


def test_the_lowest_free_number_stands_behind_one_that_is_taken():
    ids = FreeIds(["a", "a-3"])
    assert [ids.give(each) for each in ("a", "a", "b", "b", "a-2")] == ["a-2", "a-4", "b", "b-2", "a-2-2"]


def test_one_that_was_only_found_is_free_for_the_next():
    ids = FreeIds(["a"])
    assert [ids.find("a"), ids.find("a"), ids.give("a"), ids.find("a")] == ["a-2", "a-2", "a-2", "a-3"]


def test_long_ids_stay_ids_and_apart():
    ids = FreeIds()
    given = [ids.give("x" * 64) for _ in range(1_200)]
    assert len(set(given)) == len(given)
    assert all(ID_PATTERN.fullmatch(each) for each in given)


def test_long_ids_of_one_beginning_are_numbered_on_and_not_searched_for():
    wished = [f"{'x' * 56}{number}" for number in range(10_000)]
    ids = FreeIds(wished)
    given = [ids.give(each) for each in wished]
    assert given == [f"{'x' * 56}-{number}" for number in range(2, 10_002)]
