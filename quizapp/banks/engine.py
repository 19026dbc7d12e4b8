"""What the child process does for an import: read strangers' files into a parcel, and compare it with a bank.

Loaded by `plumbing.child_entry` in a fresh interpreter. Arguments and results are JSON; the parcel is written as files.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from quizapp.banks.bank_rows import read_kept, read_rows
from quizapp.banks.filled_rows import fill_parcel, kept_part, list_named
from quizapp.banks.kept_files import KeptFile
from quizapp.banks.parcels import (
    KeptEntry,
    KeptParcel,
    Verdicts,
    number_texts,
    write_parcel,
    write_verdicts,
)
from quizapp.banks.reader_faults import told_as_ours
from quizapp.banks.table_choices import table_of
from quizapp.banks.verdicts import (
    CHANGES,
    CLASH,
    CONTRARY,
    DOUBLE,
    NEW,
    OWN_IDS,
    SAME,
    TWIN,
    FileMarks,
    Judge,
    Verdict,
)
from quizapp.core.encoding import decode, is_archive, recoded
from quizapp.core.errors import FormatError
from quizapp.core.evidence import KeptReading, with_evidence
from quizapp.core.formats import registry
from quizapp.core.formats.free_ids import FreeIds
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import BankFields, Format, Parcel, ReadOptions, Skipped
from quizapp.core.formats.part_rows import with_parts_alone
from quizapp.core.formats.past_answers import HistoryCount, PastCard
from quizapp.core.formats.texts_above import NONE
from quizapp.core.formats.wishes import ImportWish
from quizapp.core.likeness import find_alike, find_contradicting, is_further_meaning
from quizapp.plumbing.child import Tell
from quizapp.plumbing.clock import epoch_ms, system_clock

Json = dict[str, Any]

#: Of the way, until all files are read.
_READ = 0.6
_ROWS_USUAL = 5_000
_TELL_EVERY = 5_000
_PROBLEMS_AT_MOST = 2_000
#: Of what skipped entries of a file said so many characters are kept; of further ones their beginnings.
_RAW_KEPT = 4_000_000
_RAW_BEGINNING = 2_000
#: Longer readings are brought under Documents: this one is made ready while its teacher waits.
READING_BYTES = 2_000_000


def work(arguments: Mapping[str, Any], tell: Tell) -> Json:
    """Read files into a parcel, or compare one that is there; then compare it with a bank's questions.

    `arguments`: parcel (folder), files (path, name, format, table each; empty = the parcel is there), limit_bytes,
    rows, mappings (by mark of headings), bank_id and bank_rows (a file of its questions; None = a new bank), stamp,
    bank_fields (title and language), known_names (of files that were brought into it).
    """
    target = Path(arguments["parcel"])
    own_bank = _read_all(arguments, target, tell) if arguments["files"] else ""
    fill_parcel(target, arguments["bank_rows"])
    tell(0.7, "Looking for doubles")
    parcel = KeptParcel(target)
    write_verdicts(target, _judged(parcel, arguments, tell))
    said = {"count": parcel.count, "errors": [each.error for each in parcel.files if each.error], "own_bank": own_bank}
    return said | {name: arguments[name] for name in ("bank_id", "stamp")}


def _read_all(arguments: Mapping[str, Any], target: Path, tell: Tell) -> str:
    """Read all files, and give the bank that each of them names as its own; empty where they name none, or several."""
    gathered = _Gathered()
    for place, given in enumerate(arguments["files"]):
        gathered.take(place, given, arguments, _Told(tell, given["name"], place, len(arguments["files"])))
    tell(_READ, "Putting the questions down")
    formats = [[known.name, known.label] for known in registry.FORMATS if known.read is not None]
    reading, texts = gathered.take_reading(arguments), number_texts(gathered.files, gathered.parcels)
    kept, more = gathered.kept(), {"formats": formats}
    write_parcel(target, gathered.files, kept, gathered.media, more, reading, texts, gathered.cards)
    named = {parcel.bank.slug for _, parcel in gathered.parcels}
    return named.pop() if len(named) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells how far the reading of one file among others is, by the rows of a table that were read."""

    tell: Tell
    name: str
    place: int
    files: int

    def begin(self, data: bytes) -> Callable[[int], None]:
        """Tell that a file is read, and give what is told the rows; how many there will be is known of a text alone."""
        expected = 0 if is_archive(data) else data.count(b"\n") + 1
        start, name = 0.05 + (_READ - 0.05) * self.place / self.files, self.name[:80]
        self.tell(start, f"Reading {name}")

        def heard(rows: int) -> None:
            share = rows / max(expected, rows) if expected else rows / (rows + _ROWS_USUAL)
            self.tell(start + (_READ - 0.05) / self.files * share, f"Reading {name}: {rows:,} rows")

        return heard


