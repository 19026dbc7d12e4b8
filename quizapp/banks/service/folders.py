"""Bank files on the disk: `questions/<subject>/bank.yaml` with its document beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from quizapp.banks.reader_faults import told_as_ours
from quizapp.core.document import Document, read_document
from quizapp.core.errors import FormatError
from quizapp.core.formats import native
from quizapp.core.formats.parcel import Parcel
from quizapp.core.slugs import as_slug

BANK_NAMES = ("bank.yaml", "bank.yml", "bank.json")
DOCUMENT_SUFFIXES = (".md", ".markdown", ".txt")
FILE_LIMIT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class BankFile:
    """The bytes of a bank file and of its document; `slug` is made of the folder's or the file's name."""

    path: Path
    slug: str
    body: bytes
    file_hash: str

    def read(self) -> tuple[Parcel, Document | None]:
        """Read bank and document.

        Raises:
            FormatError: the bank file or its document cannot be read.
        """
        with told_as_ours(self.path.name):
            parcel = native.read(self.body)
        if not parcel.bank.document:
            return parcel, None
        beside = self.path.parent / parcel.bank.document
        if not beside.is_file():
            raise FormatError(f"The document “{parcel.bank.document}” does not stand beside {self.path.name}.")
        try:
            return parcel, read_document(_limited(beside).decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise FormatError(f"The document “{beside.name}” is not UTF-8 text (byte {error.start}).") from error


def list_bank_folders(folder: Path) -> list[Path]:
    """List the bank files one level below a folder, by name."""
    found = (sub / name for sub in sorted(folder.iterdir()) if sub.is_dir() for name in BANK_NAMES)
    return [path for path in found if path.is_file()]


def read_bank_file(path: Path) -> BankFile:
    """Read the bytes of a bank file, hashed with its folder's name and texts, without looking into them.

    Which of the texts is the bank's is not known yet; one that could not be read does not stop it.

    Raises:
        FormatError: it is missing, no file, or larger than 20 MB.
    """
    body = _limited(path)
    digest = hashlib.sha256(path.resolve().parent.name.encode() + b"\0" + body)
    for beside in sorted(p for p in path.parent.iterdir() if p.suffix in DOCUMENT_SUFFIXES and p.is_file()):
        digest.update(b"\0" + beside.name.encode() + b"\0" + _if_readable(beside))
    name = path.resolve().parent.name if path.name in BANK_NAMES else path.stem
    return BankFile(path, as_slug(name), body, digest.hexdigest())


def _if_readable(path: Path) -> bytes:
    try:
        return _limited(path)
    except FormatError as error:
        return error.message.encode()


def _limited(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_LIMIT_BYTES:
            raise FormatError(f"{path.name} is larger than {FILE_LIMIT_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
