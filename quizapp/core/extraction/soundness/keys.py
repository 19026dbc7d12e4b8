"""Whether the key is a whole answer to its question word: full names, no bare noun, no ship as a state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.naming import is_cut_body, is_somebody, is_thing, is_whole_name
from quizapp.core.extraction.drafts.nouns import find_bare_thing
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.proven import is_proven
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.whole_offices import find_unwhole_office
from quizapp.core.extraction.drafts.wording import ACCORDING, when
from quizapp.core.extraction.item_rules.asked import unquoted
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.soundness.annals import is_counted_from_day, is_in_annals
from quizapp.core.extraction.soundness.bearers import find_other_bearer
from quizapp.core.extraction.soundness.times import is_year_of_death
from quizapp.core.extraction.soundness.worth import FOUNDING
from quizapp.core.extraction.values import DateMention, Fact, Slot
from quizapp.core.extraction.verbs import find_verb

#: Words that tell where or when, or a thing that is somebody’s: no answer by themselves.
_NO_KEYS = frozenset(
    {
        *(
            "north",
            "south",
            "east",
            "west",
            "home",
            "court",
            "school",
            "church",
            "town",
            "sea",
            "land",
            "bed",
            "prison",
        ),
        *("work", "office", "power", "part", "place", "time", "way", "word", "words", "speech", "record", "records"),
        *(
            "order",
            "shape",
            "action",
            "steps",
            "control",
            "notice",
            "hand",
            "hands",
            "men",
            "women",
            "people",
            "others",
        ),
        *("support", "help", "money", "evidence", "attention", "permission", "questions", "names", "things", "news"),
        *("reporters", "journalists", "parliament", "government", "army", "talks", "relations", "charge", "office"),
        *(
            "university",
            "college",
            "hospital",
            "market",
            "camp",
            "harbour",
            "station",
            "college",
            "everything",
            "nothing",
        ),
    }
)
#: Things that their verb all but names.
_NAMED_BY_VERB = {
    **dict.fromkeys(("declare", "proclaim"), frozenset({"war", "independence", "peace", "victory"})),
    **dict.fromkeys(("gain", "win", "grant", "achieve", "obtain", "seek"), frozenset({"independence", "freedom"})),
    **dict.fromkeys(("make", "conclude", "sign", "negotiate"), frozenset({"peace", "war", "treaty", "treaties"})),
    **dict.fromkeys(("wage", "lose", "fight"), frozenset({"war", "wars", "battle", "battles"})),
    **dict.fromkeys(("pay", "demand", "levy", "collect"), frozenset({"tribute", "taxes", "tax", "compensation"})),
    **dict.fromkeys(("commit", "hold", "take"), frozenset({"suicide", "crimes", "elections", "power", "talks"})),
}
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|its|their|our|this|that|some|any|no)\s+(?:[a-z-]+\s+)?$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|several|many|some|most|few) [a-z]")
_ABSTRACT = re.compile(r"(?:[ae]nce|tion|sion|ity|ism|dom|ment|ship|cy)$")
_DEPENDENT = re.compile(r"\b(?:his|her|its|their|this|that|these|those|such|other|another|same|it|them|him)\b")
_REFLEXIVE = re.compile(r"(?:self|selves)$")
_BARE_DEFINITE = re.compile(r"[Tt]he (?:[a-z-]+ ?){1,3}")
_COMPARED = re.compile(r"^(?:different|similar|new|other|further|more|less|own|former|latter|larger|smaller|rival)\b")
_DATED = re.compile(r"\d{3}")
#: What is only likened to something that was told before.
_LIKENED = re.compile(
    r"^(?:different|similar|other|further|former|latter|rival|own|such|same|another|recent"
    r"|second (?!prize|place|medal|edition|volume|term|wife|husband|marriage|chamber)[a-z-]+$)\b"
)
_UNNAMED = re.compile(r"[^A-Z0-9“]+")
_FEW_SPACES = 2
#: “opera Elektra”, “island Vis”: what a thing is, and its name, with nothing before.
_BARE_BEFORE_NAME = re.compile(r"[a-z-]+(?: [A-Z][\w’-]*)+")
_NO_LONGER = re.compile(r"\bhad\b")
#: What is done to people and to no things.
_OF_PEOPLE = frozenset({"meet", "marry", "befriend", "hire", "recruit", "interview", "arrest", "murder", "baptise"})
#: A bridge or a park is a place only where it stands.
_MADE = frozenset({"design", "build", "construct"})
_LASTING = frozenset(
    {
        *(
            "study",
            "work",
            "live",
            "lead",
            "rule",
            "own",
            "serve",
            "teach",
            "run",
            "hold",
            "be",
            "use",
            "head",
            "direct",
        ),
        *(
            "edit",
            "belong",
            "govern",
            "occupy",
            "publish",
            "produce",
            "play",
            "stand",
            "exist",
            "collect",
            "keep",
            "wear",
        ),
    }
)
#: “, who preferred plants and books, ”: what is joined there is not the next clause.
_BESIDE = re.compile(r", (?:who|whose|which|the|an?) [^,.;]*,")
_GRAINS_OF_DAY = frozenset({"day", "month", "week"})


def find_poor_key(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give what is wrong with a key, or with a name in the stem; None where both are whole."""
    if proposal.kind in ("order", "match"):
        return _of_held(setting, proposal) or find_other_bearer(setting, proposal)
    tests = (_of_held, find_other_bearer, _of_names, _of_answer, _of_time)
    return next((found for test in tests if (found := test(setting, proposal)) is not None), None)


