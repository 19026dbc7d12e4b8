"""Whether the subject of a clause is a whole phrase of that clause, with its verb right behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from quizapp.core.extraction.drafts.nouns import MONTHS_AND_DAYS
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.names import NEVER_WITH_ARTICLE
from quizapp.core.extraction.soundness.explicit import find_implied
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb, verb_forms

_CLAUSES = ("facts.main", "facts.subordinate", "facts.saying")
#: What may stand before a subject: nothing, a mark, the conjunction of its own clause, “then”, “also”.
_OPENS = re.compile(
    r"(?:^|[,;:.!?)\]”\"’–—-]|\b(?:when|after|before|until|since|while|as|because|where|once|although|though|that|and"
    r"|but|so|then|later|soon|finally|meanwhile|now|both|for|whereas|how|why|which|whom))\s*$",
    re.IGNORECASE,
)
_AND = re.compile(r"(?P<before>\S*?)\s+(?:and|or|but)\s*$")
#: An office or description before a name: “the first American consul, Townsend Harris”, “Foreign Minister Lind”.
_DESCRIBED = re.compile(
    r"(?:(?:the|an?|his|her|its|their|[\w.’']+[’']s?)\s+)?(?:[\w’'-]+\s+){0,5}?[\w’'-]+(?:\s+(?:of|for|to|in|at)\s+"
    r"(?:the\s+)?(?:[A-Z][\w’'-]*\s*|[a-z]+\s+){1,4})?,?\s*$"
)
_LATER = re.compile(r"\b(?:later|earlier|afterwards|before|after|year|spring|summer|autumn|winter|month|day|night)\s*$")
#: Told between subject and verb: a clause of its own, or a participle with its words.
_OTHER_CLAUSE = re.compile(r"\b(?:who|whom|whose|which|that|where|when|while|if|as|because|having|being)\b")
_BRACKETS = re.compile(r"\([^()]*\)")
#: “, who had led the revolt, ”: from comma to comma, no other comma in it.
_ASIDE = re.compile(
    r", (?:who|whose [a-z]+|which) [^,;:.()–—]*?(?P<last>[^,;:.()–—\s]+), "
    r"(?:[a-z]+ly |nevertheless |nonetheless |then |later )?(?:was |were |had |has |have )?"
)
#: “Were shot at Arad, and Moen was …”: the verb is of one.
_OF_ONE = re.compile(r", and $")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_AUXILIARIES = frozenset({"had", "has", "have", "was", "were", "is", "are", "been", "be", "did", "would", "also"})
_PLAIN_PART = re.compile(r"[a-z][\w-]*")
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "some", "several", "many", "all", "both"})
_CAPITAL_BEFORE = re.compile(r"(?<![.!?“\"] )\b([A-Z][\w’'-]+) $")
#: So many letters before a subject say what it follows.
_LOOKS_BACK = 90
_BREAKS = "It is not certain where its subject begins: “{}”."
_CUT = "It is not certain that “and” joins two names, and does not stand inside one."
_TORN = "What belongs to its verb stands apart from it, and may belong to another word."
_PART_OF_NAME = "“{}” is only the last part of a name."
_BETWEEN = "Another clause stands between its subject and its verb."
_CAPITAL = "“{}” begins its sentence and may be no name."


def find_untold(setting: DraftSetting, fact: Fact) -> str | None:
    """Give why a clause does not tell by itself, of a whole subject, who did what; None where it does."""
    known = setting.remembered.untold
    if id(fact) not in known:
        known[id(fact)] = find_implied(setting, fact) or find_broken_subject(setting, fact)
    return known[id(fact)]


def find_broken_subject(setting: DraftSetting, fact: Fact) -> str | None:
    """Give why the subject of a clause is not surely whole; None where it is."""
    if any(_loses_and(setting.analysis.text.text[slot.start : slot.end], slot) for slot in fact.slots):
        return _CUT
    if _is_torn(fact):
        return _TORN
    if (cut := next(_cut_names(setting, fact), None)) is not None:
        return _PART_OF_NAME.format(cut)
    subject = fact.object if fact.is_passive else fact.subject
    if subject is None or not fact.rule.startswith(_CLAUSES) or not subject.words:
        return None
    sentence = setting.sentence_at(subject.start)
    text = setting.analysis.text.text
    before = text[max(sentence.start, subject.start - _LOOKS_BACK) : subject.start]
    is_first = not re.search(r"\w", before)
    if subject.start - sentence.start > _LOOKS_BACK:
        before = f"x {before}"  # it does not begin here
    is_behind_time = any(0 < subject.start - end <= len(", the ") for end in _time_ends(setting, fact, sentence.start))
    is_one = _OF_ONE.search(before) is not None and len(subject.heads) == 1 and text.startswith(" was ", subject.end)
    if not (is_behind_time or is_one or _begins_well(before, subject)) or _is_loose_list(
        text[subject.start : subject.end]
    ):
        return _BREAKS.format(text[max(sentence.start, subject.start - 20) : subject.end].strip())
    if _is_only_capital(setting, subject, is_first=is_first):
        return _CAPITAL.format(subject.words)
    return _BETWEEN if _is_parted(text, fact, subject) else None


def _is_torn(fact: Fact) -> bool:
    """Tell whether another phrase stands between a verb and its own preposition: ruled for Peru in a dispute [over]."""
    thing, doer = fact.object, fact.subject
    if not fact.particle or thing is None or doer is None or fact.is_passive:
        return False
    is_place_apart = fact.place is not None and fact.particle == "to"  # “capitulated at Falun to Karl Moen”
    apart = (thing, doer, fact.time, *((fact.place,) if is_place_apart else ()))
    between = (slot for slot in fact.slots if slot not in apart)
    return any(doer.end < slot.start < thing.start for slot in between)


def _cut_names(setting: DraftSetting, fact: Fact) -> Iterator[str]:
    """Give a body or place before whose name the text has more of it: the Aga Falk [Hospital]."""
    text = setting.analysis.text.text
    for slot in fact.slots:
        named = slot.words.removeprefix("the ")
        if slot.value is not None or not named[:1].isupper():
            continue
        if len(slot.heads) == 1 and _is_of_more(text[slot.start : slot.end], named):
            yield named
            return
        if any(setting.actor(number).type == "person" for number in slot.heads) and " " in named:
            continue  # titles and trades stand before people
        if slot.heads and named.lower() in vocabulary().organisation_heads and not _is_bare_body(text, slot, named):
            yield named
            return
        start = text.find(named.split(" ")[0], slot.start, slot.end)
        found = _CAPITAL_BEFORE.search(text, max(0, start - 30), start) if start > 0 else None
        if found is None or setting.sentence_at(start).start >= found.start():
            continue
        if not _stands_before_names(found[1]):
            yield named


def _is_bare_body(text: str, slot: Slot, named: str) -> bool:
    """Tell whether a body goes by its bare name, with no article: Parliament abolished, Congress voted."""
    written = text[max(0, slot.start - len("the ")) : slot.end].lower()
    return named in NEVER_WITH_ARTICLE and "the " not in written


def _is_of_more(written: str, named: str) -> bool:
    """Tell whether a name is only the end of another: the Order of Saint [Olav], and no minister of state Olav."""
    before, of, _ = written.partition(" of ")
    if not of or " of " in named:
        return False
    first = before.split()[-1].lower()
    return first not in vocabulary().role_nouns and first not in {title.lower() for title in vocabulary().titles}


def _stands_before_names(word: str) -> bool:
    """Tell whether a word with a capital is a title, an office or says from where: President, French."""
    lexicon = vocabulary()
    is_title = word in lexicon.titles or word.lower() in lexicon.titles or word.lower() in lexicon.role_nouns
    return is_title or "-" in word or word in lexicon.demonyms or word in MONTHS_AND_DAYS


def _loses_and(written: str, slot: Slot) -> bool:
    """Tell whether “and” stands inside a name, or joins somebody to one who is left out: Karl Moen and [Tora Vik]."""
    if not slot.heads:
        return " and the " in slot.words and " and the " not in written
    return len(slot.heads) == 1 and " and " in written and " and " not in slot.words


def _time_ends(setting: DraftSetting, fact: Fact, start: int) -> Iterator[int]:
    """Give where the times end that stand in a sentence before the end of a fact."""
    dates = setting.analysis.dates
    for place in range(bisect_left(dates, start, key=lambda one: one.start), len(dates)):
        if dates[place].start >= fact.end:
            return
        yield dates[place].end


def _begins_well(before: str, subject: Slot) -> bool:
    """Tell whether the phrase has its left end where a clause can begin: not “of timber and [coal, French troops]”."""
    if _OPENS.search(before) is not None:
        joined = _AND.search(before)
        if joined is not None and joined["before"][:1].isupper() and len(subject.heads) == 1:
            return False  # “two of them, Karl Moen and [Tora Vik], won”
        # “Timber and coal, French troops”: behind “and” a name or an article begins a new clause, a bare noun none.
        return joined is None or not _PLAIN_PART.match(subject.words) or subject.words.split()[0] in _ARTICLES
    if _LATER.search(before):
        return True
    return bool(subject.heads) and _DESCRIBED.search(before) is not None and _is_title(before)


def _is_title(before: str) -> bool:
    """Tell whether the word before a name is of an office or description, and no verb or preposition."""
    words = _WORD.findall(before.rstrip(" ,"))
    last = words[-1].lower() if words else ""
    return bool(last) and last not in STOP_WORDS and (last not in verb_forms() or last in vocabulary().role_nouns)


def _is_loose_list(words: str) -> bool:
    """Tell whether a phrase is “coal, French and Belgian troops”: a bare noun, a comma, and something else."""
    first, comma, rest = words.partition(", ")
    is_bare = _PLAIN_PART.fullmatch(first) is not None and first not in _ARTICLES
    return bool(comma) and is_bare and re.search(r"\b[A-Z]", rest) is not None


def _is_only_capital(setting: DraftSetting, subject: Slot, *, is_first: bool) -> bool:
    """Tell whether what opens a sentence is a name by its capital alone: Opening hours, Workers, Dredging."""
    words = setting.analysis.text.text[subject.start : subject.end].split()
    if (
        not is_first
        or not words
        or words[0] in ("The", "A", "An", "He", "She", "It", "They", "His", "Her", "Its", "Their", "Both", "All")
    ):
        return False
    lexicon, low = vocabulary(), words[0].lower()
    if subject.heads and len(words) > 1 and _is_known_without(setting, subject, words):
        return True
    forms = {low, low.removesuffix("s"), low.removesuffix("es")}
    lists = (lexicon.plain_nouns, lexicon.event_heads, lexicon.role_nouns, lexicon.starters)
    is_plain = any(form in some for form in forms for some in lists)
    if subject.heads and low in lexicon.organisation_heads:
        return False  # “Parliament abolished …”
    is_plain = is_plain or low.endswith("ing") or low in verb_forms()
    return is_plain and not any(word[:1].isupper() for word in words[1:])


def _is_known_without(setting: DraftSetting, subject: Slot, words: list[str]) -> bool:
    """Tell whether the text calls by the rest alone what opens a sentence with a word more: Neighbouring Peru."""
    lexicon, low, name = vocabulary(), words[0].lower(), " ".join(words)
    if not (low.endswith(("ing", "ed")) or words[0] in lexicon.plain_adjectives or low in lexicon.plain_adjectives):
        return False
    told = (one for number in subject.heads for one in setting.standing.of_actor[number] if one.surface == name)
    if name in lexicon.states or any(setting.sentence_at(one.start).start != one.start for one in told):
        return False
    rest = " ".join(words[1:])
    return re.search(rf"(?<!{re.escape(words[0])} )\b{re.escape(rest)}\b", setting.analysis.text.text) is not None


def _is_parted(text: str, fact: Fact, subject: Slot) -> bool:
    """Tell whether a relative clause or participle stands between subject and verb."""
    at = _verb_at(text, fact, subject.end)
    if at is None:
        return False
    between = _BRACKETS.sub(" ", text[subject.end : at])
    if _is_aside(between, subject):
        return False
    if _OTHER_CLAUSE.search(between):
        return True
    forms = verb_forms()
    found = (word.group().lower() for word in _WORD.finditer(between))
    return "," in between and any(
        word in forms and word not in _AUXILIARIES and "participle" in forms[word].forms and word.endswith(("ed", "en"))
        for word in found
    )


def _is_aside(between: str, subject: Slot) -> bool:
    """Tell whether one clause between commas, with no name to act in it, is all that parts a name from its verb."""
    found = _ASIDE.fullmatch(between)
    return found is not None and len(subject.heads) == 1 and not re.search(r"\b(?:and|or|but)\b", found["last"])


def _verb_at(text: str, fact: Fact, start: int) -> int | None:
    """Give where the verb of a fact stands behind its subject."""
    lemma = (fact.chain[0] if fact.chain else fact.verb).split(" ")[0]
    verb = find_verb(fact.chain[0] if fact.chain else fact.verb)
    forms = {lemma} if verb is None else {one.split(" ")[0] for one in (verb.past, verb.participle, verb.lemma)}
    forms |= {f"{lemma}s", f"{lemma}ing", f"{lemma}d", f"{lemma}ed"}
    pattern = "|".join(sorted(map(re.escape, forms), key=lambda one: (-len(one), one)))
    found = re.compile(rf"\b(?:{pattern})\b").search(text, start, max(start, fact.end))
    return found.start() if found is not None else None