@dataclass(slots=True)
class _Gathered:
    """All files of an import as they are read; questions of two files that have one id get two."""

    files: list[KeptFile] = field(default_factory=list)
    parcels: list[tuple[int, Parcel]] = field(default_factory=list)
    #: What was answered to entries, by their numbers; they get them in `kept`.
    cards: dict[int, PastCard] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)

    def take(self, place: int, given: Json, arguments: Mapping[str, Any], told: _Told) -> None:
        data = Path(given["path"]).read_bytes()
        wish = ImportWish(texts=NONE, backwards=bool(given.get("backwards")))
        try:
            with told_as_ours(given["name"]):
                data = recoded(data, given.get("encoding", ""))
                known, guesses = _format_of(data, given["format"])
                table, headings, choices = table_of(known, data, given, arguments)
                options = ReadOptions(
                    text_bytes=arguments["limit_bytes"], rows=arguments["rows"], table=choices, heard=told.begin(data)
                )
                assert known.read is not None
                parcel = with_parts_alone(wish.fulfilled(known.read(data, options)))
        except FormatError as error:
            self.files.append(KeptFile(given["name"], error=error.message, error_line=error.line))
            return
        self.parcels.append((place, parcel))
        self.media |= parcel.media
        self.files.append(
            KeptFile(
                name=given["name"],
                format=known.name,
                label=known.label,
                title=parcel.bank.title,
                language=parcel.bank.language,
                guesses=[[guess.name, guess.label] for guess in guesses],
                found=parcel.found + len(parcel.parts),
                table=table,
                headings=headings,
                bank=_about_bank(parcel),
                is_partial=parcel.is_partial,
                unsaid=sorted(parcel.unsaid),
                parts=len(parcel.parts),
                is_text=not is_archive(data),
                backwards=parcel.backwards,
                is_backwards=wish.backwards,
                **_about_flaws(parcel),
                **_about_history(parcel),
            )
        )

    def take_reading(self, arguments: Mapping[str, Any]) -> tuple[str, str]:
        """Give name and text of the one reading that comes along: from a zip, or a file beside the bank's.

        What stands beside is no file of questions, whatever it looks like. A reading that cannot come along is told.
        """
        named = [(place, parcel) for place, parcel in self.parcels if parcel.bank.document]
        found: list[tuple[str, str]] = []
        for place, parcel in named:
            name = parcel.bank.document
            text = parcel.document or self._text_beside(place, name, arguments)
            reason = _why_not(name, text, len(named))
            if reason:
                self._tell(place, reason)
            else:
                found.append((name, text))
        return found[0] if found else ("", "")

    def _text_beside(self, place: int, name: str, arguments: Mapping[str, Any]) -> str:
        places = [at for at, given in enumerate(arguments["files"]) if given["name"] == name and at != place]
        if not places or Path(arguments["files"][places[0]]["path"]).stat().st_size > READING_BYTES:
            return ""
        try:
            text, _ = decode(Path(arguments["files"][places[0]]["path"]).read_bytes(), READING_BYTES)
        except FormatError:
            return ""
        self.files[places[0]] = KeptFile(name, label="The reading of the bank")
        self.parcels = [(at, parcel) for at, parcel in self.parcels if at != places[0]]
        return text

    def _tell(self, place: int, reason: str) -> None:
        told = registry.FileProblem("bank", None, reason).to_json()
        self.files[place] = replace(self.files[place], problems=[told, *self.files[place].problems])

    def kept(self) -> Iterator[KeptEntry]:
        ids = FreeIds()
        number = 0
        for place, parcel in self.parcels:
            remarks = _remarks(parcel)
            cards = parcel.history.cards if parcel.history is not None else {}
            for entry in parcel.entries:
                raw = entry.question.dump()
                if entry.question.id in cards:
                    self.cards[number] = cards[entry.question.id]
                raw["id"] = ids.give(str(raw["id"]))
                named = media_names(json.dumps(raw)) if parcel.media else ()
                media = [name for name in named if name in parcel.media]
                said = remarks.get((entry.where, entry.line), ())
                yield KeptEntry(number, place, entry.where, entry.line, raw, said, media, entry.part)
                number += 1
            for row in parcel.parts:
                yield kept_part(number, place, row)
                number += 1


