"""`quizapp import`: bank files into the database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quizapp.banks.service import LoadReport, as_slug, read_bank_file
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
            told = _would_sentence(report)
        else:
            with opened_database() as database:
                loaded = load_file(database, file, system_clock(), slug)
                where = database.url.render_as_string(hide_password=True)
            parcel, report = loaded.parcel, loaded.public(str(path))
            told = _sentence(loaded.report, report, where)
    except (FormatError, Conflict) as error:
        _refuse(path, error, is_json)
        return False
    if is_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        tell_problems(parcel, path, lambda line: click.echo(line, err=True))
        click.echo(told)
        if not report.found:
            click.echo(f"{path}: The bank has no questions. Write some under questions: in its file.", err=True)
    return True


def _refuse(path: Path, error: FormatError | Conflict, is_json: bool) -> None:
    line = error.line if isinstance(error, FormatError) else None
    if is_json:
        problem = {"where": "file", "line": line, "reason": error.message}
        refused = Report(str(path), "", 0, 0, {}, (), ()).to_json() | {"problems": [problem]}
        click.echo(json.dumps(refused, ensure_ascii=False))
    else:
        click.echo(f"{place(path, line)}: {error.message} Nothing was changed.", err=True)


def _would_sentence(report: Report) -> str:
    kinds = ", ".join(f"{n} {kind}" for kind, n in report.by_kind.items())
    listed = f" ({kinds})" if kinds else ""
    return f"{report.file}: {report.imported} of {_questions(report.found)} can be taken in{listed}{_problems(report)}"


def _sentence(loaded: LoadReport, report: Report, where: str) -> str:
    counts = (("added", loaded.created), ("changed", loaded.changed), ("unchanged", loaded.unchanged))
    told = ", ".join(f"{len(ids)} {word}" for word, ids in counts)
    made = "made" if loaded.is_new else "brought up to date"
    return f"{report.file}: bank “{loaded.slug}” {made} in {where}: {told}{_problems(report)}"


def _problems(report: Report) -> str:
    count = len(report.problems)
    return f"; {count} problem{'' if count == 1 else 's'}" if count else ""


def _questions(count: int) -> str:
    return f"{count} question{'' if count == 1 else 's'}"
