"""The account of an import: what is in the bank now, what was left out and why, file by file; as a page and as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import Import, QuestionRow, Revision
from quizapp.banks.parcels import KeptEntry, KeptParcel, Verdicts
from quizapp.banks.service.importing.choosing import Choice, Tally
from quizapp.banks.service.importing.command_reports import report_of
from quizapp.banks.service.importing.numbering import numbers_told
from quizapp.banks.verdicts import SAID_AGAIN, UNFILLED
from quizapp.core.errors import Conflict
from quizapp.core.formats.neutral_cells import neutral
from quizapp.core.kinds import KINDS

Values = dict[str, Any]

#: So many entries of a file that were left out are named in a report, and so many that were imported with their lines;
#: the others are counted.
NAMED_AT_MOST = 5_000
_STEM_AT_MOST = 200
_LABELS = {known.kind: known.label for known in KINDS}
_HEADINGS = ("what", "id", "kind", "stem", "file", "line", "where", "reason", "raw")


def make_report(parcel: KeptParcel, choice: Choice, tally: Tally) -> Values:
    """Give what came of an import, file by file, in the public form and with the lines of what was left out."""
    by_kind: dict[int, Counter[str]] = defaultdict(Counter)
    left_out: dict[int, list[Values]] = defaultdict(list)
    lines: dict[int, dict[str, int | None]] = defaultdict(dict)
    counts: Counter[int] = Counter()
    imported = tally.imported
    for entry in parcel.entries():
        if entry.number in imported:
            by_kind[entry.file][str(entry.raw.get("kind"))] += 1
            if len(lines[entry.file]) < NAMED_AT_MOST:
                lines[entry.file][tally.ids[entry.number]] = entry.line
            continue
        counts[entry.file] += 1
        if counts[entry.file] <= NAMED_AT_MOST:
            left_out[entry.file].append(_left_out(entry, choice, tally))
    files = [
        {
            "file": each.name,
            "format": each.format,
            "label": each.label,
            "error": each.error,
            "error_line": each.error_line,
            "found": each.found,
            "imported": by_kind[place].total(),
            "by_kind": dict(sorted(by_kind[place].items())),
            "lines": lines[place],
            "problems": list(each.problems),
            "skipped": [_placed(parcel, skipped) for skipped in each.skipped],
            "problem_count": each.problem_count,
            "skipped_count": each.skipped_count,
            "left_out": left_out[place],
            "left_out_count": counts[place],
        }
        for place, each in enumerate(parcel.files)
    ]
    total: Counter[str] = sum(by_kind.values(), Counter())
    found = sum(each.found for each in parcel.files)
    counted = {"found": found, "imported": total.total(), "by_kind": dict(total), **tally.to_json()}
    return {"files": files, "again": _said_again(parcel, choice.verdicts), **counted}


def _left_out(entry: KeptEntry, choice: Choice, tally: Tally) -> Values:
    kind = str(entry.raw.get("kind", "row"))
    what = f"{_LABELS.get(kind, kind)} “{entry.where}”"
    if choice.verdicts.codes[entry.number] == UNFILLED:
        return {"what": what, "reason": " ".join(entry.remarks), "line": entry.line}
    return {"what": what, "reason": _reason(entry.number, choice, tally), "line": entry.line}


def _placed(parcel: KeptParcel, skipped: Values) -> Values:
    """Say of a text without an answer whether it was put above the questions that follow it."""
    return skipped | {"above": skipped["text"] in parcel.above} if "text" in skipped else skipped


def _said_again(parcel: KeptParcel, verdicts: Verdicts) -> list[str]:
    """List the ids of the bank's questions that the files say again."""
    said = (entry for entry in parcel.entries() if verdicts.codes[entry.number] in SAID_AGAIN)
    return sorted({str(verdicts.partners.get(each.number, {}).get("slug", each.raw["id"])) for each in said})


def _reason(number: int, choice: Choice, tally: Tally) -> str:
    if number in tally.unsound:
        return tally.unsound[number]
    return "unchanged" if number in tally.unchanged else choice.why_left_out(number)


def check_done(held: Import) -> None:
    """Refuse an import of which there is no report yet.

    Raises:
        Conflict: it is not in a bank.
    """
    if held.state not in ("done", "undone"):
        raise Conflict("This import is not in a bank yet, so there is no report of it.")


def report_table(session: Session, held: Import, *, is_uploaders: bool = True) -> Iterator[str]:
    """Give the report as CSV, a part at a time: what is in the bank, what was left out, skipped (and what
    it said) and flawed.

    No cell is taken for a formula by a spreadsheet.
    """
    yield "\N{BYTE ORDER MARK}" + _lines([_HEADINGS])
    places = _places(held)
    alone = held.files[0]["name"] if len(held.files) == 1 else ""
    told = held.report.get("revived_ids"), held.report.get("revived", ())
    back = numbers_told(session, held.bank_id, *told)
    for change, row_id, slug, kind, body in session.execute(_made(held).execution_options(yield_per=500)):
        what = "in use again" if row_id in back else "new" if change == "created" else "changed"
        file, line = places.get(slug, (alone, None))
        yield _lines([(what, slug, kind, str(body.get("stem", ""))[:_STEM_AT_MOST], file, line, "", "", "")])
    for each in report_of(session, held, is_uploaders=is_uploaders)["files"]:
        name = each["file"]
        if each["error"]:
            yield _lines([("refused", "", "", "", name, each["error_line"], "", each["error"], "")])
        yield _lines([("left out", "", "", x["what"], name, x["line"], "", x["reason"], "") for x in each["left_out"]])
        for x in each["skipped"]:
            yield _lines([("skipped", "", "", x["what"], name, x["line"], "", x["reason"], x.get("raw", ""))])
        yield _lines([("problem", "", "", "", name, x["line"], x["where"], x["reason"], "") for x in each["problems"]])


def _made(held: Import) -> Select[Any]:
    """Select what the import made of each question; what its undoing made of it is told on its page."""
    earlier = aliased(Revision)
    is_its = (earlier.question_id == Revision.question_id, earlier.import_id == held.id)
    return (
        select(Revision.change, QuestionRow.id, QuestionRow.slug, QuestionRow.kind, Revision.body)
        .join(QuestionRow, QuestionRow.id == Revision.question_id)
        .where(Revision.import_id == held.id, ~exists().where(*is_its, earlier.number < Revision.number))
        .order_by(QuestionRow.position)
    )


def _places(held: Import) -> dict[str, tuple[str, int | None]]:
    """Give file and line of imported questions by their ids; older reports do not know them."""
    files = held.report.get("files", ())
    return {slug: (each["file"], line) for each in files for slug, line in each.get("lines", {}).items()}


def _lines(rows: Any) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([[neutral(str(cell)) if cell is not None else "" for cell in row] for row in rows])
    return stream.getvalue()
