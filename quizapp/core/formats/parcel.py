"""What a reader hands over, what a writer is given and gives back, and what a format is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol, Self

from quizapp.core.archive import ArchiveLimits
from quizapp.core.encoding import LIMIT_BYTES
from quizapp.core.formats.part_row import PartRow
from quizapp.core.formats.past_answers import History, HistoryCount
from quizapp.core.plain_stem import stem_in_line
from quizapp.core.question import Json, Question

ASKS_BACK = "backwards"  #: In `origin.extra`: that the note of a question also asks backwards.


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A flaw of a file, also of an entry that was imported.

    `where` is a title, an id or "item 7"; `line` counts from 1 (in spreadsheets: the row), None when there is none;
    `reason` is for people and complete; `field` is the path of the flaw inside its question, empty for the whole.
    """

    where: str
    line: int | None
    reason: str
    field: str = ""

    def to_json(self) -> dict[str, Json]:
        """Give the public form of a report."""
        return {"where": self.where, "line": self.line, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sound entry that is left out; `what` names the foreign kind, `raw` is what it said (texts as Markdown)."""

    what: str
    reason: str
    line: int | None = None
    raw: str = ""
    #: So many further letters were not kept.
    raw_more: int = 0
    #: Of a text without an answer: how many questions it may stand above, and whether it does.
    follow: int = 0
    is_above: bool = False
    #: Of a question: what it asks, and its place among those of the file, from 1, where that has no lines.
    stem: str = ""
    item: int | None = None

    @classmethod
    def question(cls, entry: Entry, number: int, reason: str) -> Self:
        """Give a question of a file that is left out; `number` is its place there, from 0."""
        item = number + 1 if entry.line is None else None
        return cls(f"question {entry.question.id}", reason, entry.line, stem=entry.stem, item=item)

    def to_json(self) -> dict[str, Json]:
        """Give the public form of a report; what an entry said is part of it, so that nothing is lost."""
        told = {"line": self.line, "item": self.item, "stem": self.stem or None, "raw": self.raw or None}
        placed = {"follow": self.follow, "above": self.is_above} if self.follow else {}
        known = {name: value for name, value in told.items() if value is not None}
        return {"what": self.what, "reason": self.reason, **known, **placed}


@dataclass(frozen=True, slots=True)
class TextAbove:
    """A text without an answer that may stand above `count` entries of a parcel, from `first` on.

    `skipped` is its own place among what was skipped, `text` all of it as Markdown.
    """

    skipped: int
    first: int
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class BankFields:
    """What a file says about its bank; empty = not said.

    `slug` is empty when the folder's name is the slug. `extra` holds what no field holds (unknown fields, unsound
    values) as it was read; `beside` the same of the file's outermost level. Both go back into the file.
    """

    slug: str = ""
    title: str = ""
    language: str = "en"
    description: str = ""
    document: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)
    beside: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a file; `where` names it in messages, `line` is its first line, None when there is none.

    `mark` is its own (`same_questions`) where its reader knows it, `part` its sheet where there are several.
    """

    question: Question
    where: str
    line: int | None = None
    mark: str = ""
    part: str = ""

    @property
    def stem(self) -> str:
        """What it asks, on a line."""
        return stem_in_line(self.question.stem)[:200]

    @property
    def asks_back(self) -> bool:
        """Whether its note also asks from the answer to the question where it is from."""
        extra, is_open = self.question.origin.get("extra"), self.question.kind == "open"
        return is_open and isinstance(extra, Mapping) and extra.get(ASKS_BACK) == "yes"


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that was read from one file; `entries` stand in the order of the file.

    `media` are the images and sounds that the questions’ texts name, by their names there: `media/<sha256>.<suffix>`.
    `texts` are those without an answer that may stand above questions, in their order (`texts_above`). `document` is
    the text of the bank’s reading where the file holds it too. `is_partial`: the file says only part of what its format
    can, so what is absent of a question was not said; `unsaid`: of these fields alone it says nothing. `history` is
    what whoever wrote the file has answered; None = it says nothing of that. `parts` are rows that are no questions
    without a bank.
    """

    format: str
    bank: BankFields = BankFields()
    entries: tuple[Entry, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)
    texts: tuple[TextAbove, ...] = ()
    document: str = ""
    is_partial: bool = False
    history: History | None = None
    unsaid: frozenset[str] = frozenset()
    parts: tuple[PartRow, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions alone, in the order of the file."""
        return tuple(entry.question for entry in self.entries)

    @property
    def found(self) -> int:
        """The number of sound entries, imported or skipped."""
        return len(self.entries) + len(self.skipped)

    @property
    def backwards(self) -> int:
        """The number of questions whose notes also ask backwards where they are from."""
        return sum(entry.asks_back for entry in self.entries)

    def report(self, file: str, further_skipped: Mapping[str, Skipped] | None = None, changed: int = 0) -> Report:
        """Report on a file of that name; `further_skipped` are questions by id that the importer left out, and why.

        So many of the others (`changed`) go to questions that stand.
        """
        left_out = further_skipped or {}
        imported = [entry.question for entry in self.entries if entry.question.id not in left_out]
        skipped = (*self.skipped, *(left_out[e.question.id] for e in self.entries if e.question.id in left_out))
        by_kind = Counter(question.kind for question in imported)
        counts = dict(sorted(by_kind.items()))
        report = Report(file, self.format, self.found, len(imported), counts, self.problems, skipped, changed)
        return replace(report, backwards=self.backwards)