def _of_answer(setting: DraftSetting, proposal: Proposal) -> str | None:
    if proposal.answer.sort == "words":
        return _of_words(setting, proposal)
    if (
        proposal.answer.sort == "place"
        and proposal.fact.place is not None
        and proposal.fact.place.preposition == "near"
    ):
        return "It was only near there."
    return None


def _shows_time(setting: DraftSetting, proposal: Proposal) -> bool:
    """Tell whether the time is asked, or stands in the stem."""
    told = when(setting, proposal.fact)
    return proposal.slot == "time" or (bool(told) and told in proposal.stem)


def _of_names(setting: DraftSetting, proposal: Proposal) -> str | None:
    keys = proposal.answer.actors if proposal.answer.sort in ("actor", "actors") else ()
    parties = [slot for fact in proposal.facts for slot in (fact.subject, fact.object) if slot is not None]
    return _of_types(setting, proposal, keys) or _of_parties(setting, proposal, keys, parties)


def _of_types(setting: DraftSetting, proposal: Proposal, keys: Sequence[int]) -> str | None:
    """Tell whether a key is surely of the type that is asked for."""
    for number in keys:
        actor = setting.actor(number)
        if is_thing(setting, number):
            return f"{actor.canonical} is no {actor.type}."
        if not is_proven(setting, number):
            return f"It is not certain that {actor.canonical} is a {actor.type}."
    is_person = any(setting.actor(number).type == "person" for number in keys)
    if is_person and proposal.fact.verb in FOUNDING and proposal.slot == "object":
        return "Nobody founds a person."
    return "What the name is of is not certain." if setting.parts.unsure.intersection(keys) else None


def _of_parties(setting: DraftSetting, proposal: Proposal, keys: Sequence[int], parties: Sequence[Slot]) -> str | None:
    """Tell whether a name in the question is of something else, of two people, or only part of one."""
    numbers = [number for slot in parties for number in slot.heads]
    if setting.parts.shared.intersection(numbers):
        return "Two people of the document bear this name."
    for number in (number for fact in proposal.facts for slot in fact.slots for number in slot.actors):
        if setting.actor(number).canonical in proposal.stem and is_cut_body(setting, setting.actor(number)):
            return f"“{setting.actor(number).canonical}” is only part of a name."
    text = setting.analysis.text.text
    for slot in parties:
        if any(
            _is_unproven_thing(setting, number, text[max(0, slot.start - 4) : slot.start + 4]) for number in slot.heads
        ):
            return f"“{slot.words}” is not surely a person."
    for number in numbers:
        if is_misnamed(setting, proposal.stem, number):
            return f"“{setting.actor(number).canonical}” is the name of something else."
    if proposal.kind in ("true_false", "cloze"):
        keys = (*keys, *numbers)
    partial = next((number for number in keys if not is_whole_name(setting, number)), None)
    if partial is not None:
        return f"“{setting.actor(partial).canonical}” is only part of a name."
    return next((f"“{name}” is only part of a name." for name in _partial_names(setting, proposal.stem)), None)


def _is_unproven_thing(setting: DraftSetting, number: int, around: str) -> bool:
    """Tell whether an article stands before what was taken for somebody’s name: the Spiral Tunnels."""
    if setting.actor(number).type != "person" or is_proven(setting, number):
        return False
    return around.lower().startswith("the ") or around.lower().endswith("the ")


