"""Wrong actors for a key, best first, each with its proofs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log2

from rapidfuzz import fuzz

from quizapp.core.compare import fold
from quizapp.core.extraction.distractors.likely import could_be_meant
from quizapp.core.extraction.drafted import Proof
from quizapp.core.extraction.drafts.askable import is_fit_name
from quizapp.core.extraction.drafts.offices import gender_of, holds_office, ranks_of, realms_of, role_class
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.rivals import list_same_events, slot_of
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import ACCORDING, key_name
from quizapp.core.extraction.item_rules.asked import contains_words, unquoted, words_of
from quizapp.core.extraction.values import Actor, Fact

#: Classes of verbs that one party alone does in a place and time, so that no other can have done it as well.
ONE_DOER = frozenset(
    {
        *("annex", "appoint", "besiege", "build", "conquer", "crown", "defeat", "depose", "elect"),
        *("design", "destroy", "discover", "execute", "found", "invent", "kill"),
        *("marry", "paint", "publish", "succeed", "write", "capture", "abolish"),
        *("sentence", "baptise", "proclaim", "introduce", "rename", "seize", "land", "compose", "direct"),
    }
)
_YEARS_A_POINT = 25.0
_YEARS_UNKNOWN = 60.0
#: Who lived so far from an event is no answer that anybody would choose.
_MOST_YEARS_APART = 150.0
_BODIES = {
    "union": frozenset(
        {"union", "league", "alliance", "nations", "community", "confederation", "organization", "organisation"}
    ),
    "party": frozenset({"party", "movement", "front", "coalition", "accord"}),
    "office": frozenset({"ministry", "department", "commission", "agency", "office", "bureau", "authority", "board"}),
    "assembly": frozenset({"parliament", "senate", "congress", "assembly", "council", "diet", "duma", "house"}),
    "firm": frozenset(
        {
            *("company", "bank", "ltd", "inc", "corporation", "group", "gmbh", "plc", "ag", "logistics", "holdings"),
            *("laboratories", "industries", "works", "line", "lines", "airlines", "motors", "energy", "foods", "sons"),
        }
    ),
    "fund": frozenset({"foundation", "fund", "trust", "charity", "endowment"}),
    "force": frozenset({"army", "navy", "police", "force", "forces", "guard", "fleet", "corps"}),
    "school": frozenset({"university", "college", "school", "academy", "institute", "museum", "library", "society"}),
    "medium": frozenset(
        {
            *("facebook", "twitter", "youtube", "times", "news", "post", "radio", "television", "wire", "guardian"),
            *("courier", "gazette", "herald", "mail", "telegraph", "observer", "journal", "chronicle", "tribune"),
            *("mirror", "echo", "argus", "examiner", "star", "dispatch", "newspaper", "magazine", "review"),
        }
    ),
    "club": frozenset(
        {"rovers", "wanderers", "united", "athletic", "fc", "rangers", "albion", "hotspur", "club", "city", "town"}
    ),
    "court": frozenset({"court", "tribunal"}),
}
_OF_MEMBERS = frozenset({"suspend", "expel", "admit", "readmit", "exclude"})
_SEX = re.compile(r"\b(?:he|she|his|her)\b")
_DAYS_A_YEAR = 365.2425
#: So many candidates are weighed for a key; a chapter names fewer of one type.
_MOST_WEIGHED = 80


def wrong_actors(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    """Give the proofs of each sound candidate of the document, best first."""
    if not is_pinned(setting, proposal):
        return
    keys = proposal.answer.actors
    same = list_same_events(setting, proposal.fact, proposal.slot, proposal.left_out)
    acting, years = _acting(setting, proposal.fact), _own_years(setting, proposal)
    chosen: list[int] = []
    for candidate in _ranked(setting, proposal):
        if candidate in acting or _distance(years, setting.years[candidate]) > _MOST_YEARS_APART:
            continue
        proofs = _prove(setting, proposal, candidate, (*keys, *chosen), same)
        if proofs:
            chosen.append(candidate)
            yield proofs


def is_pinned(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether the question is of one event, so that what the document does not say cannot be true too.

    Many states recognise a state in one year: such a question needs the day, a “first”, or words in quotation marks.
    """
    fact = proposal.fact
    is_told = fact.time is not None and fact.time.value is not None and "time" not in proposal.left_out
    grain = fact.time.value.grain if is_told and fact.time is not None and fact.time.value is not None else ""
    is_first = fact.superlative == "first" and fact.time is not None
    if grain == "day" or is_first or "“" in proposal.stem or _is_of_one_mouth(proposal):
        return True
    return _is_of_one_event(setting, proposal, grain)


