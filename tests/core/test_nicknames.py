"""Nicknames: what is shown, what looks alike, what no class should read, and three to choose from."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.nicknames import (
    MAX_NICKNAME_CHARS,
    NotThatNickname,
    draw_nicknames,
    fold_nickname,
    read_nickname,
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Zoé ", "Zoé"),
        ("Ada  L.", "Ada L."),
        ("日本", "日本"),
        ("Ничего", "Ничего"),
        ("a\u202eb\u200bc", "a b c"),
        ("x\n<b>", "x <b>"),
        ("Bassett", "Bassett"),
        ("Scunthorpe", "Scunthorpe"),
        ("Dickens", "Dickens"),
        ("Essex", "Essex"),
    ],
)
def test_what_is_shown(typed, shown):
    assert read_nickname(typed) == shown


@pytest.mark.parametrize(
    "typed",
    ["", " ", "!!!", "🎉", "x" * (MAX_NICKNAME_CHARS + 1), "x" * 1_000_000, "f u c k", "FUUUCK", "f@ggot", "sh1t",
     "N4ZI", "ass", "my ass", "Z" + "\u0337\u0321\u0322" * 6],
)  # fmt: skip
def test_what_is_refused(typed):
    with pytest.raises(NotThatNickname):
        read_nickname(typed)


def test_what_looks_alike_is_one():
    assert len({fold_nickname(name) for name in ("Zoé", "zoe", "ZOE", "z0e", "Zooe", "z-o-e", "Zое")}) == 1
    assert len({fold_nickname(name) for name in ("Player 2", "Player 22", "Player 3", "Anna", "Anne")}) == 5


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        shown = read_nickname(text)
    except NotThatNickname:
        return
    assert read_nickname(shown) == shown
    assert 0 < len(shown) <= MAX_NICKNAME_CHARS
    assert len(fold_nickname(shown)) <= 2 * MAX_NICKNAME_CHARS


def test_drawn_ones_can_be_taken_and_differ():
    drawn = draw_nicknames(Random(3), 200)
    assert len(set(drawn)) == 200
    assert [read_nickname(name) for name in drawn] == drawn