def is_misnamed(setting: DraftSetting, stem: str, number: int) -> bool:
    """Tell whether a ship was taken for a state or an expedition; as “the Vega” it may stand in a stem."""
    actor = setting.actor(number)
    forms = {re.sub(r"^[Tt]he ", "", form) for form in (actor.canonical, *actor.forms)}
    if not setting.parts.ships & forms:
        return actor.canonical.endswith("ing") and " " not in actor.canonical
    return actor.type == "state" or len(forms) > 1 or f"the {actor.canonical}" not in stem


def _partial_names(setting: DraftSetting, stem: str) -> Iterator[str]:
    """Give the people of a stem who stand there by a part of their name, without saying whose brother they are."""
    for name, number in setting.parts.single.items():
        is_told = name in stem and not is_whole_name(setting, number)
        if is_told and setting.relatives.get(number, "\0") not in stem and _stands_alone(unquoted(stem), name):
            yield name


def _stands_alone(stem: str, name: str) -> bool:
    """Tell whether a name stands somewhere as no part of a longer one."""
    for found in re.finditer(rf"\b{re.escape(name)}\b(?! [A-Z\d])", stem):
        before = stem[: found.start()].rsplit(None, 1)[-1:]
        if not before or not before[0][:1].isupper() or before[0] in ("In", "On", "According"):
            return True
    return False


def find_empty_key(proposal: Proposal) -> str | None:
    """Give why a phrase is no answer, whatever is asked: office, two sons, a similar process; None of another."""
    key = proposal.answer.text
    if proposal.answer.sort != "words":
        return None
    if _REFLEXIVE.search(key) or _LIKENED.match(key):
        return f"“{key}” points at something else."
    is_counted = _NUMBER.match(key) is not None and key.count(" ") == 1 and _DATED.search(proposal.stem) is None
    if is_counted or _BARE_DEFINITE.fullmatch(key):
        return f"“{key}” could be any."
    is_bare = key in _NO_KEYS or key in vocabulary().kin
    return f"“{key}” alone is no answer." if is_bare else None


def _of_words(setting: DraftSetting, proposal: Proposal) -> str | None:
    key = proposal.answer.text
    slot = next((slot for slot in proposal.fact.slots if slot.words == key or slot.words.endswith(f" {key}")), None)
    if slot is not None and not re.search(r"[A-Z]", key) and _is_named_behind(setting, slot.start, key):
        return f"The name of “{key}” follows in the text."
    if (found := _of_verb(proposal)) is not None:
        return found
    if _REFLEXIVE.search(key) or _DEPENDENT.search(key) or _COMPARED.match(key):
        return f"“{key}” points at something else."
    if key.islower() and " " not in key and "-" not in key:
        return _of_one_word(setting, key, slot.start if slot is not None else None)
    is_place = proposal.stem.startswith(("Which place", f"{ACCORDING}which place"))
    if is_place and (proposal.fact.verb in FOUNDING | _MADE or _is_body(setting, key)):
        return f"“{key}” is no place."
    return _of_phrase(proposal, key)


def _of_phrase(proposal: Proposal, key: str) -> str | None:
    """Tell whether a phrase could be any of its kind, is somebody and no thing, or says too little."""
    if _NUMBER.match(key) or _BARE_DEFINITE.fullmatch(key):
        return f"“{key}” could be any."
    if _BARE_BEFORE_NAME.fullmatch(key):
        return f"“{key}” lacks its article."
    if (bare := find_bare_thing(key)) is not None:
        return f"“{bare}” in the key could be any."
    last, lexicon = key.split()[-1].lower(), vocabulary()
    is_asked_as_thing = proposal.stem.startswith(("What", ACCORDING))
    if last in lexicon.kin or (is_asked_as_thing and (last in lexicon.role_nouns or is_somebody(last))):
        return f"“{key}” is no thing."
    return f"“{key}” is little of an answer." if _UNNAMED.fullmatch(key) and key.count(" ") < _FEW_SPACES else None