def _kept_skipped(skipped: Iterable[Skipped]) -> Iterator[Json]:
    left = _RAW_KEPT
    for each in skipped:
        raw = each.raw[: max(left, _RAW_BEGINNING)]
        left -= len(raw)
        more = len(each.raw) - len(raw) + each.raw_more
        yield {**each.to_json(), "line": each.line, "raw": raw, "raw_more": more}


def _format_of(data: bytes, chosen: str) -> tuple[Format, Sequence[Format]]:
    guesses = registry.guesses(data)
    if chosen:
        return registry.format_named(chosen), guesses
    return registry.recognise(data), guesses


def _why_not(name: str, text: str, count: int) -> str:
    """Say why a reading does not come along; empty when it does."""
    if not text:
        return f"Its reading “{name}” is another file. Bring both at once, or the folder as a zip, to have it too."
    if count > 1:
        return f"Its reading “{name}” does not come along: several of these files have one. Bring them one by one."
    if len(text) > READING_BYTES:
        return f"Its reading “{name}” is too long to come along. Bring it under Documents."
    return ""


def _about_bank(parcel: Parcel) -> Json:
    bank = parcel.bank
    about = {
        "description": bank.description,
        "licence": bank.licence,
        "authors": list(bank.authors),
        "tags": list(bank.tags),
        "extra": dict(bank.extra),
    }
    return {name: value for name, value in about.items() if value}


def _about_flaws(parcel: Parcel) -> dict[str, Any]:
    return {
        "problems": [problem.to_json() for problem in parcel.problems[:_PROBLEMS_AT_MOST]],
        "skipped": list(_kept_skipped(parcel.skipped[:_PROBLEMS_AT_MOST])),
        "problem_count": len(parcel.problems),
        "skipped_count": len(parcel.skipped),
    }


def _about_history(parcel: Parcel) -> Json:
    if parcel.history is None:
        return {}
    asked = {entry.question.id for entry in parcel.entries}
    count = HistoryCount.of((card for each, card in parcel.history.cards.items() if each in asked), _now())
    return {
        "answers": count.answers,
        "answers_since": count.since,
        "answers_left_out": parcel.history.left_out,
    }


def _now() -> int:
    return epoch_ms(system_clock())


def _remarks(parcel: Parcel) -> dict[tuple[str, int | None], list[str]]:
    found: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for problem in parcel.problems:
        found[problem.where, problem.line].append(problem.reason)
    return found


