"""Parcels on the disk: what was read of a teacher's files waits here until it was chosen from, a day at most.

A parcel is a private folder of files that we named. It is written whole or not at all, and read in parts: a page of a
hundred thousand entries costs no more than a page of fifty. What its teacher mends of an entry stands in a file beside
the entries, which is replaced as a whole.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from quizapp.banks.kept_files import KeptFile
from quizapp.core.errors import NotFound
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import Parcel
from quizapp.core.formats.past_answers import HistoryCount, PastCard
from quizapp.core.formats.texts_above import below, find_text, is_needed, without

Values = dict[str, Any]

_NAME = re.compile(r"[0-9a-f]{32}")
_MEDIA = re.compile(r"media/([0-9a-f]{64}\.[a-z0-9]{2,4})")
_MEDIA_FILE = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")
_ENTRIES, _OFFSETS, _REST, _VERDICTS, _MENDED, _READING = "entries", "offsets", "rest", "verdicts", "mended", "reading"
_TEXTS, _ABOVE, _HISTORY, _FILLED = "texts", "above", "history", "filled"
GONE = "What was read of these files is kept for a day, and that is over. Bring the files again."


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """One question of a file on its way in.

    `number` counts from 0 over all files, `file` is the place of its own. `raw` is what `parse` takes. `remarks` are
    the flaws that the reader noted of it, `media` the names of the pictures and sounds that it shows, `part` the sheet
    of its file where there are several.
    """

    number: int
    file: int
    where: str
    line: int | None
    raw: Values
    remarks: Sequence[str] = ()
    media: Sequence[str] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text without an answer that may stand above entries, as `core`'s `TextAbove` but numbered over all files.

    `media` are the names of the pictures and sounds that it shows; `is_proposed` whether it stands there unasked.
    """

    first: int
    count: int
    text: str
    media: Sequence[str] = ()
    is_proposed: bool = False

    def put(self, entry: KeptEntry, *, is_above: bool, was_above: bool = False) -> KeptEntry:
        """Give an entry with the text above it, or without; it may have been there when the entry was mended."""
        if is_above and not was_above:
            return replace(entry, raw=below(entry.raw, self.text), media=[*dict.fromkeys((*self.media, *entry.media))])
        return replace(entry, raw=without(entry.raw, self.text)) if was_above and not is_above else entry


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What each entry is to a bank: one letter an entry, by `core`'s words in `banks.verdicts`.

    `partners` names for some numbers whom they are like: `slug` of a question of the bank, or `number` of an earlier
    entry, with `stem` and, for likeness, `score`; of a changed question its `slug`, the fields that it keeps
    (`kept`), what tells whether it says what it said (`seen`), whether something else is right in it then
    (`is_rekeyed`), and whether it was edited here where the file changes it (`is_both`). `bank_id` None means a new
    bank.
    """

    bank_id: int | None
    codes: str
    partners: Mapping[int, Values]
    #: Whether what is merely alike was looked for, which of very many questions takes too long.
    is_looked_through: bool = True
    #: By which it is told whether another comparison with the bank has judged any entry otherwise.
    mark: str = ""

    @classmethod
    def of(cls, raw: Values) -> Self:
        """Take what a file of verdicts holds."""
        return cls(
            raw["bank_id"],
            raw["codes"],
            {int(number): value for number, value in raw["partners"].items()},
            raw.get("is_looked_through", True),
            raw.get("mark", ""),
        )


class ParcelShelf:
    """The private folder in which parcels wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def new_name(self) -> str:
        """Make the name of a parcel that is to be written."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return secrets.token_hex(16)

    def path(self, name: str) -> Path:
        """Give where a parcel is, whether or not it is there.

        Raises:
            ValueError: the name is none that `new_name` has given.
        """
        if _NAME.fullmatch(name) is None:
            raise ValueError("not a name of this shelf")
        return self.folder / name

    def open(self, name: str | None) -> KeptParcel:
        """Open a parcel.

        Raises:
            NotFound: it is gone.
        """
        if name is None or not (self.path(name) / _REST).is_file():
            raise NotFound(GONE)
        return KeptParcel(self.path(name))

    def remove(self, name: str) -> None:
        """Remove a parcel and whatever was begun under its name."""
        for path in (self.path(name), *self.folder.glob(f"{name}.*")):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def names(self, before: datetime) -> list[str]:
        """List the parcels, finished or begun, that were last written before a moment."""
        if not self.folder.is_dir():
            return []
        old = (each for each in self.folder.iterdir() if each.stat().st_mtime < before.timestamp())
        return sorted({each.name[:32] for each in old if _NAME.fullmatch(each.name[:32])})


class KeptParcel:
    """A parcel that is there; `files` says what was read, entries are read as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        rest = json.loads((folder / _REST).read_text("utf-8"))
        self.files = [KeptFile(**each) for each in rest["files"]]
        self.formats: list[list[str]] = rest["formats"]
        #: Texts that may stand above entries, in their order, and the numbers of those that do.
        self.texts = [KeptText(**each) for each in _read_json(folder / _TEXTS, [])]
        self.above: frozenset[int] = _read_above(folder, self.texts)
        #: What was mended by hand, by the number of its entry: raw, media, and whether it stood below a text then.
        self.mended = _read_mended(folder)
        #: Numbers of the entries of which the reader noted a flaw that nobody has mended.
        filled = _read_json(folder / _FILLED, {"mark": "", "flawed": rest["flawed"]})
        self.flawed: list[int] = [number for number in filled["flawed"] if number not in self.mended]
        #: Behind the names of the files that hold the entries as they were filled in last (`write_filled`).
        self._mark: str = filled["mark"]
        #: The name of the reading that comes along with these questions, empty when none does.
        self.reading_name: str = rest.get("reading", "")
        self._offsets = array("Q")
        self._offsets.frombytes((folder / f"{_OFFSETS}{self._mark}").read_bytes())

    @property
    def count(self) -> int:
        """The number of entries."""
        return len(self._offsets)

    def entries(self, numbers: Iterable[int] | None = None) -> Iterator[KeptEntry]:
        """Give entries by their numbers, in that order; all of them for None."""
        with (self.folder / f"{_ENTRIES}{self._mark}").open("rb") as file:
            if numbers is None:
                yield from (self._entry(number, line) for number, line in enumerate(file))
                return
            for number in numbers:
                file.seek(self._offsets[number])
                yield self._entry(number, file.readline())

    def _entry(self, number: int, line: bytes) -> KeptEntry:
        entry = KeptEntry(number, **json.loads(line))
        mended = self.mended.get(number, {})
        if mended:
            entry = replace(entry, remarks=(), raw=mended["raw"], media=mended["media"])
        text = find_text(self.texts, number)
        if text is None:
            return entry
        return self.texts[text].put(entry, is_above=text in self.above, was_above=mended.get("is_below", False))

    def is_below(self, number: int) -> bool:
        """Whether an entry stands below a text."""
        return find_text(self.texts, number) in self.above

    def get_verdicts(self, bank_id: int | None) -> Verdicts | None:
        """Give what the entries are to a bank; None while that was not looked at."""
        path = self.folder / f"{_VERDICTS}-{bank_id or 0}"
        return Verdicts.of(json.loads(path.read_text("utf-8"))) if path.is_file() else None

    def read_reading(self) -> str:
        """Give the text of the reading that comes along; empty when none does."""
        return (self.folder / _READING).read_text("utf-8") if self.reading_name else ""

    def read_history(self) -> Iterator[tuple[int, PastCard]]:
        """Give what was answered to entries, by their numbers."""
        path = self.folder / _HISTORY
        if path.is_file():
            with path.open("rb") as file:
                for number, raw in map(json.loads, file):
                    yield number, PastCard.parse(raw)

    @property
    def history(self) -> HistoryCount:
        """The answers that come with all files."""
        told = [each for each in self.files if each.answers]
        since = min((each.answers_since for each in told), default=0)
        return HistoryCount(sum(each.answers for each in told), since)

    def get_media(self, name: str) -> bytes:
        """Give the bytes of a picture or a sound by its name in texts or in addresses.

        Raises:
            NotFound: there is none of that name.
        """
        if not self.has_media(name):
            raise NotFound("This picture or sound is not here any more.")
        return (self.folder / name.removeprefix("media/")).read_bytes()

    def has_media(self, name: str) -> bool:
        """Whether there is a picture or a sound of that name."""
        plain = name.removeprefix("media/")
        return _MEDIA_FILE.fullmatch(plain) is not None and (self.folder / plain).is_file()


