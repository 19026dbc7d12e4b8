"""The one home of trusted HTML: Markdown becomes sanitised HTML here, and only here does text become `Markup`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from itertools import pairwise
from typing import Any, NewType

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from quizapp.core.tex import take_formulas
from quizapp.plumbing.formulas import formula_html

SafeHtml = NewType("SafeHtml", str)
"""HTML that has passed `clean`: stored as text, given to templates through `trusted`."""

_TEXT_TAGS = "p br hr b strong i em u s sub sup code pre blockquote ul ol li ruby rt a img audio"
_TABLE_TAGS = "table thead tbody tr th td caption"
_TAGS = set(f"{_TEXT_TAGS} {_TABLE_TAGS}".split())
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "audio": {"src", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
#: Letters for private use hold a formula’s place while all around it is sanitised.
_OPENS, _CLOSES = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPENS}(\\d+){_CLOSES}")
_PLACE_SIGN = re.compile(f"[{_OPENS}{_CLOSES}]")
#: Words without any sign of Markdown or HTML are their own HTML.
_PLAIN = re.compile(r"[\w .,;:?()'’“”/%+=–—-]*")
_RAW_TAG = re.compile(r'</?(?:sub|sup|u|s|ruby|rt)>|<br>|<audio src="media/[0-9a-f]{64}\.[a-z0-9]{2,4}"></audio>')
_MEDIA = re.compile(r"media/[0-9a-f]{64}\.[a-z0-9]{2,4}")
_IMAGE = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
_SHOWN = re.compile(r'<(?:img|audio)(?: [a-z]+="[^"]*")*>')
#: Where the pictures and sounds of the page's bank are fetched from; empty where none are.
_NAMED = re.compile(
    rf"!\[(?P<words>(?:[^\[\]\\\n]|\\.){{0,1000}})\]\((?P<picture>{_MEDIA.pattern})\)"
    rf'|<audio src="(?P<sound>{_MEDIA.pattern})"></audio>'
)
_ESCAPED = re.compile(r"\\(.)")
_media_address: ContextVar[str] = ContextVar("media_address", default="")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_PIECE = re.compile(r"<[^>]*>|&[^;<\s]{1,32};|[^<&]+|[<&]", re.S)
_GAP = re.compile(r"\[\[(\d{1,2})\]\]")


def _keep_attribute(_tag: str, name: str, value: str) -> str | None:
    return value if name != "src" or _MEDIA.fullmatch(value) else None


def clean(html: str) -> SafeHtml:
    """Sanitise HTML by the allow-list; `clean(clean(x)) == clean(x)`.

    An image that is not kept here is never asked for elsewhere: its words stand in its place.
    """
    sanitised = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style"},
        set_tag_attribute_values={"audio": {"controls": ""}},
    )
    return SafeHtml(_IMAGE.sub(_image_or_words, sanitised))


def _image_or_words(image: re.Match[str]) -> str:
    attributes = dict(_ATTRIBUTE.findall(image.group()))
    if "src" in attributes:
        return image.group()
    words = unescape(attributes.get("alt", ""))
    return escape(words, quote=False).replace("\N{NO-BREAK SPACE}", "&nbsp;")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=1)
def _question_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    take_formulas(markdown)
    markdown.inline.ruler.before("escape", "raw_tag", _raw_tag)
    markdown.block.ruler.before("paragraph", "raw_table", _raw_table)
    markdown.add_render_rule("formula", _formula_place)
    markdown.add_render_rule("raw", lambda _by, tokens, place, *_: tokens[place].content)
    return markdown


def _raw_tag(state: StateInline, silent: bool) -> bool:
    """Take the few tags for which Markdown has no sign; all others are words, as in a question on HTML."""
    match = _RAW_TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("raw", "", 0).content = match.group()
    state.pos = match.end()
    return True


def _raw_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the lines of a table in HTML, which begins a block and is closed in it."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<table>", begin):
        return False
    last = next((line for line in range(start, end) if state.src.endswith("</table>", begin, state.eMarks[line])), None)
    if last is None:
        return False
    if not silent:
        state.push("raw", "", 0).content = state.src[begin : state.eMarks[last]] + "\n"
        state.line = last + 1
    return True


def _formula_place(
    _renderer: object, tokens: Sequence[Token], place: int, _options: object, env: dict[str, Any]
) -> str:
    formulas: list[str] = env.setdefault("formulas", [])
    formulas.append(tokens[place].content)
    return f"{_OPENS}{len(formulas) - 1}{_CLOSES}"


def _rendered(text: str, render: Callable[[str, dict[str, Any]], str]) -> SafeHtml:
    """Render and sanitise; formulas are put in afterwards, sanitised by a list of their own."""
    if not text:
        return SafeHtml("")
    env: dict[str, Any] = {}
    html = clean(render(_PLACE_SIGN.sub("", text), env))
    if "formulas" not in env:
        return html
    return SafeHtml(_PLACE.sub(lambda place: formula_html(env["formulas"][int(place.group(1))]), html))


def _is_plain(text: str) -> bool:
    return "_" not in text and _PLAIN.fullmatch(text) is not None


def render_markdown(text: str) -> SafeHtml:
    """Turn a question’s Markdown, its TeX and the few HTML tags that it may hold into sanitised HTML blocks."""
    if not text:
        return SafeHtml("")
    if text[0].isalpha() and _is_plain(text):
        return SafeHtml(f"<p>{text.strip()}</p>\n")
    return _rendered(text, _question_markdown().render)


@lru_cache(maxsize=5_000)
def render_option(text: str) -> SafeHtml:
    """Turn one option’s Markdown, TeX and pictures into sanitised HTML without a paragraph around it."""
    if _is_plain(text):
        return SafeHtml(text)
    return _rendered(text, _question_markdown().renderInline)


def rich(text: str) -> Markup:
    """Show an option’s text in a template."""
    return trusted(render_option(text))


def render_inline(text: str) -> SafeHtml:
    """Turn one line of Markdown into sanitised HTML without a paragraph around it."""
    return clean(_markdown().renderInline(text)) if text else SafeHtml("")


def show_media_at(address: str) -> None:
    """Let pictures and sounds be fetched from this address, which ends in `/`, in all that is shown from now on.

    Stored HTML names them `media/<sha256>.<suffix>`: where they lie depends on the bank that the page is about. Each
    request begins without an address.
    """
    _media_address.set(address)


def trusted(html: SafeHtml) -> Markup:
    """Let stored, sanitised HTML through the template's escaping; no template can do so by itself."""
    return Markup(_with_media(html))


