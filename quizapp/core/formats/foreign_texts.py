"""Texts of Moodle's formats (HTML, Markdown, plain, “auto”): read into our Markdown, and written from it.

GIFT, Moodle XML and Cloze text share them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.rich_html import find_plain, to_html, with_media_named
from quizapp.core.formats.rich_text import MARKUP, FindMedia, from_html, from_plain, is_quiet, plain_of, with_tex

HTML, MARKDOWN, PLAIN, AUTO = "html", "markdown", "plain", ""
"""How a foreign text is marked up; AUTO is text with line ends that may hold HTML."""

_BLOCK = re.compile(r"<(?:p|div|br|ul|ol|li|table|h[1-6]|pre|blockquote)\b", re.IGNORECASE)
_WRAPPED = re.compile(r"\s*<(p|div|span|font)\b[^<>]*>.*</\1>\s*\Z|.*<su([bp])>[^<]*</su\2>", re.S | re.IGNORECASE)
_MARKDOWN_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\(([^)\s]{1,1000})(?: \"[^\"\n]{0,300}\")?\)")
_ESCAPED_TEX = re.compile(r"\\\\\(((?:[^\\]|\\(?!\\[()]))+)\\\\\)")
_ORIGINAL_AT_MOST = 20_000


@dataclass(slots=True)
class Texts:
    """The texts of one entry while they are read: `notes` says what was lost, `originals` keeps what lost something."""

    notes: list[str] = field(default_factory=list)
    originals: dict[str, str] = field(default_factory=dict)

    def read(self, name: str, text: str, form: str, find_media: FindMedia) -> str:
        """Give a text as Markdown; `name` is its field, for what is said of it."""
        if is_quiet(text):
            return text.rstrip()
        if form == PLAIN:
            return from_plain(text)
        if form == MARKDOWN:
            return _from_markdown(text, find_media)
        if form == AUTO and MARKUP.search(text) is None:
            return from_plain("\n".join(line.strip() for line in text.split("\n")))
        if form == AUTO and _BLOCK.search(text) is None:
            text = text.replace("\n", "<br>")
        rich = from_html(text, find_media)
        if rich.lost:
            self.notes.append(f"{name}: left out {', '.join(rich.lost)}; the original is kept for export.")
            self.originals[name] = text[:_ORIGINAL_AT_MOST]
        return rich.text


class Noting:
    """An entry while it is read, with what is to be said of it."""

    __slots__ = ()
    notes: list[str]
    texts: Texts

    @property
    def all_notes(self) -> list[str]:
        """Everything that is to be said, each once."""
        return list(dict.fromkeys((*self.notes, *self.texts.notes)))


def typed(text: str, form: str = AUTO) -> str:
    """Give a key that is typed as plain words; `a<b` and `<br>` stay as they are: some questions ask for them."""
    is_marked_up = form == HTML or (form == AUTO and _WRAPPED.match(text) is not None)
    return plain_of(text) if is_marked_up else one_line(text)


def one_line(text: str) -> str:
    """Give a text on one line; spaces within its lines stay, of whatever kind."""
    lines = (line.strip(" \t\r") for line in text.split("\n"))
    return " ".join(line for line in lines if line)


def nothing_found(_address: str) -> str | None:
    """Find no media: for texts of files that hold none."""
    return None


def nothing_found_noting(missing: list[str]) -> FindMedia:
    """Find no media, and note each that a text wanted."""

    def find(address: str) -> str | None:
        missing.append(f"the image “{shortened(address)}” is not in the file; add it by hand.")
        return None

    return find


def written_text(text: str, media: dict[str, str]) -> tuple[str, str]:
    """Give form and text for a program that shows HTML; `media` maps our names to addresses in the written file.

    HTML where it comes back as the same Markdown, or holds TeX, which Moodle's Markdown would break; else Markdown.
    """
    if is_quiet(text):
        return HTML, text
    html = to_html(text, media.get)
    by_address = {address: name for name, address in media.items()}
    if "\\(" in html or from_html(html, by_address.get).text == text:
        return HTML, html
    return MARKDOWN, with_media_named(text, media.get)


def written_plainly(text: str) -> str | None:
    """Give a text that is read back from AUTO as the same Markdown; None where that needs markup."""
    plain = find_plain(text)
    if plain is None or MARKUP.search(plain) or plain.startswith("["):
        return None
    return plain if all(line == line.strip() for line in plain.split("\n")) else None


def _from_markdown(text: str, find_media: FindMedia) -> str:
    def found(match: re.Match[str]) -> str:
        name = find_media(match[2])
        return f"![{match[1]}]({name})" if name else match[1]

    text = _ESCAPED_TEX.sub(lambda match: f"\\({match[1]}\\)", text)
    return with_tex(_MARKDOWN_IMAGE.sub(found, text)).strip()