def _judged(parcel: KeptParcel, arguments: Mapping[str, Any], tell: Tell) -> Verdicts:
    standing, archived = read_rows(arguments["bank_rows"], "+"), read_rows(arguments["bank_rows"], "-")
    codes: list[str] = []
    partners: dict[int, Json] = {}
    judge = Judge(standing, archived, read_rows(arguments["bank_rows"], "="))
    proofs = _Proofs(read_kept(parcel, arguments["bank_rows"]))
    # A file of ours brings all that its bank asks.
    own: set[int] = set()
    for number, (code, partner) in enumerate(_verdicts(parcel, judge, arguments, proofs, own)):
        if number % _TELL_EVERY == 0 and number:
            tell(0.7 + 0.25 * number / parcel.count, f"Looking for doubles: {number:,} questions")
        codes.append(code)
        if code in CHANGES:
            slug = partner["slug"]
            partner = {**partner, "seen": (standing if slug in standing else archived).mark(slug)}
        if partner and code in (SAME, DOUBLE, TWIN, *CHANGES):
            partners[number] = partner
    new = {number for number, code in enumerate(codes) if code in (NEW, CLASH)}
    bodies = partial(_raw_bodies, parcel)
    alike = find_alike(bodies, standing, new, parcel.count)
    contrary = find_contradicting(bodies, standing, new - own)
    partners |= (alike or {}) | contrary
    for number in contrary.keys() - _further_meanings(parcel, contrary):
        codes[number] = CONTRARY
    placed = ((number, spans) for number, spans in proofs.spans.items() if spans is not None)
    partners |= {number: {**partners.get(number, {}), "evidence": spans} for number, spans in placed}
    return Verdicts(arguments["bank_id"], "".join(codes), partners, alike is not None)


def _further_meanings(parcel: KeptParcel, contrary: Mapping[int, Json]) -> set[int]:
    """Give those that contradict an earlier entry of their file only as one meaning of a term does another."""
    firsts = {number: int(partner["number"]) for number, partner in contrary.items() if "number" in partner}
    files: dict[int, int] = {}
    for entry in parcel.entries(sorted({*firsts, *firsts.values()})):
        if is_further_meaning(parcel.files[entry.file].format, entry.raw):
            files[entry.number] = entry.file
    return {number for number, first in firsts.items() if number in files and files[number] == files.get(first)}


def _raw_bodies(parcel: KeptParcel) -> Iterator[Json]:
    return (entry.raw for entry in parcel.entries())


@dataclass(slots=True)
class _Proofs:
    """Where the passages of entries stand in the reading of the bank, looked for once each; without one as they are."""

    kept: KeptReading | None
    #: By the numbers of entries that have passages; None = they stand as the entry says.
    spans: dict[int, list[Json] | None] = field(default_factory=dict)

    def body_of(self, entry: KeptEntry) -> Json:
        """Give an entry with its passages as the bank has them."""
        if self.kept is None or not entry.raw.get("evidence"):
            return entry.raw
        if entry.number not in self.spans:
            self.spans[entry.number] = self.kept.place(entry.raw)
        spans = self.spans[entry.number]
        return entry.raw if spans is None else with_evidence(entry.raw, spans)


def _verdicts(
    parcel: KeptParcel, judge: Judge, arguments: Mapping[str, Any], proofs: _Proofs, own: set[int]
) -> Iterator[Verdict]:
    """Judge all entries, file by file; `own` gets the numbers of those whose ids are ours."""
    bank, names = BankFields(**arguments["bank_fields"]), frozenset(arguments["known_names"])
    first = 0
    while first < parcel.count:
        [entry] = parcel.entries([first])
        file = parcel.files[entry.file]
        marks = FileMarks(
            file.format in OWN_IDS,
            list_named(parcel.folder, entry.file) if file.parts else (),
            file.name in names,
            is_partial=file.is_partial,
            unsaid=file.unsaid,
        )
        bodies = partial(_bodies_from, parcel, first, entry.file, proofs)
        for verdict in judge.judge_file(bodies, first, marks, registry.format_named(file.format), bank):
            if marks.has_own_ids:
                own.add(first)
            yield verdict
            first += 1


def _bodies_from(parcel: KeptParcel, first: int, place: int, proofs: _Proofs) -> Iterator[Json]:
    """Give the entries of the file in this place, from its first on, with their passages as the bank has them."""
    return map(proofs.body_of, takewhile(lambda each: each.file == place, parcel.entries(range(first, parcel.count))))
