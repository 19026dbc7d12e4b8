"""Whether a question tells its matter: of what somebody spoke, and more of an event than when it was."""

from __future__ import annotations

import re

from quizapp.core.calendar import day_number
from quizapp.core.extraction.draft_rules import Judged
from quizapp.core.extraction.drafts.labels import theme_of
from quizapp.core.extraction.drafts.offices import realms_in, role_class
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting, singular
from quizapp.core.extraction.drafts.spoken import WORD
from quizapp.core.extraction.drafts.wording import ACCORDING
from quizapp.core.extraction.item_rules.asked import unquoted, words_of
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.soundness.worth import is_often_named
from quizapp.core.extraction.values import Fact, Slot

#: A word that stands in so many paragraphs, or such a part of them, belongs to what a document is about.
_SPREAD = 3
_SHARE = 0.3
#: Without a theme, year or listener before them, so many such words tell of what somebody spoke.
_ENOUGH = 2
_LEAST_LETTERS = 4
#: What any text speaks of.
_OF_ANYTHING = frozenset({"them", "told", "thing", "people", "year", "every", "said", "much", "many", "more", "time"})
_TODAY = day_number(2015, 1, 1)
_DATED = re.compile(r"\b\d{3,4}\b")
_LISTENED = re.compile(r"\b(?:told|asked|to) (?:the |an? |his |her |their )?[\w’-]+")
_NAME = re.compile(r"(?<!^)(?<![.!?…] )\b[A-Z][a-z]{2,}")
_INNER = re.compile(r"[“\"][^”\"]+[”\"]|(?<![\w’'])[‘'][^’']+[’'](?!\w)")
#: What is done to anything in many ways: “was taken in 1712”.
_VAGUE = frozenset({"take", "bring", "put", "leave", "move", "send", "carry", "hold", "set", "give", "keep"})
#: Figures are told of every year.
_COUNTING = frozenset({"record", "count", "register", "report", "measure", "log", "list", "number"})
_FIGURE = re.compile(r"(?:about |some |nearly |only |over )?\d")
#: “Construction began”, “brother and sister moved”: of what, and whose, stands elsewhere.
_BARE_WORK = re.compile(
    r"[A-Za-z]+(?:tion|sion|ment)|[Ww]orks?|[Bb]uilding"
    r"|(?:[Bb]rother|[Ss]ister|[Mm]other|[Ff]ather|[Ss]on|[Dd]aughter|[Hh]usband|[Ww]ife)s? and"
    r" (?:brother|sister|mother|father|son|daughter|husband|wife)s?"
)
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their) ")
_PLAIN_OFFICE = re.compile(r"(?:(?!of\b|for\b|at\b|in\b)[a-z-]+ ?){1,4}")
_OF_BODIES = frozenset({"organisation_head", "deputy_head", "chief", "minister", "mayor", "governor", "judge"})
_OWN_WORDS = ("facts.quote", "facts.saying", "facts.title", "facts.letters")
STATEMENT = "A statement to be judged asks for less than a question does."
_UNTOLD = "Neither the words nor the question tell of what, when or to whom it was said."
_ONLY_TIME = "Only a time tells which event is meant."


def find_untold_words(setting: DraftSetting, proposal: Proposal, words: str) -> str | None:
    """Give why words are asked for with nothing around them that tells their matter; None where it is told.

    A year, a listener or a name within tells enough; the document’s theme only of words that speak of it.
    """
    around = _INNER.sub(" ", proposal.stem.removeprefix(ACCORDING))
    if _DATED.search(around) or _LISTENED.search(around) or _NAME.search(words):
        return None
    needed = 1 if proposal.label else _ENOUGH
    return None if _count_told(setting, proposal.label, words) >= needed else _UNTOLD


