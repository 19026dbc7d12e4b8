"""Whether the times of a question are certain: written with their years, and not carried over from elsewhere."""

from __future__ import annotations

import re

from quizapp.core.calendar import day_number
from quizapp.core.extraction.drafts.borrowed import is_borrowed
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import when
from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.soundness.annals import YEAR_DOUBTS, is_counted_from_day, is_in_annals
from quizapp.core.extraction.values import DateMention, Fact

#: Reasons of a time that was taken over from another one.
_CARRIED = frozenset(
    {
        *("date by anchor", "weekday by anchor", "weekday by publication", "era by anchor", "century by anchor"),
        *("year of the document", "year of the part before", "year rolled on", "year in doubt"),
    }
)
#: Told by brackets, by a noun’s own words, or by an office: no clause has its time there.
_APART = ("facts.life", "facts.title", "facts.letters", "facts.kin")
#: Reckoned from the day of a report beyond doubt: September last year.
_OF_LAST_YEAR = re.compile(r"(?:[A-Z][a-z]+ )?(?:of )?last year")
_MONTH = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?"
)
#: A month told without its year lies hardly more than so many days before the report.
_MOST_DAYS_AGO = 240
_STOP = re.compile(r"[.!?]\s")
_LONGEST_CHAIN = 3
#: Words that count from the time before them, or say that it is the year of that.
_TYING = re.compile(
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|twenty|thirty|\d+)"
    r" (?:years?|decades?) (?:later|earlier|before|afterwards?)"
    r"|the (?:following|next|same|previous) year|the year before|.+ (?:of )?that (?:same )?year"
    r"|(?:late |early |the end of )?that (?:spring|summer|autumn|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|by|of|during|since|until|till|from|between|after|before|around|about|throughout|through|for|to|early"
    r"|late|and|mid|the|next|following|same) ?$|[(–-]$",
    re.IGNORECASE,
)
#: What is done to an event at some other time than its own.
_LOOKING_BACK = frozenset(
    {
        *("write", "publish", "paint", "film", "study", "investigate", "plan", "recall", "remember", "commemorate"),
        *("criticise", "condemn", "praise", "describe", "mourn", "avenge", "predict", "foresee", "regret", "examine"),
        *("celebrate", "honour", "survive", "criticize", "honor", "report", "record", "explain", "denounce"),
    }
)
_OF_WHAT = frozenset({"over", "of", "for", "about", "despite", "because of"})
_MORE_EVENTS = frozenset(
    {
        *("flood", "fire", "storm", "strike", "war", "siege", "riot", "riots", "earthquake", "famine", "massacre"),
        *("disaster", "crash", "accident", "coup", "revolt", "election", "elections", "battle", "plague", "epidemic"),
        *("uprising", "revolution", "rebellion", "mutiny", "raid", "assault", "explosion", "eruption", "shipwreck"),
    }
)
_BESIDE = re.compile(r" (?:(?:in|on|of|during|at|early in|late in|around) )?(?:the )?")
#: Families that tell of several events by their times alone.
_FAMILIES_OF_TIMES = frozenset({"times", "order", "first", "between", "event"})