def pictured(text: str) -> Markup:
    """Give plain words with the pictures and sounds that they name, small, where their names stand."""
    shown, end = Markup(""), 0
    for named in _NAMED.finditer(text):
        # What is no Markup is escaped as it is added.
        shown += text[end : named.start()] + _small(named)
        end = named.end()
    return shown + text[end:]


def pictures_in(text: str) -> Markup:
    """Give the pictures and sounds alone that a text names, small."""
    return Markup("").join(map(_small, _NAMED.finditer(text)))


def _small(named: re.Match[str]) -> Markup:
    words, name = _ESCAPED.sub(r"\1", named["words"] or ""), named["picture"] or named["sound"]
    address = _media_address.get()
    if not address:
        return Markup("[{}]").format(words or ("picture" if named["picture"] else "sound"))
    source = address + name.removeprefix("media/")
    if named["sound"]:
        return Markup('<audio class="thumb" controls preload="none" src="{}"></audio>').format(source)
    # One that nobody described is still to be told from words.
    return Markup('<img class="thumb" src="{}" alt="{}" loading="lazy">').format(source, words or "picture")


def _with_media(html: SafeHtml) -> str:
    address = _media_address.get()
    if not address or 'src="media/' not in html:
        return html
    # Only within tags: words may say the same, and quotes within an attribute are entities.
    return _SHOWN.sub(lambda tag: tag.group().replace(' src="media/', f' src="{escape(address)}'), html)


def trusted_parts(rendered: Mapping[str, Any]) -> dict[str, Any]:
    """Let the stored HTML of a question through: of each part that it was rendered in, one text or a list."""
    return {
        name: [trusted(each) for each in html] if isinstance(html, list) else trusted(html)
        for name, html in rendered.items()
    }


def words_of(html: str) -> str:
    """Give HTML's words as plain text, to be escaped like any other."""
    return str(Markup(html).striptags())


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a paragraph's text, to be marked."""

    start: int
    end: int


def mark_spans(html: SafeHtml, spans: Sequence[Span]) -> Markup:
    """Put `<mark>` around spans counted in the HTML's *text*; marks are closed and reopened around tags.

    Overlapping spans are joined.
    """
    out: list[str] = []
    at = 0
    pending = _joined(spans)
    bounds = [bound for span in pending for bound in (span.start, span.end)]
    current: Span | None = None
    for piece in _PIECE.findall(html):
        if piece.startswith("<") and piece.endswith(">") and len(piece) > 1:
            if current:
                out.append("</mark>")
            out.append(piece)
            if current:
                out.append("<mark>")
            continue
        for part in _cut(piece, at, bounds):
            if current is None and pending and pending[0].start <= at:
                current = pending.pop(0)
                out.append("<mark>")
            out.append(part)
            at += len(unescape(part))
            if current and at >= current.end:
                out.append("</mark>")
                current = None
    if current:
        out.append("</mark>")
    return Markup("".join(out))


def _cut(piece: str, at: int, bounds: Sequence[int]) -> list[str]:
    """Cut a run of characters that begins `at` where spans begin and end; an entity stays whole."""
    places = [bound - at for bound in bounds if at < bound < at + len(piece)]
    if not places or piece.startswith("&"):
        return [piece]
    return [piece[start:end] for start, end in pairwise([0, *places, len(piece)])]


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if joined and span.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Span(last.start, max(last.end, span.end))
        elif span.end > span.start:
            joined.append(span)
    return joined


def split_gaps(html: SafeHtml) -> list[dict[str, object]]:
    """Split sanitised HTML at its gaps `[[n]]` into `{"html": Markup}` and `{"gap": n}` pieces."""
    html = SafeHtml(_with_media(html))
    parts: list[dict[str, object]] = []
    at = 0
    for match in _GAP.finditer(html):
        if match.start() > at:
            parts.append({"html": Markup(html[at : match.start()])})
        parts.append({"gap": int(match.group(1))})
        at = match.end()
    if at < len(html):
        parts.append({"html": Markup(html[at:])})
    return parts
