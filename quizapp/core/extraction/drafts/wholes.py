"""T13: what a clause that was read to its end tells: how many, how much, for how long, why, and what was to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from quizapp.core.extraction.drafts.circumstances import without_weekday
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting, singular
from quizapp.core.extraction.drafts.spoken import content_words
from quizapp.core.extraction.drafts.wording import (
    actors_in,
    claim_opening,
    inside,
    is_well_formed,
    key_name,
    other_forms,
    question,
    who,
)
from quizapp.core.extraction.values import Fact

_PASSING = re.compile(
    r",? (?:yesterday|earlier (?:on|this|that) \w+|late (?:on )?\w+day|(?:early )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day(?: (?:morning|afternoon|evening|night))?|last (?:night|week|month)|this (?:week|month|year|morning))"
    r"(?= |$)"
)
_OF_THE_DAY = re.compile(
    r"\b(?:yesterday|tomorrow|tonight|today|ago"
    r"|(?:last|next|this) (?:week|month|year|night|spring|summer|autumn|winter)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_AGO = re.compile(r"\b(?:yesterday|tomorrow|tonight|today|ago)\b")
_QUOTED = re.compile(r"[“”\"]|‘[^’]*’(?!\w)")
_OPEN_WORD = re.compile(r"\b(?:he|she|it|they|him|them|this|that|these|those|there|I|we|us|you)\b")
_ORDER = ("asked", "aux", "subject", "finite", "verb", "rest", "front")
_MOST_KEY = 28
_DOUBTFUL = re.compile(r"\b(?:perhaps|probably|possibly|maybe|each\Z|respectively|in all\Z)\b")
_NAME = re.compile(r"[A-Z]|\d{3}")
_LEAST_TOLD = 3
_LEAST_SURE = 0.6
#: What says little without a where and when: how much did she add?
_FAINT = frozenset(
    {
        "add",
        "stay",
        "hold",
        "leave",
        "take",
        "have",
        "get",
        "put",
        "make",
        "give",
        "reach",
        "be",
        "married",
        "last",
    }
)
_LARGE = 1_000_000
_PLAIN = re.compile(r"[A-Z][a-z]+s")
_OF_CLAIMANT = frozenset({"view", "self"})
_OPEN = frozenset({"cause", "view", "self", "duty", "thing"})
_TYPED = frozenset({"money", "time", "measure"})
_BARE_SUM = re.compile(r"[£$€¥] ?")


def ask_whole(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for what a whole clause tells."""
    opening, key = claim_opening(setting, fact), fact.object
    if fact.frame != "told" or opening is None or key is None or fact.confidence < _LEAST_SURE:
        return
    if fact.particle in _OF_CLAIMANT:
        opening = ""
    told = dict((name, slot.words) for name, slot in fact.others)
    if opening and fact.claimant is not None and fact.claimant.words in (told.get("subject"), key.words):
        return
    ask = _ask_agent if fact.particle == "agent" else _ask_rest
    yield from ask(setting, fact, opening, told)


def _ask_rest(setting: DraftSetting, fact: Fact, opening: str, told: dict[str, str]) -> Iterator[Proposal]:
    """Ask for an amount, a cause, a duty, a view or a thing."""
    key = fact.object
    if key is None:
        return
    if "subject" in told:
        told["subject"] = _inside(setting, fact, told["subject"])
    words = _without_day(" ".join(told[name] for name in _ORDER if told.get(name)))
    answer = _without_day(key.words, is_key=fact.particle in _OPEN)
    if words is None or answer is None or not is_well_formed(words) or len(answer.split()) > _MOST_KEY:
        return
    if fact.particle in _OPEN and _is_open(answer, fact.particle):
        return
    if _DOUBTFUL.search(words) or not _is_anchored(told, fact.particle, opening):
        return
    sort = fact.particle
    if sort == "count" and not answer.isdecimal():
        return  # “30,000 a year” is no count by itself
    is_large = sort == "count" and int(answer) >= _LARGE
    yield Proposal(
        template="T13",
        family=f"told-{sort}",
        slot="object",
        kind="number" if sort == "count" and not is_large else "text" if is_large or sort in _TYPED else "open",
        stem=question(opening + words),
        answer=Answer("number" if sort == "count" else "words", _in_millions(answer) if is_large else answer),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=_other_spellings(answer) if sort == "money" else (answer,) if is_large else (),
        needs_options=False,
        takes_options=False,
        in_stem=actors_in(*(slot for _, slot in fact.others), fact.claimant),
        weight=0.5,
    )


