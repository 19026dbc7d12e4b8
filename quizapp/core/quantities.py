"""Numbers and units as people write them: decimal comma, thousands, “5 million”, “96 miles”."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation

from quizapp.core.compare import fold

#: Word lists are kept as running text.
_split = str.split

#: Longer texts are no quantities.
MAX_QUANTITY_CHARS = 100
MAX_DIGITS = 40
MAX_EXPONENT = 100

ARITHMETIC = Context(prec=80)

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TYPED = re.compile(r"(?P<sign>[+−–-]?) ?(?P<digits>[0-9][0-9.,' ]*[0-9])(?P<share> ?%|)")
_QUANTITY = re.compile(
    r"(?P<money>[$€£¥])?\s*(?P<sign>[+-]?)\s*(?P<money2>[$€£¥])?\s*"
    r"(?:(?P<whole>[0-9]{1,6})\s+(?=[0-9]{1,3}/))?(?P<digits>[0-9](?:[0-9.,' ]*[0-9])?|[.,][0-9]+)"
    r"(?:/(?P<below>[0-9]{1,6}))?"
    r"(?:\s*(?:[x×*·]\s*10\s*\^?\s*|e(?=[+-]?[0-9]))(?P<power>[+-]?[0-9]{1,3}))?"
    r"(?P<rest>[^0-9]*(?:(?<=[a-z/])[\^]?[23])?)"
)
_ROUGH = re.compile(
    r"^(?:(?:about|around|approximately|approx|roughly|circa|ca|c|exactly|nearly|almost)\b\.?|[~≈=])\s*"
)
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "mn": 6, "bn": 9, "tn": 12}
_SCALES |= {"thousands": 3, "millions": 6, "mio": 6, "mrd": 9}
#: Words for numbers from 0 to 20, and for tens.
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        _split(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen twenty"
        )
    )
} | {
    word: number
    for number, word in zip(range(30, 100, 10), _split("thirty forty fifty sixty seventy eighty ninety"), strict=True)
}
_ANY_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_WORD_NUMBER = re.compile(rf"^({_ANY_WORD})(?:[ -]({_ANY_WORD}))?\b")

_UNITS: dict[str, tuple[str, str, str]] = {}
for _dimension, _rows in {
    "length": "mm:0.001:millimetre cm:0.01:centimetre dm:0.1:decimetre m:1:metre km:1000:kilometre "
    "in:0.0254:inch,inche ft:0.3048:foot,feet yd:0.9144:yard mi:1609.344:mile nmi:1852:nautical_mile",
    "mass": "mg:0.001:milligram g:1:gram,gramme kg:1000:kilogram,kilogramme,kilo t:1000000:tonne,metric_ton "
    "lb:453.59237:pound oz:28.349523125:ounce",
    "time": "ms:0.001:millisecond s:1:second,sec min:60:minute h:3600:hour,hr d:86400:day wk:604800:week",
    "area": "cm2:0.0001:square_centimetre m2:1:square_metre,sqm,sq_m ha:10000:hectare acre:4046.8564224:acre "
    "km2:1000000:square_kilometre,sq_km,sqkm mi2:2589988.110336:square_mile,sq_mi",
    "volume": "ml:0.001:millilitre cl:0.01:centilitre l:1:litre m3:1000:cubic_metre",
    "speed": "m/s:1:metre_per_second,mps km/h:0.2777777777777777777778:kilometre_per_hour,kph,kmh "
    "mph:0.44704:mile_per_hour",
    "share": "%:1:percent,per_cent,percentage",
    "years": "yr:1:year,y",
    "warmth": "°c:1:degree_celsius,celsius,c",
    "angle": "°:1:degree,deg",
    "dollar": "$:1:dollar,usd,us_dollar",
    "euro": "€:1:euro,eur",
    "sterling": "£:1:pound_sterling,gbp",
}.items():
    for _row in _rows.split():
        _symbol, _factor, _names = _row.split(":")
        for _name in (_symbol, *_names.replace("_", " ").split(",")):
            _UNITS[_name] = (_dimension, _factor, _symbol)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A typed number: what it may mean (1,234 is two), the word that scales it (already counted in), and its unit."""

    values: tuple[Decimal, ...]
    scale: str = ""
    unit: str = ""

    @property
    def unscaled(self) -> tuple[Decimal, ...]:
        """Give the values without their scaling word: 5 for “5 million”."""
        power = _SCALES.get(self.scale, 0)
        return tuple(ARITHMETIC.scaleb(value, -power) for value in self.values)


def parse_number(text: str) -> Decimal:
    """Read a number as authors write it: digits, a decimal point, an exponent.

    Raises:
        ValueError: with a message for people.
    """
    if _PLAIN.fullmatch(text) is None or len(text) > MAX_DIGITS + 6:
        raise ValueError(f"“{text[:60]}” is not a number; write digits with a decimal point, as in 155, -2.5 or 3e8.")
    value = _decimal(text)
    if value is None:
        raise ValueError(
            f"“{text[:60]}” is too long or too large; {MAX_DIGITS} digits and 1e{MAX_EXPONENT} are the limit."
        )
    return value


