"""Answers that stand apart from their questions: together at the end, or before the number of each question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.key_lists import (
    Keyed,
    heading_of,
    heads_list,
    is_plain_list,
    letters_alone,
    plain_pairs,
    read_keys,
)
from quizapp.core.formats.markdown_signs import KEY_WORDS
from quizapp.core.formats.question_words import QUESTION_NAME
from quizapp.core.formats.rearranged import Numbered, Rearranged, as_they_stand, find_openings, joined, with_answers

_MAY_BE_KEY = re.compile(
    rf"\s*(?:[|(]\s*)?(?:\d|:?-{{3}}|(?i:{QUESTION_NAME}|q|no|nr)\s?[.#]?\s?\d|[A-Ha-hTFtf]\b|[A-HTF]{{2,200}}\s*\Z)"
)
_BEFORE = re.compile(
    r"(?P<indent>\s*)(?:[*_]{0,8}[(\[]?\s?(?P<answer>[A-Ha-h](?:\s?[,&/]\s?[A-Ha-h])*|[TFtf]|(?i:true|false))\s?[)\]]?[*_]{0,8}[.:]?"
    r"|_{2,}|[(\[]\s*[)\]])\s+(?P<rest>\(?(?P<number>\d{1,4})[.)]\s+\S.*)"
)
_OPTION = re.compile(r"\s*[*_]{0,3}[(\[]?[A-Ha-h][).\]]\s*\S")
_OPTION_NAMED = re.compile(r"[A-EG-Sa-eg-s](?:[\s,&/+]*[A-Ha-h])*")
_TWO_OPTIONS = re.compile(
    r"(?:^|\s)[*_]{0,3}[(\[]?[Aa][).\]:]\s*\S(?s:.{0,2000}?)\s[*_]{0,3}[(\[]?[Bb][).\]:]", re.MULTILINE
)
_NAMED_QUESTION = re.compile(rf"\s*[*_]{{0,3}}(?:{QUESTION_NAME}|q)[*_]{{0,3}}\s?[:.]", re.IGNORECASE)
_LETTER_OR_TRUTH = re.compile(r"[A-Ha-hTFtf](?:[\s,&/+]*[A-Ha-h])*|(?i:true|false|richtig|falsch|wahr|vrai|faux)")
#: Numbers as lists in Markdown do not have them.
_DASHED = re.compile(r"\s*\d{1,4}\s?[-–—](?:\s|[A-HTFa-htf]\s*\Z)")
_MARKED = re.compile(r"\s*\*\s?[(\[]?[A-Ha-h][).\]]")
#: A heading by its signs or in bold letters, not a numbered question or an option.
_SECTION = re.compile(
    rf"(?:#{{1,6}}\s+(?![*_]{{0,3}}(?:q|{QUESTION_NAME})?\s?\(?\d)|\*\*(?!\(?\w{{1,4}}[.)]))[^?]{{1,60}}?(?<![.!:,;])(?:\*\*)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?:#{{1,6}}\s+)?[*_]{{0,3}}(?:(?:{QUESTION_NAME}|q)\s?)?\(?\d{{1,4}}[.):]", re.IGNORECASE)
_NAMED_NUMBER = re.compile(rf"\s*[*_]{{0,3}}(?:{QUESTION_NAME}|q|no|nr)\s?[.#]?\s?\d", re.IGNORECASE)
_KEY_WORDS = re.compile(KEY_WORDS, re.IGNORECASE)
_KEYS_AT_LEAST = 2
_LETTER_FIRST = re.compile(r"[*_]{0,3}\(?[A-Ha-h]\b")


def answers_at_end(lines: Sequence[str], *, is_part: bool = False) -> Rearranged | None:
    """Give each question its answer out of the list at the end; None where there is no such list.

    A text whose list others read is theirs; of a part that stands beside such that they do not, nothing is.
    """
    headings = _headings(lines)
    found = _answers_at_end(["" if place in headings else line for place, line in enumerate(lines)], is_part=is_part)
    if found is not None:
        found.stray += [(place + 1, lines[place].strip()) for place in sorted(headings)]
    return found


def _headings(lines: Sequence[str]) -> set[int]:
    """Find the lines that head numbered questions: “### **True/False**”."""
    found: set[int] = set()
    below = ""
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place].strip()
        match = _SECTION.fullmatch(line)
        is_apart = line.startswith("#") or not place or not lines[place - 1].strip()
        if match and is_apart and _NUMBERED.match(below) and not (heading_of(line) is not None or heads_list(line)):
            found.add(place)
        below = line or below
    return found


