"""What surrounds spoken words in the text: the clause of a piece, to whom and in which letter the rest was said."""

from __future__ import annotations

import re
from bisect import bisect_left

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.names import with_article
from quizapp.core.extraction.values import Fact, Quote, Slot
from quizapp.core.extraction.verbs import verb_forms

#: What follows a verb of speech in its own clause: a noun or a preposition, not a clause with “that”.
_PLACE_OF_VERB = re.compile(r" (?!that\b)\S")
_MOST_DENIED = 20
_DENIED = re.compile(r"\b(?:never|not|nor|hardly|almost|nearly|reportedly|allegedly) ?(?:once )?\Z")
_THE = re.compile(r"\bthe $")
_WHICH_ONES = re.compile(r"[”\"’'] (?:that|who|which)\b")
_OWN = re.compile(r"\b(?:he|she|him|his|her|hers|its|their)\b", re.IGNORECASE)
_WEEKDAY = re.compile(
    r",? on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?(?! (?:the )?\d)\b,?"
)
_MOST_BETWEEN = 90
_MOST_BEFORE = 80
_MARKS = "“”\"'‘’ "
_LISTENERS = (
    r"(?:reporters|journalists|jurors|lawmakers|parliament|supporters|delegates|shareholders|students|followers"
    r"|(?:an?|his|her) (?:interviewer|newspaper|friend|crowd|rally|sister|brother|mother|father|wife|husband|son"
    r"|daughter|colleague|meeting|visitor|pupil|cousin|uncle|aunt|niece|nephew|biographer|court|committee)"
    r"|the (?:House of (?:Commons|Lords|Representatives)|Senate|Reichstag|Duma|Knesset|General Assembly))"
)
_WRITINGS = (
    r"in (?:an?|his|her) (?:(?:first|last|written|short|private|public|farewell|televised|radio) )?(?:letter|diary"
    r"|journal|statement|speech|interview|sermon|e-?mail|telegram|article|memoirs|autobiography|judgment|lecture|notebook"
    r"|report|address|broadcast|poem|petition|will)"
)
_NAMED = r"(?: (?:of|in|to|at|from) (?:\d{4}|[A-Z][\w’-]*(?: [A-Z][\w’-]*)*))?"
_TOLD = re.compile(
    rf"\s+(?P<words>{_LISTENERS}{_NAMED}(?: in \d{{4}})?)"
    r"(?=\s*[,.;:“\"‘]|\s+(?:that|after|before|on|when|outside|inside|near|at|as|during)\b|$)"
)
_WRITTEN = re.compile(
    rf"\s+(?P<words>{_WRITINGS}{_NAMED}|in \d{{4}})(?=\s*[,.;:“\"‘]|\s+(?:that|after|before|on|when)\b|$)"
)
_WROTE = frozenset({"wrote", "noted", "written"})
_NAMING = frozenset({"called", "described", "labelled", "dubbed", "termed", "named", "considered", "thought"})
#: Verbs that say only that something was said.
_PLAIN = frozenset({"told", "said", "wrote", "noted", "added", "recalled", "remarked", "declared", "explained"})
_SPOKEN_OF = re.compile(
    r"\b(?:of|about) (?:the|an?|his|her|this) [a-z]|\b(?:when|while|after|before|because|if)\b", re.I
)
_NO_CLAUSE = re.compile(
    r"[.;:?!()]|\b(?:on|at|in|by|of) that\b|\b(?:last|next) [a-z]+\b"
    r"|\b(?:it|they|them|this|these|those|which|who|whom|what)\b|[“”\"]"
)


def quote_of(setting: DraftSetting, fact: Fact) -> Quote | None:
    """Give the quotation that a fact of speech is about."""
    quotes = setting.analysis.quotes
    if fact.object is None:
        return None
    place = bisect_left(quotes, fact.object.start, key=lambda quote: quote.start)
    found = quotes[place] if place < len(quotes) else None
    return found if found is not None and found.start == fact.object.start else None


def clause_around(setting: DraftSetting, fact: Fact, words: str) -> str | None:
    """Give a piece with the words before it, from its verb on: warned that the tanks were “too small by half”."""
    quote = quote_of(setting, fact)
    if quote is None or quote.cue is None or fact.subject is None:
        return None
    text, (start, end) = setting.analysis.text.text, quote.cue
    verb = text[start:end]
    between = text[end : quote.start].rstrip(_MARKS)
    if end > quote.start or not _is_named_before(setting, fact.subject, start) or _is_denied(text, start):
        return None
    if len(between) > _MOST_BETWEEN or _NO_CLAUSE.search(between) or not _is_past(verb):
        return None
    if not between.strip() and (verb in _PLAIN or verb in _NAMING):
        return None
    told = without_weekday(with_names(setting, end, end + len(between)))
    return f"{verb} {told.strip()} “{words}”".replace("  ", " ")