def _inside(setting: DraftSetting, fact: Fact, words: str) -> str:
    """Write a subject inside a question: its first word small where the text knows that so, and nobody goes by it."""
    first, _, rest = words.partition(" ")
    is_small = f"{first.lower()} " if setting.spread.get(singular(first)) else ""
    subject = next((slot for name, slot in fact.others if name == "subject"), None)
    if not rest or not first.isalpha() or not first.endswith("s") or (subject is not None and subject.actors):
        return inside(words)
    return words[:1].lower() + words[1:] if is_small and _PLAIN.fullmatch(first) else inside(words)


def _ask_agent(setting: DraftSetting, fact: Fact, opening: str, told: dict[str, str]) -> Iterator[Proposal]:
    """Ask by whom something was done."""
    agent = fact.object
    asked = who(setting, agent) if agent is not None and len(agent.heads) == 1 else None
    if agent is None or asked is None:
        return
    told |= {"asked": f"by {'whom' if asked == 'who' else asked}", "subject": _inside(setting, fact, told["subject"])}
    words = _without_day(" ".join(told[name] for name in _ORDER if told.get(name)))
    if (
        words is None
        or not is_well_formed(words)
        or _DOUBTFUL.search(words)
        or not _is_anchored(told, "agent", opening)
    ):
        return
    key = key_name(setting, agent.heads[0])
    yield Proposal(
        template="T13",
        family="told-agent",
        slot="object",
        kind="choice",
        stem=question(opening + words),
        answer=Answer("actor", key, agent.heads, texts=(key,)),
        about="actor",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=other_forms(setting, agent.heads[0], key),
        needs_options=False,
        in_stem=actors_in(*(slot for _, slot in fact.others), fact.claimant),
        weight=0.5,
    )


def _in_millions(figures: str) -> str:
    """Write 9,100,000 as people do: 9.1 million."""
    return f"{int(figures) / _LARGE:g} million"


def _is_anchored(told: Mapping[str, str], sort: str, opening: str) -> bool:
    """Tell whether a question says more than that something was lost, or died."""
    if sort in ("view", "self", "duty"):
        return True
    if sort in ("agent", "cause"):
        return content_words(f"{told['subject']} {told.get('verb', '')} {told.get('rest', '')}") > 1
    if "aux" in told and not told.get("rest") and told.get("verb", "").split(" ")[-1] in _FAINT:
        return False
    rest = " ".join((opening, *(told.get(name, "") for name in _ORDER[1:])))
    return _NAME.search(rest) is not None or content_words(rest) >= _LEAST_TOLD


def _without_day(words: str, *, is_key: bool = False) -> str | None:
    """Leave out “on Thursday”; None where a day of the report stays, or somebody’s words in what is no key."""
    plain = _PASSING.sub("", without_weekday(words))
    is_quoted = not is_key and _QUOTED.search(plain) is not None
    is_open = (_AGO if is_key else _OF_THE_DAY).search(plain) is not None
    return None if is_open or is_quoted else plain.strip(" ,;")


def _is_open(words: str, sort: str) -> bool:
    """Tell whether a key leans on what stands before it; “it” in a cause may mean the subject."""
    found = _OPEN_WORD.search(words)
    return found is not None and not (sort != "thing" and found[0] in ("it", "they", "he", "she", "him", "them"))


def _other_spellings(words: str) -> tuple[str, ...]:
    """Give a sum without its sign and commas."""
    bare = _BARE_SUM.sub("", words)
    return tuple(one for one in dict.fromkeys((bare, bare.replace(",", ""), words.replace(",", ""))) if one != words)