@dataclass(frozen=True, slots=True)
class Alike:
    """A new question of a file, by its entry, whose words are nearly those of another one.

    That is the question `other` of the bank, or an earlier one of the file; `likeness` goes to 99 of 100.
    """

    entry: Entry
    other: str
    is_in_bank: bool
    likeness: int

    @property
    def place(self) -> str:
        """Where the other one stands."""
        return "bank" if self.is_in_bank else "file"

    def to_json(self) -> dict[str, Json]:
        """Give the public form of a report."""
        said = {"where": self.entry.where, "line": self.entry.line, "like": self.other}
        return {**said, "in": self.place, "likeness": self.likeness}


@dataclass(frozen=True, slots=True)
class Report:
    """The public account of one file: `found == imported + len(skipped)`, `imported` is the sum of `by_kind`.

    Of those `changed` go to questions that stand, and the others are new. `not_taken` names what it says beside its
    questions that a bank which stands keeps as its own. `near` are new ones that are nearly the same as others; None
    where they are too many to be compared. They are looked for before an import alone (`is_dry`).
    """

    file: str
    format: str
    found: int
    imported: int
    by_kind: Mapping[str, int]
    problems: tuple[FileProblem, ...]
    skipped: tuple[Skipped, ...]
    changed: int = 0
    not_taken: tuple[str, ...] = ()
    near: tuple[Alike, ...] | None = ()
    is_dry: bool = False
    #: What of a bank that stands, beside its questions, an own file of it makes another.
    beside: tuple[str, ...] = ()
    #: Of how many questions that stand something else is right then, and how many cards of learners that touches.
    rekeyed: int = 0
    cards: int = 0
    #: How many of its questions other programs ask backwards too.
    backwards: int = 0
    #: The answers that it holds, and how many of them come along as new ones; None = it was not asked for.
    history: HistoryCount | None = None
    history_new: int | None = None
    #: Further answers that belong to no question here, or have no true date, and stay out.
    history_left_out: int = 0
    #: What was wished for by the command that says nothing of a file of this format.
    unheeded: tuple[str, ...] = ()
    #: The number by which the import is undone; None where none was made.
    import_id: int | None = None

    def to_json(self) -> dict[str, Json]:
        """Give the object that `quizapp import --json` prints."""
        said: dict[str, Json] = {
            "file": self.file,
            "format": self.format,
            "found": self.found,
            "imported": self.imported,
            "new": self.imported - self.changed,
            "changed": self.changed,
            "by_kind": dict(self.by_kind),
            "problems": [problem.to_json() for problem in self.problems],
            "skipped": [skipped.to_json() for skipped in self.skipped],
        }
        if self.import_id is not None:
            said["import"] = self.import_id
        if self.is_dry:
            said["near"] = None if self.near is None else [each.to_json() for each in self.near]
        if self.rekeyed:
            said |= {"rekeyed": self.rekeyed, "cards": self.cards}
        if self.backwards:
            said["backwards"] = self.backwards
        if self.history is not None:
            said["history"] = self._history()
        if self.beside:
            said["beside"] = list(self.beside)
        if self.unheeded:
            said["unheeded"] = list(self.unheeded)
        return said | ({"not_taken": list(self.not_taken)} if self.not_taken else {})

    def _history(self) -> dict[str, Json]:
        assert self.history is not None
        since = datetime.fromtimestamp(self.history.since / 1000, UTC).date().isoformat()
        said: dict[str, Json] = {"answers": self.history.answers, "since": since if self.history.answers else None}
        said |= {"left_out": self.history_left_out} if self.history_left_out else {}
        return said | ({"new": self.history_new} if self.history_new is not None else {})


