"""A file that the command line was given: its bytes, its format, and what is wished of what is read of it."""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.banks.reader_faults import told_as_ours
from quizapp.core.encoding import recoded
from quizapp.core.errors import FormatError
from quizapp.core.formats import registry
from quizapp.core.formats.parcel import Format, Parcel, ReadOptions
from quizapp.core.formats.wishes import AS_USUAL, ImportWish

#: The largest file that is read.
LIMIT_BYTES = 100_000_000
#: Much is made and next to no cycle while a file is read.
_VALUES_A_SEARCH = 200_000


@dataclass(slots=True)
class Source:
    """A file, the format that it is read in, its bytes until then, and what is wished of what is read."""

    path: Path
    data: bytes
    format: Format
    wish: ImportWish = AS_USUAL
    sha256: str = field(init=False)
    size_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self.sha256, self.size_bytes = hashlib.sha256(self.data).hexdigest(), len(self.data)

    def read(self) -> Parcel:
        """Read all of it, once: its bytes are let go.

        Raises:
            FormatError: it cannot be read.
        """
        assert self.format.read is not None
        gc.set_threshold(_VALUES_A_SEARCH, 50, 100)
        data, self.data = self.data, b""
        with told_as_ours(self.path.name):
            return self.wish.fulfilled(self.format.read(data, ReadOptions(text_bytes=LIMIT_BYTES)))


def open_source(path: Path, format_name: str, encoding: str = "", wish: ImportWish = AS_USUAL) -> Source:
    """Read a file's bytes and find its format; they are in the encoding, or (empty) in what they look like.

    Raises:
        FormatError: it is missing or too large, or no format knows it.
    """
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise FormatError(f"{path.name} is larger than {LIMIT_BYTES // 1_000_000} MB. Split it into parts.")
        data = path.read_bytes()
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    if not data.strip():
        raise FormatError(f"{path.name} is empty. Check that the right file was named.")
    with told_as_ours(path.name):
        data = recoded(data, encoding)
        known = registry.recognise(data) if format_name == "auto" else registry.format_named(format_name)
    if known.read is None:
        raise FormatError(f"{known.label} can only be written, not read.")
    return Source(path, data, known, wish)
