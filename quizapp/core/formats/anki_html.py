"""The texts of Anki’s fields: HTML with signs of its own for sounds and formulas, from it and to it."""

from __future__ import annotations

import re
from html import escape, unescape

from quizapp.core.formats.anki_cloze import cloze_pieces_of, without_cloze_signs
from quizapp.core.formats.embedded import without_tokens
from quizapp.core.formats.rich_html import NameMedia, to_html
from quizapp.core.formats.rich_text import plain_of, with_tex, without_tags_in_tex
from quizapp.core.tex_words import tex_words

_SOUND = re.compile(r"\[sound:([^\[\]\n]{1,300})\]")
_MATHJAX = re.compile(r"<anki-mathjax\b[^<>]{0,100}>((?:[^<]|<(?!/?anki-mathjax\b))*)</anki-mathjax>")
_LATEX_DOLLARS = re.compile(r"(\[latex\])\s*\$\$?([^$\[\]]{1,5000})\$\$?\s*(\[/latex\])")
_FORMULA = re.compile(r"\\\(((?:[^\\]|\\(?![()]))+)\\\)")
_AUDIO = re.compile(r'<audio src="([^"<>]{1,300})"[^<>]{0,100}></audio>')


def html_of(field_text: str) -> str:
    """Give a field as plain HTML: sounds as elements, TeX free of tags, line ends as the spaces that they are."""
    text = _SOUND.sub(_as_element, without_tokens(field_text))
    text = _MATHJAX.sub(lambda found: f"\\({found[1]}\\)", text)
    text = without_tags_in_tex(_LATEX_DOLLARS.sub(r"\1\2\3", text))
    # Editors put these spaces wherever two stand in a row, and at every end.
    text = text.replace("&nbsp;", " ")
    return text if "<pre" in text.lower() else text.replace("\n", " ")


def typed_words(field_text: str) -> str:
    """Give a field’s words on one line, as they are typed; sounds are none."""
    return plain_of(html_of(_SOUND.sub(" ", field_text)))


def shown_words(field_text: str) -> str:
    """Give a field’s words on one line for a heading: formulas in plain signs, gaps filled."""
    pieces, _ = cloze_pieces_of(field_text)
    whole = "".join(piece if isinstance(piece, str) else piece.words for piece in pieces)
    return _FORMULA.sub(lambda found: tex_words(found[1]), with_tex(typed_words(whole)))


def field_of(text: str, name_media: NameMedia) -> str:
    """Give our Markdown as a field’s text; nothing in it is taken for a gap."""
    return without_cloze_signs(with_sounds(to_html(text, name_media)))


def with_sounds(html: str) -> str:
    """Give HTML with its sounds as Anki plays them."""
    return _AUDIO.sub(lambda found: f"[sound:{unescape(found[1])}]", html)


def _as_element(found: re.Match[str]) -> str:
    return f'<audio src="{escape(unescape(found[1]), quote=True)}"></audio>'
