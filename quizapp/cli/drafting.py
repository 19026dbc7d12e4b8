"""`quizapp draft`: a bank of questions drafted from a document."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from quizapp.cli import voting
from quizapp.cli.extracting import read_document_file
from quizapp.core.document import place_evidence, read_document
from quizapp.core.errors import FormatError
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question

_TEXT_SUFFIXES = frozenset({".md", ".markdown", ".txt", ""})


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
    for notice in (*analysis.text.notices, *_notices(document, output, drafts)):
        click.echo(f"{document}: {notice}", err=True)
    if is_rejected:
        for line in _rejections(drafts):
            click.echo(line, err=True)
    bank = BankFields(title=text.title or document.stem, language=text.language or "en", document=document.name)
    content = write_yaml(bank, _questions(document, drafts))
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise FormatError(f"{output} cannot be written: {error.strerror}. Name another file.") from error


def _questions(path: Path, drafts: Drafts) -> list[Question]:
    """Give the questions in the order of the document, their passages counted as the bank’s document counts them."""
    chosen = sorted(drafts.selected, key=lambda draft: (draft.start, draft.id))
    questions: list[Question] = [parse_question(draft.raw) for draft in chosen]
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        return questions
    numbered = read_document(path.read_bytes().decode("utf-8", "replace"))
    return [replace(question, evidence=place_evidence(numbered, question.evidence)) for question in questions]


def _notices(document: Path, output: Path | None, drafts: Drafts) -> Iterator[str]:
    yield f"{len(drafts.selected)} questions; {len(drafts.queue)} to be looked at, {len(drafts.rejected)} rejected."
    for contradiction in drafts.contradictions:
        yield f"Contradiction: {contradiction.message}"
    if output is not None and output.resolve().parent != document.resolve().parent:
        yield f"The bank names its document “{document.name}”; put both into one folder."


def _rejections(drafts: Drafts) -> Iterator[str]:
    for draft in drafts.rejected:
        yield f"{_stem(draft)}"
        for rejection in draft.rejections:
            yield f"    {rejection.rule}: {rejection.message}"


def _stem(draft: Draft) -> str:
    return f"{draft.template}  {draft.raw['stem']}"
