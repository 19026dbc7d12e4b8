"""`quizapp draft`: a bank of questions drafted from a document."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain, count
from pathlib import Path

import click

from quizapp.cli import voting
from quizapp.cli.extracting import read_document_file
from quizapp.core.document_writing import source_line
from quizapp.core.errors import FormatError
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.written_reading import place_questions
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question


@click.command("draft")
@click.argument("document", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The bank file to write; else it is printed.")
@click.option("--limit", type=click.IntRange(min=0), help="At most so many questions.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day on which the document appeared, so that “last week” has a date.",
)
@click.option("--rejected", "is_rejected", is_flag=True, help="List rejected drafts with their reasons on stderr.")
@voting.option
def command(
    document: Path,
    output: Path | None,
    limit: int | None,
    published: datetime | None,
    is_rejected: bool,
    pipeline: str | None,
) -> None:
    """Write a bank of questions drafted from a document. Exit 1 when it cannot be read."""
    text = read_document_file(document)
    if published is not None:
        text = replace(text, published=published.date())
    analysis = voting.with_chosen(analyse(text), pipeline)
    drafts = draft_questions(analysis, limit=limit)
    placed = place_questions(_questions(drafts), analysis.text, document.read_bytes(), document.name)
    reading = document if placed.written is None else _free_name(document, output)
    for notice in (*analysis.text.notices, *_notices(drafts), *_about_reading(document, output, reading)):
        click.echo(f"{document}: {notice}", err=True)
    if is_rejected:
        for line in _rejections(drafts):
            click.echo(line, err=True)
    bank = BankFields(title=text.title or document.stem, language=text.language or "en", document=reading.name)
    content = write_yaml(bank, placed.questions)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    if placed.written is not None:
        _write(reading, placed.written.encode())
    _write(output, content)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FormatError(f"{path} cannot be written: {error.strerror}. Name another file.") from error


def _questions(drafts: Drafts) -> list[Question]:
    """Give the questions in the order of the document."""
    chosen = sorted(drafts.selected, key=lambda draft: (draft.start, draft.id))
    return [parse_question(draft.raw) for draft in chosen]


def _free_name(document: Path, output: Path | None) -> Path:
    """Name the file for a document's text beside the bank: never one that holds anything else."""
    folder = (output or document).parent
    numbered = (f"{document.stem}-{number}" for number in count(2))
    names = (folder / f"{stem}.md" for stem in chain([document.stem], numbered))
    return next(each for each in names if each not in (output, document) and _is_free(each, document.name))


def _is_free(path: Path, source: str) -> bool:
    """Whether nothing has this name, or the text of the same document that was written earlier."""
    if not path.exists():
        return True
    first = f"{source_line(source)}\n".encode()
    return path.is_file() and path.read_bytes().startswith(first)


def _notices(drafts: Drafts) -> Iterator[str]:
    yield f"{len(drafts.selected)} questions; {len(drafts.queue)} to be looked at, {len(drafts.rejected)} rejected."
    for contradiction in drafts.contradictions:
        yield f"Contradiction: {contradiction.message}"


def _about_reading(document: Path, output: Path | None, reading: Path) -> Iterator[str]:
    """Tell which reading the bank names, and where it stands or has to."""
    if reading != document and output is None:
        yield f"The bank names its text as it was read, “{reading.name}”; with -o FILE that is written beside FILE."
    elif reading != document:
        yield f"Its text as it was read is written to {reading}, which the bank names; keep both in one folder."
    elif output is not None and output.resolve().parent != document.resolve().parent:
        yield f"The bank names its document “{document.name}”; put both into one folder."


def _rejections(drafts: Drafts) -> Iterator[str]:
    for draft in drafts.rejected:
        yield f"{_stem(draft)}"
        for rejection in draft.rejections:
            yield f"    {rejection.rule}: {rejection.message}"


def _stem(draft: Draft) -> str:
    return f"{draft.template}  {draft.raw['stem']}"