def _of_verb(proposal: Proposal) -> str | None:
    """Tell whether the verb takes people only, or nothing: met somebody’s librarian, died blind."""
    fact, verb = proposal.fact, find_verb(proposal.fact.verb)
    if proposal.answer.text in _NAMED_BY_VERB.get(fact.verb, frozenset()):
        return f"“{fact.verb}” all but names “{proposal.answer.text}”."
    if proposal.slot != "object" or fact.is_passive or fact.particle or proposal.stem.startswith("Of what"):
        return None
    if fact.verb in _OF_PEOPLE:
        return f"Nobody is said to {fact.verb} a thing."
    is_bare = verb is not None and not verb.is_transitive and proposal.stem.startswith(("What did", f"{ACCORDING}what"))
    return f"“{proposal.answer.text}” is nothing that one could {fact.verb}." if is_bare else None


def _is_named_behind(setting: DraftSetting, start: int, key: str) -> bool:
    """Tell whether the text goes on with what the thing is called: a common unit, the international candle."""
    text = setting.analysis.text.text
    at = text.find(key, start)
    return at >= 0 and re.match(r", (?:the|an?) [^,.;]+[,.;]", text[at + len(key) : at + len(key) + 80]) is not None


def _is_body(setting: DraftSetting, key: str) -> bool:
    """Tell whether a key is an organisation’s name or letters, or a building that was founded and no place yet."""
    folded = fold(key)
    bodies = (actor.id for actor in setting.analysis.cast.actors if actor.type == "organisation")
    return any(folded in setting.names[number] for number in bodies) or key.isupper()


def _of_one_word(setting: DraftSetting, key: str, start: int | None) -> str | None:
    if key in _NO_KEYS or key in vocabulary().kin or key.endswith("ly"):
        return f"“{key}” alone is no answer."
    if start is not None:
        text = setting.analysis.text.text
        at = text.find(key, start)
        before = text[max(0, at - 30) : at]
        if at >= 0 and _DETERMINED.search(before) and not _ABSTRACT.search(key):
            return f"“{key}” alone is no answer."
        if at >= 0 and text.startswith(" of ", at + len(key)):
            return f"“{key}” of what?"
    return None


def _of_held(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Tell whether an office goes on behind its words, lacks its body, or whether its holder is nobody for sure."""
    if proposal.family not in ("office", "holder", "offices"):
        return None
    for fact in proposal.facts:
        for number in fact.subject.heads if fact.subject is not None else ():
            if not is_proven(setting, number) or not is_whole_name(setting, number):
                return f"It is not certain who {setting.actor(number).canonical} is."
        if fact.object is not None and (found := find_unwhole_office(setting, fact.object)) is not None:
            return found
    return None


def _of_time(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Tell whether a day or month is only reckoned from a weekday or from “last month”."""
    fact = proposal.fact
    date = setting.analysis.dates[fact.time.date] if fact.time is not None and fact.time.date is not None else None
    if date is None or date.value is None or fact.time is None or fact.time.value is None:
        return None
    if not _shows_time(setting, proposal):
        return None
    is_told = is_counted_from_day(setting, fact) and is_in_annals(setting, fact)
    is_told = is_told or is_year_of_death(setting, proposal)
    if fact.time.value.grain in _GRAINS_OF_DAY and not (_is_written(date, fact) or is_told):
        return "The document does not write this date out."
    if _is_of_next_clause(setting, fact):
        return "The time may belong to what follows."
    if _NO_LONGER.search(setting.analysis.text.text, fact.start, fact.end) and proposal.stem.startswith("Since"):
        return "It had ended by then."
    is_since = fact.time.preposition == "since" or date.relation == "since"
    if is_since and proposal.slot == "time" and fact.verb not in _LASTING:
        return "It did not last since then."
    return None


def _is_of_next_clause(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether “and” stands between an event and its time: “crossed in spring, and on 6 May met”."""
    if fact.time is None:
        return False
    others = (fact.subject, fact.object, fact.place, *(slot for _, slot in fact.others))
    ends = [slot.end for slot in others if slot is not None and slot.end <= fact.time.start]
    if not ends or fact.time.start < fact.start:
        return False
    between = setting.analysis.text.text[max(max(ends), fact.start) : fact.time.start]
    return re.search(r"\band\b", _BESIDE.sub(" ", between)) is not None


def _is_written(date: DateMention, fact: Fact) -> bool:
    """Tell whether the day or month itself stands in the text, and not only a weekday or a distance."""
    if date.how in ("absolute",):
        return True
    words = date.surface
    if re.search(r"\b(?:same|that|very) day\b", words):
        return date.how == "from_document"
    if fact.time is not None and fact.time.value is not None and fact.time.value.grain == "day":
        return re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b", words) is not None and date.how != "from_publication"
    return re.search(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", words) is not None
