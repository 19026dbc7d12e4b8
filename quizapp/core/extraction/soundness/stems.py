"""Whether a finished stem is whole: understood by somebody who has nothing else before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.nouns import find_bare_thing, names_in
from quizapp.core.extraction.item_rules.asked import shown, unquoted
from quizapp.core.extraction.verbs import verb_forms

_POINTING = re.compile(
    r"\b(?:another|others?|such|the same|here|there|these|those|elsewhere|meanwhile|likewise|similarly|otherwise"
    r"|thereby|thereafter|afterwards|beforehand|in (?:turn|return|response|addition)|too|instead|as well|in question"
    r"|in (?:its|his|her|their|the name’s) turn)\b"
    r"|\bthat (?:day|night|week|month|year|decade|time|man|woman|place|decision|reason|way|war|meeting|summer|winter"
    r"|spring|autumn|evening|morning)\b|\bthis\b|\bin advance\b"
    r"|\b(?:on|since|until|by|last|next) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? \d)"
)
_ALLOWED = re.compile(
    r"\b(?:each other|one another|there (?:is|are|was|were|had|would)|other than|such as|as well as|too (?:[a-z]+)"
    r"|(?:hundreds|thousands|dozens|scores) of other [a-z]+s"
    r"|in return for|in response to|in addition to|among others|no other|at the age of \d+)\b"
)
_COMPARED = re.compile(
    r"\b(?:(?:an?|the|quite|very|entirely) )?(?:different|similar|rival|respective|corresponding|remaining|opposite"
    r"|latter|former|further|additional|alternative|equal|resulting) (?:[a-z]+)\b(?! (?:to|from|than|with)\b)"
    r"|\b(?:an?|the|his|her|its|their) (?:(?:better|lesser|best|less|more)-known|larger|smaller|bigger|longer|shorter"
    r"|newer|greater|stronger|weaker|cheaper|faster|wider|better|worse|richer|poorer) [a-z-]+\b(?! than\b)"
)
_FORMER = re.compile(r"\bformer (?:[A-Z]|[a-z]+ of |[a-z]+ (?:minister|secretary)|president|king|chairman|mayor)")
_COUNTED = re.compile(
    r"(?:^|\b(?:did|was|were|has|have|had) )(?:some |about |around )?(?P<few>an?|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|several|many|some|a few|a number of|hundreds of|thousands of|\d[\d,.]*) (?P<rest>[^?.]*)",
    re.IGNORECASE,
)
_ENDS_PHRASE = frozenset({"did", "was", "were", "had", "is", "are", "on", "to", "by", "for", "with", "when", "while"})
_BINDING = frozenset({"of", "from", "at", "in", "the", "a", "an"})
_ASKS_WHO = re.compile(r"(?:[Ww]hom?|[Ww]hich (?:state|group|organisation|(?:two|three) \w+))\b")
_OPENING = re.compile(r"^According to [^,]+, ")
_POSSESSIVE = re.compile(r"\b(?:his|her|its|their)\b")
_GROUP = re.compile(
    r"\b(?:did|was|were|has|have|had) (?P<noun>[a-z][a-z-]+s)\b"
    r"(?! (?:with|between|of|in|at|from|against|near|on) (?:the )?[A-Z])"
)
_SINGLE = re.compile(r"\bdid (?P<noun>[a-z]+) (?P<verb>[a-z]+)\b")
_DETERMINERS = frozenset(
    {
        *("the", "a", "an", "his", "her", "its", "their", "all", "both", "each", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "many", "some", "several", "most", "few", "every", "no"),
    }
)
_ASKS_WHEN = re.compile(r"(?:[Ii]n|[Oo]n|[Aa]t|[Ww]hen|[Ww]here|[Ss]ince|[Uu]ntil|[Aa]fter)\b")
_ENDING = re.compile(
    r"\b(?:home|back|away|there|ashore|north|south|east|west|northwards?|southwards?|to (?:go|come|say|do|be|leave|stay"
    r"|return|act|tell|speak|move|follow))(?= (?:in|on) [A-Z\d][\w ]*\?|\?|\.$)"
)
_DIRECTION = re.compile(r"\b(?:go|come|return|travel|move|sail|head|march|went|came|returned|travelled|moved|sailed)\b")
#: One thing whose name ends as that of many.
_ONE_IN_S = r"(?:series|news|works|means|headquarters|barracks|canvas|atlas|gas|lens|crossroads|[a-z]+ics)\b"
_GARBLED = re.compile(
    r"\b(?:(?:the|an?|of|in|at|on|to|by|for|from|with) (?:the|an?|of|in|at|on|to|by|for|from|with) (?:of|in|at|on|to)"
    r"|(?:and|or|but)(?= ?[?.]| (?:in|on) \d))|[,;] ?\?|, an?,|\bdays? after on\b|\bthe (?:the|of)\b"
    r"|\b(?:the|an?)(?:\?| (?:and|or|to|by|with|for|from|was|were|did)\b(?!-))"
    r"|\b(?:with|to|by|from|at|of|into) (?:of|to)\b(?!-)|\bto from\b|\b(?:with|of|into) (?:from|by|with|at)\b(?!-)"
    r"|\bwhich (?:year|month|date) did [^?]* (?:proclaim|declare|announce) (?:in|on)\b"
    r"|\bsaid (?:[A-Z][\w’-]+ ?)+\?"
    r"|(?<=[a-z]), (?:had|has|have|was|were|is|are) [^,?]*, [a-z]+(?= |\?)"
    r"|\b(?:who|which|that) (?:did|does|had|was|were)\?|\b(?:proclaimed|declared|announced) (?:in|on) \d"
    r"|\b(?:proclaim|declare|announce|promise|demand|introduce|establish|propose)\?"
    r"|\bWhat (?:was|were) (?:shown|given|told|sent|offered|taught|asked|paid) an?\b"
    rf"|\bwas (?:the )?(?:[A-Za-z]+ )?(?!{_ONE_IN_S})(?:[a-z]+[a-hj-rt])s (?:at|of|in) (?:the )?[A-Z]"
    rf"|\b(?!{_ONE_IN_S})(?:[a-z]+[a-hj-rt])s (?:at|of|in) (?:the )?[A-Z][\w’]*(?: [A-Z][\w’]*)* was\b"
    r"|\bthan\?|\b(?:and|or) an? [a-z-]+(?:ory|ous|ive|al|ic|ful|less|able|ible|ary)\?"
)
#: “Dropped 11”, “a raise of 18”: of what is left out; no day, and no name’s number.
_BARE_NUMBER = re.compile(r"\b(?!aged?\b|number\b|[a-z]+teen\b)[a-z]+ \d{1,2}(?:\.\d+)?\?")
#: “A treaty between Peru”: with whom is left out.
_ONE_OF_TWO = re.compile(
    r"\b[Bb]etween (?!which\b)(?!(?:the )?(?:two|three|four|both|them|these|those|all)\b)"
    r"(?!(?:[\w’‘'-]+ ){0,8}?(?:and|or|to)\b)"
    r"(?!(?:[\w’-]+ ){0,3}?[a-z]+s(?:\?|\.|,| (?:in|on|at|of)\b))[^?.,]*"
)
#: Told whom: somebody heard it, and is not named.
_NO_LISTENER = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!is )\b(?:told|tells?|assured|informed|reminded|notified)"
    r" (?:that|how|why|whether)\b"
)
_BREAKS_OFF = re.compile(r"\bthat [^?]*\b(?:had|has|have|would have) (?:also |already |then )?([a-z]+) ?[?.]$")
_AT_WHAT = re.compile(
    r"\b[Aa]t what did\b|\b[Ff]rom what did\b|\b[Ii]n what did\b|\b[Oo]n what did .* (?:arrive|come|go)\b"
)


def find_unwhole(stem: str, *, of_speaker: bool = False, needs_name: bool = True) -> str | None:
    """Give the words of a stem, statement or item that only its document explains; None where it is whole.

    With `of_speaker` he, she, his and her mean the one who is asked for. `needs_name` is False where the words
    of a quotation say what is meant.
    """
    text = _bared(stem)
    plain = _ALLOWED.sub(" ", text)
    for pattern in (_POINTING, _ONE_OF_TWO, _GARBLED, _AT_WHAT, _NO_LISTENER, _BARE_NUMBER):
        if (found := pattern.search(plain)) is not None:
            return found[0].strip()
    found = _COMPARED.search(plain)
    if found is not None and _FORMER.match(plain, found.start()) is None and "former " not in found[0]:
        return found[0].strip()
    if _DIRECTION.search(plain) and (found := _ENDING.search(plain)) is not None:
        return found[0].strip()
    if (found := re.search(r"\bto (?:go|come|say|do so|leave)(?=\s*(?:“\s*)?\?)", plain)) is not None:
        return found[0].strip()
    if (lacking := _lacking_object(plain)) is not None:
        return lacking
    if not of_speaker and (owner := _ownerless(plain)) is not None:
        return owner
    if (bare := find_bare_thing(text)) is not None:
        return bare
    return next(_uncounted(text), None) or ("no name in it" if needs_name and not _is_anchored(stem, text) else None)


def _lacking_object(text: str) -> str | None:
    """Give the verb with which a saying breaks off: hinted that Peru had proposed?"""
    found = _BREAKS_OFF.search(text)
    form = verb_forms().get(found[1]) if found is not None else None
    is_open = form is not None and form.plain.is_transitive and "i" not in form.plain.takes
    return f"had {found[1]}" if found is not None and is_open else None


def _bared(stem: str) -> str:
    """Take quoted words out, a mark left in their place, and gaps."""
    bared = (
        re.sub(r"\s*“”\s*|\s{2,}", " “ ", unquoted(shown(stem))) if "“" in stem or '"' in stem or "‘" in stem else stem
    )
    bared = re.sub(r"\b(in|on) \[\[\d+\]\](?=\.?$)", r"\1 1900", bared)  # no name, whatever it asks for
    return re.sub(r"\[\[\d+\]\]", "Gap", bared)


def _is_anchored(stem: str, text: str) -> bool:
    """Tell whether the words hold a name besides those that open them, or somebody’s own words."""
    told = _OPENING.sub("", text)
    is_dated = (
        _ASKS_WHO.match(told) is not None
        and re.search(r"\b(?:in|on|from|since|until|before|after) [\w ]*\d{3,4}\b", told) is not None
    )
    return is_dated or any(True for _ in names_in(told)) or "“" in stem or '"' in stem


def _ownerless(text: str) -> str | None:
    """Give a possessive whose owner does not stand before it in the stem."""
    for found in _POSSESSIVE.finditer(text):
        before = _OPENING.sub("", text[: found.start()])
        if found[0] in ("his", "her") and re.match(r"(?:[Ww]ho|[Ww]hose)\b", before):
            continue
        if not any(True for _ in names_in(before)) and not re.match(r"[A-Z][\w’-]+ (?!did|was|were)", before):
            return found[0]
    return None


def _before_verb(words: str) -> str:
    """Give the phrase of nouns that a sentence begins with, with what belongs to it behind “of”, “from”, “at”."""
    forms, taken = verb_forms(), list[str]()
    for word in words.split():
        is_verb = bool(taken) and word in forms and taken[-1] not in _BINDING
        if is_verb or word in _ENDS_PHRASE or (taken and word.endswith("ed")):
            break
        taken.append(word)
    return " ".join(taken)


def _uncounted(text: str) -> Iterator[str]:
    """Give what the sentence is about, where that is any one or some of a kind, and no name tells which."""
    told = _OPENING.sub("", text)
    for found in _COUNTED.finditer(told):
        words = _before_verb(found["rest"])
        is_passive = told[found.start() :].lower().startswith(("was", "were"))
        is_subject = not is_passive or _ASKS_WHEN.match(told) is not None
        if is_subject and not re.search(r"[A-Z“]", words):
            yield f"{found['few']} {words}".strip()
    group = _GROUP.search(told)
    if group is not None and _ASKS_WHEN.match(told):
        yield group["noun"]
    single = _SINGLE.search(told)
    if single is not None and single["noun"] not in _DETERMINERS and single["verb"] in verb_forms():
        yield single["noun"]
    first = told.split(" ", 1)[0]
    if re.match(r"[A-Z][a-z]+s (?:were|are|had|did)\b", told) and not _OPENING.match(text):
        yield first
