"""Texts of foreign files as our Markdown: HTML and plain text turned, TeX kept as `\\( \\)`, pictures by callback.

What Markdown has no sign for (sub, sup, underline, ruby, sounds, tables) stays as HTML of the allow-list, which the
pages let through; anything else is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from lxml import etree
from lxml import html as lxml_html

FindMedia = Callable[[str], str | None]
"""From a picture's or sound's address in the file to its name `media/…`; None where the file does not hold it."""

MARKUP = re.compile(r"<[a-zA-Z!/?]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);")
_SPECIAL = re.compile(r"([\\`*_\[\]<&])")
_LINE_START = re.compile(r"^(\s{0,3})(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|~~~|=+\s*$|-{2,}\s*$)", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s{0,3}\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
# No piece of TeX holds its own opening sign, so that openings without an end cost no search to the end of the text.
_TEX = re.compile(
    r"\$\$((?:[^$]|\$(?!\$))+)\$\$|\\\[((?:[^\\]|\\(?![\[\]]))+)\\\]|\\\(((?:[^\\]|\\(?![()]))+)\\\)"
    r"|\[\$+\]((?:[^\[]|\[(?!/?\$))+)\[/\$+\]"
    r"|\[latex\]((?:[^\[]|\[(?!/?latex\]))+)\[/latex\]|\[math\]((?:[^\[]|\[(?!/?math\]))+)\[/math\]"
    # Between single dollars where a command of TeX stands, and neither a price, nor code, nor a path.
    r"|(?<![\\$\w])\$(?=[^\s$\d])(?=[^$\n]{0,500}\\[A-Za-z])([^$\n`]{1,500})(?<=[^\s\\:=])\$(?![\w${/])",
)
#: One line that begins with a letter and holds no sign of any markup.
_QUIET = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:?!'\"()%/’‘“”„–—-])*")
#: Most lines hold nothing that Markdown or TeX would take for a sign.
AS_IT_IS = re.compile(r"(?!\s*(?:[#\-+>~=]|\d{1,9}[.)]))[^\\`*_\[\]<&$\n]*\Z")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r"(?<!\\)(?:\\\n *){2,}|(?<!\\)(?:\\\n *)(?=\n|\Z)|(?:\A|(?<=\n\n))\\\n *")
_DEEPEST = 100

_WRAPPERS = frozenset(
    ("span", "font", "body", "html", "label", "big", "small", "abbr", "cite", "q", "dfn", "time", "mark", "kbd", "samp")
)
_WRAPPERS |= {"var", "tt", "nav", "address", "summary", "head", "title", "o:p"}
_PARAGRAPHS = frozenset(
    ("p", "div", "section", "article", "main", "center", "figure", "figcaption", "header", "footer", "details", "dl")
)
_PARAGRAPHS |= {"dt", "dd"}
_AS_HTML = frozenset(["sub", "sup", "u", "s", "ruby", "rt"])
_SAME = {"del": "s", "strike": "s", "ins": "u"}
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TABLE = frozenset(["table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"])
_WITHOUT_WORDS = frozenset(["script", "style", "template", "noscript", "meta", "link", "colgroup", "col"])


@dataclass(frozen=True, slots=True)
class Rich:
    """A text as Markdown, and what of the original it does not carry, each named once."""

    text: str
    lost: tuple[str, ...] = ()


def is_quiet(text: str) -> bool:
    """Tell whether a text is the same plain, as Markdown and as HTML: most are, and need no work."""
    return _QUIET.fullmatch(text) is not None


def from_plain(text: str) -> str:
    """Give plain text as Markdown that shows the very same letters; TeX stays TeX."""
    if AS_IT_IS.match(text):
        return text.strip()
    out: list[str] = []
    at = 0
    for match in _TEX.finditer(text):
        out += [_escaped(text[at : match.start()]), _tex(match)]
        at = match.end()
    out.append(_escaped(text[at:]))
    return _with_hard_breaks("".join(out)).strip()


def with_tex(text: str) -> str:
    """Give Markdown with its TeX in our delimiters."""
    return _TEX.sub(_tex, text)


def without_tags_in_tex(html: str) -> str:
    """Give HTML whose TeX holds no tags: editors put line breaks and spans into it."""
    return _TEX.sub(lambda match: _TAG.sub(" ", match[0]), html)


def from_html(html: str, find_media: FindMedia) -> Rich:
    """Turn HTML into Markdown; text without any markup is taken as it is."""
    if MARKUP.search(html) is None:
        return Rich(from_plain(html))
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div", parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Rich(from_plain(plain_of(html)))
    turning = _Turning(find_media)
    text = _without_idle_breaks(turning.children(root, 0))
    return Rich(re.sub(r"\n{3,}", "\n\n", text).strip(), tuple(dict.fromkeys(turning.lost)))


def plain_of(html: str) -> str:
    """Give the words of HTML on plain lines, for keys that are typed and compared."""
    if MARKUP.search(html) is None:
        return html.strip()
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div", parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]*>", "", html).strip()
    for element in root.iter("br"):
        element.tail = f"\n{element.tail or ''}"
    for element in list(root.iter(*_WITHOUT_WORDS)):
        element.drop_tree()
    return " ".join(root.text_content().split())


def _parser() -> lxml_html.HTMLParser:
    # One parser a call: they are cheap, and not to be shared between threads.
    return lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )


@dataclass(slots=True)
class _Turning:
    """One text while it is turned."""

    find_media: FindMedia
    lost: list[str] = field(default_factory=list)

    def children(self, element: etree._Element, depth: int) -> str:
        if depth > _DEEPEST:
            self.lost.append("very deep nesting")
            return _escaped(" ".join("".join(element.itertext()).split()))
        out = [self._words(element.text)]
        for child in element:
            out.append(self._element(child, depth + 1))
            out.append(self._words(child.tail))
        return _joined(out)

    def _words(self, text: str | None) -> str:
        if not text:
            return ""
        out: list[str] = []
        at = 0
        for match in _TEX.finditer(text):
            out += [_escaped(_SPACES.sub(" ", text[at : match.start()])), _tex(match)]
            at = match.end()
        out.append(_escaped(_SPACES.sub(" ", text[at:])))
        return "".join(out)

    def _element(self, element: etree._Element, depth: int) -> str:
        name = element.tag if isinstance(element.tag, str) else ""
        name = _SAME.get(name, name)
        if name in _WITHOUT_WORDS or not name:
            if name in ("script", "style"):
                self.lost.append(f"<{name}>")
            return ""
        special = _SPECIAL_ELEMENTS.get(name)
        if special is not None:
            return special(self, element, depth)
        inner = self.children(element, depth)
        if name in _EMPHASIS:
            return _around(inner, _EMPHASIS[name], _EMPHASIS[name])
        if name in _AS_HTML:
            return _around(inner, f"<{name}>", f"</{name}>")
        if name in _HEADINGS:
            return f"\n\n{_around(inner.strip(), '**', '**')}\n\n"
        if name not in _WRAPPERS and name not in _PARAGRAPHS and name not in _TABLE:
            self.lost.append(f"<{name}>")
        return f"\n\n{inner.strip()}\n\n" if name in _PARAGRAPHS else inner

    def line_break(self, _element: etree._Element, _depth: int) -> str:
        return "\\\n"

    def rule(self, _element: etree._Element, _depth: int) -> str:
        return "\n\n---\n\n"

    def code(self, element: etree._Element, _depth: int) -> str:
        words = " ".join("".join(element.itertext()).split())
        fence = "`" * (max((len(run) for run in re.findall(r"`+", words)), default=0) + 1)
        return f"{fence} {words} {fence}" if "`" in words else f"`{words}`" if words else ""

    def preformatted(self, element: etree._Element, _depth: int) -> str:
        words = "".join(element.itertext()).strip("\n")
        fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", words)), default=0) + 1)
        return f"\n\n{fence}\n{words}\n{fence}\n\n"

    def quotation(self, element: etree._Element, depth: int) -> str:
        inner = re.sub(r"\n{3,}", "\n\n", self.children(element, depth)).strip()
        return "\n\n" + "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) + "\n\n"

    def listing(self, element: etree._Element, depth: int) -> str:
        lines: list[str] = []
        is_ordered = element.tag == "ol"
        for number, item in enumerate(element.iterchildren("li"), start=1):
            mark = f"{number}. " if is_ordered else "- "
            inner = re.sub(r"\n{3,}", "\n\n", self.children(item, depth)).strip()
            lines.append(mark + re.sub(r"\n(?=[^\n])", "\n" + " " * len(mark), inner))
        return "\n\n" + "\n".join(lines) + "\n\n"

    def link(self, element: etree._Element, depth: int) -> str:
        inner = self.children(element, depth)
        address = (element.get("href") or "").strip()
        if re.match(r"(?:https?://|mailto:)[^\s<>()]+\Z", address) is None or not inner.strip():
            return inner
        return _around(inner, "[", f"]({address})")

    def picture(self, element: etree._Element, _depth: int) -> str:
        words = _escaped(" ".join((element.get("alt") or "").split()))
        name = self.find_media(element.get("src") or "")
        return f"![{words}]({name})" if name else words

    def sound(self, element: etree._Element, _depth: int) -> str:
        sources = [element.get("src"), *(source.get("src") for source in element.iterchildren("source"))]
        names = (self.find_media(source) for source in sources if source)
        name = next((name for name in names if name), None)
        return f'<audio src="{name}"></audio>' if name else ""

    def table(self, element: etree._Element, _depth: int) -> str:
        """Keep a table as HTML, its cells as words, so that whatever stands in them cannot break it."""
        rows: list[str] = []
        for row in element.iter("tr"):
            cells = []
            for cell in row.iterchildren("td", "th"):
                spans = "".join(
                    f' {name}="{int(value)}"'
                    for name in ("colspan", "rowspan")
                    if (value := cell.get(name) or "").isdigit() and len(value) < 4
                )
                words = escape(" ".join("".join(cell.itertext()).split()), quote=False)
                cells.append(f"<{cell.tag}{spans}>{words}</{cell.tag}>")
                if cell.find(".//img") is not None:
                    self.lost.append("<img> in a table")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"\n\n<table>{''.join(rows)}</table>\n\n" if rows else ""

    def wordless(self, element: etree._Element, _depth: int) -> str:
        self.lost.append(f"<{element.tag}>")
        return ""


_SPECIAL_ELEMENTS: dict[str, Callable[[_Turning, etree._Element, int], str]] = {
    "br": _Turning.line_break,
    "hr": _Turning.rule,
    "code": _Turning.code,
    "pre": _Turning.preformatted,
    "blockquote": _Turning.quotation,
    "ul": _Turning.listing,
    "ol": _Turning.listing,
    "a": _Turning.link,
    "img": _Turning.picture,
    "audio": _Turning.sound,
    "table": _Turning.table,
} | dict.fromkeys(
    ("video", "iframe", "object", "embed", "applet", "svg", "math", "input", "select", "canvas"), _Turning.wordless
)


def _tex(match: re.Match[str]) -> str:
    inner = next(group for group in match.groups() if group is not None)
    return f"\\({' '.join(inner.split())}\\)"


def _escaped(text: str) -> str:
    text = _SPECIAL.sub(_escaped_sign, text)
    text = _LINE_START.sub(r"\1\\\2", text)
    return _NUMBERED.sub(r"\1\\\2", text)


def _escaped_sign(match: re.Match[str]) -> str:
    sign, text = match.group(), match.string
    if sign == "_" and _is_inside_word(text, match.start()):
        return sign
    if (
        sign == "&"
        and re.match(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);", text[match.start() : match.start() + 40]) is None
    ):
        return sign
    if sign == "<" and re.match(r"<[a-zA-Z!/?]", text[match.start() : match.start() + 2]) is None:
        return sign
    return f"\\{sign}"


def _is_inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def _joined(parts: Sequence[str]) -> str:
    """Join pieces; spaces beside a block or a line break are the file’s layout, not words."""
    out: list[str] = []
    before = ""
    for part in parts:
        if before.endswith("\n"):
            part = part.lstrip(" ")
        if part.startswith("\n\n") and out:
            out[-1] = out[-1].rstrip(" ")
        if part:
            out.append(part)
            before = part
    return "".join(out)


def _without_idle_breaks(text: str) -> str:
    """Make several breaks in a row a new paragraph, and drop those at the ends: editors put one into every text."""
    return text if "```" in text else _BREAKS.sub(lambda found: "\n\n" if found[0].count("\\") > 1 else "", text)


def _with_hard_breaks(text: str) -> str:
    """Keep single line ends as breaks: in Markdown alone they would be spaces."""
    return re.sub(r"(?<=[^\n \t])[ \t]*\n(?=[^\n])", "\\\\\n", text)


def _around(inner: str, before: str, after: str) -> str:
    """Put signs around words, spaces left outside: “** a**” would be no emphasis."""
    words = inner.strip()
    if not words:
        return inner
    start = inner.index(words)
    return f"{inner[:start]}{before}{words}{after}{inner[start + len(words) :]}"
