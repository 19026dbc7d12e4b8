"""Numbers of workbooks in formats that put words between or beside their digits: `0 "kg"`, `(000) 000-0000`.

Source: ECMA-376 part 1, 18.8.31. Thousands stand together, since a comma between them may part decimals elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<sign>.)|[_*].|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<test><=|>=|<>|<|>|=)(?P<limit>-?[0-9.]+)\]'
    r"|\[(?:DB|Nat)(?P<numerals>)Num[^\]]*\]|\[[^\]]*\]|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<general>(?i:General|Standard)|@)|(?P<power>[Ee][+-])"
    r"|(?P<bare>[ $%+():!^&'~{}<>=-]|[^\x00-\x7f])|(?P<slash>/)|(?P<other>.)",
    re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\])*', re.DOTALL)
_WORDLESS = re.compile(r"[\s+()$€£¥₩₹₽%-]*")
_GROUPS = re.compile(r"#+(?:[ '’\xa0\u202f][#0]{3})+")
_EXACT_BELOW = 1e15
_MOST_PLACES = 15
#: Holds what is shown of any number: 15 digits before the point, two more for per cent, and those behind it.
_WIDE = Context(prec=64)
_PAIR = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a format: `digit` and its sign, `point`, `comma`, `general`, or `text`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a format that semicolons part, with the test that its number has to pass."""

    parts: Sequence[_Part]
    test: str = ""
    limit: float = 0
    is_known: bool = True

    @property
    def before(self) -> str:
        """The digits before the point, with the words between them."""
        until = next((place for place, part in enumerate(self.parts) if part.kind == "point"), len(self.parts))
        return "".join(part.text for part in self.parts[:until] if part.kind in ("digit", "text"))

    @property
    def is_plain(self) -> bool:
        """Whether it shows a number as such, be it with a sign of money, in brackets or in groups of thousands."""
        places = [place for place, part in enumerate(self.parts) if part.kind in ("digit", "general")]
        if not places:
            return not any(part.text.strip() for part in self.parts)
        within = "".join(part.text for part in self.parts[places[0] : places[-1]] if part.kind == "text")
        outside = "".join(
            part.text for part in (*self.parts[: places[0]], *self.parts[places[-1] :]) if part.kind == "text"
        )
        is_grouped = within.strip(" '’\xa0\u202f") == "" and _GROUPS.fullmatch(self.before.strip()) is not None
        is_even = (not within or is_grouped) and _WORDLESS.fullmatch(outside) is not None
        is_padded = self.zeros >= _PAIR and any(part.kind == "point" for part in self.parts)
        return is_even and not self.scale and not is_padded

    @property
    def zeros(self) -> int:
        """How many digits before the point are always there."""
        return _digits(self.parts)[0].count("0")

    @property
    def scale(self) -> int:
        """How many commas stand behind the last digit, or right before the point."""
        found = waiting = 0
        for part in self.parts:
            if part.kind == "point":
                found, waiting = found + waiting, 0
            elif part.kind in ("comma", "digit"):
                waiting = waiting + 1 if part.kind == "comma" else 0
        return found + waiting if any(part.kind == "digit" for part in self.parts) else 0


def patterned(value: float, number_format: str) -> str | None:
    """Give a number with the words of its format; None where that has none, and shows the number as such.

    Raises:
        ValueError: for a format that is not understood.
    """
    if _shows_as_such(number_format):
        return None
    sections = _sections(number_format)
    section, needs_minus = _section_for(value, sections)
    if section is None or not section.is_known or (not section.is_plain and abs(value) >= _EXACT_BELOW):
        raise ValueError(number_format)
    if section.is_plain:
        return None
    text = _filled(section, abs(Decimal(repr(value)))).strip()
    return f"-{text}" if needs_minus and re.search("[1-9]", text) else text


