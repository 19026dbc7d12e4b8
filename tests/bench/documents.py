"""A book of invented events, as lines of pages and as a PDF; what reading it costs beyond the PDF reader itself."""

from __future__ import annotations

import io
import textwrap
import time
from random import Random
from typing import Any

import pypdf

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import ReadLimits, read
from tests.core.extraction import made_files

SEED = 20_260_302
_LINE = 88
_PARAGRAPHS = 6
_LIMITS = ReadLimits(document_bytes=100_000_000)
_SYLLABLES = ("bar", "del", "fen", "gor", "hal", "kes", "lun", "mar", "nor", "pel", "ros", "sil", "tov", "vin", "wes")
_FIRST = ("Ada", "Bruno", "Clara", "Emil", "Greta", "Hugo", "Ines", "Jonas", "Karla", "Leo", "Marta", "Otto", "Vera")
_MONTHS = ("January", "March", "April", "June", "August", "September", "November", "December")
_FACTS = (
    "{who} founded the {org} on {day}.",
    "On {day} {who} signed the agreement with the {org} in {place}.",
    "The council of {place} elected {who} mayor in {year}.",
    "In {year} the engineer {who} built the bridge of {place}.",
    "{who} died in {place} on {day}.",
    "“Nobody asked the people of {place} what they wanted,” {who} said in {year}.",
    "According to {who}, the {org} had sold the harbour of {place} by {year}.",
)
_FILLER = (
    "The winter was long, and the roads along the coast stayed closed until the snow had gone.",
    "Prices rose again in the following months, while wages hardly moved at all.",
    "Few of the letters from those weeks have been kept, and most of them speak of the weather.",
    "It is not known who had ordered the repairs, nor what became of the old timber.",
    "The harvest was better than anybody had expected, and the stores were full by autumn.",
    "Families that had left came back one by one, and the school opened its doors again.",
    "For a while the newspapers wrote of little else, until the matter was forgotten.",
    "Trade went its usual way along the river, with salt and cloth going down and grain coming up.",
)


def book(pages: int) -> list[list[str]]:
    """Give the lines of each page: some 350 words, every fourth sentence an event; the same each time."""
    rng = Random(SEED)
    return [_page(rng) for _ in range(pages)]


def _page(rng: Random) -> list[str]:
    lines: list[str] = []
    for _ in range(_PARAGRAPHS):
        sentences = [_fact(rng), *rng.sample(_FILLER, 3)]
        rng.shuffle(sentences)
        lines += [*textwrap.wrap(" ".join(sentences), _LINE), ""]
    return lines


def _fact(rng: Random) -> str:
    year = rng.randrange(1600, 1990)
    return rng.choice(_FACTS).format(
        who=f"{rng.choice(_FIRST)} {_name(rng)}",
        org=f"{_name(rng)} {rng.choice(('Company', 'Society', 'Bank', 'Union'))}",
        place=_name(rng),
        year=year,
        day=f"{rng.randrange(1, 28)} {rng.choice(_MONTHS)} {year}",
    )


def _name(rng: Random) -> str:
    return "".join(rng.sample(_SYLLABLES, 3)).capitalize()


def pdf_of(pages: list[list[str]]) -> bytes:
    """Set pages as a PDF."""
    return made_files.pdf([[line.replace("“", '"').replace("”", '"') for line in lines] for lines in pages])


def reading_seconds(pages: int) -> dict[str, Any]:
    """Read a PDF and draft from it, stage by stage; seconds of the processor, those of the PDF reader apart."""
    content = pdf_of(book(pages))
    began = time.process_time()
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        page.extract_text()
    own = time.process_time() - began
    began = time.process_time()
    text = read(content, "book.pdf", _LIMITS)
    read_at = time.process_time()
    analysis = analyse(text)
    analysed_at = time.process_time()
    drafts = draft_questions(analysis)
    drafted_at = time.process_time()
    return {
        "pages": pages,
        "words": len(text.text.split()),
        "drafts": len(drafts.selected) + len(drafts.queue),
        "pdf_reader_seconds": round(own, 2),
        "paragraphs_seconds": round(read_at - began - own, 2),
        "analysis_seconds": round(analysed_at - read_at, 2),
        "drafting_seconds": round(drafted_at - analysed_at, 2),
        "beyond_reader_seconds": round(drafted_at - began - own, 2),
    }
