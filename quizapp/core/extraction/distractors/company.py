"""Who keeps company with a key: of one time, of one sort, and no party of what the question tells."""

from __future__ import annotations

import re
from bisect import bisect_left

from quizapp.core.extraction.drafts.naming import is_regnal
from quizapp.core.extraction.drafts.offices import ranks_of, realms_of
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.asked import unquoted
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Actor

_DAYS_A_YEAR = 365.2425
#: Who is first told of so many years from an event had no part in it that anybody would believe.
_MOST_YEARS = 30.0
_FOUNDING = frozenset({"found", "establish", "set up", "create", "start", "form"})
#: Who governs for another power, or commands, founds no party.
_NO_FOUNDERS = frozenset({"governor", "royal", "military", "judge"})
_REPLIED = re.compile(
    r" (?:[a-z]+ly )?(?:had )?(?:replied|answered|responded|retaliated|refused|rejected|protested|retorted|accepted"
    r"|reacted|resisted|objected|complained|thanked|denied|surrendered)\b"
)
_HEADS = frozenset({"head_of_state", "head_of_government"})
_OF_PAST = re.compile(
    r"\b(?:historian|biographer|scholar|archaeologist|chronicler|philosopher|critic)\b", re.IGNORECASE
)
_WORD = re.compile(r"[A-Z][\w-]+")
_SAID_OF_KEY = re.compile(
    r"\b(?:be|was|is|became|become|remains?) (?:an?|the(?: (?:first|last|only|second|third|youngest|oldest))?)"
    r" (?P<who>(?:[\w-]+ ){0,3}[\w-]+)"
)
_WOMEN = frozenset({"woman", "girl", "queen", "empress", "princess", "lady", "actress"})
_LEARNED = frozenset({"scholar", "artist", "explorer", "journalist", "business", "sport", "activist", "witness"})


def is_in_company(setting: DraftSetting, proposal: Proposal, candidate: int, power: frozenset[str]) -> bool:
    """Tell whether a candidate could be thought of beside the key; `power` are the classes of those who rule."""
    actor = setting.actor(candidate)
    if actor.type == "state":
        return _is_known_state(setting, proposal, candidate) and not _is_told_of(setting, proposal, actor)
    if actor.type != "person":
        return True
    if _serves_party(setting, proposal, actor):
        return False
    if not _is_of_one_time(setting, proposal, candidate) or not _fits_stem(setting, proposal, actor):
        return False
    if proposal.family in ("speaker", "listener", "called") and _looks_back(setting, proposal, actor):
        return False
    if proposal.family == "speaker":
        return not _is_party_of_words(setting, proposal, candidate)
    if proposal.family == "holder":
        return True
    return (
        _is_of_one_sort(setting, proposal, actor, power)
        and _is_of_one_side(setting, proposal, actor)
        and _has_part(setting, actor)
        and not _is_near(setting, proposal, candidate)
    )


