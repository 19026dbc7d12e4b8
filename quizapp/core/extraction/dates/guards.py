"""What stands beside a number, month or weekday that makes it a time, or forbids it."""

from __future__ import annotations

from quizapp.core.extraction.dates.senses import Scene, Sighting
from quizapp.core.extraction.dates.words import (
    ACTING,
    COUNTED,
    HAPPENED,
    HAPPENINGS,
    KINDS_OF_YEAR,
    MEASURES,
    NAME_TAILS,
    NAMED_WEEKDAYS,
    NO_ADJECTIVES,
    NUMBERING,
    YEAR_VERBS,
    YEARLY,
)

_TIME_BEFORE = frozenset(("in", "bound", "until", "from", "between", "part", "edge", "season", "label"))
_JOINTS = frozenset(("and", "comma", "dash", "to", "until", "slash"))
_BOOKS = frozenset(("diary", "journal", "log", "logbook", "letters", "notebook", "notebooks", "almanac"))
#: “goes back to 1643”, “dates to 1643”.
_REACHING_BACK = frozenset(("back", "date", "dates", "dated", "dating"))
#: “as early as 1934”, “as long ago as 1934”.
_AS_FAR_AS = frozenset(("early", "late", "far", "back", "recently", "ago", "soon"))
#: “planned for 1934”, behind which the clause ends.
_PLANNED = frozenset(("planned", "scheduled", "set", "due", "slated", "booked", "promised", "foreseen", "intended"))
_YEAR_NOUNS = frozenset(("year", "years", "winter", "summer", "spring", "autumn", "class", "vintage", "anno", "season"))


def is_counted(scene: Scene, position: int) -> bool:
    """Tell whether a number that ends before this position counts what follows."""
    word = scene.word(position)
    if word in COUNTED and not scene.is_capital(position):
        return True
    if scene.kind(position) in ("units", "centuries", "millennia") or word in ("b", "h"):
        return True
    if scene.kind(position) == "dash" and scene.is_glued(position):
        return scene.word(position + 1) in ("year", "day", "week", "month", "strong", "man", "mile", "metre", "foot")
    is_adjective = scene.kind(position) == "word" and not scene.is_capital(position)
    return is_adjective and scene.word(position) not in NO_ADJECTIVES and scene.word(position + 1) in COUNTED


def is_counting(scene: Scene, first: int, last: int) -> bool:
    """Tell whether the number that ends a written time counts what follows; “14 August 1791 slaves” tells a year."""
    return is_counted(scene, last) and not _is_dated_year(scene, first, last)