def _count_told(setting: DraftSetting, label: str, words: str) -> int:
    """Count the words of sense that belong to what the document, or the label, is about."""
    theme = theme_of(setting)
    titled = {singular(word) for word in WORD.findall(f"{theme.phrase} {theme.headline} {label}")}
    least = min(_SPREAD, max(2, round(_SHARE * setting.body)))
    spoken = (word for word in WORD.findall(words) if len(word) >= _LEAST_LETTERS and not re.search("['’]", word))
    known = {singular(word) for word in spoken} - _OF_ANYTHING
    return sum(
        word not in STOP_WORDS and (word in titled or setting.spread.get(word, 0) >= least) for word in sorted(known)
    )


def find_thin_event(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a stem tells too little of an event: nothing but its time, or an office without its body."""
    fact = proposal.fact
    if fact.rule.startswith(_OWN_WORDS) or fact.frame in ("be", "role", "kin"):
        return None
    if proposal.template in ("T2", "T3") and proposal.slot in ("subject", "object") and _has_only_time(fact, proposal):
        return _ONLY_TIME
    if fact.verb in _VAGUE and fact.is_passive and fact.place is None and not fact.others:
        return f"It is not told in full: {fact.verb} where or from whom?"
    if (
        proposal.slot in ("time", "subject")
        and fact.verb in _COUNTING
        and fact.object is not None
        and _FIGURE.match(fact.object.words)
    ):
        return "Whose a figure is, or of which year, says little."
    doer = fact.object if fact.is_passive else fact.subject
    if doer is not None and not doer.heads and (bare := _BARE_WORK.fullmatch(doer.words)) is not None:
        return f"It is not told in full: “{bare[0].lower()}” of what or whose?"
    offices = (slot for name, slot in fact.others if name == "as" and not slot.heads)
    return next((found for one in offices if (found := _bare_office(one)) is not None), None)


def _has_only_time(fact: Fact, proposal: Proposal) -> bool:
    slots = {"subject": fact.subject, "object": fact.object, "place": fact.place}
    told = [slot for name, slot in slots.items() if slot is not None and name != proposal.slot]
    return fact.time is not None and not told and not fact.others and not fact.chain


def _bare_office(slot: Slot) -> str | None:
    """Give an office that is told without its body: managing director, and not bishop of Ystad."""
    words = _ARTICLE.sub("", slot.words)
    is_bare = _PLAIN_OFFICE.fullmatch(words) is not None and role_class(words) in _OF_BODIES
    return f"It is not told in full: “{words}” of what?" if is_bare else None


def find_told_key(draft: Judged) -> str | None:
    """Give a word of a typed key that its stem tells: What was fought in Java: the Java War."""
    proposal = draft.proposal
    if draft.asked.kind not in ("text", "open") or proposal.family in ("kin", "office", "holder"):
        return None
    keys = {singular(word) for key in draft.asked.keys for word in words_of(key) if len(word) >= _LEAST_LETTERS}
    told = {singular(word) for word in words_of(unquoted(draft.asked.question.stem))}
    return next((word for word in sorted(keys & told) if word not in STOP_WORDS), None)


def find_light_form(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a form asks for less than another of the same fact; None where it asks enough."""
    if proposal.kind == "true_false":
        return STATEMENT
    if proposal.kind == "match" and proposal.fact.rule.startswith("facts.quote"):
        return "Words side by side do not tell of what they were said."
    role = proposal.fact.object if proposal.family == "holder" else None
    if role is not None and _heads_state_today(setting, role.words):
        return "Who heads a state today is known to most."
    listeners = proposal.answer.actors if proposal.family == "listener" else ()
    if listeners and not any(is_often_named(setting, number) for number in listeners):
        return "To whom it was said, who is named in passing."
    return None


def _heads_state_today(setting: DraftSetting, words: str) -> bool:
    """Tell whether a report names a president or prime minister of a state, whom hardly anybody has to learn."""
    is_of_today = setting.analysis.text.published is not None or (setting.timeline.latest or 0) > _TODAY
    return is_of_today and role_class(words) == "head_of_state" and bool(realms_in(words))