def _is_of_one_mouth(proposal: Proposal) -> bool:
    """Tell whether it is asked what one speaker said, or who held an office at the document’s time."""
    if proposal.template in ("T4", "T6") or proposal.family in ("speaker", "holder"):
        return True
    is_claim = proposal.stem.startswith("According to ") and not proposal.stem.startswith(ACCORDING)
    return is_claim or proposal.fact.rule == "facts.saying"


def _is_of_one_event(setting: DraftSetting, proposal: Proposal, grain: str) -> bool:
    fact = proposal.fact
    if fact.verb in ("bear", "die"):
        return bool(grain) and (fact.place is not None or bool(fact.others))
    is_person = all(setting.actor(number).type == "person" for number in proposal.answer.actors)
    is_told = is_person and fact.tense == "past" and fact.object is not None and fact.frame != "say"
    if proposal.slot == "subject" and is_told and (fact.time is not None or fact.place is not None or fact.others):
        return True
    is_one = setting.key_of(fact).verb_class.split("+")[-1] in ONE_DOER
    if proposal.slot != "subject" or proposal.family == "party":
        # One doer may do it to several.
        return grain in ("month", "year") or fact.verb in ("marry", "succeed", "replace")
    return is_one and (bool(grain) or fact.object is not None)


def _ranked(setting: DraftSetting, proposal: Proposal) -> tuple[int, ...]:
    """Order candidates by likeness of office, closeness and frequency; likeness of spelling counts against."""
    key = setting.actor(proposal.answer.actors[0])
    pool = _pool(setting, key, proposal.fact.start)
    block = setting.analysis.text.block_at(proposal.fact.start).number
    years = _own_years(setting, proposal)
    mark = (proposal.answer.actors, block, years, proposal.family == "speaker", pool)
    known = setting.remembered.ranked
    if mark not in known:
        known[mark] = _sorted(setting, proposal, pool, block, years)
    return known[mark]


def _pool(setting: DraftSetting, key: Actor, start: int) -> tuple[int, ...]:
    """Give the actors of the key’s type; of very many those that are named nearest, in whose company it stands."""
    standing = setting.standing
    sure = standing.sure.get(key.type, ())
    if len(sure) <= _MOST_WEIGHED:
        return sure
    known, mark = setting.remembered.nearest, (key.type, start)
    if mark not in known:
        known[mark] = tuple(sorted(standing.nearest(key.type, start, _MOST_WEIGHED)))
    return known[mark]


def _sorted(
    setting: DraftSetting, proposal: Proposal, pool: Iterable[int], block: int, years: float | None
) -> tuple[int, ...]:
    key = setting.actor(proposal.answer.actors[0])
    likeness = setting.remembered.likeness[key.id]
    is_speaker, speakers = proposal.family == "speaker", setting.standing.speakers
    scores: dict[int, float] = {}
    for number in pool:
        if number in proposal.answer.actors:
            continue
        if number not in likeness:
            likeness[number] = _likeness(setting, key, setting.actor(number))
        distance = setting.standing.blocks_away(number, block)
        score = likeness[number] - 0.1 * (20 if distance is None else min(distance, 20))
        score += 1.5 * (is_speaker and number in speakers)
        scores[number] = score - min(_distance(years, setting.years[number]) / _YEARS_A_POINT, 4.0)
    return tuple(sorted(scores, key=lambda number: (-scores[number], number)))


def _role_classes(actor: Actor) -> set[str]:
    return {role_class(role.words) for role in actor.roles} - {""} if actor.roles else set()


def _likeness(setting: DraftSetting, key: Actor, actor: Actor) -> float:
    """Add likeness of office, sex, region and length; take off unlike frequency in the text and like spelling."""
    score = 2.0 * bool(key.roles and actor.roles and _role_classes(key) & _role_classes(actor))
    score += 0.5 * (bool(key.roles) == bool(actor.roles)) + 0.5 * (key.gender == actor.gender)
    mine, theirs = len(setting.paragraphs[key.id]) or 1, len(setting.paragraphs[actor.id]) or 1
    score -= 0.2 * abs(log2(mine / theirs))
    one, two = setting.states[key.id], setting.states[actor.id]
    score += 1.0 * (one is not None and two is not None and one.region == two.region)
    score += 0.25 * (len(actor.canonical) >= len(key.canonical))  # else the longest is the key too often
    return score - fuzz.ratio(key.canonical, actor.canonical) / 100


