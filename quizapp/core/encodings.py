"""Encodings that a text may be in, and which one it likely is: told by the letters that its bytes become."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

NAMES: Mapping[str, str] = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "iso8859-2": "Central European (ISO 8859-2)",
    "cp1251": "Cyrillic (Windows-1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp1257": "Baltic (Windows-1257)",
    "cp932": "Japanese (Shift-JIS)",
    "euc-jp": "Japanese (EUC-JP)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "cp949": "Korean (EUC-KR)",
    "mac-roman": "Western European (Macintosh)",
}
"""Encodings by the names that Python has for them, with words for people."""

ALIASES: Mapping[str, str] = {
    **{f"windows-{page}": f"cp{page}" for page in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257)},
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "iso-8859-2": "iso8859-2",
    "macroman": "mac-roman",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "utf8": "utf-8",
}
"""Further names by which people call them."""

_SAMPLE_BYTES = 65_536
_LOOKED_AT = 500
#: From this share of letters on that its language uses often, a text is one of several bytes a letter.
_SURE = 0.75
_FIT_AT_LEAST = 0.4
_LETTERS_AT_LEAST = 2
_LETTERS_AT_MOST = 4_000
#: No Japanese text has Chinese letters alone.
_KANA_AT_LEAST = 0.1
#: From here on letters are of other alphabets than the Latin one, which no word mixes with it.
_OTHER_ALPHABETS = "\u0370"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x7f-\x9f]")
_SIGNS = frozenset("’‘“”„‚«»‹›–—…·•°§©®™€£¥¢²³¹½¼¾×÷±µ¿¡ªº\N{NO-BREAK SPACE}")
#: Of these, some stand inside words.
_JOINTS = frozenset("’‘–—·")
#: Alphabets of one byte a letter: the letters beyond ASCII that texts of a language have, the likeliest encoding first.
_ALPHABETS: Mapping[str, tuple[str, ...]] = {
    "cp1252": (
        "äöüß", "éèêëàâçîïôùûœæ", "áéíóúñü", "ãáéíóúâêôçàü", "åäöæøé", "àèéìòùí", "áðéíóúýþæö", "éëïöüáóèí", "äöõüšž",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ"),
    "iso8859-2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ"),
    "cp1254": ("çğıöşüâî\u0307",),
    "mac-roman": ("äöüß", "éèêëàâçîïôùûœæ", "áéíóúñü", "ãáéíóúâêôçàü", "åäöæøé", "àèéìòùí"),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž"),
    "cp1251": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
               "абвгдђежзијклљмнњопрстћуфхцчџш"),
    "koi8-r": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",),
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",),
    "cp1255": ("אבגדהוזחטיכךלמםנןסעפףצץקרשת",),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",),
}  # fmt: skip
#: The commonest letters of alphabets whose bytes are letters of another one too.
_COMMON: Mapping[str, str] = {
    "cp1251": "оеаинтсрвл", "koi8-r": "оеаинтсрвл", "cp1253": "αοιετσνηυρςάίό", "cp1255": "יוהלאמרתבשנ",
    "cp1256": "اليمونترة",
}  # fmt: skip


def guess(data: bytes) -> str | None:
    """Guess the encoding of bytes that are no UTF-8 or UTF-16; None where it can be none of those that are known."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < len(data):
        sample = sample[: max(map(sample.rfind, (b"\n", b"\r"))) + 1] or sample
    for name, is_common in _WIDE.items():
        text = _decoded(sample, name)
        if text is None or _share(text, is_common) < _SURE:
            continue
        if is_common is not _is_japanese or _share(text, _is_kana) >= _KANA_AT_LEAST:
            return name
    fitness = {name: _fitness(sample, name) for name in _ALPHABETS}
    best = max(fitness, key=lambda name: fitness[name])
    return best if fitness[best] >= _FIT_AT_LEAST else None