def _is_dated_year(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a month or season before a year that is no round hundred makes it one, whatever stands behind."""
    if scene.kind(last - 1) != "year" or scene.lexemes[last - 1].number % 100 == 0 or scene.kind(last) == "dash":
        return False
    return any(scene.kind(position) in ("month", "season", "feast") for position in range(first, last - 1))


def is_numbered(scene: Scene, position: int) -> bool:
    """Tell whether the word before this position makes the number a name or an amount."""
    before = scene.word(position - 1)
    if scene.kind(position - 1) == "stop":
        return scene.word(position - 2) in (
            "no",
            "nos",
            "p",
            "pp",
            "vol",
            "fig",
            "art",
            "ch",
            "tel",
        ) and scene.is_glued(position - 1)
    if scene.kind(position - 1) in ("dash", "slash") and scene.is_glued(position):
        return scene.kind(position - 2) in ("word", "quantity") and scene.is_glued(position - 1)
    return before in NUMBERING


def is_in_marks(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a number alone fills quotation marks: a title."""
    return scene.word(first - 1) in _OPENING and scene.word(last) in _CLOSING


_OPENING = frozenset("“‘\"'«„")
_CLOSING = frozenset("”’\"'»“")


def is_year(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    """Tell whether a bare year of four digits has a word of time, a bracket or a happening beside it."""
    if is_numbered(scene, first) or is_in_marks(scene, first, last) or _counts(scene, first, last, before):
        return False
    if (scene.kind(first - 1) == "apostrophe" and scene.is_glued(first)) or scene.word(first - 1) == "s":
        return False
    return any(test(scene, first, last, before) for test in _YEAR_TESTS)


def is_small_year(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    """Tell the same of a year of three digits, which more often counts something."""
    if is_numbered(scene, first) or is_in_marks(scene, first, last) or _counts(scene, first, last, before):
        return False
    if _follows_year(scene, first, last, before):
        return True
    after = scene.kind(last)
    is_dated = scene.kind(first - 1) in ("in", "bound", "until", "label") or _with_about(scene, first)
    if scene.kind(first - 1) == "from":
        is_dated = after in ("to", "until")
    if not is_dated or after == "of":
        return False
    is_free = scene.is_clause_end(last) or after in ("and", "to", "until", "in", "on", "bound", "the", "a", "that")
    return is_free or (scene.kind(first - 1) == "in" and (scene.is_capital(last) or scene.word(last) in _SUBJECTS))


_SUBJECTS = frozenset(
    ("he", "she", "it", "they", "i", "we", "you", "his", "her", "its", "their", "when", "with", "while", "this")
)


def _with_about(scene: Scene, first: int) -> bool:
    return scene.kind(first - 1) == "about" and (
        scene.word(first - 1) in ("circa", "c.", "ca.") or scene.kind(first - 2) in _TIME_BEFORE
    )


def _counts(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    """Tell whether the number, or the one that a joint hangs on it, counts what follows."""
    if is_counted(scene, last):
        is_joined = scene.kind(first - 1) in ("and", "to") and before is not None and before.last == first - 1
        start = before.first if is_joined and before is not None else first
        return not _opens_clause(scene, start) or not _is_unround(scene, first, last)
    if scene.kind(last) in _JOINTS and scene.kind(last + 1) in ("year", "number", "small", "quantity", "grouped"):
        is_span = _opens_clause(scene, first) and _is_unround(scene, last + 1, last + 2)
        return is_counted(scene, last + 2) and scene.kind(last) != "comma" and not is_span
    return False


def _opens_clause(scene: Scene, first: int) -> bool:
    """Tell whether “in” or “since” and a number open a clause, where a count would stand alone."""
    at = first - 1 - (scene.kind(first - 1) == "dash")
    if scene.kind(at) == "part":
        return True
    is_dated = scene.kind(at) in _SPANNING or scene.word(at) == "since"
    return is_dated and (scene.is_clause_end(at - 1) or scene.word(at - 1) in _CLAUSE_HEADS)


_SPANNING = frozenset(("in", "from", "between"))
_CLAUSE_HEADS = frozenset(("and", "but", "that", "when", "where", "while", "because", "until", "yet", "so"))


def _is_unround(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a number is more likely a year than a count: no round one, or people behind it who act."""
    if scene.kind(first) != "year" or last != first + 1 or scene.word(first - 1) == "within":
        return False
    number = scene.lexemes[first].number
    return number % 10 != 0 or (number % 100 != 0 and scene.word(last) in ACTING)


def _after_time_word(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    kind = scene.kind(first - 1)
    if scene.word(first - 1) == "for" and scene.word(first - 2) in YEARLY:
        return True
    if scene.word(first - 1) == "for" and scene.word(first - 2) in _PLANNED:
        return scene.is_clause_end(last)
    if scene.word(first - 1) == "to" and scene.word(first - 2) in _REACHING_BACK:
        return True
    if scene.word(first - 1) == "as" and scene.word(first - 2) in _AS_FAR_AS:
        return True
    if kind == "about":
        return True
    if kind == "bound" and scene.word(first - 1) == "by":
        return not scene.word(first - 2).endswith("ed") or scene.is_clause_end(last)
    if kind == "from":
        return scene.kind(last) in ("to", "until", "dash", "comma", "stop", "", "and", "close") or not scene.word(
            last
        ).endswith("s")
    is_part = kind == "dash" and scene.kind(first - 2) == "part" and scene.is_glued(first)
    return is_part or kind in _TIME_BEFORE or scene.word(first - 1) in _YEAR_NOUNS


def _after_of(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    if scene.kind(first - 1) != "of":
        return False
    named = {scene.word(position) for position in range(max(0, first - 4), first - 1)}
    after = scene.word(last)
    if scene.word(first - 2) in _BOOKS:
        return True
    if after.endswith("s") and not scene.is_capital(last) and after not in YEAR_VERBS and len(after) > 3:
        return False
    return not named & MEASURES and scene.kind(first - 2) in (
        "word",
        "season",
        "unit",
        "edge",
        "units",
        "daypart",
        "half",
    )


def _follows_year(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    """Tell whether a joint hangs the number on a year before it: "1848, 1870 and 1914"."""
    if before is None or before.last >= first or first - before.last > 3:
        return False
    between = [scene.kind(position) for position in range(before.last, first)]
    if not all(kind in _JOINTS or kind in ("about", "in", "again", "the") for kind in between):
        return False
    if scene.kind(last) == "in" and scene.kind(last + 1) in ("year", "number"):
        return False
    return scene.kind(before.last - 1) in ("year", "number", "small", "era", "decade") and between[0] != "slash"


def _in_bracket(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    opened = scene.kind(first - 1)
    if opened == "open":
        return scene.kind(last) in ("close", "comma", "dash", "mark", "and") or scene.word(last) in HAPPENINGS
    if opened == "comma" and scene.kind(last) in ("close", "mark"):
        return any(scene.kind(position) == "open" for position in range(max(0, first - 8), first))
    return False


def _with_happening(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    if scene.word(first - 1) in HAPPENED and scene.kind(last) != "word":
        return True
    if scene.word(first - 1) in ("est", "est.") or (scene.word(first - 2) == "est" and scene.kind(first - 1) == "stop"):
        return True
    if first == 0 and scene.word(last) in YEAR_VERBS:
        return True
    if scene.word(last) in KINDS_OF_YEAR and scene.word(last + 1) in ("year", "season"):
        return True
    if scene.word(first - 1) == "than":
        return scene.kind(first - 2) == "later"
    following = [scene.word(position) for position in range(last, last + 4)]
    return _is_determined(scene, first) and any(word in HAPPENINGS for word in following)


def _is_determined(scene: Scene, first: int) -> bool:
    """Tell whether an article, possessive or this/that stands before the number."""
    word = scene.word(first - 1)
    if scene.kind(first - 1) in ("the", "a", "that", "this"):
        return True
    return word in ("his", "her", "its", "their", "our", "my", "every") or first == 0


def _in_caption(scene: Scene, first: int, last: int, before: Sighting | None) -> bool:
    """Tell whether a place or name and a year make a caption or byline: "Lisbon, 1755"."""
    if scene.kind(first - 1) != "comma" or not scene.is_capital(first - 2):
        return False
    return scene.kind(last) in ("", "stop") and (scene.is_brief or len(scene.lexemes) <= 8)


_YEAR_TESTS = (_after_time_word, _after_of, _follows_year, _in_bracket, _with_happening, _in_caption)


def is_month(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a month's name that stands alone is a time and no person, verb or part of another name."""
    before, lexeme = scene.kind(first - 1), scene.lexemes[first]
    if lexeme.word.endswith(".") or (len(lexeme.word) == 3 and lexeme.word != "may"):
        return before in ("in", "bound", "until", "part", "from") and lexeme.word.endswith(".")
    if scene.word(last) in NAME_TAILS and scene.is_capital(last):
        return False
    if before == "dash" and scene.kind(first - 2) == "part":
        return True
    if (scene.word(last), scene.word(last + 1)) == ("bank", "holiday"):
        return True
    if lexeme.word in scene.doubtful:
        return before in ("in", "part")
    if before in ("in", "until", "part", "last", "next", "this", "from", "between"):
        return True
    if before == "bound":
        return lexeme.word not in ("may", "april", "june", "august") or _is_free(scene, last)
    if before == "of":
        return scene.kind(first - 2) in (
            "edge",
            "ordinal",
            "ordinal_word",
            "units",
            "unit",
            "half",
            "season",
            "word",
            "half",
        )
    if before in ("dash", "to", "and") and scene.kind(first - 2) == "month":
        return True
    return before == "" and scene.word(last) in YEAR_VERBS and lexeme.word not in ("may", "april", "june", "august")


def _is_free(scene: Scene, last: int) -> bool:
    is_free = scene.kind(last) in ("the", "and", "this", "that", "in", "on", "a", "to")
    return is_free or scene.is_clause_end(last) or scene.word(last) in _SUBJECTS


def is_weekday(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a weekday's name that stands alone is a day and no part of another name."""
    lexeme, before = scene.lexemes[first], scene.word(first - 1)
    if len(lexeme.word.rstrip(".")) < 6:
        return False
    if scene.word(last) in NAME_TAILS and scene.is_capital(last):
        return False
    if before in NAMED_WEEKDAYS or before in ("every", "each", "a", "any", "no", "one", "most"):
        return before == "a" and scene.kind(first - 2) == "comma"
    if before == "the" and scene.kind(first - 2) in ("on", "bound", "until"):
        return True
    if scene.is_capital(last) and scene.kind(first - 1) not in ("on", "bound", "until", "last", "next", "this"):
        return scene.kind(last) in ("daypart", "the")
    if scene.is_capital(first - 1) and first > 1 and scene.kind(first - 1) == "word":
        return scene.is_clause_end(last) or scene.kind(last) == "daypart"
    return True