def _section_for(value: float, sections: Sequence[_Section]) -> tuple[_Section | None, bool]:
    """Find the section that shows a number, and whether it is below 0 and no sign in the section says so."""
    if any(section.test for section in sections):
        found = next((each for each in sections if not each.test or _passes(value, each)), None)
        return found, value < 0
    if value < 0 and len(sections) >= _PAIR:
        return sections[1], not any(part.text.strip() in ("-", "(") for part in sections[1].parts)
    return sections[2 if value == 0 and len(sections) > _PAIR else 0], value < 0


def _passes(value: float, section: _Section) -> bool:
    signs = {"<": value < section.limit, ">": value > section.limit, "=": value == section.limit}
    return any(signs[sign] for sign in section.test)


@lru_cache(maxsize=1_024)
def _shows_as_such(number_format: str) -> bool:
    """Whether no number has any words in it, which is so of nearly all cells."""
    return all(section.is_known and section.is_plain and not section.test for section in _sections(number_format))


@lru_cache(maxsize=1_024)
def _sections(number_format: str) -> tuple[_Section, ...]:
    found: list[str] = []
    at = 0
    while at <= len(number_format):
        match = _SECTION.match(number_format, at)
        end = match.end() if match else at
        found.append(number_format[at:end])
        at = end + 1
    return tuple(map(_section, found))


def _section(text: str) -> _Section:
    parts: list[_Part] = []
    test, limit, is_known = "", 0.0, True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "limit":
            test, limit = match["test"], float(match["limit"])
        elif kind in ("words", "sign", "money", "bare"):
            parts.append(_Part("text", match[kind]))
        elif kind in ("digit", "point", "comma", "general"):
            parts.append(_Part(kind, match[0]))
        elif kind == "numerals":
            is_known = False
        elif kind == "slash":
            # A fraction where digits stand on both its sides.
            is_known = is_known and not any(part.kind == "digit" for part in parts)
            parts.append(_Part("text", "/"))
        elif kind in ("power", "other"):
            parts.append(_Part("power", match[0]))
    has_power = any(part.kind == "power" for part in parts)
    plain = _Section([part for part in parts if part.kind != "power"])
    if has_power:
        # 1.5E+03 is the number as such.
        is_known = is_known and plain.is_plain and not re.search("[A-DF-Za-df-z]", _bare(text))
    return _Section(plain.parts, test, limit, is_known)


def _bare(text: str) -> str:
    """Give a section without what is quoted or in brackets."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].|General|Standard', "", text, flags=re.IGNORECASE)


def _digits(parts: Sequence[_Part]) -> tuple[str, str]:
    """Give the signs of the digits before the point and behind it."""
    before, _, behind = "".join(part.text for part in parts if part.kind in ("digit", "point")).partition(".")
    return before, behind


def _filled(section: _Section, amount: Decimal) -> str:
    """Put the digits of a number into a section, from the point on to both sides."""
    before, behind = _digits(section.parts)
    amount = amount.scaleb(-3 * section.scale)
    if any(part.kind == "text" and part.text == "%" for part in section.parts):
        amount *= 100
    places = min(len(behind), _MOST_PLACES)
    whole, _, rest = f"{amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE):f}".partition(".")
    rest = rest[: len(behind.rstrip("#?")) + len(rest[len(behind.rstrip("#?")) :].rstrip("0"))]
    digits = "" if whole == "0" else whole
    pieces: list[str] = []
    left, is_behind = len(before), False
    for part in section.parts:
        if part.kind == "general":
            pieces.append(f"{amount.normalize():f}")
        elif part.kind == "point":
            is_behind = True
            pieces.append(f".{rest}" if rest else "")
        elif part.kind == "digit" and not is_behind:
            pieces.append(_digit(part.text, digits, left, is_first=left == len(before)))
            left -= 1
        elif part.kind == "text":
            pieces.append(part.text)
    return "".join(pieces)


def _digit(sign: str, digits: str, left: int, *, is_first: bool) -> str:
    """Give the digit for the place that is so many from the point; the first one takes all that remain."""
    if is_first and len(digits) > left:
        return digits[: len(digits) - left + 1]
    if len(digits) >= left:
        return digits[len(digits) - left]
    return "0" if sign == "0" else ""