def _decoded(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _share(text: str, is_common: Callable[[str], bool]) -> float:
    """Give the share of common letters among those beyond ASCII; none stands beside a small letter of ASCII."""
    letters = list(_BEYOND_ASCII.finditer(text[:_LETTERS_AT_MOST]))
    if len(letters) < _LETTERS_AT_LEAST:
        return 0.0
    return sum(is_common(match[0]) and not _is_beside_small(text, match.start()) for match in letters) / len(letters)


def _is_beside_small(text: str, place: int) -> bool:
    return any(near.isascii() and near.islower() for near in (text[place - 1 : place], text[place + 1 : place + 2]))


def _is_kana(letter: str) -> bool:
    return "\u3040" <= letter <= "\u30ff"


def _is_japanese(letter: str) -> bool:
    return "\u3000" <= letter <= "\u30ff" or "\uff00" <= letter <= "\uff60" or _has_level(letter, "euc-jp", 0xB0, 0xCF)


def _is_korean(letter: str) -> bool:
    return _has_level(letter, "euc-kr", 0xA1, 0xA3) or _has_level(letter, "euc-kr", 0xB0, 0xC8)


def _has_level(letter: str, name: str, first: int, last: int) -> bool:
    """Whether a letter is one of the common ones, which these encodings list first."""
    try:
        found = letter.encode(name)
    except UnicodeEncodeError:
        return False
    return len(found) == 2 and first <= found[0] <= last


def _is_simplified(letter: str) -> bool:
    return _has_level(letter, "gb2312", 0xA1, 0xA3) or _has_level(letter, "gb2312", 0xB0, 0xD7)


def _is_traditional(letter: str) -> bool:
    return _has_level(letter, "big5", 0xA1, 0xC6)


#: Encodings of several bytes a letter, in the order in which they are tried: what is one is by chance another one too.
_WIDE: Mapping[str, Callable[[str], bool]] = {
    "cp932": _is_japanese,
    "euc-jp": _is_japanese,
    "cp949": _is_korean,
    "gb18030": _is_simplified,
    "big5": _is_traditional,
}


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well the words of a text fit alphabets."""

    letters: str
    signs: int
    odd: int


def _fitness(sample: bytes, name: str) -> float:
    """Tell how well bytes read as an encoding of one byte a letter; minus infinity where they are none of it."""
    text = _decoded(sample, name)
    if text is None:
        return float("-inf")
    # In Portuguese no õ stands otherwise; in Hungarian it is an ő of another encoding.
    fit = _fit(text.replace("õe", "ãe"))
    count = len(fit.letters) + fit.signs + fit.odd
    if not count or (name in _COMMON and count < _LETTERS_AT_LEAST):
        # One letter alone is an accent of a Latin text, not a word of another alphabet.
        return 0.0
    covered = max(sum(letter in alphabet for letter in fit.letters) for alphabet in _ALPHABETS[name])
    common = _COMMON.get(name)
    # Where nearly all letters are covered by chance, the commonest ones decide.
    extra = 0.1 * sum(letter in common for letter in fit.letters) / count if common else 0.05
    return (covered + fit.signs - fit.odd) / count + extra


def _fit(text: str) -> _Fit:
    """Gather the letters beyond ASCII, count usual signs, and what stands where no text has it."""
    letters: list[str] = []
    signs = odd = 0
    for match in islice(_BEYOND_ASCII.finditer(text), _LOOKED_AT):
        place, letter = match.start(), match[0]
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        is_inside = before.isalpha() and after.isalpha()
        if letter.isalpha() and letter not in _SIGNS:
            letters.append(unicodedata.normalize("NFC", letter.lower()))
            is_mixed = letter >= _OTHER_ALPHABETS and any(near.isascii() and near.isalpha() for near in (before, after))
            odd += is_mixed or (letter.isupper() and before.islower())
        elif letter in _SIGNS and (not is_inside or letter in _JOINTS):
            signs += 1
        else:
            odd += 1
    return _Fit("".join(letters), signs, odd)
