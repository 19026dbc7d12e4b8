"""Rules about the words of a stem: R01, R02, R03, R11, R15."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from quizapp.core.compare import fold
from quizapp.core.document import Paragraph
from quizapp.core.extraction.item_rules.asked import (
    GAP,
    Asked,
    Reason,
    RuleContext,
    contains_words,
    folded,
    shown,
    spellings,
    unquoted,
    words_of,
)
from quizapp.core.extraction.item_rules.word_lists import COMMON_STARTS, MONTH_BEGINNINGS, NO_NOUNS

STEM_WORD_LIMIT = 30

_QUESTION_WORD = r"(?:who|whom|whose|what|which|when|where|why|how)"
_TWO_QUESTIONS = re.compile(
    rf"\b{_QUESTION_WORD}\s*(?:,|and|or|,\s*and)\s+{_QUESTION_WORD}\b"
    rf"|\b(?:and|or)\s+(?:(?:in|at|on|by|to|for|from|with)\s+)?{_QUESTION_WORD}(?:\s+\w+)?\s+"
    r"(?:did|do|does|was|were|is|are|had|has|have|can|could|will|would)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs)\b", re.IGNORECASE)
_POSSESSIVE = frozenset({"his", "her", "hers", "its", "their", "theirs", "he", "they", "them", "him", "she"})
_EXPLETIVE = re.compile(
    r"\bit (?:takes?|took|is (?:true|said|known|possible)|was (?:true|said|possible))\b", re.IGNORECASE
)
_DETERMINED = re.compile(r"\b(?:the|an?|which|what|whose|each|every|some|two|three|four|five)\s+(\w+)", re.IGNORECASE)
_POINTING_NOUN = (
    r"(?:year|day|month|week|war|country|state|city|town|time|period|event|treaty|agreement|meeting|summit|visit|man|"
    r"woman|person|leader|party|battle|place|decision|law|date|text|speech|book|statement|claim)"
)
_POINTING = re.compile(rf"\b(?:this|these|those)\s+\w+|\bthat\s+{_POINTING_NOUN}s?\b", re.IGNORECASE)
_BARE_NOUN = re.compile(
    r"\bthe (country|state|city|town|summit|meeting|leader|president|minister|king|queen|war|battle|treaty|agreement|"
    r"alliance|regime|government|party|visit|trip|conference|attack|speech|man|woman|author)"
    r"(?!\w)(?!(?:\s+\w+){0,2}\s+(?:of|between|who|which|that|for|against|on|at|in|to|with|from|near|named|called)\b)"
    r"(?!\s+[A-Z])(?![’'-])"
)
_ADJECTIVE_USE = r"(?:\s*[,.;?!]|\s+(?:was|were|is|are|did|does|had|has|have|would|could)\b|\s*$)"
_DEICTIC = re.compile(
    r"\b(?:recently|nowadays|currently|presently|yesterday|tomorrow|tonight|these days|so far|here)\b"
    r"|(?<!the )(?<!his )(?<!her )(?<!their )(?<!its )\b(?:last|next) (?:year|month|week|night|decade|century|time)\b"
    r"|\b\w+ (?:years?|months?|weeks?|days?|decades?) ago\b"
    r"|\btoday\b(?![’']s)|(?<!what is )(?<!what are )\bnow\b(?! (?:called|known|named|in|part))"
    rf"|\bthe (?:former|latter){_ADJECTIVE_USE}|\b(?:did|does|do) the (?:former|latter)\b",
    re.IGNORECASE,
)
_POINTS_AT_TEXT = re.compile(
    r"(?<!according to )\b(?:the|this) (?:article|text|passage|chapter|document|reading|excerpt|author of the text)\b"
    r"|\b(?:mentioned|described|shown|listed|given|stated|as|see) (?:above|below)\b|\b(?:above|below)[?.]?$"
    r"|\b(?:passage|text|article|paragraph|table|map|picture) (?:above|below)\b|\bthe above\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not(?! only\b)|never|except|nor|neither|cannot|without exception)\b|\bnone\b|n[’']t\b", re.IGNORECASE
)
_WHETHER_OR_NOT = re.compile(r"\bwhether or not\b", re.IGNORECASE)
_ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|any|neither) (?:of )?(?:the )?(?:above|below|these|those|them|others?|options|answers)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:first|last|only|most|least|best|worst|largest|biggest|greatest|longest|shortest|highest|lowest|oldest|youngest|"
    r"earliest|latest|fastest|smallest|strongest|richest|poorest|deadliest|closest)\b"
)
_NO_SUPERLATIVE = re.compile(
    r"\b(?:at (?:least|most|first|last|best|worst)|not only|(?:its|his|her|their) best|(?:first|last) names?|most of|"
    r"first (?:aid|lady|minister|secretary)|(?:last|first) (?:words?|sentence|line|paragraph)|if only|"
    r"(?:will|would|must) first)\b"
)
_TIME = re.compile(
    r"\b(?:\d{3,4}s?|\d+(?:st|nd|rd|th) century|\w+ century|(?:BC|BCE|AD|CE))\b"
    r"|\b(?:as of|by the time|since|during the)\b"
)
_WORD = re.compile(r"\w+")
_DERIVING = re.compile(r"(?:a|ia|y)?(?:n|ns|er|ers|ian|ians|ish|ese|an|ans)")
#: “What do the letters UN stand for?” names its key by its letters, as it must.
_STANDS_FOR = re.compile(r"\bstands? for\b")
_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)


def check_one_problem(asked: Asked, context: RuleContext) -> Reason | None:
    """R01: a stem asks one thing, in at most 30 words outside quotations."""
    stem = unquoted(shown(asked.question.stem))
    length = len(words_of(GAP.sub(" ", stem)))
    if asked.kind != "open" and length > STEM_WORD_LIMIT:
        return Reason("R01", f"The stem has {length} words; cut it to {STEM_WORD_LIMIT}, or move text to “context”.")
    double = _TWO_QUESTIONS.search(stem)
    if double:
        return Reason("R01", f"Two questions in one (“{' '.join(double[0].split())}”); ask them one by one.")
    if asked.kind in ("true_false", "order", "match", "cloze", "open"):
        return None
    marks, gaps = stem.count("?"), len(GAP.findall(stem))
    if marks + gaps > 1:
        return Reason("R01", f"The stem has {marks + gaps} question marks or gaps; ask one thing.")
    asks = "?" in asked.question.stem or "…" in stem or stem.rstrip().endswith((":", "..."))
    if not marks + gaps and not asks:
        return Reason("R01", "The stem asks nothing: it has neither a question mark nor a gap.")
    return None


def check_stands_alone(asked: Asked, context: RuleContext) -> Reason | None:
    """R02: a stem is understood without the document and without other questions."""
    stem = unquoted(shown(asked.question.stem))
    found = _POINTS_AT_TEXT.search(stem) if asked.kind not in ("match", "order") else None
    if found:
        return Reason("R02", f"“{found[0].strip()}” points at a text that is not shown; say what is meant.")
    found = _DEICTIC.search(stem)
    if found:
        return Reason("R02", f"“{found[0].strip()}” depends on when and where it is read; name the time or place.")
    if asked.question.context or asked.kind in ("match", "order"):  # “these events” are the items shown below
        return None
    found = _POINTING.search(stem)
    if found and not _has_antecedent(stem[: found.start()], "") and not re.search(r"\d", stem[: found.start()]):
        return Reason("R02", f"“{found[0]}” refers to nothing in the stem; name it.")
    return _open_reference(stem, context)


def check_key_in_stem(asked: Asked, context: RuleContext) -> Reason | None:
    """R03: neither the key nor another name of it stands in the stem, unless a distractor does as well."""
    if asked.kind in ("true_false", "open", "match", "order"):
        return None
    stem = folded(GAP.sub(" ", shown(asked.question.stem)))
    for gap in asked.gaps:
        if contains_words(stem, folded(gap.key)) and not _is_bare_number(gap.key):
            return Reason("R03", f"“{gap.key}” fills a gap and stands in the stem as well.")
    if any(contains_words(stem, folded(text)) for text in asked.distractors):
        return None
    asks_letters = _STANDS_FOR.search(stem) is not None
    for key in asked.keys:
        known = frozenset({folded(key)}) if asks_letters else spellings(key, context)
        for name in sorted(known | {folded(text) for text in asked.accept}):
            if contains_words(stem, name) and not (asked.kind == "number" and _is_part_of_date(stem, name)):
                return Reason("R03", f"The stem gives the key away: it says “{name}”.")
        if asked.question.about in ("actor", "place") and (word := _derived_word(asked.question.stem, key)):
            return Reason("R03", f"“{word}” in the stem gives the key “{key}” away.")
    if asked.kind == "date" and (year := _telling_year(asked, stem)):
        return Reason("R03", f"The year {year} in the stem fits the key alone; give a distractor of that year too.")
    return None


def check_negative(asked: Asked, context: RuleContext) -> Reason | None:
    """R11: nothing is asked in the negative, and no option is "all" or "none of the above"."""
    for text in asked.options:
        if _ALL_OR_NONE.search(text):
            return Reason("R11", f"“{text}” is no answer of its own; take it out.", "distractors")
    stem = _WHETHER_OR_NOT.sub(" ", unquoted(shown(asked.question.stem)))
    found = _NEGATIVE.search(stem) if asked.kind != "open" else None
    return Reason("R11", f"Asked in the negative (“{found[0]}”); ask for what is true instead.") if found else None


def check_superlative(asked: Asked, context: RuleContext) -> Reason | None:
    """R15: first, last, only, most stand with a time or with "according to …", because the world moves on."""
    if asked.kind in ("match", "order", "open", "date") or asked.question.about == "date":
        return None
    stem = _NO_SUPERLATIVE.sub(" ", unquoted(shown(asked.question.stem)))
    found = _SUPERLATIVE.search(stem)
    if not found or _TIME.search(stem) or _ACCORDING.search(stem):
        return None
    return Reason("R15", f"“{found[0]}” may not be true for ever; add a time or “according to …”.")


def _open_reference(stem: str, context: RuleContext) -> Reason | None:
    for found in _PRONOUN.finditer(_EXPLETIVE.sub(" ", stem)):
        pronoun = found[0]
        if not _has_antecedent(stem[: found.start()], pronoun.lower()):
            return Reason("R02", f"“{pronoun}” refers to nothing before it in the stem; name who or what is meant.")
    for found in _BARE_NOUN.finditer(stem):
        if not _names_something(stem[: found.start()]) and not _is_unique(found[1], context):
            return Reason("R02", f"“{found[0]}” could be any; name it.")
    return None


def _has_antecedent(before: str, pronoun: str) -> bool:
    """Tell whether words before a reference name something it may refer to; a time is no such thing."""
    words = words_of(before)
    if _names_something(before):
        return True
    if pronoun in _POSSESSIVE and any(word.lower() in ("who", "whom", "whose", "many") for word in words):
        return True
    return any(noun.lower() not in NO_NOUNS for noun in _DETERMINED.findall(before))


def _names_something(before: str) -> bool:
    """Tell whether words hold a name: a capital elsewhere than at the start, or at the start of no everyday word."""
    words = words_of(before)
    return any(word[0].isupper() for word in words[1:]) or (bool(words) and not _is_common_start(words[0]))


def _is_common_start(word: str) -> bool:
    return word.islower() or word.lower() in COMMON_STARTS


def _is_unique(noun: str, context: RuleContext) -> bool:
    """Tell whether the bank's document speaks of one such thing only, in one paragraph."""
    return _paragraphs_with(context.paragraphs)[noun] == 1


