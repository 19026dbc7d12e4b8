"""What the pages of imports send: files and pasted text, ticks, columns of a table, the bank that it all goes to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import MultipleFileField, TextAreaField
from wtforms.validators import ValidationError

from quizapp.banks.service import CARD_CHOICES
from quizapp.banks.service.importing import FILES_AT_MOST, PASTED, BroughtFile, ImportTarget, TextTicks
from quizapp.core.encodings import NAMES
from quizapp.core.errors import Conflict
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.forms import Form, as_text, read_number, read_numbers

PASTED_LIMIT_BYTES = 256_000
CLIENT_ID_AT_MOST = 36
#: What a column of a table can be, by the words of the page.
COLUMN_NAMES: dict[str, str] = {
    "": "leave out",
    "stem": "question",
    "key": "right answer",
    "option": "one option",
    "options": "all options in one cell",
    "distractor": "wrong answer",
    "accept": "other accepted spelling",
    "explanation": "explanation",
    "kind": "kind of question",
    "tags": "tags",
    "hints": "hint",
    "title": "title",
    "context": "text above the question",
    "worth": "points",
    "limit_seconds": "seconds to answer",
    "language": "language",
    "tolerance": "tolerance",
    "unit": "unit",
    "rubric": "marking notes",
    "image": "picture (by name)",
    "id": "id",
    "about": "what it asks for",
}
SEPARATORS: dict[str, str] = {
    "": "find it",
    "\t": "tab",
    ",": "comma",
    ";": "semicolon",
    "|": "bar |",
    "/////": "/////",
}
ENCODINGS = NAMES
#: The tab of all entries.
ALL = "all"
_COLUMNS_AT_MOST = 100
_SEPARATOR_AT_MOST = 10


class ImportForm(Form):
    """Question files, or questions pasted from anywhere."""

    files = MultipleFileField("Files")
    text = TextAreaField("Or paste questions", filters=[as_text])

    limit_bytes = 0
    contents: Sequence[tuple[str, bytes]] = ()

    def validate_files(self, field: MultipleFileField) -> None:
        """Take the bytes of the files, if there are some."""
        given = [each for each in field.data or () if getattr(each, "filename", "")]
        if not given:
            return
        if self.text.data:
            raise ValidationError("Choose files or paste questions, not both.")
        if len(given) > FILES_AT_MOST:
            raise ValidationError(f"These are {len(given)} files; bring up to {FILES_AT_MOST} at once.")
        rest, found = self.limit_bytes, []
        for each in given:
            content = each.read(rest + 1)
            rest -= len(content)
            if rest < 0:
                most = self.limit_bytes // 1_000_000
                raise ValidationError(f"Together they are larger than {most} MB. Bring them in several imports.")
            name = plain_name(str(each.filename))
            if not content.strip():
                raise ValidationError(f"“{name}” is empty. Check that the right file was chosen.")
            found.append((name, content))
        self.contents = found

    def validate_text(self, field: TextAreaField) -> None:
        """Take the pasted words, if there is no file."""
        if any(getattr(each, "filename", "") for each in self.files.data or ()):
            return
        content = field.data.encode()
        if not content:
            raise ValidationError("Choose files above, or paste questions here.")
        if len(content) > PASTED_LIMIT_BYTES:
            raise ValidationError(
                f"It has {len(content) // 1000} kB; up to {PASTED_LIMIT_BYTES // 1000} kB can be pasted. "
                "Save it as a text file and choose that."
            )
        if not content.strip():
            raise ValidationError("There are blanks alone. Choose files above, or paste questions here.")
        self.contents = [(PASTED, content)]

    def brought(self, files: FileStore) -> list[BroughtFile]:
        """Store the bytes and give the files."""
        return [
            BroughtFile(name, files.put(content), hashlib.sha256(content).hexdigest(), len(content))
            for name, content in self.contents
        ]


def names_of(files: Sequence[BroughtFile]) -> list[str]:
    """List the names of files; what was pasted has none."""
    return [each.name for each in files if each.name != PASTED]


def plain_name(name: str) -> str:
    """Give a file's name without the folders that some browsers send, for showing alone."""
    return as_text(name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "file"


def read_client_id(form: MultiDict[str, str]) -> str:
    """Give the id that the form was made with.

    Raises:
        Conflict: it has none. Two forms without one would else count as the same, and the second be dropped.
    """
    given = as_text(form.get("client_id", ""))
    if not 0 < len(given) <= CLIENT_ID_AT_MOST:
        raise Conflict("This form lacks its own number. Open the page anew.")
    return given


def read_ticks(form: MultiDict[str, str]) -> tuple[list[int], list[int]]:
    """Give the numbers of the entries that the page showed, and of those that were ticked."""
    return read_numbers(form.getlist("shown")), read_numbers(form.getlist("tick"))


def read_texts(form: MultiDict[str, str]) -> TextTicks:
    """Give which texts without an answer the page showed, and which were ticked."""
    shown, ticked = read_numbers(form.getlist("text_shown")), read_numbers(form.getlist("text"))
    return TextTicks(shown, ticked, form.get("parcel", ""))


def read_edited(form: MultiDict[str, str]) -> int | None:
    """Give the number of the entry that is to be edited."""
    return next(iter(read_numbers(form.getlist("edit"))), None)


def read_place(form: MultiDict[str, str]) -> tuple[int, str]:
    """Give the page to go to, else the one that was shown (`at`), and the sort of entries to show.

    A pressed tab shows another sort from its top.
    """
    tab = form.get("tab", "")
    if tab:
        return 1, "" if tab == ALL else tab[:10]
    return read_number(form.get("leaf", form.get("at"))) or 1, form.get("show", "")[:10]


def read_said(form: MultiDict[str, str]) -> dict[str, str]:
    """Give what the form says of where the import shall go, as it is shown again; empty where it has no such inputs."""
    if "bank" not in form:
        return {}
    target = read_target(form)
    named = {"title": target.title} if target.title else {}
    chosen = {"cards": target.cards} if form.get("cards") else {}
    chosen |= {"history": "1"} if target.history else {}
    return {"bank": target.slug, **named, "visibility": target.visibility, **chosen}


def are_cards_said(form: MultiDict[str, str]) -> bool:
    """Whether the form says what shall become of learners' cards."""
    return form.get("cards") in CARD_CHOICES


def read_target(form: MultiDict[str, str]) -> ImportTarget:
    """Give where the import shall go."""
    visibility = "public" if form.get("visibility") == "public" else "private"
    slug = as_text(form.get("bank", ""))[:64]
    title = "" if slug else as_text(form.get("title", ""))[:200]
    cards = form.get("cards", "")
    return ImportTarget(
        slug=slug,
        title=title,
        visibility=visibility,
        cards=cards if cards in CARD_CHOICES else CARD_CHOICES[0],
        history=form.get("history") == "1",
    )


def read_how(form: MultiDict[str, str]) -> dict[str, Any]:
    """Give the encoding that a file is to be read in (empty = it is found out), and whether also backwards."""
    name = form.get("encoding", "")
    return {"encoding": name if name in ENCODINGS else "", "backwards": form.get("backwards") == "1"}


def read_table(form: MultiDict[str, str]) -> dict[str, Any]:
    """Give how a table is to be read, as `TableChoices` takes it; empty where nothing was said."""
    columns = [name if name in COLUMN_NAMES else "" for name in form.getlist("column")][:_COLUMNS_AT_MOST]
    separator = form.get("separator", "")[:_SEPARATOR_AT_MOST].replace("\0", "")
    typed = as_text(form.get("other_separator", ""))[:_SEPARATOR_AT_MOST]
    pairs = form.get("pairs", "")
    found: dict[str, Any] = {"separator": typed or separator, "pairs": pairs if pairs in ("text", "open") else ""}
    # Columns that were shown of the rows as another separator cut them say nothing of these.
    is_same = form.get("columns_of", separator) == (typed or separator)
    if columns and is_same and form.get("are_columns_said") == "1":
        found |= {"columns": columns, "has_header": form.get("has_header") == "1"}
    return {name: value for name, value in found.items() if value not in ("", [])}
