"""What a document is about, by its title: as a phrase that can stand before a stem, or as a headline between marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from quizapp.core.compare import fold
from quizapp.core.extraction.drafts.spoken import WORD
from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.item_rules.asked import contains_words
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Analysis, Block
from quizapp.core.extraction.verbs import verb_forms

#: A longer title is a sentence by itself, and no label.
_LONGEST = 85
_LONGEST_PHRASE = 11
#: A title that stands so deep in the text heads a part of it.
_FIRST_BLOCKS = 4
NUMBERING = re.compile(
    r"^(?:(?:chapter|unit|part|lesson|section|module|lecture|topic|reading|text|source)\s+(?:\d+|[IVXLC]+|[A-Z]"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen)\b"
    r"|\d+(?:\.\d+)*\.?(?=\s+[^\d\s]))[\s.:)–—-]*",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:,\s*|\s*\()(?:c\. ?)?"
    r"(\d{3,4}(?:\s?[–-]\s?\d{2,4})?(?:\s(?:BCE?|CE|AD))?|\d{1,4}\s?[–-]\s?\d{1,4}\s(?:BCE?|CE|AD))\)?$"
)
_ONLY_YEARS = re.compile(r"\d{3,4}(?:\s?[–-]\s?\d{2,4})?(?: (?:BCE?|CE|AD))?")
#: The Rising of 1381.
_EVENT_OF_YEAR = re.compile(r"(?:The )?(?:[A-Z][a-z]+ ){1,3}of (?:c\. )?\d{3,4}(?:[–-]\d{2,4})?")
_PARTED = re.compile(r":\s+|\s+[–—-]\s+|(?<=[a-z])-\s+(?=[A-Z])|\s\|\s")
#: What a part of a document does, and not what it is about: Background to …, Implications and prospects of …
_PART = (
    r"(?:(?:historical|general|brief|short|current|present|future|key|main|political|recent|new|latest) )*"
    r"(?:background|context|overview|introduction|summary|conclusions?|implications|prospects?|outlook|significance"
    r"|situation|developments?|future|challenges|opportunities|state|facts|timeline)"
)
_SCAFFOLD = re.compile(
    rf"^(?:the |an? )?{_PART}(?:(?:,| and|, and|,? &) {_PART})* (?:of|to|for|in) (?=\S)", re.IGNORECASE
)
_AFTER_HEAD = re.compile(r" (?:of|between|with|at|in|on|for|by)\b")
#: True only on the day of the document: The latest meeting of …
_OF_NOW = re.compile(
    r"^(?P<the>(?:the |an? )?)(?:latest|recent|most recent|current|ongoing|upcoming) (?=\S)", re.IGNORECASE
)
#: What no phrase of a noun begins with, or what makes a clause of it.
_NO_PHRASE = re.compile(
    r"^(?:from|how|why|what|when|where|who|in|on|at|to|towards?|into|after|before|for|with|by|under|is|are|was|did|do"
    r"|does|can|should|and|or|not|if)\b|\b(?:that|who|which|whose|where|is|are|was|were|has|have|had|will|could)\b"
    r"|[?!“”\"]|^[A-Z][a-z]+ (?:the|a|an|your|our|my)\b",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.(?:txt|docx?|pdf|md|html?|epub|odt)$|^[\w-]+_[\w-]+$|^(?:untitled|document|scan)\b", re.I)
#: A picture’s caption, taken for what heads a page.
CREDIT = re.compile(r"\b(?:Pictures?|Photo(?:graph)?s?|Image|Illustration|Credit)(?: by\b|:|$)|\bGetty Images\b")
_DAYS = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
_OWNING = re.compile(r"[’']s?$")
_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_WHOLE_NAME = re.compile(r"^(?P<name>[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)+), ")
_COMPASS = frozenset({"North", "South", "East", "West"})
#: Of so many words with sense that come again in the text, a title tells what it is about.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Theme:
    """What a document is about: a phrase (“The Congress of Vienna”) with its years, or a headline; either may be empty.

    `years` are as the title writes them, empty where it names none.
    """

    phrase: str = ""
    years: str = ""
    headline: str = ""


def find_theme(analysis: Analysis, spread: Mapping[str, int]) -> Theme:
    """Read the title of a document; an empty theme where it is none, or tells nothing of what the text is about.

    `spread` counts by folded singular in how many blocks of the document a word stands.
    """
    title = next(_titles(analysis), "")
    return read_title(analysis, spread, title) if title else Theme()


def find_section(analysis: Analysis, spread: Mapping[str, int], number: int) -> Theme:
    """Read the heading above a block as a title; an empty theme where it is a bare one: Background, The landing."""
    text = analysis.text
    headings = (one for one in reversed(text.blocks[:number]) if one.kind == "heading")
    above = (" ".join(text.text[block.start : block.end].split()) for block in headings)
    words = next((one for one in above if not CREDIT.search(one)), "")
    found = read_title(analysis, spread, NUMBERING.sub("", words)) if words else Theme()
    if not found.phrase:
        return Theme()
    return replace(found, years=found.years or _years_of_event(analysis, found.phrase, number))


def _years_of_event(analysis: Analysis, phrase: str, number: int) -> str:
    """Give the year of a meeting or battle that heads a part, where the first paragraph of that part tells but one."""
    head = _AFTER_HEAD.split(phrase, maxsplit=1)[0].split()[-1].lower()
    if head not in vocabulary().event_heads and head not in event_nouns():
        return ""
    first = next((block for block in analysis.text.blocks[_heading_above(analysis, number) :] if _runs(block)), None)
    if first is None:
        return ""
    dates = [date for date in analysis.dates if first.start <= date.start < first.end and date.is_point]
    found = {date.value.value.partition("-")[0] if date.value is not None else "" for date in dates}
    year = found.pop() if len(found) == 1 and dates[0].how == "absolute" and dates[0].relation == "at" else ""
    return year if re.fullmatch(r"[1-9]\d{3}", year) else ""


def _heading_above(analysis: Analysis, number: int) -> int:
    blocks = analysis.text.blocks
    return next(place for place in range(number - 1, -1, -1) if blocks[place].kind == "heading") + 1


def _runs(block: Block) -> bool:
    return block.kind in ("paragraph", "list")


def read_title(analysis: Analysis, spread: Mapping[str, int], title: str) -> Theme:
    """Read words that stand above a text."""
    known = _known_names(analysis) - _COMPASS
    bare, years = _without_years(title)
    if _is_headline(bare, known) and not _is_named_first(bare, known, spread):
        return _of_headline(analysis, title)
    parts = [part for part in _PARTED.split(bare) if part]
    years = next((part for part in parts if _ONLY_YEARS.fullmatch(part)), years)
    weighed = [
        (_weigh(part, known, spread), place) for place, part in enumerate(parts) if not _ONLY_YEARS.fullmatch(part)
    ]
    (names, told), place = max((one for one in weighed if _is_phrase(parts[one[1]])), default=((0, 0), 0))
    is_dated = _EVENT_OF_YEAR.fullmatch(parts[place]) is not None if parts else False
    if names or is_dated or (years and told >= _ENOUGH):
        words, own = _without_years(_OF_NOW.sub(r"\g<the>", _SCAFFOLD.sub("", parts[place])))
        return Theme(phrase=words[:1].upper() + words[1:], years=own or years)
    tells = any(names or words >= _ENOUGH for (names, words), _ in weighed)
    return Theme(headline=title) if tells and len(title) <= _LONGEST else Theme()


def _titles(analysis: Analysis) -> Iterator[str]:
    """Give what may be the title, best first: the document’s own, or the first heading that is more than a number."""
    text = analysis.text
    if not text.title:
        return  # headings without a title head the parts
    headings = (text.text[block.start : block.end] for block in text.blocks[:_FIRST_BLOCKS] if block.kind == "heading")
    for words in (text.title, *headings):
        plain = NUMBERING.sub("", " ".join(words.split())).strip(" .:")
        if CREDIT.search(plain):
            continue
        if len(plain) > 2 and not _FILE_NAME.search(plain) and not _DAYS.search(plain):
            yield plain
        elif words == text.title and plain:
            return


def _without_years(title: str) -> tuple[str, str]:
    found = _YEARS.search(title)
    return (title, "") if found is None else (title[: found.start()], re.sub(r"\s?-\s?", "–", found[1]))


def _known_names(analysis: Analysis) -> frozenset[str]:
    """Give the names that stand in the text itself, articles taken off: of actors and places, of events and works."""
    cast, text = analysis.cast, analysis.text
    named = [(one.start, one.surface) for one in cast.mentions]
    named += [(one.start, one.surface) for one in cast.places]
    named += [(one.start, one.surface) for one in cast.names]
    plain = {_LEADING.sub("", words) for start, words in named if text.block_at(start).kind != "heading"}
    small = set(WORD.findall(text.text))
    return frozenset(name for name in plain if len(name) > 2 and name[:1].isupper() and name.lower() not in small)


def _is_headline(title: str, known: frozenset[str]) -> bool:
    """Tell whether a title is written like a sentence: its words in lower case, a verb among them."""
    words = [word for word in WORD.findall(title)[1:] if len(word) > 3 and word.lower() not in STOP_WORDS]
    low = [word for word in words if word[:1].islower()]
    named = " ".join(name for name in known if contains_words(title, name)).split()
    others = [word for word in words if not word[:1].islower() and word not in named]
    verbs = [word for word in low if word in verb_forms()]
    is_sentence = len(low) >= _ENOUGH or any(word.endswith("s") for word in verbs)
    return bool(verbs) and is_sentence and len(low) > len(others)


def _is_named_first(title: str, known: frozenset[str], spread: Mapping[str, int]) -> bool:
    """Tell whether a name alone stands before the colon of a title: North Korea and Russia: an old bond."""
    first, *rest = _PARTED.split(title)
    is_name = _weigh(first, known, spread)[0] > 0 and not any(word in verb_forms() for word in first.split())
    return bool(rest) and is_name and _is_phrase(first)


def _of_headline(analysis: Analysis, title: str) -> Theme:
    """Give a headline; of a long one whose first words are somebody’s name, that name."""
    if len(title) <= _LONGEST:
        return Theme(headline=title)
    found = _WHOLE_NAME.match(title)
    people = {form for actor in analysis.cast.actors for form in (actor.canonical, *actor.forms)}
    return Theme(phrase=found["name"]) if found is not None and found["name"] in people else Theme()


def _is_phrase(part: str) -> bool:
    return _NO_PHRASE.search(part) is None and len(part.split()) <= _LONGEST_PHRASE


def _weigh(part: str, known: frozenset[str], spread: Mapping[str, int]) -> tuple[int, int]:
    """Count the words that are names or peoples, and all words of sense that come again in the text."""
    plain = (_OWNING.sub("", word) for word in WORD.findall(part))
    words = [word for word in plain if word.lower() not in STOP_WORDS and len(word) > 2]
    named = " ".join(name for name in known if contains_words(part, name)).split()
    names = {word for word in words if word in named or (word[:1].isupper() and word in vocabulary().demonyms)}
    return len(names), sum(_spread(spread, word) > 1 for word in words)


def _spread(spread: Mapping[str, int], word: str) -> int:
    plain = fold(word)
    return max(spread.get(plain, 0), spread.get(plain.removesuffix("s"), 0))
