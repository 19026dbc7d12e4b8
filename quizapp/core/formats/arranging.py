"""Finds in which of the ways that are known the answers of a text stand apart from its questions."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.formats.answers_below import answers_below
from quizapp.core.formats.answers_within import answers_within
from quizapp.core.formats.exam_bank import exam_bank, is_exam_bank
from quizapp.core.formats.form_page import form_page, is_form_page
from quizapp.core.formats.keys_apart import answers_at_end, answers_before, find_letters, find_list
from quizapp.core.formats.keys_of_parts import has_keys_of_parts, keys_of_parts
from quizapp.core.formats.matching_lists import matching_lists
from quizapp.core.formats.page_copy import is_page, page_copy
from quizapp.core.formats.rearranged import Rearranged, find_openings
from quizapp.core.formats.ticked_brackets import ticked_brackets
from quizapp.core.formats.truth_options import truth_options
from quizapp.core.formats.truths_behind import truths_behind

#: Those that need no more than the beginning of a text to be known by.
_IN_PLACE = (answers_below, answers_within, truths_behind, ticked_brackets, truth_options, matching_lists)
_WAYS = (page_copy, exam_bank, form_page, answers_before, answers_at_end, *_IN_PLACE)


def arranged(lines: Sequence[str]) -> Rearranged | None:
    """Put a text into the order in which it is read; None where its answers stand below their questions."""
    return next((found for way in _WAYS if (found := way(lines))), None)


def has_answers_apart(head: str, tail: str) -> bool:
    """Judge by the beginning of a text and, where it is long, by its end."""
    lines = head.split("\n")
    if is_page(lines) or is_exam_bank(head) or is_form_page(head):
        return True
    if not tail:
        return (keys_of_parts(lines) or arranged(lines)) is not None
    if has_keys_of_parts(tail):
        return True
    last = tail.split("\n")
    keys = find_list(last)[1] or find_letters(last)[1]
    if len(keys) > 1 and find_openings(lines[:-1], range(1, 1 + sum(line.strip() != "" for line in lines[:20]) // 5)):
        return True
    return answers_before(lines) is not None or any(way(lines[:-1]) for way in _IN_PLACE)
