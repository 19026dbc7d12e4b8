"""Names and addresses of people: tidied for showing, folded for signing in."""

from __future__ import annotations

import unicodedata

from quizapp.core.errors import QuizError
from quizapp.core.nicknames import BLANK_LETTERS

MAX_NAME = 80
MAX_EMAIL = 254
_JOINERS = "\u200c\u200d"  # letters of several scripts need them


class InvalidField(QuizError):
    """An input of a person cannot be used; `field` names the input."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def tidy_name(raw: str) -> str:
    """Give a name as it is shown: composed, spaces collapsed.

    Raises:
        InvalidField: it is empty, too long, or holds what cannot be seen.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    if any((unicodedata.category(c)[0] == "C" and c not in _JOINERS) or c in BLANK_LETTERS for c in name):
        raise InvalidField("name", "A name cannot hold invisible characters. Type it again by hand.")
    if not any(c.isalnum() for c in name):
        raise InvalidField("name", "Enter a name with at least one letter or digit.")
    if len(name) > MAX_NAME or len(fold_name(name)) > MAX_NAME:
        raise InvalidField("name", f"Use at most {MAX_NAME} characters.")
    return name


def fold_name(raw: str) -> str:
    """Give a name as it is compared: capitals, widths, accents' spelling and spaces do not count."""
    bare = "".join(c for c in raw if c not in _JOINERS and c != "\0" and unicodedata.category(c) != "Cs")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).casefold())
    return " ".join(folded.split())


def tidy_email(raw: str | None) -> str | None:
    """Give an e-mail address, None when none was given.

    Raises:
        InvalidField: it does not look like one.
    """
    email = (raw or "").strip()
    if not email:
        return None
    local, at, host = email.rpartition("@")
    is_plain = email.isprintable() and not any(c.isspace() for c in email)
    if not (local and at and host) or not is_plain or len(email) > MAX_EMAIL:
        raise InvalidField("email", "Enter an address such as name@example.org, or leave it empty.")
    return email