def find_borrowed_time(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give why a time of a question is not certain; None where each is written with its year, or no time is told."""
    is_of_times = proposal.template == "T8" or proposal.family in _FAMILIES_OF_TIMES
    for fact in proposal.facts:
        told = when(setting, fact)
        is_told = is_of_times or proposal.slot == "time" or (bool(told) and told in proposal.stem)
        if not is_told:
            continue
        is_reckoned = (is_borrowed(setting, fact) or is_carried(setting, fact)) and not _is_of_report(
            setting, proposal, fact
        )
        if is_reckoned and not is_tied(setting, fact) and not is_in_annals(setting, fact):
            return "The year of this time is not written beside it: it was taken from elsewhere in the document."
        if proposal.slot != "time" and _lacks_year(setting, fact, told):
            return "The day is told without its year."
        if not is_of_clause(setting, fact):
            return "The time stands apart from what it is taken to be the time of."
        if (event := _event_before(setting, fact)) is not None:
            return f"The time may be that of “{event}”."
    return None


def _event_before(setting: DraftSetting, fact: Fact) -> str | None:
    """Give the event right before a time that tells as well when it was: wrote of the siege of Cork in 1690."""
    time = fact.time
    looks_back = fact.frame == "say" or fact.verb in _LOOKING_BACK
    things = [(looks_back, fact.object), *((looks_back or one in _OF_WHAT, slot) for one, slot in fact.others)]
    for is_apart, slot in things if time is not None and not fact.is_passive else ():
        if not is_apart or slot is None or time is None or slot.end > time.start:
            continue
        is_beside = _BESIDE.fullmatch(setting.analysis.text.text, slot.end, time.start) is not None
        words = re.findall(r"[a-z]+", slot.words)
        if is_beside and any(word in event_nouns() or word in _MORE_EVENTS for word in words):
            return slot.words
    return None


def _lacks_year(setting: DraftSetting, fact: Fact, told: str) -> bool:
    """Tell whether a stem would tell a day or month whose year only readers of the document know."""
    value = fact.time.value if fact.time is not None else None
    is_fine = value is not None and value.grain in ("day", "month")
    return is_fine and bool(told) and re.search(r"\d{3}|BC|AD|CE", told) is None and len(setting.timeline.years) > 1


def is_of_last_year(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a time counts back one year from the day of a report: in September last year."""
    number = fact.time.date if fact.time is not None else None
    mention = setting.analysis.dates[number] if number is not None else None
    is_reported = mention is not None and mention.how == "from_publication"
    return is_reported and mention is not None and _OF_LAST_YEAR.fullmatch(mention.surface) is not None


def _is_of_report(setting: DraftSetting, proposal: Proposal, fact: Fact) -> bool:
    """Tell whether the day of a report tells the year: of September last year, or of a death on Friday."""
    is_told = is_of_last_year(setting, fact) or is_year_of_death(setting, proposal)
    return is_told or _is_last_such_month(setting, fact)


def _is_last_such_month(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a report means the last month of that name: resigned in August, told in November."""
    number, published = fact.time.date if fact.time is not None else None, setting.analysis.text.published
    mention = setting.analysis.dates[number] if number is not None else None
    if mention is None or published is None or mention.value is None or mention.value.hi is None:
        return False
    is_month = mention.how == "from_publication" and _MONTH.fullmatch(mention.surface) is not None
    ago = day_number(published.year, published.month, published.day) - mention.value.hi
    is_doubted = any(reason.name in YEAR_DOUBTS for reason in mention.reasons)
    return is_month and fact.tense == "past" and not is_doubted and 0 < ago < _MOST_DAYS_AGO


def is_year_of_death(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether only the year is asked in which somebody died of whom an obituary tells: on Friday."""
    fact, value = proposal.fact, proposal.answer.value
    number = fact.time.date if fact.time is not None else None
    if fact.verb != "die" or number is None or proposal.slot != "time" or value is None or value.grain != "year":
        return False
    return setting.analysis.dates[number].how == "from_publication" and not is_borrowed(setting, fact)


def is_carried(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a time, its year or its era was reckoned from another time of the text."""
    if fact.time is None:
        return False
    mention = setting.analysis.dates[fact.time.date] if fact.time.date is not None else None
    is_absolute = mention is None or mention.how == "absolute"
    return not is_absolute or any(reason.name in _CARRIED for reason in fact.time.reasons)


def is_tied(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a time leans on the one right before it in its paragraph, whose year is written, beyond doubt.

    “Seven years later”, “in July of that year”; a bare month only where it comes after that of the sentence before.
    """
    number = fact.time.date if fact.time is not None else None
    return number is not None and _is_tied(setting, number, _LONGEST_CHAIN)


def _is_tied(setting: DraftSetting, number: int, steps: int) -> bool:
    dates, text = setting.analysis.dates, setting.analysis.text
    mention, place = dates[number], number - 1
    while place >= 0 and not dates[place].is_point:
        place -= 1
    if place < 0 or mention.how != "from_document" or mention.relation != "at" or steps == 0:
        return False
    anchor, block = dates[place], text.block_at(mention.start)
    is_written = anchor.how == "absolute" and re.search(r"\d{3}", anchor.surface) is not None
    is_known = anchor.relation == "at" and (is_written or _is_tied(setting, place, steps - 1))
    is_doubted = any(reason.name in ("year in doubt", "year rolled on") for reason in mention.reasons)
    if anchor.start < block.start or is_doubted or not is_known:
        return False
    if _TYING.fullmatch(mention.surface) is not None:
        return True
    return _follows(anchor, mention) and len(_STOP.findall(text.text, anchor.end, mention.start)) <= 1


def _follows(anchor: DateMention, mention: DateMention) -> bool:
    """Tell whether a month or day is told of the year of the time before it, and later in that year."""
    one, two = anchor.value, mention.value
    if one is None or two is None or one.is_bc or two.is_bc or two.grain not in ("day", "month"):
        return False
    year, _, rest = one.value.partition("-")
    is_said = one.grain == "year" and mention.surface.lower().startswith("that ")
    return two.value.startswith(f"{year}-") and (is_said or (bool(rest) and two.value > one.value))


def is_of_clause(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether a time stands in the clause of its event, with a preposition of its own."""
    time = fact.time
    if time is None or fact.rule.startswith(_APART):
        return True
    if not fact.start <= time.start < fact.end:
        return False
    text = setting.analysis.text.text
    before = text[max(0, time.start - 14) : time.start]
    is_counted = _TYING.fullmatch(text[time.start : time.end]) is not None and is_tied(setting, fact)
    is_counted = is_counted or is_counted_from_day(setting, fact)
    has_own = (
        bool(time.preposition) or is_counted or text[time.start : time.end].lower().startswith(("between ", "from "))
    )
    return has_own or _PREPOSITION.search(before) is not None
