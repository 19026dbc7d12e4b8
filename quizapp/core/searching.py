"""Words of questions as they are searched for: the same folding on the way in and in what somebody types."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
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
#: A share of right first answers: p<0.3, p>=80%; p<30 is p<30%.
_SHARE = re.compile(r"p\s*(<=?|>=?)\s*(\d{1,3}(?:[.,]\d{1,4})?|[.,]\d{1,4})(\s*%)?(?!\S)", re.IGNORECASE)
_PIECE = re.compile(
    r'(tag|kind|about|used):(?:"([^"]*)"?|(\S*))|(-?)"([^"]*)"?|(-(?:tag|kind|about|used):"[^"]*"?|\S+)', re.IGNORECASE
)
_NO_SHARE = re.compile(r"p[<>]=?(\S*)", re.IGNORECASE)
_NO_FIELD = re.compile(r"-(?:tag|kind|about|used):", re.IGNORECASE)
#: A number below zero is no word that is to be left out.
_LEFT_OUT = re.compile(r"-[^\W\d_]")
_EXAMPLES = {"tag": "tag:history/rome", "kind": "kind:date", "about": "about:actor", "used": "used:no"}
#: Whether anybody has answered a question yet.
_USED = {"yes": True, "no": False, "never": False}


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
class Unread:
    """Words that tell of a part that could not be read; `is_unfinished` = more of it is to come."""

    words: str
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: all of it must be there, but for `without`. `marks` are those of `tag_mark`.

    `used` holds whether anybody has answered it, `shares` bounds of how many first answers were right. `unread` tells
    of what was typed and says nothing.
    """

    terms: tuple[Term, ...] = ()
    marks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    abouts: tuple[str, ...] = ()
    used: tuple[bool, ...] = ()
    shares: tuple[Share, ...] = ()
    without: tuple[Term, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether it asks for nothing."""
        return replace(self, unread=()) == NOTHING


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


def read_query(text: str, kinds: Collection[str] | None = None) -> Query:
    """Read what somebody typed: words, "words side by side", -word, `tag:` `kind:` `about:` `used:no` and `p<0.3`.

    Whatever it is, it is read; what says nothing is named in `unread`, and the rest is looked for. Where nothing is
    left nothing is found: all questions are not what was asked for. The last word may be unfinished, unless a space or
    a quotation mark ends it. `kinds` are those there are; None = all that are named.
    """
    text, shares = _split_shares(text[:QUERY_AT_MOST])
    typed = _Typed(frozenset(kinds) if kinds is not None else None)
    for match in _PIECE.finditer(text):
        field, quoted_value, value, minus, quoted, word = match.groups()
        if field is not None:
            typed.take_field(field.casefold(), (quoted_value or value or "").strip())
        elif quoted is not None:
            typed.take_words(quoted, is_left_out=bool(minus))
        else:
            typed.take_word(word, is_open=match.end() == len(text))
    query = typed.query(shares)
    is_nothing = query.is_empty and not any(each.is_unfinished for each in query.unread)
    # Signs alone are in no question.
    is_said = bool(query.unread) or (text.strip() and not any(map(str.isalnum, text)))
    return replace(query, abouts=("nothing",)) if is_nothing and is_said else query


@dataclass(slots=True)
class _Typed:
    """The parts of what somebody typed, as they are read."""

    kinds: Collection[str] | None
    terms: list[Term] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _EXAMPLES})
    unread: list[Unread] = field(default_factory=list)

    def take_field(self, name: str, value: str) -> None:
        """Take what is asked of a field."""
        if not value:
            self.unread.append(Unread(f"“{name}:” needs a word behind it, such as {_EXAMPLES[name]}.", True))
            return
        known = value if name == "tag" else value.casefold().replace("-", "_")
        flaw = self._flaw(name, value, known)
        if flaw:
            self.unread.append(Unread(flaw))
        else:
            self.named[name].append(known)

    def _flaw(self, name: str, value: str, known: str) -> str:
        if name == "kind" and self.kinds is not None and known not in self.kinds:
            return f"“{value}” is not a kind; kinds are {', '.join(sorted(self.kinds))}."
        if name == "about" and known not in ABOUTS:
            return f"“{value}” is nothing that a question is about; that is {', '.join(ABOUTS)}."
        if name == "used" and known not in _USED:
            return f"“used:{value}” says nothing; write used:yes or used:no."
        return ""

    def take_word(self, word: str, *, is_open: bool) -> None:
        """Take what stands between spaces; `is_open` = it may go on."""
        share = _NO_SHARE.fullmatch(word)
        if share is not None:
            flaw = f"“{word}” needs a share behind it, such as p<0.3 or p>80%."
            self.unread.append(Unread(flaw, is_unfinished=not share[1]))
        elif _NO_FIELD.match(word):
            self.unread.append(Unread(f"“{word}” says nothing; words alone can be left out, such as -peru."))
        else:
            self.take_words(word, is_left_out=_LEFT_OUT.match(word) is not None, is_open=is_open)

    def take_words(self, text: str, *, is_left_out: bool, is_open: bool = False) -> None:
        """Take words that stand side by side."""
        if words := split_words(text)[:TERMS_AT_MOST]:
            found = self.without if is_left_out else self.terms
            found.append(Term(tuple(words), is_open and not is_left_out and len(words[-1]) >= PREFIX_FROM))

    def query(self, shares: tuple[Share, ...]) -> Query:
        """Give all of it."""
        named = {name: found[:TERMS_AT_MOST] for name, found in self.named.items()}
        return Query(
            tuple(self.terms[:TERMS_AT_MOST]),
            tuple(map(tag_mark, named["tag"])),
            tuple(named["kind"]),
            tuple(named["about"]),
            tuple(_USED[each] for each in named["used"]),
            shares,
            tuple(self.without[:TERMS_AT_MOST]),
            tuple(self.unread[:TERMS_AT_MOST]),
        )


def _split_shares(text: str) -> tuple[str, tuple[Share, ...]]:
    """Give a text without the bounds that stand in it outside quotation marks, and these."""
    parts = text.split('"')
    found = [match for part in parts[::2] for match in _SHARE.finditer(part) if _is_share(match)]
    if not found:
        return text, ()
    for place in range(0, len(parts), 2):
        parts[place] = _SHARE.sub(lambda match: " " if _is_share(match) else match[0], parts[place])
    return '"'.join(parts), tuple(map(_share, found[:TERMS_AT_MOST]))


def _is_share(match: re.Match[str]) -> bool:
    is_alone = match.start() == 0 or match.string[match.start() - 1].isspace()
    return is_alone and _share(match).bound <= 1


def _share(match: re.Match[str]) -> Share:
    sign, number, percent = match.groups()
    bound = float(number.replace(",", "."))
    # Nothing is right more often than always, so that 30 means per cent.
    return Share(sign[0] == "<", bound / 100 if percent or bound > 1 else bound, sign.endswith("="))


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
