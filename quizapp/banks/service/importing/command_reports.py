"""The account of what the command line brought in, as it is kept with its import and as the page of that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Import, Revision
from quizapp.banks.service.importing.choosing import CHANGED_IN_BOTH
from quizapp.banks.service.loading import LoadReport
from quizapp.core.formats.parcel import Parcel

Values = dict[str, Any]

#: What a report says of a file that may quote what its uploader did not bring in.
_KEPT_BACK = ("left_out", "problems", "skipped")
#: Why one is left out that is out of use: a person took it out, or has yet to look at its changed text.
STAYS_ARCHIVED = "archived in the bank, or resting, and stays so; restore it there to have it asked again"
#: Why one is kept of which a bank's own file has not said anything before.
OLDER_THAN_FILE = "was here before this file said it, and is kept as it stands here; the file says something else"
#: Why one is left out that an earlier one of its file says already.
SAME_AS = "same stem and key as question {} of the file"


def why_stays(load: LoadReport) -> dict[str, str]:
    """Say why questions of a bank's own file do not stand as it says them, by their ids."""
    reasons = dict.fromkeys(load.kept, CHANGED_IN_BOTH) | dict.fromkeys(load.older, OLDER_THAN_FILE)
    reasons |= dict.fromkeys(load.archived, STAYS_ARCHIVED)
    return reasons | {identity: SAME_AS.format(first) for identity, first in load.twins.items()}


def account_of(parcel: Parcel, bank: Bank, load: LoadReport) -> Values:
    """Give what came of a file, and what was flawed or skipped in it, as the report of its import keeps it."""
    return {
        "title": parcel.bank.title,
        "bank": {"slug": bank.slug, "title": bank.title},
        "found": parcel.found,
        "entries": len(parcel.entries),
        "imported": len(load.created) + len(load.changed),
        "created": len(load.created),
        "changed": len(load.changed),
        "problems": [problem.to_json() for problem in parcel.problems],
        "skipped": [skipped.to_json() for skipped in parcel.skipped],
    }


def report_of(session: Session, held: Import, *, is_uploaders: bool = True) -> Mapping[str, Any]:
    """Give the report of an import as pages tell it, file by file, whether a page or a command has brought it.

    Others than its uploader get numbers alone of what did not come into the bank: it is not theirs to read.
    """
    if "files" not in held.report:
        # Of the first ones it was not kept how many questions they brought.
        counts = {} if "imported" in held.report else _counted(session, held)
        report = {"revived": (), "problems": (), "skipped": (), "left_out": {}} | held.report | counts
        files = [_file_of(held, report)]
    else:
        report, files = held.report, held.report["files"]
    return report | {"files": files if is_uploaders else [_numbers_of(file) for file in files]}


def _numbers_of(file: Values) -> Values:
    numbers = {f"{name}_count": max(file.get(f"{name}_count") or 0, len(file[name])) for name in _KEPT_BACK}
    return file | numbers | dict.fromkeys(_KEPT_BACK, ()) | {"error": "", "error_line": None}


def _counted(session: Session, held: Import) -> Values:
    made = select(Revision.question_id, func.min(Revision.number)).where(Revision.import_id == held.id)
    firsts = [number for _, number in session.execute(made.group_by(Revision.question_id))]
    created, bank = firsts.count(1), session.get(Bank, held.bank_id) if held.bank_id is not None else None
    said = {"slug": "", "title": held.report.get("title", "")}
    named = said if bank is None else {"slug": bank.slug, "title": bank.title}
    counts = {"imported": len(firsts), "created": created, "changed": len(firsts) - created}
    return counts | {"entries": len(held.report.get("ids", firsts)), "bank": named}


def _file_of(held: Import, report: Values) -> Values:
    from quizapp.core.formats.registry import FORMATS  # start-up cost: it loads lxml

    file, left_out = held.files[0], list(_left_out(report))
    labels = {known.name: known.label for known in FORMATS}
    return {
        "file": file["name"],
        "format": file["format"],
        "label": labels.get(file["format"], file["format"]),
        "error": "",
        "error_line": None,
        "imported": report["imported"],
        "problems": report["problems"],
        "skipped": report["skipped"],
        "problem_count": len(report["problems"]),
        "skipped_count": len(report["skipped"]),
        "left_out": left_out,
        "left_out_count": report["entries"] - report["imported"],
    }


def _left_out(report: Values) -> Iterator[Values]:
    """Name the questions of a file that stayed out; what stands unchanged is counted alone."""
    lines = dict(zip(report.get("ids", ()), report.get("lines", ()), strict=False))
    for identity, reason in report["left_out"].items():
        asked = report.get("asked", {}).get(identity, "")
        what = f"question {identity}" + (f" “{asked}”" if asked else "")
        yield {"what": what, "reason": reason, "line": lines.get(identity)}
    unchanged = report["entries"] - report["imported"] - len(report["left_out"])
    if unchanged > 0:
        what = "one question" if unchanged == 1 else f"{unchanged:,} questions"
        yield {"what": what, "reason": "unchanged", "line": None}