def _is_known_state(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether a state is one of the tables where the key is, and bears no word of the key’s people.

    A First Republic, or a German Republic beside Germany, is the key under another name.
    """
    key = setting.states[proposal.answer.actors[0]]
    if key is None:
        return True
    own = {key.name, *key.aliases, *key.adjectives, *key.people}
    return setting.states[candidate] is not None and not own & set(_WORD.findall(setting.actor(candidate).canonical))


def _serves_party(setting: DraftSetting, proposal: Proposal, actor: Actor) -> bool:
    """Tell whether a candidate serves a state of whom the stem has the key speak or act: relations with Moscow."""
    mine = frozenset(realm for one in proposal.answer.actors for realm in realms_of(setting.actor(one)))
    words, told = unquoted(proposal.stem), vocabulary().states
    for realm in realms_of(actor) - mine:
        state = told.get(realm)
        names = (state.name, *state.aliases, *state.capitals) if state is not None else ()
        if any(re.search(rf"\b(?:with|against|from|to) (?:the )?{re.escape(name)}\b", words) for name in names):
            return True
    return False


def _looks_back(setting: DraftSetting, proposal: Proposal, actor: Actor) -> bool:
    """Tell whether a candidate only judges what others did long before, where the key had a part in it."""
    keys = (setting.actor(number) for number in proposal.answer.actors)
    return _is_judge_of_past(actor) and not any(_is_judge_of_past(key) for key in keys)


def _is_judge_of_past(actor: Actor) -> bool:
    return any(_OF_PAST.search(role.words) for role in actor.roles)


def _is_told_of(setting: DraftSetting, proposal: Proposal, actor: Actor) -> bool:
    """Tell whether a stem speaks of a state by its people: British troops, the Danes."""
    row = setting.states[actor.id]
    if row is None:
        return False
    own = {row.name, *row.aliases, *row.adjectives, *row.people}
    return any(word in own for word in _WORD.findall(proposal.stem))


def _is_of_one_time(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    value = proposal.fact.time.value if proposal.fact.time is not None else None
    own = value.lo / _DAYS_A_YEAR if value is not None and value.lo is not None else None
    own = year_at(setting, proposal.fact.start) if own is None else own
    own = _first_year(setting, proposal.answer.actors[0]) if own is None else own
    first = _first_year(setting, candidate)
    if own is None or first is None:
        return proposal.family == "speaker" or _years_told(setting) <= _MOST_YEARS
    if abs(own - first) <= _MOST_YEARS:
        return True
    key = _first_year(setting, proposal.answer.actors[0])
    return key is not None and abs(key - first) <= _MOST_YEARS


def _fits_stem(setting: DraftSetting, proposal: Proposal, actor: Actor) -> bool:
    """Tell whether a candidate is what the stem says of the one asked for: the first American, the first woman.

    Whose people or sex the document does not tell is not taken for fitting.
    """
    found = _SAID_OF_KEY.search(unquoted(proposal.stem)) if proposal.slot == "subject" else None
    if found is None:
        return True
    told = found["who"].split()
    if _WOMEN.intersection(told) and actor.gender != "female":
        return False
    lexicon = vocabulary()
    peoples = {lexicon.demonyms[word] for word in told if word in lexicon.demonyms}
    return not peoples or bool(peoples & realms_of(actor))


def _is_of_one_side(setting: DraftSetting, proposal: Proposal, actor: Actor) -> bool:
    """Tell whether a candidate serves the state that the key does, where the document tells it of both."""
    mine = frozenset(realm for one in proposal.answer.actors for realm in realms_of(setting.actor(one)))
    theirs = realms_of(actor) if mine else mine
    return not theirs or bool(mine & theirs)


def _years_told(setting: DraftSetting) -> float:
    """Give over how many years a document goes, without the one time in ten that lies farthest on either side."""
    known = setting.remembered.years_told
    if not known:
        days = sorted(
            one.value.lo for one in setting.analysis.dates if one.value is not None and one.value.lo is not None
        )
        cut = len(days) // 10
        inner = days[cut : len(days) - cut] or [0]
        known.append((inner[-1] - inner[0]) / _DAYS_A_YEAR)
    return known[0]


def _first_year(setting: DraftSetting, number: int) -> float | None:
    known = setting.remembered.first_years
    if number not in known:
        told = setting.standing.of_actor[number]
        known[number] = year_at(setting, told[0].start) if told else None
    return known[number]


def year_at(setting: DraftSetting, offset: int) -> float | None:
    """Give the year of which a sentence tells: one that stands in it, or the last before it in its paragraph."""
    known = setting.remembered.years_at
    if offset not in known:
        known[offset] = _find_year(setting, offset)
    return known[offset]


def _find_year(setting: DraftSetting, offset: int) -> float | None:
    dates, sentence = setting.analysis.dates, setting.sentence_at(offset)
    block = setting.analysis.text.block_at(offset)
    at = bisect_left(dates, sentence.start, key=lambda date: date.start)
    inside = (date for date in dates[at : at + 5] if date.start < sentence.end)
    before = (date for date in reversed(dates[max(0, at - 5) : at]) if date.start >= block.start)
    after = (date for date in dates[at : at + 5] if sentence.end <= date.start < block.end)
    for date in (*inside, *before, *after):
        if date.value is not None and date.value.lo is not None:
            return date.value.lo / _DAYS_A_YEAR
    return None


def _is_of_one_sort(setting: DraftSetting, proposal: Proposal, actor: Actor, power: frozenset[str]) -> bool:
    """Tell whether a candidate rules where the key does, and does not where it is a scholar or an artist."""
    ranks = ranks_of(actor)
    keys = [setting.actor(number) for number in proposal.answer.actors]
    mine = frozenset(rank for key in keys for rank in ranks_of(key))
    if proposal.fact.verb in _FOUNDING and ranks & (_NO_FOUNDERS - mine):
        return False
    if mine & power:
        return bool(ranks & power) or actor.id in setting.parts.rulers or is_regnal(actor.canonical)
    if mine & _LEARNED:
        return not ranks & power
    return True


def _has_part(setting: DraftSetting, actor: Actor) -> bool:
    """Tell whether the document says what somebody does or is, and does not only name them."""
    if actor.id in setting.parts.acting or ranks_of(actor) or actor.id in setting.standing.speakers:
        return True
    told = setting.standing.of_actor[actor.id]
    return any(setting.sentence_at(one.start).start == one.start for one in told[:5])


def _is_near(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether somebody is named in the very sentence, or acts in the next as the other party: Nasser answered."""
    sentence = setting.sentence_at(proposal.fact.start)
    if any(mention.actor == candidate for mention in setting.standing.between(sentence.start, sentence.end)):
        return True
    following = setting.sentence_at(sentence.end + 1)
    if following.start <= sentence.start or following.block != sentence.block:
        return False
    first = next(setting.standing.between(following.start, following.end), None)
    text = setting.analysis.text.text
    return first is not None and first.actor == candidate and _REPLIED.match(text, first.end) is not None


def _is_party_of_words(setting: DraftSetting, proposal: Proposal, candidate: int) -> bool:
    """Tell whether words speak of the very state whose office a candidate bears, as of another’s."""
    lexicon = vocabulary()
    told = {lexicon.states[word].name for word in _WORD.findall(proposal.stem) if word in lexicon.states}
    told |= {lexicon.demonyms[word] for word in _WORD.findall(proposal.stem) if word in lexicon.demonyms}
    if not told:
        return False
    mine, theirs = _realms(setting, proposal.answer.actors[0]), _realms(setting, candidate)
    if not theirs and ranks_of(setting.actor(candidate)) & _HEADS:
        return not mine & told  # of which state they are the head is not told
    return bool(theirs & told) and not mine & told


def _realms(setting: DraftSetting, number: int) -> frozenset[str]:
    """Give the states of somebody’s offices, and those named where the text first tells of them."""
    found, told = realms_of(setting.actor(number)), setting.standing.of_actor[number]
    if found or not told:
        return found
    sentence = setting.sentence_at(told[0].start)
    near = (mention.actor for mention in setting.standing.between(sentence.start, sentence.end))
    return frozenset(row.name for one in near if (row := setting.states[one]) is not None)