def clause_around_two(setting: DraftSetting, fact: Fact, one: Quote, two: Quote) -> str | None:
    """Give two pieces of one clause from its verb on: called the plan a “gift” to the “lords of the river”."""
    text = setting.analysis.text.text
    if one.cue is None or fact.subject is None or one.cue[1] > one.start or _is_denied(text, one.cue[0]):
        return None
    start, end = one.cue
    front, middle = text[end : one.start].rstrip(_MARKS), text[one.end : two.start].strip(_MARKS)
    told = _PLACE_OF_VERB.match(front)
    if not _is_past(text[start:end]) or not middle or len(front) + len(middle) > _MOST_BETWEEN:
        return None
    if _NO_CLAUSE.search(front) or _NO_CLAUSE.search(middle) or _OWN.search(f"{front} {middle}") or "," in middle:
        return None
    if not front.strip() or told is None:
        return None
    words = without_weekday(with_names(setting, end, end + len(front)))
    between = with_names(setting, one.end, two.start).strip(_MARKS)
    if _WHICH_ONES.match(text, two.end):
        between = _THE.sub("", f"{between} ").strip()
    inner = (one.text.strip(" ,.;"), two.text.strip(" ,.;"))
    return f"{text[start:end]} {words.strip()} “{inner[0]}” {between} “{inner[1]}”"


def _is_denied(text: str, start: int) -> bool:
    """Tell whether a verb stands behind “never” or “allegedly”."""
    return _DENIED.search(text, max(0, start - _MOST_DENIED), start) is not None


def without_weekday(words: str) -> str:
    """Leave out “on Thursday”, which tells nothing without the day of the report; what was said keeps its own."""
    parts = re.split(r"(“[^”]*”?)", words)
    return "".join(part if part.startswith("“") else _WEEKDAY.sub("", part) for part in parts)


def circumstances(setting: DraftSetting, fact: Fact) -> tuple[str, str]:
    """Give the verb of a saying and to whom or where it was said: told, “reporters”; wrote, “in a letter of 1874”."""
    quote = quote_of(setting, fact)
    if quote is None or quote.cue is None:
        return "said", ""
    text, (start, end) = setting.analysis.text.text, quote.cue
    verb = text[start:end]
    stop = setting.sentence_at(start).end
    found = _TOLD.match(text, end, stop) if verb == "told" else _WRITTEN.match(text, end, stop)
    said = "wrote" if verb in _WROTE else "told" if verb == "told" and found is not None else "said"
    return said, found["words"] if found is not None else ""


def speaks_first(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether “he” in what is told can only be the speaker: nobody else is named, or spoken of before him."""
    quote = quote_of(setting, fact)
    if quote is None or quote.cue is None or fact.subject is None:
        return False
    text, sentence = setting.analysis.text.text, setting.sentence_at(quote.cue[0])
    named = list(setting.standing.between(sentence.start, quote.start))
    people = {mention.actor for mention in named if setting.actor(mention.actor).type == "person"}
    if people != set(fact.subject.heads):
        return False
    return _SPOKEN_OF.search(text, sentence.start, named[0].start) is None


def _is_named_before(setting: DraftSetting, speaker: Slot, start: int) -> bool:
    """Tell whether the one who speaks is named shortly before the verb, in its sentence, and nobody else behind."""
    named = list(setting.standing.between(max(setting.sentence_at(start).start, start - _MOST_BEFORE), start))
    return bool(named) and len(speaker.heads) == 1 and named[-1].actor == speaker.heads[0]


def _is_past(verb: str) -> bool:
    form = verb_forms().get(verb.split(" ")[0])  # “referred to”
    return verb in _PLAIN or (form is not None and "past" in form.forms)


def with_names(setting: DraftSetting, start: int, end: int) -> str:
    """Give words of the text with whole names for their parts."""
    text, parts, at = setting.analysis.text.text, list[str](), start
    for mention in setting.standing.between(start, end):
        if mention.start < at or mention.end > end:
            continue
        name = with_article(setting.actor(mention.actor))
        if text[at : mention.start].rstrip().endswith(("the", "The")):
            name = name.removeprefix("the ")
        before = text[at : mention.start]
        if mention.is_metonym and not with_article(setting.actor(mention.actor)).startswith("the "):
            before = _THE.sub("", before)  # the Kremlin’s is Russia’s
        parts.append(before + name)
        at = mention.end
    return "".join((*parts, text[at:end]))
