"""Nicknames of players: what may stand before a class, which look alike, and three to choose from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from random import Random

from quizapp.core.errors import QuizError

MAX_NICKNAME_CHARS = 24
#: Fewer letters are no name of their own, where others go on behind them.
NAME_AT_LEAST = 3
_LOOK_ALIKE = str.maketrans("0134578@$!|", "oieastbasii")
#: Letters that look like Latin ones, capitals and small letters apart, since they look like different ones.
_SHAPES = str.maketrans(
    # Cyrillic
    "АВЕЅІЈКМНОРСТУХЬЗҮҺӀԀԌԚԜѴ" "авеѕіјкмнорстухьзүһӏԁԍԛԝѵ"
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ" "αβγεηικνορσςτυχωϲ"
    # Armenian
    "ՕՍՏԼ" "օսհոզյց"
    # Coptic
    "ⲀⲂⲈⲌⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬ" "ⲟⲣⲥⲭ"
    # Cherokee
    "ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏃᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏴ" "ꭰꭱꭲꭵꭹꭺꭻꭼꮃꮇꮋꮍꮐꮓꮢꮤꮥꮩꮪꮮꮯꮲꮶꮷᏼ"
    # Lisu
    "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ"
    # Latin of another make
    "ıɑɡɩᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abesijkmhopctyxbeyhldgqwv" "abesijkmhopctyxbeyhldgqwv"
    "abezhikmnoptyxcj" "abyenikvopoctuxwc"
    "ousl" "ouhnqjg"
    "abezhikmnopctyx" "opcx"
    "deriyajewmhygzrwsvslcpkdb" "deriyajewmhygzrwsvslcpkdb"
    "bpdtgkjczfmnlsrvhwxyaeiou"
    "iagiabcdefghijklmnoprstuvwyz",
)  # fmt: skip
_IS_LATIN = re.compile("[A-Za-z]")
#: Signs as wide as a line, which are not made of letters: a blessing, cuneiform, long dashes, headings of Java.
_IS_WIDE = re.compile("[\ufdfd\U00012000-\U0001254f\u2e3a\u2e3b\ua9c1-\ua9cd]")
#: Letters of Hangul that nobody sees: they only fill a place.
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
#: Parts that no nickname has, wherever they stand: no name of a person holds one. Few and plain: the host sees all
#: names, and can rename and remove.
_ANYWHERE = (
    "fuck", "nigger", "nigga", "faggot", "hitler", "bullshit", "dickhead", "arschloch", "hurensohn", "wichser",
    "missgeburt", "scheisse", "putain", "connard", "mierda", "gilipollas", "pendejo", "stronzo", "vaffanculo",
    "caralho",
)  # fmt: skip
#: Words that no nickname has: names hold them (Ignazio, Yamashita, Fickenscher, Salopek), and are not them.
_WORDS = (
    "nazi", "shit", "cunt", "cock", "tits", "slut", "penis", "whore", "pussy", "bitch", "bitches", "bastard",
    "wanker", "rapist", "asshole", "arsehole", "shithead", "nutte", "fotze", "schlampe", "ficken", "salope", "encule",
    "batard", "puta", "cabron", "maricon", "merda", "cazzo", "kurwa",
)  # fmt: skip
#: And those that two names beside each other may make, as those of Ana L.
_SHORT_WORDS = ("ass", "arse", "cum", "sex", "fag", "anal")
_KINDS = (
    "amber", "brave", "bright", "calm", "clever", "cosy", "curious", "eager", "fair", "gentle", "glad", "golden",
    "happy", "jolly", "keen", "kind", "lively", "lucky", "merry", "mighty", "nimble", "noble", "patient", "quick",
    "quiet", "rapid", "ruby", "silver", "sunny", "swift", "witty", "wise",
)  # fmt: skip
_ANIMALS = (
    "badger", "beaver", "bison", "crane", "dolphin", "eagle", "falcon", "finch", "fox", "gecko", "hare", "hawk",
    "heron", "ibex", "jay", "koala", "lark", "lynx", "marten", "moose", "otter", "owl", "panda", "puffin", "raven",
    "robin", "seal", "stork", "swan", "tiger", "turtle", "wren",
)  # fmt: skip


class NotThatNickname(QuizError):
    """A nickname cannot be taken; the message says why."""


def read_nickname(text: str, *, is_by_host: bool = False) -> str:
    """Give a typed nickname as it is shown: one line, composed, without marks that change what stands around it.

    Whoever leads the game knows what their players are called: no list of words is held against it.

    Raises:
        NotThatNickname: there is nothing to read in it, it is too long, or it is rude.
    """
    composed = write_out(text[: 40 * MAX_NICKNAME_CHARS])
    # Controls, directions and what is joined to nothing would write over the names beside it.
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" or char in BLANK_LETTERS else char for char in composed)
    shown = " ".join(kept.split())
    if len(shown) > MAX_NICKNAME_CHARS or len(text) > 40 * MAX_NICKNAME_CHARS:
        raise NotThatNickname(f"A nickname has at most {MAX_NICKNAME_CHARS} letters.")
    if not any(char.isalnum() for char in shown):
        raise NotThatNickname("Write a nickname with at least one letter or digit.")
    if overruns(shown):
        raise NotThatNickname("Write a nickname of plain letters.")
    if not is_by_host and is_rude(shown):
        raise NotThatNickname("Choose another nickname: everybody may see it.")
    return shown


def write_out(text: str) -> str:
    """Write out signs that stand for several letters, so that each is as wide as it is long."""
    return unicodedata.normalize("NFKC", text)


def overruns(shown: str) -> bool:
    """Whether a nickname or a name covers what stands around it, by heaped marks or signs as wide as a line."""
    return _too_many_marks(shown) or _IS_WIDE.search(shown) is not None


def fold_nickname(text: str) -> str:
    """Give what is left of a nickname when all that looks alike is the same: `Zoé`, `zooe` and `z0e` are one.

    Digits that are repeated stay: players 2 and 22 are two. A capital I is a small l on a screen: Ian and lan are one.
    """
    plain = fold_scripts(text).replace("rn", "m").replace("vv", "w")
    letters = re.sub(r"([^\W\d])\1+", r"\1", "".join(char for char in plain if char.isalnum() or char in "@$!|"))
    alike = letters.translate(_LOOK_ALIKE).replace("l", "i")
    return "".join(char for char in alike if char.isalnum())[: 2 * MAX_NICKNAME_CHARS]


def fold_scripts(text: str) -> str:
    """Give a name in small letters, where those of other alphabets that look like Latin ones are these, marks apart.

    Sаm and Sam are one, Тom and Tom too. Letters are seen before capitals become small ones: Ν looks like N, ν like v.
    Without a Latin letter they are seen as capitals, since to whoever writes so Νίνα and ΝΙΝΑ are one.
    """
    apart = unicodedata.normalize("NFKD", text)
    seen = apart if _IS_LATIN.search(apart) else apart.upper()
    return unicodedata.normalize("NFKD", seen.translate(_SHAPES).casefold())


def is_rude(shown: str) -> bool:
    """Whether a nickname or a name is, or holds, a word that no class should read."""
    parts = _PARTS.findall(_CAMEL.sub(" ", shown))
    # Letters that stand apart are read together: f u c k.
    spelt = "".join(parts) if len(parts) > 2 and all(len(part) == 1 for part in parts) else ""
    if any(_IS_WORD.fullmatch(reading) for reading in _readings("".join(parts))):
        return True
    alone = (reading for part in (*parts, spelt) for reading in _readings(part))
    if any(_IS_ANY_WORD.fullmatch(reading) or _IS_ANYWHERE.search(reading) for reading in alone):
        return True
    return any(_begins_in_parts(parts[start:]) for start in range(len(parts)))


def _begins_in_parts(parts: list[str]) -> bool:
    """Whether a rude word begins here and goes on behind a gap: two that are long enough for names are read apart.

    Nig ger is one, since it is all of both, and fu cker, of which one is no name; Hennig Gerd is none.
    """
    for count in range(2, len(parts) + 1):
        readings = _readings("".join(parts[:count]))
        if any(_IS_WHOLE.fullmatch(reading) for reading in readings):
            return True
        if any(_IS_ANYWHERE.match(reading) for reading in readings):
            return any(len(part) < NAME_AT_LEAST for part in parts[:count])
    return False


def _readings(part: str) -> tuple[str, ...]:
    """Give what may be read in a part of a nickname, in plain letters: with its digits and marks as letters, without.

    Letters that are doubled stay so: Nigel is another word than one with two.
    """
    plain = "".join(char for char in fold_scripts(part) if not unicodedata.combining(char))
    if not any(char.isalpha() for char in plain):
        return ()
    return plain.translate(_LOOK_ALIKE), plain.strip("0123456789@$!|").translate(_LOOK_ALIKE)


def _pattern(words: Iterable[str], *, is_anywhere: bool = False) -> re.Pattern[str]:
    """Find words however long their letters are drawn; a consonant that is doubled makes another word: Putta, Fagg."""
    return re.compile("|".join(f"(?:{_drawn_out(word, is_anywhere)}){'' if is_anywhere else 's?'}" for word in words))


def _drawn_out(word: str, is_anywhere: bool) -> str:
    runs = (match[0] for match in re.finditer(r"(.)\1*", word))
    return "".join(
        f"{run[0]}{{{len(run)},}}" if is_anywhere or len(run) > 1 or run in "aeiou" else f"{run}(?:{run}{{2,}})?"
        for run in runs
    )


_PARTS = re.compile(r"(?:[^\W_]|[@$!|\u0300-\u036f])+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IS_ANYWHERE = _pattern(_ANYWHERE, is_anywhere=True)
_IS_WHOLE = _pattern(_ANYWHERE)
_IS_WORD = _pattern(_WORDS)
_IS_ANY_WORD = _pattern((*_WORDS, *_SHORT_WORDS))


def _too_many_marks(shown: str) -> bool:
    """Whether marks are heaped on letters, as in text that climbs over the lines around it."""
    apart = unicodedata.normalize("NFD", shown)
    marks = sum(unicodedata.combining(char) > 0 for char in apart)
    return marks > 2 * (len(apart) - marks)


def draw_nicknames(rng: Random, count: int = 3) -> list[str]:
    """Draw so many nicknames to choose from."""
    pairs = [(kind, animal) for kind in _KINDS for animal in _ANIMALS]
    return [f"{kind.capitalize()} {animal}" for kind, animal in rng.sample(pairs, count)]