def _own_years(setting: DraftSetting, proposal: Proposal) -> float | None:
    value = proposal.fact.time.value if proposal.fact.time is not None else None
    own = value.lo / _DAYS_A_YEAR if value is not None and value.lo is not None else None
    return setting.years[proposal.answer.actors[0]] if own is None else own


def _distance(own: float | None, theirs: float | None) -> float:
    """Give how far the years around a candidate are from the fact’s own; a middling number where only that is known."""
    if own is None:
        return 0.0
    return abs(own - theirs) if theirs is not None else _YEARS_UNKNOWN


def _prove(
    setting: DraftSetting, proposal: Proposal, candidate: int, taken: Iterable[int], same: Sequence[Fact]
) -> tuple[Proof, ...]:
    own = setting.actor(candidate).canonical
    is_told = candidate in proposal.in_stem or own in unquoted(proposal.stem) or _is_longer(setting, proposal, own)
    if is_told or not _is_fit_name(setting, candidate):
        return ()
    if not _is_like_sex(setting, proposal, candidate) or not _is_like_body(
        setting, proposal.answer.actors[0], candidate
    ):
        return ()
    if proposal.family == "holder" and not _could_hold(setting, proposal, candidate):
        return ()
    if not _could_be_member(setting, proposal, candidate) or _may_be_wed(setting, proposal, candidate):
        return ()
    if any(_may_be_one(setting, candidate, other) for other in proposal.in_stem):
        return ()
    if any(_overlap(setting, candidate, other) or _same_line(setting, candidate, other, proposal) for other in taken):
        return ()
    if not _existed(setting, candidate, proposal.fact):
        return ()
    if not could_be_meant(setting, proposal, candidate) or _rival(setting, proposal, candidate, same) is not None:
        return ()
    name = key_name(setting, candidate)
    rule = "W6" if proposal.family == "speaker" else "W2"
    what = "says these words" if rule == "W6" else "does this"
    return (
        Proof(name, "W1", f"{name} is another {setting.actor(candidate).type} than the key, and no part of it."),
        Proof(name, rule, f"Nowhere in the document is it {name} that {what}."),
        Proof(name, "W7", "Nobody in the document claims it of them either."),
        *((Proof(name, "W5", f"{name} existed at the time."),) if setting.states[candidate] is not None else ()),
    )


def _is_like_body(setting: DraftSetting, one: int, two: int) -> bool:
    """Tell whether two bodies are of one kind by their names: no bank where a union is asked."""
    if setting.actor(one).type != "organisation":
        return True
    return _kind_of_body(setting.actor(one).canonical) == _kind_of_body(setting.actor(two).canonical)


def _is_longer(setting: DraftSetting, proposal: Proposal, name: str) -> bool:
    """Tell whether a candidate is a party of the stem by a longer name: Lowick Football Club beside Lowick."""
    folded = fold(name)
    told = (setting.actor(number) for number in proposal.in_stem)
    return any(actor.type != "state" and contains_words(folded, fold(actor.canonical)) for actor in told)


