"""Statements of a pasted text that are judged: “T F Blood is red.”, “F (Grass is green.)” as an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.labelled_pieces import ASKS
from quizapp.core.formats.labelled_record import Question

_BOTH = r"(?:[(\[]?T[)\]]?\s?[/|]?\s?[(\[]?F[)\]]?|[(\[]?true\s?(?:/|\||\bor\b)?\s?false[)\]]?)"
#: What both answers may stand before or behind, to be circled there.
_BEFORE = re.compile(rf"(?i:[*_]{{0,3}}{_BOTH}[*_]{{0,3}}[.:]?[*_]{{0,3}})\s+(?=[^\W\d_a-z])")
_BEHIND = re.compile(rf"(?<=[.!)])\s*[–—-]?\s*{_BOTH}\.?\s*\Z", re.IGNORECASE)
_JUDGED = re.compile(
    r"(?P<truth>t|f|true|false)[*_]{0,3}"
    r"(?:\s?[(\[](?P<inner>[^()\[\]]+)[)\]][.]?|\s?[-–—:;,]\s+(?P<behind>\S.*)|\.\s+(?P<apart>[A-Z]\S*\s.*[.!]))?\.?",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = {"t": "True", "f": "False", "true": "True", "false": "False"}
_SENTENCE = 3
#: So many words at least a statement has, and what explains its truth where others show that this is one.
_FEW = 2


def take_truths(questions: Sequence[Question]) -> None:
    """Say of statements whether they are true, and explain them by the words behind that, where this is sure.

    It is where both answers stand at a statement, or each answer of the text is one of the two and one has words
    behind it.
    """
    typed = [question for question in questions if _is_typed(question)]
    found = [_JUDGED.fullmatch(question.said["key"][0].strip()) for question in typed]
    is_corrected = any(match and _explains(match, _FEW) for match in found)
    are_all = is_corrected and all(found) and all(_is_statement(question) for question in typed)
    told: list[Question] = []
    for question, match in zip(typed, found, strict=True):
        bare = _without_choice(question.stem)
        if match is None or (bare == question.stem and not are_all and not _is_surely(question, match)):
            continue
        told.append(question)
        question.said["stem"] = [bare]
        question.said["key"] = [_WORDS[match["truth"].casefold()]]
        if said := _said(match):
            question.said["explanation"] = [said, *question.said.get("explanation", [])]
    if len(told) < len(typed):
        # Among answers to type “False” may be a word.
        for question in told:
            question.said.setdefault("kind", ["true/false"])


def _is_typed(question: Question) -> bool:
    """Whether a question has one answer and no options."""
    others = question.options or question.bullets or question.numbered or question.said.get("option")
    return len(question.said.get("key", ())) == 1 and not others and not question.fault


def _is_statement(question: Question) -> bool:
    stem = question.stem
    return not ASKS.search(stem) and len(stem.split()) >= _FEW and not stem.endswith(":")


def _is_surely(question: Question, match: re.Match[str]) -> bool:
    """Whether an answer says by itself that a statement is true or false: “F (Grass is green.)” is no abbreviation."""
    is_named = match["apart"] is None or len(match["truth"]) > 1
    return is_named and _is_statement(question) and _explains(match, _SENTENCE) and question.stem.endswith((".", "!"))


def _explains(match: re.Match[str], words: int) -> bool:
    """Whether so many words explain an answer, which is more than a letter or has a sentence behind it."""
    said = _said(match)
    return len(said.split()) >= words and (len(match["truth"]) > 1 or said[:1].isupper())


def _said(match: re.Match[str]) -> str:
    return (match["inner"] or match["behind"] or match["apart"] or "").strip()


def _without_choice(stem: str) -> str:
    """Take both answers off a statement before or behind which they stand."""
    found = _BEFORE.match(stem)
    bare = stem[found.end() :] if found else _BEHIND.sub("", stem)
    return bare if len(bare.split()) >= _FEW and not ASKS.search(bare) else stem
