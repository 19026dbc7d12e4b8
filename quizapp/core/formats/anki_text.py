"""Anki’s text files: a note a line, fields parted by a tab or another sign, headers that begin with `#`.

Source: docs.ankiweb.net, “Importing / Text Files”; github.com/ankitects/anki, rslib/src/import_export/text/csv.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from quizapp.core.encoding import decode
from quizapp.core.formats.anki_html import shown_words
from quizapp.core.formats.anki_notes import CLOZE_START, Note, NoteType, Template
from quizapp.core.formats.anki_own import OWN_TYPES
from quizapp.core.formats.anki_reading import NoteReader
from quizapp.core.formats.anki_rows import TextRow, list_rows
from quizapp.core.formats.anki_text_write import write
from quizapp.core.formats.gap_lines import are_gap_texts, gap_separator, heads_gap_texts
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.matching_rows import NO_KEY, is_unsolved_matching
from quizapp.core.formats.package_media import PackageMedia
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.pasted_text import are_lettered_options
from quizapp.core.formats.tabbed_markers import untabbed

_HEADER = re.compile(r"#\s?([a-z][a-z ]{2,30}):(.*)", re.IGNORECASE)
_COLUMN = re.compile(r"(guid|notetype|deck|tags) column", re.IGNORECASE)
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
_MARKUP = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,500})?/?>|&(?:nbsp|lt|gt|amp|quot);|\[sound:", re.IGNORECASE)
_HEADS = re.compile(
    r"#\s?(?:separator|html|columns|notetype|deck|tags|(?:guid|notetype|deck|tags) column):", re.IGNORECASE
)
_TAGS = re.compile(r"[\w:/&+-]{1,60}(?:[\s,]+[\w:/&+-]{1,60}){0,5}")
BASIC, TYPED, CLOZE = "Basic", "Basic (type in the answer)", "Cloze"
"""Note types that every collection has."""
_SHORT_LETTERS, _SHORT_SHARE = 40, 0.9


@dataclass(slots=True)
class _Headers:
    """What the lines with `#` at the beginning say; columns count from 0."""

    separator: str = ""
    is_html: bool | None = None
    tags: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    notetype: str = ""
    deck: str = ""
    places: dict[str, int] = field(default_factory=dict)


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a text file of Anki’s; a flaw of one line never costs another.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("anki-text")
    if notice:
        gatherer.problem(notice)
    headers = _read_headers(text, gatherer)
    rows: list[TextRow] = []
    for row in list_rows(text, 0, headers.separator or gap_separator(text) or _guessed(text)):
        if len(rows) >= options.rows:
            gatherer.problem(
                f"The file has more than {options.rows:,} notes; the rest was not read. Split it.", "file", row.line
            )
            break
        if row.is_unclosed:
            gatherer.problem(
                "A quotation mark begins a field and none ends it; it and all after it were taken as letters.",
                f"line {row.line}",
                row.line,
            )
        rows.append(row)
    if is_unsolved_matching([row.fields for row in rows]):
        gatherer.problem(NO_KEY, line=rows[0].line)
    else:
        _Reading(headers, rows, gatherer).read()
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by the headers; without them it is a table like others, with a comment or gaps at most."""
    text = sample.text.lstrip("\ufeff")
    if _HEADS.match(text):
        return 0.95
    lines = [line for line in text.split("\n")[:50] if line and not line.startswith("#")]
    if are_gap_texts(lines):
        return 0.93
    if not lines or sum("\t" in line for line in lines) < len(lines) * 0.8:
        return 0.0
    if untabbed(text) != text or are_lettered_options([line.split("\t") for line in lines]):
        return 0.0
    is_likely = text.startswith("#") or any(CLOZE_START.search(line) for line in lines)
    return 0.6 if is_likely else 0.15


def _read_headers(text: str, gatherer: Gatherer) -> _Headers:
    """Read the lines at the beginning that begin with `#`; those that are no header are comments."""
    headers = _Headers()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith("#"):
            break
        match = _HEADER.fullmatch(line)
        if match and not _take_header(headers, match[1].lower().strip(), match[2].strip()):
            gatherer.problem(f"“{line[:60]}” names no column by its number; it was passed over.", "header", number)
    return headers


def _take_header(headers: _Headers, name: str, value: str) -> bool:
    column = _COLUMN.fullmatch(name)
    if column:
        if not value[:6].isdecimal() or not 0 < int(value[:6]) < 1_000:
            return False
        headers.places[column[1]] = int(value[:6]) - 1
    elif name == "separator":
        headers.separator = _SEPARATORS.get(value.lower(), value[:1] if value[:1] not in '"' else "")
    elif name == "html":
        headers.is_html = value.lower() == "true"
    elif name == "tags":
        headers.tags = tuple(value.split())
    elif name == "columns":
        headers.columns = tuple(value.split(headers.separator or "\t"))
    elif name in ("notetype", "deck"):
        setattr(headers, name, value)
    return True


def _guessed(text: str) -> str:
    """Guess the sign between fields by the first line that is no comment."""
    first = next((line for line in text.split("\n", 200)[:200] if line.strip() and not line.startswith("#")), "")
    if "\t" in first:
        return "\t"
    counts = {sign: first.count(sign) for sign in "|;,"}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else "\t"


