"""XML of strangers: nothing in it is resolved, fetched or run; broken declarations are repaired once, and said so."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html.entities import name2codepoint

from lxml import etree

from quizapp.core.encoding import LIMIT_BYTES, decode
from quizapp.core.errors import FormatError
from quizapp.core.question import Json

_DECLARED = re.compile(rb"\s*<\?xml\b[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\b[^<>]{0,400}>")
_SOUND = re.compile(
    r"<\?xml\s+version\s*=\s*(?:\"1\.[0-9]\"|'1\.[0-9]')(?:\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*'))?"
    r"(?:\s+standalone\s*=\s*(?:\"(?:yes|no)\"|'(?:yes|no)'))?\s*\?>"
)
_DOCTYPE = re.compile(r"(?>\s+|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+<!DOCTYPE\b([^\[>]*+)(\[)?")
#: Encodings that XML files are really written in; Python knows others, which only harm.
_ENCODINGS = re.compile(r"iso-?8859|latin|windows-12|cp(?:125|85|43|93|94|95)|koi8|shift|sjis|euc|gb|big5|mac", re.I)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold in any way."""

_REPAIRED = "The XML declaration in its first line was broken; it was repaired."


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A parsed file; `notices` say what had to be repaired or guessed."""

    root: etree._Element
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class XmlText:
    """A file’s text without its declaration, line ends kept so that lines count as in the file."""

    text: str
    notices: tuple[str, ...] = ()


def parse_xml(data: bytes, name: str, limit_bytes: int = LIMIT_BYTES) -> XmlDocument:
    """Parse a file or member; `name` is what messages call it, such as “The file” or a member’s name.

    Raises:
        FormatError: with a line, when it is no sound XML, is too large, or declares entities of its own.
    """
    source = xml_text(data, name, limit_bytes)
    return XmlDocument(parse_text(source.text, name), source.notices)


def xml_text(data: bytes, name: str, limit_bytes: int = LIMIT_BYTES) -> XmlText:
    """Decode a file by its byte order mark or declaration, and take the declaration off.

    Raises:
        FormatError: when it is no text, is too large, or has a document type with a subset of its own.
    """
    text, notices = _decoded(data, limit_bytes)
    start = text.find("<")
    lead = text[: max(0, start)]
    if lead.strip("\ufeff \t\n"):
        notices.append(f"{name} has text before its first tag; that was left out.")
    text = "\n" * lead.count("\n") + text[max(0, start) :]
    declaration = _DECLARATION.match(text, len(text) - len(text.lstrip("\n")))
    if declaration:
        if lead.strip("\ufeff") or _SOUND.fullmatch(declaration[0]) is None:
            notices.append(_REPAIRED)
        lines = "\n" * text.count("\n", 0, declaration.end())
        text = lines + text[declaration.end() :]
    doctype = _DOCTYPE.match(text)
    if doctype and doctype[2]:
        line = text.count("\n", 0, doctype.end()) + 1
        raise FormatError(f"{name} declares XML entities or rules of its own, which no sound file does.", line)
    return XmlText(text, tuple(dict.fromkeys(notices)))


_PLACE = re.compile(r", line \d+, column \d+\Z")
_UNKNOWN = re.compile(r"Entity '([^']+)' not defined")
#: What the parser says, and how that is said to people; the first that fits counts.
_IN_WORDS = tuple(
    (re.compile(said), words)
    for said, words in (
        (
            r"Opening and ending tag mismatch: (\S+) line (\d+) and ([^\s,]+)",
            "<{0}> of line {1} is not closed before </{2}>. Close it there.",
        ),
        (
            r"Premature end of data in tag (\S+) line (\d+)",
            "it ends before <{0}> of line {1} is closed, so it may be cut off. Save it anew.",
        ),
        (r"EntityRef: expecting|xmlParseEntityRef", "an “&” stands alone in this line. Write “&amp;” for it."),
        (r"AttValue: \" or ' expected", 'a value in a tag of this line has no quotes. Put it in “"”: name="value".'),
        (r"AttValue: ' expected", "the quotes of a value that begins in this line are not closed. Close them."),
        (
            r"Specification mandates value for attribute (\S+)",
            '“{0}” in a tag of this line has no value. Write {0}="…".',
        ),
        (r"attributes construct error", "two values in a tag of this line are not parted. Put a space between them."),
        (r"Attribute (\S+) redefined", "a tag of this line has “{0}” twice. Remove one of them."),
        (
            r"Unescaped '<' not allowed in attributes",
            "a “<” stands in a value of this line. Write “&lt;” for it, or close the quotes before it.",
        ),
        (
            r"StartTag: invalid element name",
            "a “<” stands in this line without the name of a tag behind it. Write “&lt;” for it.",
        ),
        (
            r"Couldn't find end of Start Tag (\S+) line (\d+)",
            "the tag <{0} of line {1} has no “>” at its end, so the file may be cut off. Close it, or save it anew.",
        ),
        (r"expected '>'", "a closing tag of this line has no “>” at its end, or more than its name in it. Mend it."),
        (
            r"PCDATA invalid Char|xmlParseCharRef: invalid|invalid character in|Input is not proper",
            "a control character stands in this line, which XML cannot hold. Remove it: it may be invisible.",
        ),
        (r"Comment not terminated", "a comment is not closed. Write “-->” where it ends."),
        (r"Double hyphen within comment", "a comment of this line has “--” in it. Write a single “-”."),
        (r"Sequence '\]\]>' not allowed", "“]]>” stands in words of this line. Write “]]&gt;” for it."),
        (r"Start tag expected|Document is empty", "it does not begin with a tag. Check that it is the right file."),
        (r"Extra content", "something stands behind its end. Remove what comes from this line on."),
    )
)


def parse_text(text: str, name: str) -> etree._Element:
    """Parse text without a declaration.

    Raises:
        FormatError: with a line, when it is no sound XML.
    """
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(
            f"{name} is no sound XML: {_in_words(error)}", getattr(error, "lineno", None) or None
        ) from None
    if root is None:
        raise FormatError(f"{name} holds no XML element.", 1)
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        raise FormatError(f"{name} declares XML entities of its own, which no sound file does.", 1)
    return root


def _in_words(error: etree.XMLSyntaxError | ValueError) -> str:
    """Say in plain words what the parser found wrong; what has no words here is given in the parser's own."""
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_CDATA_NOT_FINISHED:
        return "a “<![CDATA[” is not closed. Write “]]>” where it ends."
    message = _PLACE.sub("", str(getattr(error, "msg", error)))
    if match := _UNKNOWN.match(message):
        number = name2codepoint.get(match[1])
        instead = f"“&#{number};”, or the letter itself," if number else "“&amp;” for an “&” that is meant as such,"
        return f"XML does not know the “&{match[1]};” of this line. Write {instead} instead."
    for said, words in _IN_WORDS:
        if match := said.match(message):
            return words.format(*match.groups())
    return f"the parser says “{message}”. Compare this line with a sound one, or export the file anew."


