"""What a document is about, for want of a phrase in its title: who is told of throughout, or the headline itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from quizapp.core.extraction.drafts.headlines import (
    claim_in,
    events_in,
    is_sentence,
    names_told,
    person_in,
    thing_done_in,
)
from quizapp.core.extraction.drafts.matters import bodies_of_lead, matters_in
from quizapp.core.extraction.drafts.naming import is_whole_name
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.spoken import WORD
from quizapp.core.extraction.drafts.themes import CREDIT, NUMBERING
from quizapp.core.extraction.drafts.wording import sentence_case
from quizapp.core.extraction.standalone import points_outside

#: Whom so many of the paragraphs name is whom a document is about.
_SHARE = 0.4
_LEAST_PARAGRAPHS = 3
#: The name of a house or a paper stands in few.
_LEAST_CAPITALS = 5
_LEAST_WORDS, _MOST_WORDS = 2, 16
#: A longer sentence before a stem is not read as its matter.
_MOST_OF_SENTENCE = 7
_SAID_FIRST = re.compile(r"^[‘'“\"].+?[’'”\"](?:: | [–—-] )(?=\w)")
_MARKED = re.compile(r"[“\"](.+?)[”\"]|(?<!\w)[‘'](.+?)[’'](?!\w)")
#: “Ada Berg, who drained the fens, dies at 84”
_LIFE = re.compile(r"(?P<name>[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)+), ")
#: Of a wire: “UPDATE 3-Talks collapse”
_ISSUE = re.compile(r"^(?:UPDATE \d+|WRAPUP \d+|CORRECTED|EXCLUSIVE|BREAKING)\s?[-:–—]\s?")
_ASKS = re.compile(r"\?")
_NO_TITLE = re.compile(
    r" [>»›|·] |^By\b|\.(?:txt|docx?|pdf|md|html?|epub|odt)$|_|^(?:untitled|document|scan)\b", re.IGNORECASE
)


def subjects_of(setting: DraftSetting) -> tuple[str, ...]:
    """Give what a document is about in words before a stem, the shortest first; looked for once."""
    title = setting.analysis.text.title or ""
    known = setting.remembered.subjects
    if title not in known:
        headline, person = headline_of(setting), person_of(setting)
        found = (*events_in(headline), f"On {person}" if person else "", *_short(setting, headline), claim_in(title))
        known[title] = tuple(words for words in found if words)
    return known[title]


def _short(setting: DraftSetting, headline: str) -> Iterator[str]:
    """Give a headline that is no long sentence; of one that is, what it tells of in a few words."""
    if len(headline.split()) <= _MOST_OF_SENTENCE or not is_sentence(headline):
        yield headline
        return
    yield from (words for words in (thing_done_in(headline),) if words)
    names = names_told(setting, headline)
    yield from names[:1]
    yield from matters_in(headline)
    yield from (*names[1:], *bodies_of_lead(setting), headline)


def person_of(setting: DraftSetting) -> str:
    """Give whom a document is about: the topic of its pronouns, else who is named in its opening and most parts."""
    topic = setting.analysis.cast.topic
    if topic is not None and is_whole_name(setting, topic):
        return setting.actor(topic).canonical
    text = setting.analysis.text
    blocks = [block for block in text.blocks if block.kind == "paragraph"]
    numbers = {block.number for block in blocks}
    people = (one for one in range(len(setting.paragraphs)) if setting.actor(one).type == "person")
    count, place = max(((len(setting.paragraphs[one] & numbers), -one) for one in people), default=(0, 0))
    if count < max(_LEAST_PARAGRAPHS, _SHARE * len(blocks)) or not is_whole_name(setting, -place):
        return ""
    name = setting.actor(-place).canonical
    opening = " ".join((text.title or "", *(text.text[block.start : block.end] for block in blocks[:1])))
    return name if name in opening else ""


def headline_of(setting: DraftSetting) -> str:
    """Give the words of a title as they stand before a stem: without marks, capitals for names alone."""
    title = next((words for words in _titles(setting) if _is_title(words)), "")
    if title.isupper():
        title = _in_small(setting, title)
    found = _LIFE.match(title)
    return found["name"] if found is not None and person_in(setting, title).startswith(found["name"]) else title


def _titles(setting: DraftSetting) -> Iterator[str]:
    """Give the title, then the headings above the text that name what it tells of."""
    text = setting.analysis.text
    above = list(takewhile(lambda block: block.kind != "paragraph", text.blocks))
    heads = [block for block in above if block.kind == "heading"]
    named = [block for block in heads if any(block.number in told and len(told) > 1 for told in setting.paragraphs)]
    for words in (text.title or "", *(text.text[block.start : block.end] for block in named)):
        bare = _ISSUE.sub("", _SAID_FIRST.sub("", " ".join(words.split())))
        plain = NUMBERING.sub("", bare)
        yield sentence_case(_MARKED.sub(lambda found: found[1] or found[2], plain).strip(" .:"))


def _is_title(words: str) -> bool:
    is_house = words.isupper() and len(words.split()) < _LEAST_CAPITALS
    is_line_of_page = any(one.search(words) for one in (_NO_TITLE, CREDIT, _ASKS))
    is_plain = not is_house and not is_line_of_page and not points_outside(words)
    return is_plain and _LEAST_WORDS <= len(words.split()) <= _MOST_WORDS


def _in_small(setting: DraftSetting, title: str) -> str:
    """Write capitals small, but for the first and for what the text itself writes with one."""
    words = set(WORD.findall(setting.analysis.text.text))

    def written(found: re.Match[str]) -> str:
        small, large = found[0].lower(), found[0].capitalize()
        return large if found.start() == 0 or (large in words and small not in words) else small

    return WORD.sub(written, title)
