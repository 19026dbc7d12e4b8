"""Cloze text: a text file that is one question with embedded answers, as Moodle imports it; several parted by `<hr>`.

Source: Moodle, question/format/multianswer/format.php; the gaps are in `embedded`.
"""

from __future__ import annotations

import re

from quizapp.core.encoding import decode
from quizapp.core.formats.embedded import (
    GAP_START,
    GapSource,
    GapWay,
    find_gaps,
    gap_fields,
    token,
    with_gap_marks,
    without_tokens,
)
from quizapp.core.formats.foreign_texts import AUTO, HTML, MARKDOWN, Texts, nothing_found_noting
from quizapp.core.formats.gathering import Gatherer, shortened
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.moodle_answers import cloze_pieces, lose_in_gaps
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Outgoing, Parcel, ReadOptions, Sample, Written
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.rich_text import plain_of
from quizapp.core.formats.weighted import Broken
from quizapp.core.question import Question

_RULE = re.compile(r"^[ \t]*<hr ?/?>[ \t]*$", re.MULTILINE | re.IGNORECASE)
_OTHERS = re.compile(r"\s*(?:<\?xml|<quiz|\{\s*\"|bank:|questions:)")
_CARRIED = frozenset(("stem", "gaps", "context"))


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a text with embedded answers.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("cloze")
    if notice:
        gatherer.problem(notice)
    start = 0
    for number, piece in enumerate(_RULE.split(text), start=1):
        lead = len(piece) - len(piece.lstrip())
        line = text.count("\n", 0, start + lead) + 1
        rule = _RULE.match(text, start + len(piece))
        start += len(piece) + (len(rule[0]) if rule else 0)
        if piece.strip() or number == 1:
            _read_one(without_tokens(piece).strip(), f"item {number}", line, gatherer)
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by gaps of embedded answers outside XML and GIFT."""
    text = sample.text
    if GAP_START.search(text) is None or _OTHERS.match(text):
        return 0.0
    return 0.5 if re.search(r"^::|^\$CATEGORY:|\{\s*[=~]", text, re.MULTILINE) else 0.85


def write(outgoing: Outgoing) -> Written:
    """Write the cloze questions of a bank; Moodle takes such a file as one question."""
    losses = Losses("Cloze text")
    losses.lose_bank(outgoing.bank)
    found: list[str] = []
    for question in outgoing.questions:
        if question.kind != "cloze":
            losses.leave_out(question, "A Cloze text holds texts with gaps alone; use Moodle XML for this one.")
            continue
        found.append(_written(question, losses))
    if len(found) > 1:
        for question in outgoing.questions:
            if question.kind == "cloze":
                losses.lose(
                    question, "several questions", "Moodle reads the whole file as one; each is set off by <hr>"
                )
    return Written(("\n\n<hr>\n\n".join(found) + "\n").encode("utf-8"), len(found), losses.all())


def _read_one(text: str, where: str, line: int, gatherer: Gatherer) -> None:
    texts = Texts()
    missing: list[str] = []
    find_media = nothing_found_noting(missing)

    notes: list[str] = []
    way = GapWay(lambda words: texts.read("gaps", words, HTML, find_media))
    try:
        gaps = find_gaps(text)
        if not gaps:
            raise Broken("There is no gap in it; write gaps as {1:SHORTANSWER:=right}.")
        fields = [gap_fields(gap, number, way, notes) for number, gap in enumerate(gaps, start=1)]
    except Broken as error:
        gatherer.problem(error.message, _name(text) or where, line)
        return
    stem = with_gap_marks(texts.read("stem", _marked(text, gaps), AUTO, find_media))
    extra = {"gaps": [gap.name for gap in gaps]} | ({"originals": dict(texts.originals)} if texts.originals else {})
    raw = {"kind": "cloze", "stem": stem, "gaps": fields, "origin": {"kind": "cloze", "extra": extra}}
    where = plain_words(stem) or where
    gatherer.take(raw, where, line)
    for note in (*notes, *texts.notes, *missing):
        gatherer.problem(note, where, line)


def _marked(text: str, gaps: list[GapSource]) -> str:
    pieces: list[str] = []
    at = 0
    for number, gap in enumerate(gaps, start=1):
        pieces += [text[at : gap.start], token(number)]
        at = gap.end
    return "".join([*pieces, text[at:]])


def _name(text: str) -> str:
    return shortened(plain_of(text[:300]))


def _written(question: Question, losses: Losses) -> str:
    raw = question.dump()
    losses.lose_fields(question, _CARRIED)
    if "context" in raw:
        losses.lose(question, "context", "it stands above the stem, as part of it")
    stem = "\n\n".join(part for part in (raw.get("context", ""), question.stem) if part)
    if media_names(stem):
        losses.lose(question, "images and sounds", "a Cloze text is text alone, their words stay")
    lose_in_gaps(question, losses)
    extra = question.origin.get("extra") if question.origin.get("format") == "cloze" else None
    names = extra.get("gaps") if isinstance(extra, dict) else None
    if cloze_pieces(stem, raw["gaps"], names, {})[0] == MARKDOWN:
        losses.lose(question, "Markdown", "Moodle takes HTML here, which was written")
    _, pieces = cloze_pieces(stem, raw["gaps"], names, {}, is_html_alone=True)
    return "".join(piece if is_gap else piece.replace("\n", " ") for is_gap, piece in pieces)


CLOZE_TEXT = Format("cloze", "Cloze text (Moodle)", (".txt", ".cloze"), sniff, read, write)
