"""The entry word: the same for every process, another every half minute, and typing it takes no luck."""

from __future__ import annotations

from collections import Counter

import pytest

from quizapp.core.entry_word import PERIOD_MS, is_word, word_at

START = 1_700_000_010_000 // PERIOD_MS * PERIOD_MS


def test_a_word_is_four_digits_and_stands_for_half_a_minute():
    first = word_at("secret", START)
    assert len(first.text) == 4
    assert first.text.isdigit()
    assert first.until_ms == START + PERIOD_MS
    assert word_at("secret", START + PERIOD_MS - 1) == first
    assert word_at("secret", START + PERIOD_MS) != first


def test_the_word_before_is_taken_for_one_period_more():
    word = word_at("secret", START).text
    assert is_word("secret", word, START)
    assert is_word("secret", word, START + 2 * PERIOD_MS - 1)
    assert not is_word("secret", word, START + 2 * PERIOD_MS)
    assert not is_word("secret", word_at("secret", START + PERIOD_MS).text, START)


def test_each_game_has_its_own_and_no_word_is_likelier():
    words = [word_at(f"secret {n}", START).text for n in range(20_000)]
    counted = Counter(words)
    assert len(counted) > 8_000
    assert max(counted.values()) < 15
    assert any(word.startswith("0") for word in words)


@pytest.mark.parametrize("shape", ["{} {}", " {}{} ", "{}-{}"])
def test_a_word_may_be_typed_with_gaps(shape):
    word = word_at("secret", START).text
    assert is_word("secret", shape.format(word[:2], word[2:]), START)


@pytest.mark.parametrize("typed", ["", "x", "\0", "１２３４", "9" * 10_000])
def test_what_is_no_word_is_wrong(typed):
    assert not is_word("secret", typed, START)


def test_more_digits_than_the_word_are_wrong():
    assert not is_word("secret", word_at("secret", START).text + "1", START)