@dataclass(frozen=True, slots=True)
class Sample:
    """What `sniff` judges by: a file's first kilobytes, the same as text, and an archive’s member names, else none.

    `cells`: a workbook’s first words, one a line; `inside`: a manifest’s head, else XML; `tail`: a long text’s end.
    """

    head: bytes
    text: str
    members: tuple[str, ...] = ()
    cells: str = ""
    inside: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class TableChoices:
    """How a table is to be read where a person chose: `separator` between cells, and what each column is.

    Empty = to be found out. `columns` names a field (see `table_layout.COLUMNS`) for each column from the left, "" for
    none. `pairs` is the kind that pairs of question and answer become: text or open.
    """

    separator: str = ""
    columns: tuple[str, ...] = ()
    has_header: bool | None = None
    pairs: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions(ArchiveLimits):
    """Limits and choices of reading: what comes out of an archive, bytes of a text, rows of a table.

    `heard` is told, now and then, how many rows of a table were read.
    """

    text_bytes: int = LIMIT_BYTES
    rows: int = 100_000
    table: TableChoices = TableChoices()
    heard: Callable[[int], None] | None = field(default=None, compare=False)


DEFAULT_OPTIONS = ReadOptions()


@dataclass(frozen=True, slots=True)
class Loss:
    """What a written file does not carry: `what` names question or field, `reason` says why.

    `part` is what was lost of a question, empty where `questions` are left out whole; those are how many it concerns,
    0 where it is the bank itself.
    """

    what: str
    reason: str
    part: str = ""
    questions: int = 0

    def to_json(self) -> dict[str, Json]:
        """Give the public form of a report."""
        return {"what": self.what, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A bank on its way out; `media` and `document` as in `Parcel`.

    `moment` is when it is written, in seconds since 1970: programs that keep the newer of two copies go by it.
    `backwards`: a program of cards shall also ask from the answer to the question.
    """

    bank: BankFields
    questions: Sequence[Question]
    media: Mapping[str, bytes] = field(default_factory=dict)
    moment: int = 1_577_836_800
    document: str = ""
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A written file: its bytes, how many questions are in it, and what was lost."""

    content: bytes
    written: int
    losses: tuple[Loss, ...] = ()

    @property
    def left_out(self) -> Mapping[str, tuple[Loss, ...]]:
        """The questions that are not in it, by the reason why, the commonest first."""
        found: dict[str, list[Loss]] = {}
        for loss in self.losses:
            if loss.questions and not loss.part:
                found.setdefault(loss.reason, []).append(loss)
        return {reason: tuple(found[reason]) for reason in sorted(found, key=lambda reason: -len(found[reason]))}

    @property
    def lost(self) -> tuple[Loss, ...]:
        """What is lost of the bank itself and of questions that are in it."""
        return tuple(loss for loss in self.losses if loss.part or not loss.questions)


class Reader(Protocol):
    """Bytes to a parcel; raises only FormatError, and one bad entry never costs another."""

    def __call__(self, data: bytes, options: ReadOptions = ..., /) -> Parcel: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    `suffixes` begin with a dot, the first is used for files that we write. `sniff` gives 0..1. `read` and `write` are
    None for a format that can only be written or only be read.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Sample], float]
    read: Reader | None
    write: Callable[[Outgoing], Written] | None = None
