"""Whether every word of a clause is accounted for: held by a slot, the verb’s own, or one that can be left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.spoken import has_verb
from quizapp.core.extraction.values import Fact
from quizapp.core.extraction.verbs import find_verb, verb_forms

#: A clause with more complements tells too much for one stem.
MOST_OTHERS = 8
#: Told by a noun, by years in brackets, or in a clause of another verb: its words are not those of one clause.
_NO_CLAUSE = ("facts.noun", "facts.title", "facts.life", "facts.letters", "facts.quote", "facts.event", "facts.purpose")
_STATES = frozenset({"role", "kin", "letters"})
_MARK = "\0"
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*")
#: “, a doctor,”, “(1168 AH)”, “– which …–”: told beside the clause.
_ASIDE = re.compile(r"\([^()]*\)|[–—][^–—]*[–—]|,[^,\0]*,|, (?:who|which|whose|whom)\b[^\0]*,")
_LEADING = re.compile(
    r"^(?:(?:in|as|on|at|for|by) (?:response|turn|return|addition|fact|effect|reply|consequence|a result"
    r"|the same time|this time|that time|then|now|the end|first|last)\b,? ?"
    r"|(?:\w+ ){1,3}(?:later|earlier|afterwards|after|before),? ?"
    r"|(?:at|in|on|by|from|during|after|before) (?:that|this|these|those|the same) [a-z]+,? ?)",
    re.IGNORECASE,
)
#: “His chief minister, ” before a name; “two years later”; “in Tarrant” behind one.
_APART = re.compile(
    rf"\b(?:the|an?|his|her|its|their) [\w’ -]{{1,60}}, (?={_MARK})|\b(?:\w+ ){{1,2}}(?:later|earlier)\b"
    r"|\b[\w-]+ (?:days?|weeks?|months?|years?|decades?|hours?) (?:before|after)\b[^\0]{0,120}$"
    rf"|(?<=^{_MARK}) (?:in|at|near|from) [A-Z][\w’-]*"
)
_AGENT = re.compile(r"\bby (?:the |an? )?[\w’ -]{1,60}$")
#: Words that say nothing of their own, or only how, how soon or how surely it was done.
_LIGHT = frozenset(
    {
        *("a", "an", "the", "and", "but", "or", "who", "whom", "whose", "which", "that", "whether", "he", "she", "it"),
        *("they", "his", "her", "its", "their", "also", "then", "soon", "later", "now", "already", "still", "even"),
        *("just", "so", "yet", "both", "there", "here", "thus", "therefore", "however", "first", "about", "when", "as"),
        *("where", "while", "if", "after", "before", "because", "though", "although", "since", "until", "once", "too"),
        *("once", "ever", "often", "sometimes", "always", "meanwhile", "therefore", "too", "well", "one", "himself"),
        *("herself", "itself", "themselves", "been", "be", "is", "are", "was", "were", "being", "am", "has", "have"),
        *("had", "having", "do", "does", "did", "will", "would", "can", "could", "shall", "should", "may", "might"),
        *("must", "of", "in", "on", "at", "to", "by", "for", "with", "from", "into", "onto", "over", "under", "near"),
        *("against", "between", "among", "through", "during", "around", "across", "along", "towards", "toward", "upon"),
        *("within", "without", "beside", "behind", "beyond", "inside", "outside", "above", "below", "off", "out", "up"),
        *("down", "than", "like", "per", "via", "favour", "favor", "behalf", "spite", "front", "s", "this", "these"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "early", "late", "mid", "said"),
    }
)
_MONTHS = frozenset(
    {
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    }
)
#: What tells that it was not the first time, not all, or not yet done.
_TELLING = frozenset({"nearly", "almost", "hardly", "scarcely", "barely", "reportedly", "allegedly", "supposedly"})
_BEHIND = re.compile(r"\s+(?:and )?(?P<word>again|instead|twice|in vain|only|alone together)\b")
_RELATIVE = re.compile(r"\s+(?:that|which|who|whose|whom|(?:at|by|for|from|in|of|on|to|under|with) (?:which|whom))\b")
_REDUCED = re.compile(r"\s+[a-z]+(?:ed|ing)\b(?! (?:to|by) the end)")
_APPOSED = re.compile(r", (?:the|an?|his|her|its|their) (?!\d)")
_COLON = re.compile(r"\s?:\s")
_OPEN_QUESTION = re.compile(r"\s+(?:who|whom|whose|what|why|how|whether|which|when|where|if)\b")
_ASKING = frozenset(
    {
        *(
            "ask",
            "question",
            "wonder",
            "tell",
            "explain",
            "show",
            "inform",
            "know",
            "discover",
            "learn",
            "decide",
            "see",
        ),
        *("debate", "discuss", "consider", "remember", "reveal", "describe", "understand", "ponder", "determine"),
    }
)
#: A verb behind what was said, with or without its comma.
_GOES_ON_SAYING = re.compile(
    r",? (?:had|has|have|was|were|is|are|would|could|will|did|does|might|must|may|can|should|cannot|\w+n[’']t)\b"
    r"|, (?:or|nor|than)\b"
)
#: On what terms it is said to be so.
_CONDITION = re.compile(r"[“\"]?(?P<word>If|Unless|Until|Without|Should|Provided|Assuming|Barring)\b")
_ON_CONDITION = re.compile(r",? (?P<word>if|unless|until|provided|assuming|as long as|on condition|except)\b")
#: How far behind a deed a second time of it is looked for.
_NEAR = 400
_AGAIN = r"\b(?P<word>again|once more|a second time|for the second time|twice more)\b"
_AND_AGAIN = re.compile(
    r"\s*(?:,? and(?:,[^,.;]{1,50},)? (?P<word>(?:in|on) (?:\d|[A-Z]))"
    r"|, (?:an? [a-z]+|something|which) (?:that )?(?:he|she|it|they) (?:would )?(?P<again>repeat)(?:ed)?\b)"
)
_ENDS_OPEN = re.compile(r"\b(?:of|to|for|with|by|from|and|or|than|as|in|on|at|the|an?|that|which|who|its|their)$")
_ANY = re.compile(r"(?:an?|some|several|many|few|two|three|four|five|six|seven|eight|nine|ten|\d+) ", re.IGNORECASE)
_NAME = re.compile(r"[A-Z“‘\"]")


def find_unaccounted(setting: DraftSetting, fact: Fact) -> str | None:
    """Give a word of sense in the clause of a fact that no slot holds: went back to, shipped home."""
    if fact.rule.startswith(_NO_CLAUSE) or fact.rule == "facts.saying" or fact.frame in _STATES:
        return None
    words = _uncovered(setting, fact)
    words = _LEADING.sub("", words.lstrip(" ,"))
    words = _APART.sub(" ", _ASIDE.sub(" ", words))
    if fact.is_passive and fact.subject is not None:
        words = _AGENT.sub("", words)
    own = {part for lemma in (fact.verb, *fact.chain, fact.particle) for part in lemma.split()}
    for found in _WORD.finditer(words.replace(_MARK, " \0 ")):
        word = found[0].lower()
        if word in _LIGHT or word in own or word in _MONTHS or word[0].isdigit() or _is_form_of(word, own):
            continue
        if word.endswith("ly") and word not in _TELLING:
            continue
        return found[0]
    behind = _BEHIND.match(setting.analysis.text.text, fact.end)
    return behind["word"] if behind is not None else None


def find_cut(setting: DraftSetting, fact: Fact, told: str, key: str = "") -> str | None:
    """Give a phrase of `told` of which the text goes on to say which one it is: a memo that warned of …

    A phrase that is the `key` may be known without an apposition, and not without its relative clause.
    """
    if fact.rule.startswith(_NO_CLAUSE) or fact.rule == "facts.saying" or fact.frame in _STATES:
        return None
    text = setting.analysis.text.text
    for slot in (fact.subject, fact.object, fact.place, *(slot for _, slot in fact.others)):
        is_key = slot is not None and bool(key) and slot.words.endswith(key)
        if slot is None or slot.heads or not (is_key or slot.words in told) or not _is_unnamed(slot.words):
            continue
        is_any = _ANY.match(slot.words) is not None and not is_key
        if any(other.start > slot.end and other.start - slot.end < 12 for other in fact.slots):
            continue  # its own complement follows
        if _RELATIVE.match(text, slot.end) or (is_any and _goes_on(text, slot.end)):
            return slot.words
    if fact.verb in _ASKING and _OPEN_QUESTION.match(text, fact.end):
        return f"{fact.verb} what"
    return None


def find_cut_saying(setting: DraftSetting, fact: Fact) -> str | None:
    """Give what is said where it has no verb, or the text goes on with one: warned that the levels, …, had risen."""
    if fact.object is None:
        return None
    text, words = setting.analysis.text.text, fact.object.words
    # “Suggested that they hold drills”: a proposal has its verb without an ending.
    is_told = has_verb(words) or any(word in verb_forms() for word in words.split()[1:])
    if not is_told or _ENDS_OPEN.search(words):
        return f"{words} … what"
    if _GOES_ON_SAYING.match(text, fact.object.end):
        return f"{words} … and then"
    sentence = setting.sentence_at(fact.start)
    before = _CONDITION.match(text, sentence.start, max(sentence.start, min(fact.start, fact.object.start)))
    behind = _ON_CONDITION.match(text, fact.object.end)
    condition = before or behind
    if condition is not None and condition["word"] not in words:
        return f"{words} … {condition['word'].lower()} what"
    return None


def find_repeat(setting: DraftSetting, fact: Fact) -> str | None:
    """Give the words that tell of a second time of a deed: “and, with his wife, in 1911”, “he visited it again”."""
    text = setting.analysis.text.text
    block = setting.analysis.text.block_at(fact.start)
    joined = _AND_AGAIN.match(text, fact.end)
    if joined is not None:
        return joined["word"] or joined["again"]
    end = min(block.end, fact.end + _NEAR)
    verb = find_verb(fact.verb)
    forms = {re.escape(form.split(" ")[0]) for form in (verb.past, verb.participle)} if verb is not None else set()
    if not forms:
        return None
    found = re.search(rf"\b(?:{'|'.join(sorted(forms))})\b[^.;]{{0,60}}{_AGAIN}", text[fact.end : end])
    return found["word"] if found is not None else None


def _goes_on(text: str, end: int) -> bool:
    return any(pattern.match(text, end) is not None for pattern in (_REDUCED, _APPOSED, _COLON))


def _is_unnamed(words: str) -> bool:
    return _NAME.search(words) is None


def _uncovered(setting: DraftSetting, fact: Fact) -> str:
    """Give the clause with a mark for each slot; a clause within the clause belongs to the slot before it."""
    text, at, parts = setting.analysis.text.text, fact.start, list[str]()
    for start, end in _spans(fact):
        if end <= at:
            continue
        if start >= fact.end:
            break
        parts.append(text[at : max(start, at)] + _MARK)
        at = end
    parts.append(text[at : fact.end] if at < fact.end else "")
    return "".join(parts)


def _spans(fact: Fact) -> Iterator[tuple[int, int]]:
    yield from sorted((slot.start, slot.end) for slot in fact.slots if slot.end > fact.start)


def _is_form_of(word: str, lemmas: set[str]) -> bool:
    form = verb_forms().get(word)
    if form is not None and any(verb.lemma.split()[0] in lemmas for _, verb in form.options):
        return True
    return any((verb := find_verb(lemma)) is not None and word in (verb.past, verb.participle) for lemma in lemmas)
