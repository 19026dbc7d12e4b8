"""What the documents' pages send: a file or a pasted text, decisions, where to publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast

from werkzeug.datastructures import MultiDict
from wtforms import DateField, FileField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice, SelectField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from quizapp.banks.service import OwnBank
from quizapp.core.extraction.layout import lay_out
from quizapp.core.kinds.editor import EditorForm
from quizapp.documents.models import Upload
from quizapp.documents.service import QUEUE, Brought, Target
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.forms import Form, as_text, read_number, read_numbers

PASTED_LIMIT_BYTES = 256_000
TITLE_SENT_AT_MOST = 200
ACCEPTED = ".txt,.md,.markdown,.html,.htm,.pdf,.docx,.epub"
_NEW_BANK = "new"
#: A heading stands at the very beginning, with the line behind it that makes it one.
_OPENING_READ = 2_000


class BringForm(Form):
    """A document: a file, or words pasted from anywhere."""

    file = FileField("File", render_kw={"accept": ACCEPTED})
    text = TextAreaField("Or paste its text", filters=[as_text])
    name = StringField("Title", filters=[as_text], validators=[Length(max=TITLE_SENT_AT_MOST)])
    published = DateField("Day on which it was published", validators=[Optional()])
    source = StringField("Where it is from", filters=[as_text], validators=[Length(max=500)])
    client_id = StringField(filters=[as_text], validators=[Length(max=40)])

    limit_bytes = 0
    content = b""

    def validate_file(self, field: FileField) -> None:
        """Take the bytes of the file, if there is one."""
        if not _has_file(field.data):
            return
        if self.text.data:
            raise ValidationError("Choose a file or paste a text, not both.")
        self.content = field.data.read(self.limit_bytes + 1)
        if len(self.content) > self.limit_bytes:
            raise ValidationError(f"It is larger than {self.limit_bytes // 1_000_000} MB. Split it into parts.")
        if not self.content:
            raise ValidationError("It is empty. Check that the right file was chosen.")

    def validate_text(self, field: TextAreaField) -> None:
        """Take the pasted words, if there is no file."""
        if _has_file(self.file.data):
            return
        self.content = field.data.encode()
        if not self.content:
            raise ValidationError("Choose a file above, or paste a text here.")
        if len(self.content) > PASTED_LIMIT_BYTES:
            raise ValidationError(
                f"It has {len(self.content) // 1000} kB; up to {PASTED_LIMIT_BYTES // 1000} kB can be pasted. "
                "Save it as a text file and choose that."
            )

    def validate_published(self, field: DateField) -> None:
        """Refuse days that no document can have."""
        if field.data is not None and not date(1000, 1, 1) <= field.data <= date(2999, 12, 31):
            raise ValidationError("Choose a day between the years 1000 and 2999, or leave it empty.")

    def day(self) -> str | None:
        """Give the day on which it was published, as it is stored."""
        published: date | None = self.published.data
        return published.isoformat() if published else None

    def brought(self, files: FileStore, earlier_id: int | None = None) -> Brought:
        """Store the bytes and give the document."""
        is_pasted = not _has_file(self.file.data)
        opening = (self.name.data or _opening(self.text.data)) if is_pasted else ""
        return Brought(
            name=opening or _plain_name(str(self.file.data.filename)),
            title=self.name.data or "",
            is_pasted=is_pasted,
            content=self.content,
            stored=files.put(self.content),
            published=self.day(),
            source=self.source.data,
            earlier_id=earlier_id,
            client_id=self.client_id.data or "",
        )


def known_of(upload: Upload) -> dict[str, Any]:
    """Give what a newer version most likely has in common with a document, to be corrected."""
    published = date.fromisoformat(upload.published) if upload.published else None
    return {"name": upload.title[:TITLE_SENT_AT_MOST], "source": upload.source, "published": published}


def _has_file(given: Any) -> bool:
    return bool(getattr(given, "filename", ""))


def _plain_name(name: str) -> str:
    return as_text(name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "document"


def _opening(text: str) -> str:
    """Give the heading that a pasted text begins with, as a file's reader would find it; else its first words."""
    start = text.lstrip()[:_OPENING_READ]
    first = next(iter(lay_out(start)), None)
    is_headed = first is not None and first.kind == "heading"
    words = " ".join((start[first.lines[0].start : first.lines[-1].end] if first and is_headed else text).split())
    return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + " …"


class PublishForm(Form):
    """Where accepted drafts go."""

    target = RadioField("Into which bank", choices=[], validators=[InputRequired("Choose a bank, or make a new one.")])
    title = StringField("Title of the new bank", filters=[as_text], validators=[Length(max=200)])
    visibility = SelectField(
        "Who may study it",
        choices=[SelectChoice("private", "only you"), SelectChoice("public", "everybody here")],
        default="private",
    )

    def offer(self, banks: list[OwnBank], title: str, published: Sequence[OwnBank] = ()) -> None:
        """Offer the banks there are, and a new one under the document's title; first where it was published before."""
        choices = [SelectChoice(str(bank.id), f"{bank.title} ({bank.question_count})") for bank in banks]
        self.target.choices = [SelectChoice(_NEW_BANK, "A new bank"), *choices]
        self.target.data = self.target.data or (str(published[0].id) if published else _NEW_BANK)
        if self.title.data is None or not self.is_submitted():
            self.title.data = self.title.data or title

    def validate_title(self, field: StringField) -> None:
        """A new bank needs a title."""
        if self.target.data == _NEW_BANK and not field.data:
            raise ValidationError("Give the new bank a title.")

    def wanted(self) -> Target:
        """Give the target."""
        chosen = str(self.target.data)
        return Target(
            bank_id=None if chosen == _NEW_BANK else int(chosen),
            title=self.title.data,
            visibility=self.visibility.data,
        )


def read_joined(form: MultiDict[str, str], name: str, most: int = 3_000) -> list[int]:
    """Give the whole numbers sent under a name, with dots between them or one by one."""
    return read_numbers(text for value in form.getlist(name) for text in value.split("."))[:most]


def read_place(text: str | None) -> int | Literal["queue"] | None:
    """Read which bank, or the queue, an address asks for; None where it asks for none that could be."""
    return QUEUE if text == QUEUE else read_number(text)


def read_inputs(form: MultiDict[str, str]) -> EditorForm:
    """Give the form's inputs as a question's kind reads them."""
    return cast(EditorForm, form)


def read_decision(form: MultiDict[str, str]) -> tuple[str, str | None]:
    """Give the decision and its reason; a reason alone rejects."""
    reason = form.get("reason", "")
    if reason:
        return "reject", reason
    return form.get("decision", ""), None
