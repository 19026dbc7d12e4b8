"""Aliases and kin: what stands between two names, or behind the second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import vocabulary

_ALIAS = re.compile(
    r"(?:\([^()]{0,60}\)\s*)?[,(]?\s*(?:and\s|who\s(?:was|is)\s)?(?:(?:better|more|most|widely|generally|also|had|been|later|formerly|originally|popularly|commonly|best|now|"
    r"sometimes|usually|often|who|was|is|then)\s)*(?:known(?:\s\w+)?\sas|called|nicknamed|alias|aka|a\.k\.a\.|born|né|née|"
    r"dubbed|renamed|as|formerly|later|originally|short\sfor)(?:\sthe|\shimself|\sherself|\sas|\ssimply)*\s*[“\"‘']?\Z",
    re.IGNORECASE,
)
#: “Karl Moen called Ada Berg “a nuisance””: two people, of whom one says what the other is.
_CALLS = re.compile(r"\s(?:called|nicknamed|dubbed)\s")
_WHAT = re.compile(r"\s(?:[“\"‘']|an?\s|the\s|his\s|her\s|their\s)")
#: “Zhu Di ruled as the Yongle Emperor”, “Albino Brandi took the name Pius XIV”.
_REIGNED = re.compile(
    r"[,]?\s*(?:who\s)?(?:later\s|then\s|now\s)?(?:(?:ruled|reigned|governed|(?:was|were)\s(?:crowned|enthroned|elected|acclaimed|"
    r"consecrated|installed)(?:\s(?:pope|king|emperor))?|"
    r"had\s(?:himself|herself)\s(?:crowned|enthroned|proclaimed)(?:\s\w+)?(?:\s(?:in|on|at)\s[\w ]{2,30})?|"
    r"took\sthe\sthrone|came\sto\sthe\sthrone)\sas(?:\sthe)?|"
    r"(?:took|adopted|chose|assumed)\sthe\s(?:\w+\s)?name(?:\sof)?)\s*\Z"
)
_HAILING = cue_words("hailing")
_REIGN_RULES = ("A08-reign", "A04-numeral")
#: “He is usually known by his reign name, Hongwu”: the pronoun stands for the last person.
_HE_TOOK = re.compile(
    r".{0,160}\b(?:[Hh]e|[Ss]he|and)\s(?:\w+\s)?(?:took|adopted|chose|assumed)\sthe\s(?:\w+\s){0,2}name(?:\sof)?\s[“‘\"']?\Z",
    re.DOTALL,
)
_HE_IS_CALLED = re.compile(
    r"(?:(?:In|From|By|After)\s[\w ]{1,24},?\s)?(?:[Hh]e|[Ss]he)\s(?:\w+\s){0,3}?"
    r"(?:began\sto\scall|called|styled|renamed|(?:started|came)\sto\scall|took\sto\scalling)\s(?:himself|herself)\s[“‘\"']?\Z|"
    r"(?:He|She)\s(?:\w+\s){1,4}?(?:known|remembered|called|referred\sto)\s"
    r"(?:(?:in\s[\w ]{1,30}\s)?(?:simply\s)?(?:as|by|under)\s)?"
    r"(?:(?:his|her|the|a)\s(?:\w+\s){0,2}(?:name|title|pseudonym|nickname)\s?(?:of\s)?,?\s?)?(?:the\s)?[“‘\"']?\Z"
)
_OR = re.compile(r"[,(]\s*or\s(?:the\s)?[“\"‘]?\Z", re.IGNORECASE)
#: “(Welsh: …”: the name in another language.
_GLOSS = re.compile(r"\s*[(;,]\s*(?:in\s)?(?:[A-Z][\w-]+\s){0,2}[A-Z][\w-]+:\s*\Z")
_LINK_CHARS = 60
_IN_LIST = re.compile(r"\s*[(;,]\s*(?:in\s)?(?:(?:[A-Z][\w-]+\s){0,2}[A-Z][\w-]+:\s*)?(?:the\s|or\s|also\s)?[“‘\"']?")


def alias_pairs(text: str, seen: Sequence[Seen]) -> Iterator[tuple[int, int, bool]]:
    """Give pairs of neighbouring pieces of which the second is another name of the first, and whether in brackets."""
    for at in range(len(seen) - 1):
        first, second = seen[at], seen[at + 1]
        if first.piece.sentence != second.piece.sentence or second.start - first.end > _LINK_CHARS:
            continue
        between = text[first.end : second.start]
        in_brackets = between.strip() in ("(", "[") and text[second.end : second.end + 1] in (")", "]", ",", ";")
        is_noble = second.piece.title_first >= 0 and second.tokens[second.piece.core - 1].text in ("of", "the")
        if (is_noble and between_titles(first, second)) or is_gloss(between):
            yield at, at + 1, False
        elif (
            in_brackets
            or (_is_alias(between) and not (_CALLS.fullmatch(between) and _WHAT.match(text, second.end)))
            or _is_hailed(first, second, between)
            or (second.piece.rule in _REIGN_RULES and _REIGNED.match(between))
        ):
            yield at, at + 1, in_brackets


def bracket_forms(text: str, seen: Sequence[Seen]) -> Iterator[tuple[int, int]]:
    """Give the further forms that one bracket lists for the name before it: “Hale Bank (Welsh: Banc Hale; HB)”."""
    for at, first in enumerate(seen):
        opening = text[first.end : first.end + 2]
        if opening != " (":
            continue
        close = text.find(")", first.end, first.end + 4 * _LINK_CHARS)
        last = first.end + 1
        for number in range(at + 1, len(seen)):
            one = seen[number]
            if one.end > close or not _IN_LIST.fullmatch(text[last : one.start]):
                break
            if text[one.end] not in ";,)" or one.piece.kind in ("place", "capital", "event"):
                break
            yield at, number
            last = one.end


def called_by_pronoun(text: str, seen: Sequence[Seen]) -> Iterator[tuple[list[int], int]]:
    """Give the names before “He is known by his reign name, Hongwu” whom the pronoun may mean, and that name."""
    for at, one in enumerate(seen):
        start = one.tokens[0].start
        is_near = one.piece.kind == "name" and at > 0 and one.start - start < 3 * _LINK_CHARS
        lead = text[start : one.start] if is_near else ""
        if lead and (_HE_IS_CALLED.fullmatch(lead) or _HE_TOOK.fullmatch(lead)):
            earlier = [n for n in range(max(0, at - 8), at) if text.find("\n", seen[n].end, start) < 0]
            yield [n for n in earlier if seen[n].piece.kind == "name"], at


def between_titles(first: Seen, second: Seen) -> bool:
    """Tell “Ann Hale, (1st) Duchess of …”: only a comma, an article or an ordinal stands before the title."""
    words = [token.text for token in first.tokens[first.piece.last : second.piece.title_first]]
    return bool(words) and words[0] == "," and all(word in ("the",) or word[0].isdigit() for word in words[1:])


def _is_hailed(first: Seen, second: Seen, between: str) -> bool:
    """Tell “hailed Temüjin as Genghis Khan” by the verb before the first name."""
    at = first.piece.title_first if first.piece.title_first >= 0 else first.piece.first
    before = first.tokens[at - 1].text if at else ""
    return between.strip() == "as" and before in _HAILING and second.piece.kind == "name" and len(second.words) > 1


def is_gloss(between: str) -> bool:
    """Tell whether only a bracket and the name of a language stand between two names."""
    return bool(_GLOSS.match(between))


def _is_alias(between: str) -> bool:
    bare = between.lstrip()
    if _OR.match(bare):
        return True
    # A bare “as” or “later” is a role or a time, no name.
    return bool(_ALIAS.match(bare)) and bare.strip(' ,(“"') not in ("as", "later", "now", "then", "formerly as")


def kin_pairs(seen: Sequence[Seen]) -> Iterator[tuple[int, int, str]]:
    """Give (relative, whose, word): “X’s father Y”, “Y, son of X”, “Y, the widow of X”."""
    lasts: dict[tuple[int, int], int] = {}
    for at, one in enumerate(seen):
        lasts[one.piece.sentence, one.piece.last] = at
        if one.kin and one.kin.owner_last is not None:
            owner = lasts.get((one.piece.sentence, one.kin.owner_last))
            if owner is not None:
                yield at, owner, one.kin.word
        if at and _behind(seen[at - 1], one):
            yield at - 1, at, _behind(seen[at - 1], one)


def _behind(first: Seen, second: Seen) -> str:
    """Read “, the son of” between two names; give the relative’s word or nothing."""
    if first.piece.sentence != second.piece.sentence or second.piece.first - first.piece.last > 6:
        return ""
    left = second.piece.title_first if second.piece.title_first >= 0 else second.piece.first
    words = [token.text.lower() for token in first.tokens[first.piece.last : left]]
    if len(words) >= 3 and words[-1] == "of" and words[-2] in vocabulary().kin and words[0] in (",", "was", "is"):
        return words[-2]
    return ""


def maiden_names(seen: Sequence[Seen]) -> Iterator[tuple[int, int]]:
    """Give a name by marriage and the name by birth: “Ada Lind … Ada Rose Holm was born …, she married Bo Lind”."""
    full = [at for at, one in enumerate(seen) if one.piece.kind == "name" and len(one.words) > 1]
    spouses = {seen[at].words[-1]: at for at in full if _is_wed(seen[at])}
    for born in full if spouses else ():
        if not _is_born(seen[born]):
            continue
        names = {seen[at].words for at in full if seen[at].words[0] == seen[born].words[0]}
        names = {words for words in names if words[-1] != seen[born].words[-1]}
        last = next(iter(names))[-1] if len(names) == 1 else ""
        if spouses.get(last, -1) > born and seen[spouses[last]].words[0] != seen[born].words[0]:
            yield next(at for at in full if seen[at].words in names), born


def _is_wed(one: Seen) -> bool:
    before = [token.text for token in one.tokens[max(0, one.piece.first - 2) : one.piece.first]]
    return "married" in before or before[-1:] == ["wed"]


def _is_born(one: Seen) -> bool:
    behind = [token.text for token in one.tokens[one.piece.last : one.piece.last + 2]]
    return behind == ["was", "born"]
