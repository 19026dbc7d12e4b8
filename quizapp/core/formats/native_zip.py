"""The folder of a bank as one zip: the bank file, its document beside it, pictures and sounds in `media/`."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from quizapp.core.archive import Archive, open_archive
from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError
from quizapp.core.formats.gathering import media_suffix
from quizapp.core.formats.native import read as read_bank_file
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.package import written_package
from quizapp.core.formats.parcel import (
    DEFAULT_OPTIONS,
    FileProblem,
    Format,
    Outgoing,
    Parcel,
    ReadOptions,
    Sample,
    Written,
)

BANK_NAMES = ("bank.yaml", "bank.yml", "bank.json")
_NAME = "This bank folder"
_MEDIA = "media/"
_DOCUMENT = "reading.md"
_SURE = 0.98


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a zipped folder with a bank; its document is the parcel’s `document`.

    Raises:
        FormatError: for bytes that are no sound archive, or hold no bank.
    """
    archive = open_archive(data, _NAME, options)
    banks = _list_banks(archive.names())
    if not banks:
        raise FormatError(f"{_NAME} holds no bank: a file named bank.yaml must stand in it.")
    bank, *others = banks
    parcel = read_bank_file(archive.find(bank) or b"", options)
    folder = bank[: -len(posixpath.basename(bank))]
    media, media_problems = _media(archive, folder)
    document, document_problems = _document(archive, folder, parcel.bank.document, options)
    return replace(
        parcel,
        format=NATIVE_ZIP.name,
        media=media,
        document=document,
        problems=(*parcel.problems, *document_problems, *media_problems, *map(_left_out, others)),
    )


def sniff(sample: Sample) -> float:
    """Judge by a bank file among the members, not deeper than in one folder."""
    return _SURE if _list_banks(sample.members) else 0.0


def write(outgoing: Outgoing) -> Written:
    """Write a bank with all that belongs to it; nothing is lost, and the same bank gives the same bytes."""
    bank = outgoing.bank
    if outgoing.document:
        bank = replace(bank, document=_document_name(bank.document))
    members: dict[str, bytes | Iterable[str]] = {"bank.yaml": write_yaml(bank, outgoing.questions)}
    if outgoing.document:
        members[bank.document] = outgoing.document.encode("utf-8")
    members |= dict(sorted(outgoing.media.items()))
    return Written(written_package(members.items()), len(outgoing.questions))


def _document_name(name: str) -> str:
    """Keep the name of a text; a reading that came out of another sort of file is Markdown now."""
    is_text = name.casefold().endswith((".md", ".markdown", ".txt"))
    return name if is_text and not re.search(r"[/\\:\x00-\x1f]", name) else _DOCUMENT


def _list_banks(names: tuple[str, ...] | list[str]) -> list[str]:
    """List the bank files not deeper than in one folder; the first is the one that is read."""
    found = [name for name in names if posixpath.basename(name) in BANK_NAMES and name.count("/") <= 1]
    return sorted(found, key=lambda name: (name.count("/"), name))


def _left_out(name: str) -> FileProblem:
    return FileProblem(name[:60], None, "It is another bank and was left out; one is read of each zip.")


def _media(archive: Archive, folder: str) -> tuple[Mapping[str, bytes], list[FileProblem]]:
    media: dict[str, bytes] = {}
    problems = []
    for member in archive.names():
        name = member.removeprefix(folder)
        if not member.startswith(folder) or not name.startswith(_MEDIA):
            continue
        content = archive.find(member) or b""
        if name == f"{_MEDIA}{hashlib.sha256(content).hexdigest()}.{media_suffix(content)}":
            media[name] = content
        else:
            reason = "It is no picture or sound under the name that it must have; it was left out."
            problems.append(FileProblem(name[:60], None, reason))
    return media, problems


def _document(archive: Archive, folder: str, name: str, options: ReadOptions) -> tuple[str, list[FileProblem]]:
    if not name:
        return "", []
    content = archive.find(f"{folder}{name}")
    if content is None:
        return "", [FileProblem("bank", None, f"The document “{name}” does not stand beside the bank.", "document")]
    text, notice = decode(content, options.text_bytes)
    return text, [FileProblem(name[:60], None, notice)] if notice else []


NATIVE_ZIP = Format("bank-zip", "Bank folder with its reading and pictures", (".zip",), sniff, read, write)