def text_of(element: etree._Element | None) -> str:
    """Give an element’s own text, comments passed over; an element inside is given as its markup."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(etree.tostring(child, encoding="unicode", with_tail=False))
        elif isinstance(child, etree._Entity):
            parts.append(child.text or "")
        parts.append(child.tail or "")
    return "".join(parts)


def xml_words(text: str) -> str:
    """Give a text as XML holds it; one with markup as CDATA, as Moodle does."""
    text = CONTROL.sub("", text)
    if not re.search(r"[<>&]", text):
        return text
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _decoded(data: bytes, limit_bytes: int) -> tuple[str, list[str]]:
    declared = _DECLARED.match(data[:1024])
    name = declared[1].decode("ascii") if declared else "utf-8"
    if len(data) <= limit_bytes and _ENCODINGS.match(name) and not data.startswith(codecs.BOM_UTF8):
        try:
            text = data.decode(name)
        except (LookupError, UnicodeDecodeError):
            text = ""
        if text and "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n"), []
    text, notice = decode(data, limit_bytes)
    notices = [notice] if notice else []
    if declared and name.lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii", "ascii") and not notice:
        notices.append(_REPAIRED)
    return text, notices


def holds_control(value: Json) -> bool:
    """Tell whether a text of a raw question holds letters that XML has no way to write."""
    if isinstance(value, dict):
        return any(holds_control(inner) for name, inner in value.items() if name not in ("origin", "draft"))
    if isinstance(value, list):
        return any(holds_control(inner) for inner in value)
    return isinstance(value, str) and ("\r" in value or CONTROL.search(value) is not None)
