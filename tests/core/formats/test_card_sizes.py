"""Cards to cut out: letters as large as wished where they fit, smaller where not, and cut texts are known."""

from __future__ import annotations

import pytest

from quizapp.core.formats.card_sizes import SIZES, back_of, front_of
from quizapp.core.formats.printing import Mixing, make_variants
from quizapp.core.kinds import parse_question


def printed(**said):
    raw = {"id": "essay", "kind": "open", "stem": "Why?", "key": "Because."} | said
    return make_variants([parse_question(raw)], Mixing("seed"))[0].questions[0]


def test_short_texts_stand_in_the_wished_size():
    for size in SIZES[:-2]:
        for side in (front_of(printed(), size), back_of(printed(), size)):
            assert (side.size, side.is_smaller, side.is_whole) == (size, False, True)


def test_the_longer_the_text_the_smaller_the_letters():
    sizes = [back_of(printed(key="It rained all day. " * times), 12).size for times in (1, 20, 36, 45)]
    assert sizes == sorted(set(sizes), reverse=True)
    assert back_of(printed(key="It rained all day. " * 36), 12).is_whole


@pytest.mark.parametrize("text", ["It rained all day. " * 120, "雨" * 700, "a\n\n" * 40])
def test_what_fits_in_no_size_is_known(text):
    for side in (front_of(printed(stem=text), 12), back_of(printed(key=text.strip()), 12)):
        assert (side.size, side.is_whole) == (SIZES[-1], False)
