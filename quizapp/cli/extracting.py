"""`quizapp extract`: the dates, actors and quotes of a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from quizapp.cli import voting
from quizapp.core.errors import FormatError
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.public import Json, full_json, public_json
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.values import Text


@click.command("extract")
@click.argument("document", type=click.Path(path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day on which the document appeared, so that “last week” has a date.",
)
@click.option("--full", "is_full", is_flag=True, help="Add spans, rules, confidence with reasons, and facts.")
@voting.option
def command(document: Path, is_json: bool, published: datetime | None, is_full: bool, pipeline: str | None) -> None:
    """Print the dates, actors and quotes of a document. Exit 1 when it cannot be read."""
    text = read_document_file(document)
    if published is not None:
        text = replace(text, published=published.date())
    analysis = voting.with_chosen(analyse(text), pipeline)
    for notice in analysis.text.notices:
        click.echo(f"{document}: {notice}", err=True)
    found = full_json(analysis) if is_full else public_json(analysis)
    words = json.dumps(found, ensure_ascii=False, indent=1) if is_json or is_full else "\n".join(_listing(found))
    click.echo(f"{words}\n".encode("utf-8", "backslashreplace"), nl=False)


def read_document_file(path: Path) -> Text:
    """Read a document from the disk.

    Raises:
        FormatError: there is no such file, or it cannot be read.
    """
    try:
        content = path.read_bytes()
    except IsADirectoryError as error:
        raise FormatError(f"{path} is a folder; name one document in it.") from error
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}. Check the name and who may read it.") from error
    return read(content, path.name)


def _listing(found: Json) -> Iterator[str]:
    yield f"Dates: {len(found['dates'])}"
    for date in found["dates"]:
        yield f"  {date['para']:>4}  {date['value'] or 'unresolved':<22}  {date['text']}"
    yield f"Actors: {len(found['actors'])}"
    for actor in found["actors"]:
        roles = f" ({'; '.join(actor['roles'])})" if actor["roles"] else ""
        others = [form for form in actor["mentions"] if form != actor["canonical"]]
        also = f", also {', '.join(others)}" if others else ""
        yield f"  {actor['type']:<12}  {actor['canonical']}{roles}{also}"
    yield f"Quotes: {len(found['quotes'])}"
    for quote in found["quotes"]:
        yield f"  {quote['para']:>4}  {quote['kind']:<8}  {quote['speaker'] or '—'}: “{quote['text']}”"
