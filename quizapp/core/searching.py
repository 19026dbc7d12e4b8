"""Words of questions as they are searched for: the same folding on the way in and in what somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from quizapp.core.compare import plain_letters
from quizapp.core.question import ABOUTS, Json

#: Nobody types more to find a question, and a database may be asked for so much at a time.
QUERY_AT_MOST = 200
TERMS_AT_MOST = 12
#: A question is found by so many bytes of its words: PostgreSQL keeps no more than 1 MB of words and their places.
WORDS_AT_MOST_BYTES = 400_000
#: A shorter beginning of a word would find half of a bank.
PREFIX_FROM = 2
_SEARCHED = (
    "stem", "title", "context", "key", "accept", "distractors", "pairs", "items", "gaps", "options", "explanation",
    "hints",
)  # fmt: skip
#: Fields within those that hold switches and numbers of ours, not words.
_UNSEARCHED = ("kind", "weight", "worth", "tolerance", "compare", "scoring")
#: Writing without spaces: each sign is a word, and several in a row are searched as they stand.
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")
#: One thing to whoever types it: O'Neill is oneill, 1,000 is 1000. Begun with the sign itself they are found fast.
_INNER = (("'", re.compile(r"'(?<=\w')(?=\w)")), (",", re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")))
_WORD = re.compile(r"[^\W_]+")
#: The same for ASCII, four times faster: letters small, digits as they are, a space for all else.
_ASCII_WORDS = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
#: A share of right first answers: p<0.3, p>=80%.
_SHARE = re.compile(r"p\s*(<=?|>=?)\s*(\d{1,3}(?:[.,]\d{1,4})?|[.,]\d{1,4})(\s*%)?(?!\S)", re.IGNORECASE)
_PIECE = re.compile(r'(tag|kind|about|used):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)', re.IGNORECASE)
#: Whether anybody has answered a question yet; what is none of these asks for both, and so finds nothing.
_USED = {"yes": (True,), "no": (False,), "never": (False,)}
_NEITHER = (True, False)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side; with `is_prefix` the last of them may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A bound of a share from 0 to 1: below or above it, the bound itself included or not."""

    is_below: bool
    bound: float
    is_included: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: all of it must be there. `marks` are those of `tag_mark`.

    `used` holds whether anybody has answered it, `shares` bounds of how many first answers were right.
    """

    terms: tuple[Term, ...] = ()
    marks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    abouts: tuple[str, ...] = ()
    used: tuple[bool, ...] = ()
    shares: tuple[Share, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether it asks for nothing."""
        return self == NOTHING


#: Asks for nothing in particular.
NOTHING = Query()


def split_words(text: str) -> list[str]:
    """Give the folded words of a text, as they are stored and searched for."""
    is_ascii = text.isascii()
    if not is_ascii:
        text = _UNSPACED.sub(r" \1 ", plain_letters(text).replace("’", "'"))
    for sign, inner in _INNER:
        if sign in text:
            text = inner.sub("", text)
    if is_ascii:
        return text.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split()
    return _WORD.findall(text.lower())


def words_of(body: Mapping[str, Json]) -> str:
    """Give the words of a question's body by which it can be found, folded, one space between them; not endlessly."""
    texts: list[str] = []
    for name in _SEARCHED:
        if name in body:
            _take_texts(body[name], texts)
    words = " ".join(split_words(" \n ".join(texts)))
    if len(words) * 4 <= WORDS_AT_MOST_BYTES or len(words.encode()) <= WORDS_AT_MOST_BYTES:
        return words
    return words.encode()[:WORDS_AT_MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]


def marks_of(tags: Iterable[str]) -> str:
    """Give the marks of tags and of all paths above them, one space between them."""
    return " ".join(sorted({mark for tag in tags for mark in _marks_of_tag(tag)}))


@lru_cache(maxsize=4_096)
def _marks_of_tag(tag: str) -> tuple[str, ...]:
    """Give the marks of one tag; the questions of a bank have few tags among them."""
    parts = _path(tag)
    return tuple(tag_mark("/".join(parts[: n + 1])) for n in range(len(parts)))


def split_tags(text: str) -> list[str]:
    """Give the tags that somebody wrote into one input, with commas or on lines of their own, each once."""
    return list(dict.fromkeys(tag.strip() for tag in re.split(r"[,\n]", text) if tag.strip()))


def tag_mark(path: str) -> str:
    """Name a tag path in letters and digits alone, whatever it is written with."""
    return "t" + blake2b("/".join(_path(path)).encode(), digest_size=7).hexdigest()


def read_query(text: str) -> Query:
    """Read what somebody typed: words, "words side by side", `tag:` `kind:` `about:` `used:no` and `p<0.3`.

    Whatever it is, it is read.

    The last word may be unfinished, unless a space or a quotation mark ends it. A kind or thing asked about that there
    is not finds nothing, as a tag does that no question has.
    """
    text = text[:QUERY_AT_MOST]
    terms: list[Term] = []
    named: dict[str, list[str]] = {"tag": [], "kind": [], "about": [], "used": []}
    text, shares = _split_shares(text)
    for match in _PIECE.finditer(text):
        field, quoted_value, value, quoted, word = match.groups()
        if field is not None:
            named[field.casefold()] += filter(None, [(quoted_value or value or "").strip()])
        elif words := split_words(quoted if quoted is not None else word)[:TERMS_AT_MOST]:
            is_open = quoted is None and match.end() == len(text) and len(words[-1]) >= PREFIX_FROM
            terms.append(Term(tuple(words), is_open))
    if text.strip() and not shares and not any(map(str.isalnum, text)):
        # Signs alone are in no question; all questions are not what was asked for.
        return Query(abouts=("nothing",))
    return Query(
        tuple(terms[:TERMS_AT_MOST]),
        tuple(map(tag_mark, named["tag"][:TERMS_AT_MOST])),
        tuple(kind.casefold().replace("-", "_") for kind in named["kind"][:TERMS_AT_MOST]),
        tuple(about if about in ABOUTS else "nothing" for about in map(str.casefold, named["about"][:TERMS_AT_MOST])),
        tuple(each for word in named["used"][:TERMS_AT_MOST] for each in _USED.get(word.casefold(), _NEITHER)),
        shares,
    )


def _split_shares(text: str) -> tuple[str, tuple[Share, ...]]:
    """Give a text without the bounds that stand in it outside quotation marks, and these."""
    parts = text.split('"')
    found = [match for part in parts[::2] for match in _SHARE.finditer(part) if _is_alone(part, match)]
    if not found:
        return text, ()
    for place in range(0, len(parts), 2):
        parts[place] = _SHARE.sub(lambda match: " " if _is_alone(match.string, match) else match[0], parts[place])
    return '"'.join(parts), tuple(map(_share, found[:TERMS_AT_MOST]))


def _is_alone(part: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or part[match.start() - 1].isspace()


def _share(match: re.Match[str]) -> Share:
    sign, number, percent = match.groups()
    bound = float(number.replace(",", ".")) / (100 if percent else 1)
    return Share(sign[0] == "<", bound, sign.endswith("="))


def _path(tag: str) -> list[str]:
    parts = (" ".join(split_words(part)) or part.strip() for part in tag.split("/"))
    return [part for part in parts if part]


def _take_texts(value: Json, texts: list[str]) -> None:
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, list):
        for inner in value:
            _take_texts(inner, texts)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in _UNSEARCHED:
                _take_texts(inner, texts)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        texts.append(str(value))