def number_texts(files: Sequence[KeptFile], parcels: Sequence[tuple[int, Parcel]]) -> list[KeptText]:
    """Give the texts that may stand above entries, of parcels with the places of their files.

    The skipped entry that is one of them gets its number; where very many were skipped nothing can be said of the last.
    """
    found: list[KeptText] = []
    first = 0
    for place, parcel in parcels:
        skipped = files[place].skipped
        for text in parcel.texts:
            if text.skipped < len(skipped):
                skipped[text.skipped]["text"] = len(found)
            media = [name for name in media_names(text.text) if name in parcel.media]
            found.append(KeptText(first + text.first, text.count, text.text, media, is_needed(text)))
        first += len(parcel.entries)
    return found


def _read_json(path: Path, absent: Any) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else absent


def _read_mended(folder: Path) -> dict[int, Values]:
    return {int(number): value for number, value in _read_json(folder / _MENDED, {}).items()}


def _read_above(folder: Path, texts: Sequence[KeptText]) -> frozenset[int]:
    proposed = [number for number, text in enumerate(texts) if text.is_proposed]
    return frozenset(_read_json(folder / _ABOVE, proposed))


def write_parcel(
    target: Path,
    files: Sequence[KeptFile],
    entries: Iterable[KeptEntry],
    media: Mapping[str, bytes],
    more: Values,
    reading: tuple[str, str] = ("", ""),
    texts: Sequence[KeptText] = (),
    cards: Mapping[int, PastCard] | None = None,
) -> None:
    """Write a parcel to a folder that is there when all of it is; `more` is kept beside the files.

    `texts` may stand above its entries. `reading` is the name and the text of the reading that comes along,
    `cards` what was answered to entries, by their numbers.
    """
    part = target.with_name(f"{target.name}.part")
    for old in (part, target):
        shutil.rmtree(old, ignore_errors=True)
    part.mkdir(mode=0o700)
    flawed = _write_entries(part, entries)
    for name, content in media.items():
        if match := _MEDIA.fullmatch(name):
            (part / match[1]).write_bytes(content)
    name, text = reading
    (part / _READING).write_text(text, "utf-8")
    (part / _TEXTS).write_text(json.dumps([asdict(each) for each in texts], ensure_ascii=False), "utf-8")
    with (part / _HISTORY).open("wb") as out:
        out.writelines(json.dumps([number, card.to_json()]).encode() + b"\n" for number, card in (cards or {}).items())
    rest = {"files": [asdict(each) for each in files], "flawed": flawed, "reading": name, **more}
    (part / _REST).write_text(json.dumps(rest, ensure_ascii=False), "utf-8")
    part.rename(target)


