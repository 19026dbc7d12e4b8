"""Writes Anki’s text files, for the note types that every collection has; media and choices have no place in them."""

from __future__ import annotations

import re

from quizapp.core.formats.anki_foreign import (
    COMES_ALONG,
    ask_both_ways,
    comes_along,
    foreign_note,
    kept_extra,
    kept_guid,
    kept_types,
)
from quizapp.core.formats.anki_own import anki_tags, guid_of, own_note
from quizapp.core.formats.gathering import tag_path
from quizapp.core.formats.losses import BARE_MEDIA, Losses, has_bare_media
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import Outgoing, Written
from quizapp.core.question import Question

_HEADERS = (
    *("#separator:tab", "#html:true", "#guid column:1", "#notetype column:2", "#deck column:3", "#tags column:4"),
)
_TO_QUOTE = re.compile(r'[\t\n"#]')
_CARRIED = frozenset(("id", "stem", "context", "key", "explanation", "tags"))


def write(outgoing: Outgoing) -> Written:
    """Write a bank as notes of Basic, Basic with a typed answer and Cloze, or of the note types that they had."""
    losses = Losses("Anki’s text")
    losses.lose_bank(outgoing.bank)
    types = kept_types(outgoing.questions)
    title = re.sub(r":{2,}", ":", outgoing.bank.title).strip()[:200]
    lines = [*_HEADERS]
    both_ways = ask_both_ways(outgoing.questions, types)
    for question in outgoing.questions:
        if comes_along(question, both_ways):
            losses.leave_out(question, COMES_ALONG)
            continue
        if has_bare_media(question):
            losses.leave_out(question, f"{BARE_MEDIA}, and a text of Anki’s holds none; its package does.")
            continue
        foreign = foreign_note(question, types, lambda _name: None)
        if foreign is not None:
            name, fields = foreign.type.name, [foreign.fields[one] for one in foreign.type.fields]
            for what in foreign.lost:
                losses.lose(question, what)
        else:
            name, fields = _plain_note(question, losses)
        if media_names(str(question.dump())):
            losses.lose(question, "images and sounds", "a text holds none; copy them into Anki’s media folder")
        deck = str(kept_extra(question).get("deck", "")) or title
        tags = [tag for tag in question.tags if tag != tag_path(deck.split("::"))]
        if any(" " in tag for tag in tags):
            losses.lose(question, "tags", "Anki’s tags have no spaces; they became _")
        row = [kept_guid(question) or guid_of(question, outgoing.bank), name, deck, " ".join(anki_tags(tags)), *fields]
        lines.append("\t".join(map(_cell, row)))
    return Written(("\n".join(lines) + "\n").encode("utf-8"), len(lines) - len(_HEADERS), losses.all())


def _plain_note(question: Question, losses: Losses) -> tuple[str, list[str]]:
    """Give note type and fields of a question in the note types that every collection has."""
    kind, fields = own_note(question, {})
    context, explanation = fields["Context"], fields["Explanation"]
    losses.lose_fields(question, _CARRIED | {"gaps"})
    if question.context:
        losses.lose(question, "context", "it stands above the stem, as part of it")
    if kind.is_cloze:
        losses.lose(question, "gaps: all but their words", "Anki’s gaps have words and a hint alone")
        return "Cloze", [_above(context, fields["Text"]), explanation]
    front = _above(_above(context, fields["Question"]), fields["Options"])
    if "{{type:" in kind.templates[0].question:
        if question.kind != "text":
            losses.lose(question, f"kind {question.kind}", "it is typed letter by letter")
        return "Basic (type in the answer)", [front, fields["Answer"], explanation][: 3 if explanation else 2]
    if question.kind != "open":
        losses.lose(question, f"kind {question.kind}", "it is a card that the learner rates")
    if explanation:
        losses.lose(question, "explanation", "it stands below the answer, as part of it")
    return "Basic", [front, _above(fields["Answer"], explanation)]


def _above(upper: str, lower: str) -> str:
    return f"<div>{upper}</div><div>{lower}</div>" if upper and lower else upper or lower


def _cell(text: str) -> str:
    text = text.replace("\r", " ").replace("\0", "")
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text
