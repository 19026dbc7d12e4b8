"""Our Markdown as HTML for programs that take HTML: the way out, as `rich_text` is the way in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from itertools import chain, zip_longest

import nh3
from markdown_it import MarkdownIt

from quizapp.core.formats.media_names import MEDIA_NAME
from quizapp.core.formats.rich_text import from_plain, is_quiet
from quizapp.core.tex import take_formulas, with_dollar_tex

NameMedia = Callable[[str], str | None]
"""From a name `media/…` to the address in the written file; None where that carries no media: their words stay."""

_TEX = re.compile(r"\\\((?:[^\\]|\\(?![()]))+\\\)")
_TOKEN = re.compile("\ue002(\\d+)\ue003")
#: Pieces of HTML that stands as a block: a formula or a tag at each second place, words between.
_PIECES = re.compile(rf"({_TEX.pattern}|<[a-zA-Z/!][^<>]*>)")
_MEDIA_TAG = re.compile(r"<(img|audio)((?: [a-z]+=\"[^\"]*\")*)>(?:</audio>)?")
#: Tags between which words stand apart.
_LINE_ENDS = re.compile(r"<(?:br|/(?:p|li|td|th|tr|h[1-6]|blockquote|pre))\b[^>]*>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_ONE_PARAGRAPH = re.compile(r"<p>((?:[^<]|<(?!/?p>))*)</p>")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MEDIA_IN_MARKDOWN = re.compile(rf"!\[([^\]\n]{{0,300}})\]\(({MEDIA_NAME})\)")

_TAGS = {"p", "br", "hr", "b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "pre", "blockquote", "ul", "ol"}
_TAGS |= {"li", "table", "thead", "tbody", "tr", "th", "td", "caption", "ruby", "rt", "a", "img", "audio"}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "audio": {"src", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}


def to_html(text: str, name_media: NameMedia) -> str:
    """Turn Markdown into sanitised HTML; one paragraph alone stands without its tags, TeX in `\\( \\)`."""
    if is_quiet(text):
        return text.strip()
    env: dict[str, list[str]] = {"tex": []}
    html = _markdown().render(text.replace("\ue002", "").replace("\ue003", ""), env)
    html = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
    html = _MEDIA_TAG.sub(lambda tag: _media_tag(tag, name_media), html).replace("<br>\n", "<br>").strip()
    html = _TOKEN.sub(lambda token: escape(env["tex"][int(token[1])], quote=False), html)
    alone = _ONE_PARAGRAPH.fullmatch(html)
    return alone[1] if alone else html


def find_plain(text: str) -> str | None:
    """Give the plain text of which `from_plain` makes this very Markdown; None where there is none."""
    if is_quiet(text) and not text.endswith(" "):
        return text
    parts: list[str] = []
    at = 0
    for match in _TEX.finditer(text):
        parts += [_unescaped(text[at : match.start()]), match[0]]
        at = match.end()
    parts.append(_unescaped(text[at:]))
    plain = "".join(parts)
    return plain if from_plain(plain) == text else None


def plain_words(text: str) -> str:
    """Give the words of Markdown on one line, for places that take no markup."""
    plain = find_plain(text)
    if plain is None:
        html = _LINE_ENDS.sub(" ", to_html(text, lambda _name: None))
        plain = unescape(re.sub(r"<[^>]*>", "", html))
    return " ".join(plain.split())


def usual_name(stem: str) -> str:
    """Give the name that a question without a title has in other programs: the beginning of its stem."""
    return " ".join(plain_words(stem).split())[:80].strip()


def with_media_named(text: str, name_media: NameMedia) -> str:
    """Give Markdown whose pictures have the addresses of the written file; those it cannot carry leave their words."""

    def renamed(match: re.Match[str]) -> str:
        name = name_media(match[2])
        return f"![{match[1]}]({name})" if name else match[1]

    return _MEDIA_IN_MARKDOWN.sub(renamed, text)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    take_formulas(markdown)
    markdown.add_render_rule("formula", lambda _by, tokens, at, _, env: _place(f"\\({tokens[at].content}\\)", env))
    markdown.add_render_rule("html_block", lambda _by, tokens, at, _, env: _with_places(tokens[at].content, env))
    return markdown


def _place(tex: str, env: dict[str, list[str]]) -> str:
    """Keep a formula while all around it is sanitised."""
    env["tex"].append(tex)
    return f"\ue002{len(env['tex']) - 1}\ue003"


def _with_places(html: str, env: dict[str, list[str]]) -> str:
    """Keep the formulas of HTML that Markdown leaves as it is; what stands in its tags is none."""
    pieces = _PIECES.split(html)
    words = [_TEX.sub(lambda tex: _place(tex[0], env), with_dollar_tex(piece)) for piece in pieces[::2]]
    marks = [piece if piece.startswith("<") else _place(piece, env) for piece in pieces[1::2]]
    return "".join(chain.from_iterable(zip_longest(words, marks, fillvalue="")))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text.replace("\\\n", "\n"))


def _media_tag(tag: re.Match[str], name_media: NameMedia) -> str:
    attributes = dict(_ATTRIBUTE.findall(tag[2]))
    name = name_media(unescape(attributes.get("src", "")))
    if tag[1] == "audio":
        return f'<audio src="{escape(name)}" controls="controls"></audio>' if name else ""
    words = attributes.get("alt", "")
    return f'<img src="{escape(name)}" alt="{words}">' if name else words
