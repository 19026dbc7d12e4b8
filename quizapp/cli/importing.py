"""`quizapp import`: bank files into the database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quizapp.banks.service import as_slug, read_bank_file
from quizapp.cli.loading import load_file, place, tell_problems
from quizapp.cli.opened import opened_database
from quizapp.core.errors import Conflict, FormatError
from quizapp.core.formats.parcel import Report
from quizapp.plumbing.clock import system_clock


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--bank", help="Name of the bank in addresses, instead of the file’s own.")
@click.option("--dry-run", is_flag=True, help="Report only; needs no database.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object a file.")
def command(files: tuple[Path, ...], bank: str | None, dry_run: bool, is_json: bool) -> None:
    """Make a bank of each file, or bring it up to date; learners keep their history."""
    results = [_one(path, as_slug(bank) if bank else None, dry_run, is_json) for path in files]
    raise SystemExit(0 if all(results) else 1)


def _one(path: Path, slug: str | None, dry_run: bool, is_json: bool) -> bool:
    try:
        file = read_bank_file(path)
        if dry_run:
            parcel, _ = file.read()
            report = parcel.report(str(path))
        else:
            with opened_database() as database:
                loaded = load_file(database, file, system_clock(), slug)
            parcel, report = loaded.parcel, loaded.public(str(path))
    except (FormatError, Conflict) as error:
        _refuse(path, error, is_json)
        return False
    if is_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        tell_problems(parcel, path, lambda line: click.echo(line, err=True))
        click.echo(_sentence(report, dry_run))
    return True


def _refuse(path: Path, error: FormatError | Conflict, is_json: bool) -> None:
    line = error.line if isinstance(error, FormatError) else None
    if is_json:
        problem = {"where": "file", "line": line, "reason": error.message}
        refused = Report(str(path), "", 0, 0, {}, (), ()).to_json() | {"problems": [problem]}
        click.echo(json.dumps(refused, ensure_ascii=False))
    else:
        click.echo(f"{place(path, line)}: {error.message} Nothing was changed.", err=True)


def _sentence(report: Report, dry_run: bool) -> str:
    kinds = ", ".join(f"{n} {kind}" for kind, n in report.by_kind.items())
    verb = "would be imported" if dry_run else "imported"
    skipped = f"; {len(report.skipped)} left as they were" if report.skipped else ""
    count = len(report.problems)
    flawed = f"; {count} problem{'' if count == 1 else 's'}" if count else ""
    listed = f" ({kinds})" if kinds else ""
    return f"{report.file}: {report.imported} of {report.found} questions {verb}{listed}{skipped}{flawed}"
