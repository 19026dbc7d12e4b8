"""Whether spoken words are a whole thought: a reader who knows nothing else can tell what is meant."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.nouns import find_bare_thing
from quizapp.core.extraction.drafts.spoken import WORD, content_words, find_open_quote, has_verb
from quizapp.core.extraction.verbs import verb_forms

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
#: A clause that another must follow.
_SUBORDINATE = re.compile(
    r"(?:When|If|As|Although|Though|Because|Since|While|Before|After|Until|Unless|Once|Whenever) "
)
_POINTING = re.compile(
    r"\b(?:this|these|those|another|such|here|there|the other|the same|so (?:did|do|was|is))\b"
    r"|(?:^|[.!?] )Now\b|\b(?:today|tonight|yesterday|tomorrow)\b"
    r"|\bthat (?!(?:I|you|we|he|she|they|it|the|an?|no|nobody|everybody|our|my|your|their|his|her|all|every|each"
    r"|other|none|both|neither|some|many|most|few|people|[a-z]+s)\b)(?:[a-z]+\b|$)"
    r"|\bthe (?:whole|entire) (?:thing|business|affair|matter|lot)\b"
    r"|\b(?:the [a-z]+|that|this) one(?=[.,;!?]|$)|\bthe (?:latter|former)\b"
    r"|\bthat[’']s (?!how|why|what|where|when|because|the way)|\bthat[.,;!?]|(?:^|[.!?] )That\b"
    r"|\b(?:than|with|of|like|about|to|for|by) that\b"
)
_EXISTS = re.compile(
    r"\b[Tt]here(?:[’']s| (?:is|are|was|were|will|would|has|have|had|can|could|must|may|might|comes?|should|seems?)\b)"
    r"|\bthose who\b|\bthose (?:of us|men|women|days)\b|\bone another\b|\beach other\b"
)
#: What only goes on about a thing that was named: everything that could burn.
_GOES_ON = re.compile(
    r"(?:\b(?:an?|the|no|every|any|our|my) (?:[\w’-]+ ){0,2}?[\w’-]+|\b(?:every|no|some|any)thing|\ball) $",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"that (?:(?:is|are|was|were|has|have|had|will|would|can|could|must|may|might|does|do|did)(?:n[’']t)?|\w+n)\b"
)
#: More than what?
_MORE = re.compile(
    r"\bmore [a-z]+(?:ing|ous|ful|ive|able|ible|ial|ent|ant|ed|ic)\b(?![^.!?]*\bthan\b)|"
    r"\b(?:much|far|even|a (?:good|great) deal|a lot|a (?:little|bit)) (?:more|less|better|worse|fewer|[a-z]{3,}er)\b"
    r"(?![^.!?]*\bthan\b)(?! (?:and|or) (?:more|less)\b)"
)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs|themselves)\b", re.IGNORECASE)
_SINGULAR = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its|itself)\b", re.IGNORECASE)
_EMPTY_IT = re.compile(
    r"\b[Ii]t(?:[’']s| is| was| will be| would be| has been| had been| takes| took| makes| rains| seems| matters| costs"
    r"| hurts)(?: (?:not|never|always|only|just|also|still))?(?: (?:an?|the|our|my|no))? ?[\w-]*"
    r"(?: (?:that|to|for|who|when|if|not|duty|time|right|wrong|better|easy|hard)\b|[^.!?]*\b(?:to|that|who)\b)"
)
_PLURAL_NOUN = re.compile(
    r"\b(?:(?!days|weeks|months|years|hours|minutes|times|this|was|has|does|yes|always|perhaps)[a-z]{2,}[a-hj-rtv-z]s"
    r"|men|women|people|children|everyone|everybody|nobody|someone|others|who)\b|\b[Tt]he [A-Z][a-z]+s\b"
)
_SINGULAR_NOUN = re.compile(
    r"\b(?:man|woman|child|king|queen|minister|judge|mother|father|brother|sister|son|daughter|friend|who|anyone|everyone"
    r"|nobody|somebody|vessel|ship|boat|[a-z]+(?:er|or|ist|man))\b|(?<!^)\b[A-Z][a-z]{2,}"
)
_THING = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Tt]he|[Mm]y|[Oo]ur|your|[Nn]o|[Ee]very|any|some|this|each) (?:[a-z’'-]+ ){0,2}?[a-z]{3,}"
    r"|^[A-Z][a-z]+ (?:[a-z]+ )?(?:in [A-Z][a-z]+ )?(?=(?:is|are|was|were|has|have|had|will|can|must)\b)"
    r"|(?<!^)(?<![.!?] )\b[A-Z][a-z]{2,}"
)
#: What stands behind such a word, or is a time, is seldom what a pronoun goes back to.
_BEHIND = re.compile(
    r"\b(?:in|at|on|by|to|from|for|with|under|about|into|over|after|before|of|whether|if) $", re.IGNORECASE
)
_TIME_NOUN = re.compile(
    r"\b(?:end|beginning|time|day|moment|morning|evening|night|week|month|year|years|hour|way|bit|lot|deal|while)$"
)
#: A piece that begins with its own subject and verb.
_HAS_SUBJECT = re.compile(
    r"(?:I|[Ww]e|[Nn]obody|[Ee]verybody|[Ee]veryone|[Pp]eople|[A-Z][a-z]+|an?|the|no|our|my|every|all|most)"
    r"(?: (?!that\b|which\b|who\b|where\b|when\b)[\w’-]+){0,8}?"
    r"(?: (?:never|always|often|frequently|also|only|still|now))?"
    r" (?:is|are|was|were|has|have|had|will|would|can|cannot|could|must|may|might|should|shall|do|does|did)\b"
)
_SUBJECT = re.compile(r"\b([Tt]he (?:[a-z’-]+ )??[a-z’-]{3,}) ([a-z]{2,})\b")
_AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "must", "may", "did"}
)
_NEXT_VERB = re.compile(r",?(?: (?:itself|themselves|never|only|also))? ([a-z]+)\b")
_GENERAL = frozenset(
    {
        *("truth", "people", "country", "nation", "government", "state", "war", "peace", "gun", "sword", "pen", "rain"),
        *("heart", "mind", "soul", "body", "tree", "liberty", "freedom", "battle", "enemy", "devil", "dead", "living"),
        *("river", "mountain", "wind", "land", "earth", "fire", "city", "street", "church", "family", "law", "king"),
        *("thing", "point", "problem", "question", "answer", "lesson", "difference", "rest", "matter", "idea", "way"),
        *("game", "price", "cost", "door", "kettle", "table", "house", "bed", "kitchen", "mill", "factory", "farm"),
        *(
            "market",
            "crowd",
            "audience",
            "public",
            "media",
            "papers",
            "music",
            "ministers",
            "children",
            "women",
            "men",
            "man",
        ),
        *("woman", "child", "roof", "wall", "line", "job", "fact", "reason", "secret", "trick", "climate", "snow"),
        *("ice", "cold", "heat", "light", "dark", "darkness", "silence", "noise", "dust", "mud", "water", "bread"),
    }
)
_CONTENT_WORDS = 4
_LEAST_CONTENT = 2
_LEAST_WORDS = 5


def find_unwhole_words(words: str, *, is_direct: bool) -> str | None:
    """Give what keeps words from standing alone as a thought; None where they do.

    Fragments stand in the document’s own sentence; what they say of whom is not in them.
    """
    words = words.strip("“”‘’\"' ")
    plain = words.replace("…", " ").replace("'", "’")
    if is_direct and (problem := find_open_quote(words)) is not None:
        return problem
    if (found := find_pointing(plain)) is not None:
        return found
    if (found := _open_pronoun(plain)) is not None:
        return found
    if is_direct:
        return _cut_short(plain) or _bare(plain)
    return _bare_fragment(plain)


def is_known_again(words: str, *, is_direct: bool) -> bool:
    """Tell whether words can stand beside those of others, each to be given to its speaker."""
    if is_direct:
        return find_unwhole_words(words, is_direct=True) is None
    plain = words.strip("“”‘’\"' ").replace("'", "’")
    is_long = content_words(plain) >= _LEAST_CONTENT and len(plain.split()) >= _CONTENT_WORDS
    return is_long and find_pointing(plain) is None and _open_pronoun(plain) is None


def find_pointing(words: str) -> str | None:
    """Give “this”, “such”, “that evening”: what those who listened had before them."""
    for found in _POINTING.finditer(words):
        if _EXISTS.match(words, found.start()) or _is_relative(found[0]):
            continue
        if _RELATED.match(words, found.start()) and _GOES_ON.search(words, 0, found.start()):
            continue
        return found[0].strip()
    more = _MORE.search(words)
    return more[0] if more is not None else None


def _is_relative(words: str) -> bool:
    """Tell whether “that” begins a clause: that silenced him; and not “that decision”."""
    last = words.rsplit(" ", 1)[-1]
    form = verb_forms().get(last)
    return words.startswith("that ") and (last.endswith("ed") or (form is not None and "past" in form.forms))


def _open_pronoun(words: str) -> str | None:
    for pattern, antecedent in ((_PLURAL, _PLURAL_NOUN), (_SINGULAR, _SINGULAR_NOUN), (_IT, _THING)):
        found = pattern.search(words)
        if found is None:
            continue
        if pattern is _IT and _EMPTY_IT.match(words, found.start()):
            continue
        if not _is_named_before(antecedent, words[: found.start()]):
            return found[0]
    return None


def _is_named_before(antecedent: re.Pattern[str], words: str) -> bool:
    """Tell whether a pronoun has something to mean: no “end” of “in the end”, and nothing that only says where."""
    return any(
        _BEHIND.search(words, 0, one.start()) is None and _TIME_NOUN.search(one[0]) is None
        for one in antecedent.finditer(words)
    )


def _cut_short(words: str) -> str | None:
    """Tell whether a sentence has no verb, or is only the first half of one."""
    if len(WORD.findall(words)) < _LEAST_WORDS:
        return "too short"
    sentences = [one[0].strip() for one in _SENTENCE.finditer(words) if one[0].strip()]
    for sentence in sentences:
        if _SUBORDINATE.match(sentence) and "," not in sentence and len(sentences) == 1:
            return "half a sentence"
    return None if has_verb(sentences[0]) else "no verb"


def _bare(words: str) -> str | None:
    """Give “the council”: a thing that those who listened knew; “the sword” of a saying is any, unless it did it."""
    words = _SUBJECT.sub(_cut_before_verb, words)
    while (bare := find_bare_thing(words)) is not None:
        noun = next((word for word in bare.split()[1:] if word in _GENERAL), None)
        place = re.search(rf"\b[Tt]he (?:[\w’-]+ )*?{noun}\b", words) if noun is not None else None
        if place is None or _is_told_of(words[place.end() :]):
            return bare
        words = f"{words[: place.start()]}any{words[place.start() + 3 :]}"
    return None


def _cut_before_verb(found: re.Match[str]) -> str:
    """Set a comma before a verb: in “the lake holds a ton of water” nothing of the lake stands behind “holds”."""
    form = verb_forms().get(found[2])
    is_verb = found[2] in _AUXILIARIES or (form is not None and not {"third", "past"}.isdisjoint(form.forms))
    return f"{found[1]}, {found[2]}" if is_verb else found[0]


def _is_told_of(behind: str) -> bool:
    """Tell whether a verb of the past stands behind a noun: the river was choked."""
    found = _NEXT_VERB.match(behind)
    form = verb_forms().get(found[1]) if found is not None else None
    is_past = form is not None and "past" in form.forms and "base" not in form.forms
    return found is not None and (is_past or found[1] in ("was", "were", "had", "did"))


def _bare_fragment(words: str) -> str | None:
    """Tell whether a piece does not say of whom it speaks: “a shameful moment”, “torn up what we wrote”."""
    if "” and “" in words:
        return None  # two pieces together are known again
    if content_words(words) < _CONTENT_WORDS:
        return "too short"
    return _bare(words) if _HAS_SUBJECT.match(words) is not None else "of what"