def _answers_at_end(lines: Sequence[str], *, is_part: bool) -> Rearranged | None:
    ends = _ends_of_lists(lines)
    if len(ends) > 1:
        return _answers_of_parts(lines, ends)
    start, found = find_list(lines)
    if not found:
        return _letters_at_end(lines)
    is_dashed = any(map(_DASHED.match, lines))
    if len(found) < _KEYS_AT_LEAST or (not is_part and not is_dashed and _is_read_by_others(lines[start:], found)):
        return None
    if _has_other_answers(lines[:start]):
        return None
    numbers = [number for _, number, _ in found]
    openings = find_openings(lines[:start], numbers)
    if openings is not None and not _has_options(lines, [each.place for each in openings], start, found):
        openings = None
    if openings is None or len(set(numbers)) < len(numbers):
        if len({place for place, _, _ in found}) == len(found):
            return None
        reason = (
            "The answers at the end have numbers that are not those of one question each; "
            "write each answer below its question."
        )
        return Rearranged(as_they_stand(lines[:start]), problems=[reason])
    told: dict[int, list[Numbered]] = {number: [(place + 1, f"Answer: {answer}")] for place, number, answer in found}
    arranged = with_answers(as_they_stand(lines), openings, told, start)
    asked = {opening.number for opening in openings}
    for place, number, answer in found:
        if number not in asked:
            arranged.stray.append((place + 1, f"{number}. {answer}"))
    return arranged


def _letters_at_end(lines: Sequence[str]) -> Rearranged | None:
    """Do the same with letters that have no numbers, one for each question; say so where they may be the last one's."""
    start, letters = find_letters(lines)
    if not letters or _has_other_answers(lines[:start]):
        return None
    numbers = range(1, len(letters) + 1)
    openings = find_openings(lines[:start], numbers)
    fits = openings is not None and [each.number for each in openings] == list(numbers)
    told = [letter.upper() for _, letter in letters]
    is_one_answer = told == sorted(set(told)) and "T" not in told
    if is_one_answer and not fits and find_openings(lines[:start], (1, 2)) is None:
        return None
    if openings is None or not fits or is_one_answer:
        reason = (
            "The letters at the end have no numbers, and may be the last question’s or one each; "
            "write each answer below its question."
        )
        return Rearranged(as_they_stand(lines[:start]), problems=[reason])
    by_number: dict[int, list[Numbered]] = {
        number: [(place + 1, f"Answer: {letter}")] for number, (place, letter) in zip(numbers, letters, strict=True)
    }
    return with_answers(as_they_stand(lines), openings, by_number, start)


def _answers_of_parts(lines: Sequence[str], ends: Sequence[int]) -> Rearranged | None:
    """Give the questions of each part the answers below it; None where some part has no sure ones of its own."""
    if any(line.strip() for line in lines[ends[-1] :]):
        return None
    blocks = [lines[begin:end] for begin, end in zip([0, *ends[:-1]], ends, strict=True)]
    if not any(answers_at_end(block) for block in blocks):
        return None
    parts: list[tuple[int, Rearranged]] = []
    for begin, end in zip([0, *ends[:-1]], ends, strict=True):
        found = answers_at_end(lines[begin:end], is_part=True)
        if found is None or found.problems:
            return None
        parts.append((begin, found))
    return joined(parts)


def _ends_of_lists(lines: Sequence[str]) -> list[int]:
    """Give the place behind each list of answers that has a heading."""
    ends: list[int] = []
    for place, line in enumerate(lines):
        rest = "" if heads_list(line) else heading_of(line)
        if rest is None or (ends and place < ends[-1]):
            continue
        numbers = [number for _, number, _ in read_keys([rest], place) or []]
        is_plain, end = bool(plain_pairs(rest)), place + 1
        for below in range(place + 1, len(lines)):
            found = read_keys(lines[below : below + 1], below) or []
            if lines[below].strip() and not _goes_on(found, numbers, is_plain=is_plain):
                break
            is_plain = is_plain or bool(plain_pairs(lines[below]))
            numbers += [number for _, number, _ in found]
            end = below + 1 if found else end
        if len(numbers) >= _KEYS_AT_LEAST:
            ends.append(end)
    return ends