def _write_entries(folder: Path, entries: Iterable[KeptEntry], mark: str = "") -> list[int]:
    """Write entries, and give the numbers of those that have a flaw."""
    offsets = array("Q")
    flawed = []
    with (folder / f"{_ENTRIES}{mark}").open("wb") as out:
        for entry in entries:
            if entry.remarks:
                flawed.append(entry.number)
            offsets.append(out.tell())
            values = {name: value for name, value in asdict_shallow(entry).items() if name != "number"}
            out.write(json.dumps(values, ensure_ascii=False).encode("utf-8") + b"\n")
    (folder / f"{_OFFSETS}{mark}").write_bytes(offsets.tobytes())
    return flawed


def read_bare(folder: Path) -> Iterator[KeptEntry]:
    """Give all entries of a parcel as they were read, neither filled in nor mended."""
    with (folder / _ENTRIES).open("rb") as file:
        for number, line in enumerate(file):
            yield KeptEntry(number, **json.loads(line))


def write_filled(folder: Path, entries: Iterable[KeptEntry]) -> None:
    """Keep all entries of a parcel as they were filled in; whoever reads meanwhile has those before."""
    before = _read_json(folder / _FILLED, {"mark": ""})["mark"]
    mark = f"-{secrets.token_hex(4)}"
    _replace(folder / _FILLED, {"mark": mark, "flawed": _write_entries(folder, entries, mark)})
    for name in (_ENTRIES, _OFFSETS):
        for old in folder.glob(f"{name}-*"):
            if old.name not in (f"{name}{mark}", f"{name}{before}"):
                old.unlink(missing_ok=True)


def asdict_shallow(entry: KeptEntry) -> Values:
    """Give an entry's fields without copying what they hold."""
    return {name: getattr(entry, name) for name in entry.__slots__}


def write_verdicts(folder: Path, verdicts: Verdicts) -> None:
    """Keep what the entries of a parcel are to a bank."""
    said = json.dumps([verdicts.codes, sorted(verdicts.partners.items())], sort_keys=True)
    marked = replace(verdicts, mark=hashlib.sha256(said.encode()).hexdigest())
    _replace(folder / f"{_VERDICTS}-{verdicts.bank_id or 0}", asdict(marked))


def write_mended(folder: Path, mended: Mapping[int, Values]) -> None:
    """Keep what was mended by hand of a parcel, all of it; whoever reads meanwhile has the state before."""
    _replace(folder / _MENDED, mended)


def write_above(folder: Path, above: Collection[int]) -> None:
    """Keep which texts of a parcel stand above its entries, by their numbers."""
    _replace(folder / _ABOVE, sorted(above))


def _replace(path: Path, value: Any) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(value), "utf-8")
    part.replace(path)
