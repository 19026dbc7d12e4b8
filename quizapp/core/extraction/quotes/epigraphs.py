"""Quotations that the layout attributes: epigraphs with a name line, paragraphs that are nothing but words spoken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quizapp.core.extraction.quotes.ahead import main_subject
from quizapp.core.extraction.quotes.answers import Found
from quizapp.core.extraction.quotes.cues import find_cue
from quizapp.core.extraction.quotes.phrases import subject_of
from quizapp.core.extraction.quotes.scenes import Scene
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.subjects import is_label
from quizapp.core.extraction.quotes.words import DASHES
from quizapp.core.extraction.values import Block, Cast, MarkPair, Quote, Reason, Text

_LINE = 120
_SOURCE = re.compile(
    r"\A(?: \([^)]*\))?,.*(?:\b\d{3,4}\b|\b(?:letter|speech|diary|memoirs?|inscription|chronicle|decree|edict|"
    r"testimony|report|"
    r"history|sermon|journal|interview|statement|account|petition|proclamation|address|poem)\b)",
    re.IGNORECASE | re.DOTALL,
)

FILLS_REASON = Reason(
    "subject of the previous paragraph", 0.7, "The words fill a paragraph; the one before tells who spoke."
)


def find_epigraphs(text: Text, pairs: Sequence[MarkPair], cast: Cast) -> list[Quote]:
    """Find quotations that open a text or part and have a name line under them."""
    found = []
    blocks = {block.number: block for block in text.blocks if block.kind == "epigraph"}
    for number, block in blocks.items():
        following = blocks.get(number + 1)
        if following is None or (number - 1 in blocks and _is_name_line(text, block)):
            continue
        found.append(_epigraph(text, block, following, pairs, cast))
    return found


def _is_name_line(text: Text, block: Block) -> bool:
    return text.text[block.start : block.end].lstrip()[:1] in DASHES


def _epigraph(text: Text, block: Block, line: Block, pairs: Sequence[MarkPair], cast: Cast) -> Quote:
    start, end = block.start, block.end
    inside = [pair for pair in pairs if block.start <= pair.start and pair.end <= block.end]
    if len(inside) == 1:
        start, end = inside[0].inner_start, inside[0].inner_end
    mentions = [mention for mention in cast.mentions if line.start <= mention.start < line.end]
    people = [mention for mention in mentions if cast.actors[mention.actor].type == "person"]
    chosen = (people or mentions)[-1:]
    words = text.text[line.start : line.end].strip().lstrip("–—―- ").strip()
    speaker = cast.actors[chosen[0].actor].canonical if chosen else words
    actor = chosen[0].actor if chosen else None
    if actor is None and is_label(words):
        speaker = ""
    return Quote(start, end, text.text[start:end], "epigraph", speaker or None, "Q2-name-line", actor=actor)


def name_line_below(company: Company, block: int) -> Found | None:
    """Read the line under a source: “Lin Bao, inscription at Velna, 1431”: a name, then a writing or a year."""
    if block + 1 >= len(company.text.blocks):
        return None
    line = company.text.blocks[block + 1]
    words = company.text.text[line.start : line.end]
    at = bisect_left(company.cast.mentions, line.start, key=lambda one: one.start)
    if at >= len(company.cast.mentions) or len(words) > _LINE or words.rstrip()[-1:] in ".!?”":
        return None
    mention = company.cast.mentions[at]
    lead = company.text.text[line.start : mention.start].strip(" –—―-")
    behind = company.text.text[mention.end : line.end]
    is_signed = mention.start < line.end and not lead and behind[:1] in (",", " ", "") and _SOURCE.search(behind)
    return Found(company.named(mention.actor), "Q2-name-line", is_before=False) if is_signed else None


def paragraph_speaker(company: Company, scenes: Sequence[Scene], quotes: Sequence[Quote], block: int) -> Found | None:
    """Take whoever spoke last in a paragraph, by a quotation or by a verb of speech."""
    span = company.text.blocks[block]
    said = next((quote for quote in reversed(quotes) if quote.is_speech or quote.start < span.start), None)
    if said is not None and said.start >= span.start and said.actor is not None:
        return Found(company.named(said.actor), "Q7-fills", reasons=(*said.reasons, FILLS_REASON))
    for scene in reversed(scenes):
        for place in range(len(scene.pieces) - 1, -1, -1):
            cue = find_cue(scene.pieces, place)
            if cue is None or cue.is_passive or not cue.verb.is_finite:
                continue
            speaker = company.who(scene.pieces, subject_of(scene.pieces, place))
            if speaker is not None and speaker.actor is not None:
                return Found(speaker, "Q7-fills", reasons=(*speaker.reasons, FILLS_REASON))
    speaker = main_subject(company, scenes[-1].pieces) if scenes else None
    return Found(speaker, "Q7-beat", reasons=(*speaker.reasons, FILLS_REASON)) if company.is_person(speaker) else None
