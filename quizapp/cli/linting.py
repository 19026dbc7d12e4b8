"""`quizapp lint`: what a careful teacher would mend in bank files."""

from __future__ import annotations

from pathlib import Path

import click

from quizapp.banks.service import read_bank_file
from quizapp.cli.loading import place
from quizapp.core.errors import FormatError
from quizapp.core.extraction.item_rules import lint_bank


@click.command("lint")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Check bank files: passages, leaks, and options that give the answer away. Exit 1 when something is found."""
    found = sum(_findings(path) for path in files)
    raise SystemExit(1 if found else 0)


def _findings(path: Path) -> int:
    try:
        parcel, document = read_bank_file(path).read()
    except FormatError as error:
        click.echo(f"{place(path, error.line)}: {error.message}", err=True)
        return 1
    findings = lint_bank(parcel, document)
    for finding in findings:
        other = f" ({finding.other})" if finding.other else ""
        where = f"{place(path, finding.line)}: {finding.question or 'bank'}"
        click.echo(f"{where}: {finding.rule}: {finding.message}{other}")
    click.echo(f"{path}: {_counted(len(parcel.entries), 'question')}, {_counted(len(findings), 'finding')}")
    return len(findings)


def _counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"