def _goes_on(found: Sequence[Keyed], numbers: Sequence[int], *, is_plain: bool) -> bool:
    """Whether a line goes on with a list of answers, and does not ask."""
    if not found or found[0][1] <= (numbers[-1] if numbers else 0) or found[-1][2].endswith("?"):
        return False
    return not is_plain or all(_LETTER_OR_TRUTH.fullmatch(answer) for _, _, answer in found)


def _has_other_answers(lines: Sequence[str]) -> bool:
    """Whether questions have their answers below them, or what is numbered is a list within a question."""
    return any(heading_of(line) or _NAMED_QUESTION.match(line) or _MARKED.match(line) for line in lines)


def find_list(lines: Sequence[str]) -> tuple[int, list[Keyed]]:
    """Find the list at the end: the place where it begins, and its answers, none where there is none."""
    end = _end_of(lines)
    below = _below_heading(lines, end)
    if below:
        start = end - len(below)
        return start, read_keys(below, start) or []
    start = end
    while start and is_plain_list(lines[start - 1]):
        start -= 1
    is_apart = start and start < end and not lines[start - 1].strip()
    return start, (read_keys(lines[start:end], start) or []) if is_apart else []


def find_letters(lines: Sequence[str]) -> tuple[int, list[tuple[int, str]]]:
    """Find letters without numbers below a heading at the end, and the place of each."""
    end = _end_of(lines)
    below = _below_heading(lines, end)
    return end - len(below), letters_alone(below, end - len(below))


def _end_of(lines: Sequence[str]) -> int:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _below_heading(lines: Sequence[str], end: int) -> list[str]:
    """Give the lines from the last heading on, of it what stands behind it; none where something else follows it."""
    start = end
    while start and (not lines[start - 1].strip() or _MAY_BE_KEY.match(lines[start - 1])):
        start -= 1
    heading = lines[start - 1] if start else ""
    rest = "" if start < end and heads_list(heading) else heading_of(heading)
    if rest is None:
        return []
    return [lines[start - 1].strip()[-len(rest) :] if rest else "", *lines[start:end]]


def _is_read_by_others(lines: Sequence[str], found: Sequence[Keyed]) -> bool:
    """Whether each answer has a line of its own below a bare heading in English, a letter first, as in Markdown."""
    if heading_of(lines[0]) or heads_list(lines[0]) or not _KEY_WORDS.fullmatch(lines[0].strip("#*_ \t")):
        return False
    if any(_NAMED_NUMBER.match(line) for line in lines[1:]):
        return False
    is_single = len({place for place, _, _ in found}) == len(found) > 1
    return is_single and all(_LETTER_FIRST.match(answer) for _, _, answer in found)


def _has_options(lines: Sequence[str], places: Sequence[int], end: int, found: Sequence[Keyed]) -> bool:
    """Whether most questions have options where all answers are letters: else the numbers are those of one list."""
    if not all(_OPTION_NAMED.fullmatch(answer) for _, _, answer in found):
        return True
    ends = [*places[1:], end]
    blocks = ["\n".join(lines[start:stop]) for start, stop in zip(places, ends, strict=True)]
    return sum(_TWO_OPTIONS.search(block) is not None for block in blocks) * 2 > len(blocks)


def answers_before(lines: Sequence[str]) -> Rearranged | None:
    """Give each question the answer that stands before its number: “B  1. Which …”; None where none stands so."""
    found = [(place, match) for place, line in enumerate(lines) if (match := _BEFORE.fullmatch(line))]
    answered = [(place, match) for place, match in found if match["answer"]]
    numbers = [int(match["number"]) for _, match in found]
    if len(answered) < 2 or len(answered) * 2 <= len(found) or numbers != list(range(numbers[0], numbers[-1] + 1)):
        return None
    bare = list(lines)
    for place, match in found:
        bare[place] = match["indent"] + match["rest"]
    openings = find_openings(bare, numbers)
    if openings is None or [each.place for each in openings] != [place for place, _ in found]:
        return None
    ends = [*(place for place, _ in found[1:]), len(lines)]
    has_options = [any(map(_OPTION.match, bare[place + 1 : end])) for (place, _), end in zip(found, ends, strict=True)]
    truths = sum(
        plain_pairs(f"1 {match['answer']}")[:1] != [] and match["answer"][0] in "TFtf" for _, match in answered
    )
    if sum(has_options) + truths < len(found) / 2:
        return None
    told: dict[int, list[Numbered]] = {
        int(match["number"]): [(place + 1, f"Answer: {match['answer']}")] for place, match in answered
    }
    return with_answers(as_they_stand(bare), openings, told, len(lines))