def as_plain_number(text: str) -> str:
    """Give a number, or so many %, that is written with a decimal comma or spaces as `parse_number` takes it.

    Any other text stays as it is, as does one of two meanings: 1,234.
    """
    found = _TYPED.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if found is None or len(text) > MAX_DIGITS:
        return text
    values = _readings(found["digits"])
    sign = "-" if found["sign"] in ("−", "–") else found["sign"]
    number = found["digits"] if _PLAIN.fullmatch(found["digits"]) else f"{values[0]:f}" if len(values) == 1 else ""
    return f"{sign}{number}{found['share']}" if number else text


def read_quantity(text: str) -> Quantity | None:
    """Read a number as learners type it, with its unit; None when there is none."""
    if len(text) > MAX_QUANTITY_CHARS:
        return None
    plain = unicodedata.normalize("NFKC", re.sub("(?<=[0-9])(?=[½¼¾])", " ", text)).casefold().strip()
    plain = re.sub(r"[−–—]", "-", plain).replace("⁄", "/").replace("’", "'").replace("…", " ")
    plain = _ROUGH.sub("", " ".join("".join(_ascii(char) for char in plain).split())).rstrip(" .!?")
    plain = _WORD_NUMBER.sub(_word_digits, plain)
    found = _QUANTITY.fullmatch(plain)
    if found is None:
        return None
    values = _signed(found)
    scale, unit = _scale(found["rest"].strip(" .-"))
    if not values:
        return None
    power = int(found["power"] or 0) + _SCALES.get(scale, 0)
    if abs(power) > MAX_EXPONENT:
        return None
    scaled = tuple(ARITHMETIC.scaleb(value, power) for value in values)
    return Quantity(scaled, scale, unit or found["money"] or found["money2"] or "")


def same_unit(one: str, other: str) -> bool:
    """Tell whether two texts name one unit: km, kilometres, Kilometer."""
    known, sought = _known(one), _known(other)
    if known is not None and sought is not None:
        return known[2] == sought[2]
    return _bare(one) == _bare(other)


def converted(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """Convert between units of one dimension; None where that is not possible."""
    known, sought = _known(unit), _known(wanted)
    if known is None or sought is None or known[0] != sought[0]:
        return None
    return ARITHMETIC.divide(ARITHMETIC.multiply(value, Decimal(known[1])), Decimal(sought[1]))


def scale_of(unit: str) -> str:
    """Give the scaling word within a unit such as “million people”; empty for none."""
    return next((word for word in fold(unit).split() if word in _SCALES and len(word) > 2), "")


def _signed(found: re.Match[str]) -> tuple[Decimal, ...]:
    values = _readings(found["digits"])
    if found["below"]:
        below = int(found["below"])
        values = tuple(ARITHMETIC.divide(value, Decimal(below)) for value in values) if below else ()
    if found["whole"]:
        values = tuple(ARITHMETIC.add(Decimal(found["whole"]), value) for value in values)
    return tuple(-value for value in values) if found["sign"] == "-" else values


def _readings(digits: str) -> tuple[Decimal, ...]:
    """Give what a run of digits with separators may mean, likeliest first."""
    if re.fullmatch(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]+)?", digits):
        return _made(re.sub("[ ']", "", digits).replace(",", "."))
    if " " in digits or "'" in digits:
        return ()
    marks = re.sub("[0-9]", "", digits)
    if len(set(marks)) > 1:
        thousands, decimal = marks[0], marks[-1]
        is_sound = re.fullmatch(rf"[0-9]{{1,3}}(?:\{thousands}[0-9]{{3}})+\{decimal}[0-9]+", digits)
        return _made(digits.replace(thousands, "").replace(decimal, ".")) if is_sound else ()
    if len(marks) > 1:
        is_grouped = re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}", digits)
        return _made(digits.replace(marks[0], "")) if is_grouped else ()
    whole, part = digits.replace(marks, ""), digits.replace(",", ".")
    if marks and re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", digits):
        return _made(whole, part) if marks == "," else _made(part, whole)
    return _made(part)


def _made(*texts: str) -> tuple[Decimal, ...]:
    return tuple(value for value in map(_decimal, texts) if value is not None)


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or len(value.as_tuple().digits) > MAX_DIGITS or abs(value.adjusted()) > MAX_EXPONENT:
        return None
    return value


def _scale(rest: str) -> tuple[str, str]:
    word, _, unit = rest.partition(" ")
    word = word.rstrip(".")
    return (word, unit.strip().removeprefix("of ").strip()) if word in _SCALES else ("", rest)


def _word_digits(found: re.Match[str]) -> str:
    first, second = NUMBER_WORDS[found[1]], NUMBER_WORDS[found[2]] if found[2] else 0
    if second and not (first >= 20 and 0 < second < 10):
        return found[0]
    return str(first + second)


def _known(unit: str) -> tuple[str, str, str] | None:
    bare = _bare(unit)
    american = re.sub(r"(met|lit)er\b", r"\1re", bare)
    return _UNITS.get(bare) or _UNITS.get(american)


def _bare(unit: str) -> str:
    """Give a unit in small letters, without plural s, stops and powers' marks."""
    plain = unicodedata.normalize("NFKC", unit).casefold().replace("^", "").replace(".", "")
    kept = [_singular(word) for word in plain.split()]
    return re.sub(r"\bper\b", "per", " ".join(kept))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _ascii(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