def _could_hold(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a candidate could hold the key’s office: somebody in office, of the same state where one is named.

    Who is minister of one state is never taken for that of another.
    """
    if not holds_office(setting, candidate) or not _fits_word(setting, proposal, candidate):
        return False
    key, other = setting.actor(proposal.answer.actors[0]), setting.actor(candidate)
    mine, theirs = realms_of(key), realms_of(other)
    # Of a town or province the document tells no state: there only who has a like office could be meant.
    return bool(mine & theirs) if mine or theirs else bool(ranks_of(key) & ranks_of(other))


def _fits_word(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether an office that says he or she leaves a candidate open: no king is asked for as a queen."""
    held = proposal.fact.object
    told = gender_of(held.words) if held is not None else None
    gender = setting.actor(candidate).gender
    return told is None or gender == told or (told == "male" and gender is None)


def _could_be_member(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a state lies where the key does, where a body deals with its members: suspends, admits."""
    mine, theirs = setting.states[proposal.answer.actors[0]], setting.states[candidate]
    if mine is None or theirs is None or proposal.fact.verb not in _OF_MEMBERS:
        return True
    return mine.region == theirs.region


def _may_be_wed(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a candidate for a wedding is of the family: a mother may have been an earlier wife."""
    return proposal.fact.verb == "marry" and any(
        fact.frame == "kin" and fact.subject is not None and candidate in fact.subject.heads
        for fact in setting.analysis.facts
    )


@lru_cache(maxsize=1024)
def _kind_of_body(name: str) -> str:
    words = [word.lower() for word in words_of(name)]
    for some in (words[-1:], words):  # “River Bank Rovers” is a club and no bank
        if kind := next((kind for kind, heads in _BODIES.items() if heads.intersection(some)), ""):
            return kind
    return ""


def _is_like_sex(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a candidate for a wedding or a birth could be the one by their sex."""
    mine, theirs = setting.actor(proposal.answer.actors[0]).gender, setting.actor(candidate).gender
    told = _SEX.findall(unquoted(proposal.stem)) if proposal.family == "speaker" else []
    if told:
        return theirs == ("male" if told[0] in ("he", "his") else "female")
    return proposal.fact.verb not in ("marry", "bear") or None in (mine, theirs) or mine == theirs


def _is_fit_name(setting: DraftSetting, candidate: int) -> bool:
    """Tell whether the name can stand as an option by itself."""
    known = setting.remembered.fit_names
    if candidate not in known:
        known[candidate] = _is_option(setting, candidate)
    return known[candidate]


def _is_option(setting: DraftSetting, candidate: int) -> bool:
    actor = setting.actor(candidate)
    name = actor.canonical
    if not is_fit_name(setting, candidate):
        return False
    is_sure = actor.type != "person" or " " in name or bool(actor.roles) or actor.gender is not None
    is_name = name[:1].isupper() and "’s " not in name and len(name) <= 60
    return is_sure and is_name and bool(setting.paragraphs[candidate])


def _overlap(setting: DraftSetting, one: int, two: int) -> bool:
    """W1: one name is the other’s, or stands inside it."""
    return any(
        mine == theirs or contains_words(mine, theirs) or contains_words(theirs, mine)
        for mine in setting.names[one]
        for theirs in setting.names[two]
    )


def _same_line(setting: DraftSetting, one: int, two: int, proposal: Proposal) -> bool:
    """W4: states of one capital, such as a realm and its heir, are one in the eyes of many."""
    mine, theirs = setting.states[one], setting.states[two]
    if mine is None or theirs is None:
        return _may_be_one(setting, one, two)
    return bool(set(mine.capitals) & set(theirs.capitals))


def _may_be_one(setting: DraftSetting, one: int, two: int) -> bool:
    """Tell whether both stand in one sentence that speaks of names: the second may be a name of the first."""
    return bool(setting.standing.namings[one] & setting.standing.namings[two])


def _existed(setting: DraftSetting, candidate: int, fact: Fact) -> bool:
    """W5: a state existed then, by the years of the table; without a time it must exist still."""
    row = setting.states[candidate]
    if row is None:
        return True
    value = fact.time.value if fact.time is not None else None
    if value is None or value.lo is None or value.hi is None:
        return row.until is None
    since_then = row.since is None or row.since <= value.hi / _DAYS_A_YEAR
    return since_then and (row.until is None or row.until >= value.lo / _DAYS_A_YEAR)


def _acting(setting: DraftSetting, fact: Fact) -> frozenset[int | None]:
    """Give who may have a part in a fact (W2): all whom the clause itself names."""
    named = [mention.actor for mention in setting.standing.between(fact.start, fact.end)]
    return frozenset(named).union(*[(*slot.actors, *slot.heads) for slot in fact.slots])


def _rival(setting: DraftSetting, proposal: Proposal, candidate: int, same: Sequence[Fact]) -> Fact | None:
    """Find what makes the candidate right: another fact that agrees, or like words of theirs."""
    fact = proposal.fact
    if proposal.family == "holder":
        return _same_office(setting, fact, candidate)
    for other in same:
        slot = slot_of(other, proposal.slot)
        is_theirs = slot is not None and (candidate in slot.heads or candidate in slot.actors)
        if is_theirs and (proposal.family != "speaker" or _says_the_same(setting, fact, other)):
            return other
    if proposal.family == "speaker" and fact.object is not None:
        own = fold(fact.object.words)
        if any(fuzz.token_set_ratio(words, own) >= 80 for words in setting.standing.speeches.get(candidate, ())):
            return fact
    return None


def _says_the_same(setting: DraftSetting, fact: Fact, other: Fact) -> bool:
    mine, theirs = (setting.slot_key(one.object) if one.object else "" for one in (fact, other))
    return not mine or not theirs or fuzz.token_set_ratio(mine, theirs) >= 80


def _same_office(setting: DraftSetting, fact: Fact, candidate: int) -> Fact | None:
    own = fold(fact.object.words) if fact.object is not None else ""
    for role in setting.actor(candidate).roles:
        if fuzz.token_set_ratio(fold(role.words), own) >= 80:
            return fact
    return None
