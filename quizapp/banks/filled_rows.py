"""Rows of a parcel that say a part of a question alone, filled in from the bank that it is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from quizapp.banks.bank_rows import read_rows
from quizapp.banks.parcels import KeptEntry, KeptParcel, read_bare, write_filled
from quizapp.core.formats.gathering import as_id
from quizapp.core.formats.part_row import PartRow
from quizapp.core.formats.part_rows import Filled, fill_rows

#: In the raw form of an entry: what its row says, while no bank says the rest.
_PART = "part"


def kept_part(number: int, file: int, row: PartRow) -> KeptEntry:
    """Give a row as an entry that is no question yet."""
    said = {"id": row.id, "cells": dict(row.cells), "refusal": row.refusal, "part": row.part}
    return KeptEntry(number, file, row.where, row.line, {"id": as_id(row.id), _PART: said}, (row.refusal,))


def list_named(folder: Path, file: int) -> frozenset[str]:
    """List the ids of questions that such rows of one file name."""
    return frozenset(str(each.raw["id"]) for each in read_bare(folder) if each.file == file and _PART in each.raw)


def fill_parcel(folder: Path, bank_rows: str | None) -> None:
    """Fill the rows of a parcel in from a bank (None = a new one, which says nothing); does nothing where it has none.

    Also those that were filled in from another bank, or from this one as it was before.
    """
    parcel = KeptParcel(folder)
    if any(file.parts for file in parcel.files):
        write_filled(folder, _filled(folder, parcel, bank_rows))


def _filled(folder: Path, parcel: KeptParcel, bank_rows: str | None) -> Iterator[KeptEntry]:
    sources = read_rows(bank_rows, "+"), read_rows(bank_rows, "-")

    def find(slugs: Sequence[str]) -> Mapping[str, Any]:
        return {slug: source[slug] for source in sources for slug in slugs if slug in source}

    for (file, is_part), some in groupby(read_bare(folder), lambda each: (each.file, _PART in each.raw)):
        entries = list(some)
        if not is_part or bank_rows is None:
            yield from entries
            continue
        rows = [PartRow(line=entry.line, **entry.raw[_PART]) for entry in entries]
        for entry, each in zip(entries, fill_rows(rows, parcel.files[file].format, find), strict=True):
            yield _told(entry, each)


def _told(entry: KeptEntry, filled: Filled) -> KeptEntry:
    if filled.entry is None:
        return replace(entry, remarks=filled.flaws)
    return replace(entry, where=filled.entry.where, raw=filled.entry.question.dump(), remarks=filled.flaws)