@dataclass(slots=True)
class _Reading:
    """The rows of one file while they become notes."""

    headers: _Headers
    rows: Sequence[TextRow]
    gatherer: Gatherer
    _types: dict[tuple[str, int], NoteType] = field(default_factory=dict)
    _has_guessed_tags: bool = False

    def read(self) -> None:
        """Read all rows."""
        if not self.rows:
            return
        reader = NoteReader(self.gatherer, PackageMedia(self.gatherer, lambda _name: None))
        self._leave_heading()
        self._find_tags()
        fields_by_row = [self._fields(row) for row in self.rows]
        usual = Counter(map(len, fields_by_row)).most_common(1)[0][0]
        if self.headers.is_html is None:
            self.headers.is_html = any(_MARKUP.search(text) for row in self.rows for text in row.fields)
        unnamed = self._unnamed(fields_by_row)
        for row, fields in zip(self.rows, fields_by_row, strict=True):
            name = self._special(row, "notetype") or self.headers.notetype
            if len(fields) > usual and not name:
                self.gatherer.problem(
                    f"It has {len(fields)} fields where others have {usual}; the rest became its explanation.",
                    shown_words(self._html(fields[0])) or f"line {row.line}",
                    row.line,
                )
            kind = self._type(name or (CLOZE if fields and CLOZE_START.search(fields[0]) else unnamed), len(fields))
            texts = dict.fromkeys(kind.fields, "") | dict(zip(kind.fields, map(self._html, fields), strict=False))
            parted = re.split(r"[\s,]+" if self._has_guessed_tags else r"\s+", self._special(row, "tags"))
            tags = (*self.headers.tags, *parted)
            deck = self._special(row, "deck") or self.headers.deck
            note = Note(self._special(row, "guid"), kind, texts, tuple(filter(None, tags)), deck)
            reader.take(note, row.line)
        reader.finish()

    def _leave_heading(self) -> None:
        """Leave out what heads the columns of texts with gaps."""
        has_gaps = any(CLOZE_START.search(text) for row in self.rows for text in row.fields[:1])
        if has_gaps and not (self.headers.columns or self.headers.notetype) and heads_gap_texts(self.rows[0].fields):
            self.rows = self.rows[1:]

    def _find_tags(self) -> None:
        """Take the third of three columns for tags where no header says what columns are, as old Anki did."""
        if self.headers.places or self.headers.columns or self.headers.notetype:
            return
        if all(len(row.fields) == 3 and _TAGS.fullmatch(row.fields[2].strip() or "-") for row in self.rows):
            self.headers.places["tags"] = 2
            self._has_guessed_tags = True

    def _fields(self, row: TextRow) -> list[str]:
        special = set(self.headers.places.values())
        return [text for place, text in enumerate(row.fields) if place not in special]

    def _special(self, row: TextRow, name: str) -> str:
        place = self.headers.places.get(name)
        return row.fields[place].strip() if place is not None and place < len(row.fields) else ""

    def _unnamed(self, fields_by_row: Sequence[Sequence[str]]) -> str:
        """Name the note type of pairs: answers that are short in nine of ten are typed, others rated by oneself."""
        answers = [fields[1] for fields in fields_by_row if len(fields) > 1 and fields[1].strip()]
        short = sum(len(answer) <= _SHORT_LETTERS for answer in answers)
        return TYPED if answers and short >= len(answers) * _SHORT_SHARE else BASIC

    def _type(self, name: str, count: int) -> NoteType:
        """Give the note type of a name, its templates by the name: a text file has none."""
        own = next((kind for kind in OWN_TYPES.values() if kind.name == name), None)
        if own:
            return own
        if (name, count) not in self._types:
            special = set(self.headers.places.values())
            named = [text for place, text in enumerate(self.headers.columns) if place not in special and text.strip()]
            self._types[name, count] = _made_type(name, named, count)
        return self._types[name, count]

    def _html(self, text: str) -> str:
        return text if self.headers.is_html else escape(text, quote=False).replace("\n", "<br>")


def _made_type(name: str, named: Sequence[str], count: int) -> NoteType:
    is_cloze = "cloze" in name.lower()
    usual = ("Text", "Back Extra") if is_cloze else ("Front", "Back")
    further = [f"Field {number}" for number in range(max(len(named), len(usual)) + 1, count + 1)]
    wished = [*named[:count], *usual[len(named) : count], *further]
    fields = tuple(dict.fromkeys(wished or usual))
    rest = "".join(f"{{{{{one}}}}}" for one in fields[1:])
    if is_cloze:
        return NoteType(name, fields, (Template("Cloze", f"{{{{cloze:{fields[0]}}}}}", rest),), is_cloze=True)
    is_typed = "type" in name.lower() and len(fields) > 1
    asked = f"{{{{{fields[0]}}}}}" + (f"{{{{type:{fields[1]}}}}}" if is_typed else "")
    return NoteType(name, fields, (Template("Card 1", asked, "{{FrontSide}}" + rest),))


ANKI_TEXT = Format("anki-text", "Anki text", (".txt", ".tsv"), sniff, read, write)
