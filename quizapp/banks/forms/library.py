"""What the pages of banks send: what is looked for, what is to be done with what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from quizapp.banks.service import (
    ACTS,
    EASES,
    NARROWING,
    STATES,
    VISIBILITIES,
    BulkWish,
    CannotChange,
    Description,
    Visibility,
    Wanted,
    narrowed,
)
from quizapp.core.kinds import KINDS
from quizapp.core.question import ABOUTS
from quizapp.core.searching import QUERY_AT_MOST, split_tags
from quizapp.plumbing.forms import Form, as_text, new_client_id, read_number, read_numbers

TITLE_AT_MOST = 200
_CLIENT_ID_CHARS = 36
KIND_LABELS = {kind.kind: kind.label for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of questions is narrowed to, as its address says it; empty = not narrowed."""

    q: str = ""
    kind: str = ""
    about: str = ""
    tag: str = ""
    state: str = ""
    ease: str = ""

    @property
    def given(self) -> dict[str, str]:
        """The parts of the address that are not empty."""
        return {name: value for name in _FILTERS if (value := getattr(self, name))}

    def wanted(self, *bank_ids: int) -> Wanted:
        """Give what is looked for in these banks."""
        return narrowed(bank_ids, self.given)


_FILTERS = NARROWING
_ALLOWED: Mapping[str, Any] = {"kind": KIND_LABELS, "about": ABOUTS, "state": STATES, "ease": EASES}


def read_filters(given: MultiDict[str, str]) -> Filters:
    """Read what an address or a form narrows a list to; a value that there is not is as none."""
    values = {name: as_text(given.get(name, ""))[:QUERY_AT_MOST] for name in _FILTERS}
    # The space that ends a word is kept: it says that the word is whole.
    values["q"] += " " if values["q"] and given.get("q", "")[-1:].isspace() else ""
    return Filters(**{name: v if v in _ALLOWED.get(name, (v,)) else "" for name, v in values.items()})


def read_ids(given: MultiDict[str, str], name: str = "question") -> list[int]:
    """Read the ticked questions; what is no number of a row is left out."""
    return [number for number in read_numbers(given.getlist(name)) if number]


def read_wish(given: MultiDict[str, str], bank_id: int) -> BulkWish:
    """Read an act on many questions: the ticked ones, or with `all` whatever the list was narrowed to.

    Raises:
        CannotChange: there is no such act.
    """
    act = given.get("act", "")
    if act not in ACTS:
        raise CannotChange("Choose first what shall be done.")
    return BulkWish(
        act=act,
        client_id=read_client_id(given),
        ids=tuple(read_ids(given)),
        found=read_filters(given).wanted(bank_id) if given.get("all") == "1" else None,
        tag=as_text(given.get("new_tag", "")),
        target_id=read_number(given.get("target")),
    )


def read_client_id(given: MultiDict[str, str]) -> str:
    """Read the id that a form was made with; one that has none is done as often as it is sent."""
    return as_text(given.get("client_id", ""))[:_CLIENT_ID_CHARS] or new_client_id()


def read_visibility(given: MultiDict[str, str]) -> Visibility:
    """Read whom a bank shall be open to; what there is not is its owner alone."""
    wanted = given.get("visibility", "")
    return wanted if wanted in VISIBILITIES else "private"


class NewBankForm(Form):
    """A bank to be made."""

    title = StringField(
        "Title", filters=[as_text], validators=[InputRequired("Give it a title."), Length(max=TITLE_AT_MOST)]
    )

    def validate_title(self, field: StringField) -> None:
        """Refuse a title of blanks."""
        if not field.data:
            raise ValidationError("Give it a title.")


class BankForm(NewBankForm):
    """What a bank says of itself."""

    description = TextAreaField("What it is about", filters=[as_text], validators=[Length(max=2_000)])
    language = StringField("Language of its questions", filters=[as_text], validators=[Length(max=35)])
    licence = StringField("Licence", filters=[as_text], validators=[Length(max=TITLE_AT_MOST)])
    authors = TextAreaField("Authors", filters=[as_text], validators=[Length(max=2_000)])
    tags = StringField("Tags", filters=[as_text], validators=[Length(max=1_000)])

    def validate_language(self, field: StringField) -> None:
        """Take what looks like a tag of BCP 47."""
        parts = (field.data or "").split("-")
        if not all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts) or not parts[0].isalpha():
            raise ValidationError("Write a language as in addresses of the web: en, de, pt-BR.")

    def said(self) -> Description:
        """Give what a sound form says."""
        return Description(
            title=self.title.data,
            description=self.description.data or "",
            language=self.language.data or "en",
            licence=self.licence.data or "",
            authors=tuple(filter(None, (line.strip() for line in (self.authors.data or "").splitlines()))),
            tags=tuple(split_tags(self.tags.data or "")),
        )


def said_in_form(said: Description) -> dict[str, str]:
    """Give what a bank says of itself as its form shows it."""
    return {
        "title": said.title,
        "description": said.description,
        "language": said.language,
        "licence": said.licence,
        "authors": "\n".join(said.authors),
        "tags": ", ".join(said.tags),
    }


class ShareForm(Form):
    """Somebody to share a bank with."""

    name = StringField("Sign-in name", filters=[as_text], validators=[InputRequired("Write a teacher’s sign-in name.")])
    access = SelectField(
        "They may",
        choices=[
            SelectChoice("read", "look at it, study it and copy from it"),
            SelectChoice("edit", "change its questions too"),
        ],
        default="read",
    )