@lru_cache(maxsize=2)
def _paragraphs_with(paragraphs: tuple[Paragraph, ...]) -> Counter[str]:
    """Count the paragraphs in which each word stands, once a document."""
    return Counter(word for paragraph in paragraphs for word in set(_WORD.findall(fold(paragraph.text))))


def _is_bare_number(text: str) -> bool:
    return len(text) < 3 and text.isdigit()


def _is_part_of_date(stem: str, number: str) -> bool:
    near = re.search(rf"(?:\b(\w+)\s+)?(?<![\w-]){re.escape(number)}(?![\w-])(?:,?\s+(\w+))?", stem)
    return near is not None and any(word and word[:3] in MONTH_BEGINNINGS for word in near.groups())


def _derived_word(stem: str, key: str) -> str | None:
    """Find a word of the stem that is made of a one-word name: of Russia, Russian."""
    if not re.fullmatch(r"[A-Z]\w{4,}", key):
        return None
    root = fold(key.rstrip("aeoy")) if len(key.rstrip("aeoy")) >= 4 else fold(key)
    for word in words_of(stem):
        if word[0].isupper() and (own := fold(word)).startswith(root) and _DERIVING.fullmatch(own, len(root)):
            return word
    return None


def _telling_year(asked: Asked, stem: str) -> str | None:
    """Give the key's year when the stem names it and all distractors lie in other years."""
    key = asked.keys[0] if asked.keys else ""
    year = key[:4]
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", key) or not contains_words(stem, year) or not asked.distractors:
        return None
    return None if any(text.startswith(year) for text in asked.distractors) else year
