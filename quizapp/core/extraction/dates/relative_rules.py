"""Rules for times that lean on another one or on the day of publication, and for times that are no points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.dates.guards import is_weekday
from quizapp.core.extraction.dates.lexemes import Lexeme
from quizapp.core.extraction.dates.patterns import parts, rule
from quizapp.core.extraction.dates.senses import (
    DayOfMonth,
    Loose,
    Moved,
    OnWeekday,
    Scene,
    Season,
    Sense,
    Sighting,
    Unit,
)
from quizapp.core.extraction.dates.words import EVENTS, HAPPENED, KINDS_OF_YEAR, PRESENT_VERBS, SCHEDULED_VERBS

_UNITS: dict[str, tuple[Unit, int]] = {
    "day": ("day", 1),
    "week": ("week", 1),
    "weekend": ("week", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "year": ("year", 1),
    "decade": ("decade", 1),
    "century": ("century", 1),
    "centuries": ("century", 1),
}
_BACKWARD = frozenset(("previous", "preceding", "before", "earlier", "last"))


def _loose(scene: Scene, first: int, last: int, why: str, rule_id: str) -> Sequence[Sighting]:
    return (Sighting(first, last, Loose(why), rule_id),)


def _shifted(lexeme: Lexeme, amount: int, is_deictic: bool) -> Sense | None:
    """Make the time that "that/next/last" and a time noun name."""
    match lexeme.kind:
        case "weekday":
            return OnWeekday(lexeme.number, amount, is_deictic)
        case "month":
            return Moved("year", amount, is_deictic, month=lexeme.number, is_nearest=amount != 0)
        case "season":
            return Moved("year", amount, is_deictic, season=lexeme.word, is_nearest=amount != 0)
        case "daypart":
            return Moved("day", amount, is_deictic)
    unit = _UNITS.get(lexeme.word)
    return None if unit is None else Moved(unit[0], amount * unit[1], is_deictic)


def _same(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "that year", "the same day"."""
    lexeme = scene.lexemes[last - 1]
    sense = _shifted(lexeme, 0, False)
    is_verb = lexeme.word == "fall" or scene.kind(last) in ("later", "ago", "dash")
    is_moment = lexeme.word in ("noon", "dawn", "dusk", "midnight") or scene.kind(last) == "of"
    if sense is None or is_verb or is_moment:
        return ()
    return (Sighting(first, last, sense, "D51-that"),)


def _that_very(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "that last year", "that very night", which point back and not to the year before the text."""
    is_pointing = scene.word(first + 1) in ("last", "first", "final", "very", "fateful", "momentous")
    return _same(scene, first, last, before) if is_pointing else ()


def _neighbour(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "the following year", "the previous Tuesday", "the next morning"."""
    word = next(scene.word(at) for at in range(first, last) if scene.kind(at) == "next")
    sense = _shifted(scene.lexemes[last - 1], -1 if word in _BACKWARD else 1, False)
    if sense is None or scene.kind(last) in ("of", "dash"):
        return ()
    if isinstance(sense, Moved) and sense.unit in ("decade", "century"):
        sense = replace(sense, is_whole=True)
    return (Sighting(first, last, sense, "D52-next"),)


def _neighbour_behind(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "the year before", "the day after" where the clause ends there."""
    word = scene.word(last - 1)
    if word not in ("before", "after") or not scene.is_clause_end(last):
        return ()
    sense = _shifted(scene.lexemes[last - 2], -1 if word == "before" else 1, False)
    return () if sense is None else (Sighting(first, last, sense, "D53-before-after"),)


def _edge_of_unit(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read “by the end of the year”: of the one that the paragraph tells of, else of the present one."""
    is_edge = (scene.kind(first - 1), scene.kind(first - 2)) == ("of", "edge")
    unit = scene.word(last - 1)
    if not is_edge or unit not in ("week", "month", "year", "decade") or not _is_free(scene, last):
        return ()
    return (Sighting(first, last, Moved(_UNITS[unit][0], 0, is_current=True), "D62-edge-of"),)


def _is_free(scene: Scene, position: int) -> bool:
    return (
        scene.is_clause_end(position)
        or scene.kind(position) in ("the", "and", "in")
        or scene.word(position) in (*("he", "she", "they", "it", "we", "i", "his", "her", "their", "its"),)
    )


def _count_of(scene: Scene, first: int, last: int) -> int | None:
    """Read the count of a duration; None where it says no number."""
    numbers = parts(scene, first, last, "small", "number", "year", "count", "grouped")
    if any(one.word in ("million", "billion", "thousand", "hundred") for one in scene.lexemes[first:last]):
        return None
    if numbers:
        number = numbers[0].number
        return number if number > 0 and not parts(scene, first, last, "half") else None
    if parts(scene, first, last, "half"):
        return None
    return 1 if parts(scene, first, last, "a") else None


def _later(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "three years later", "a decade earlier"; "300 two years later" begins with the second number."""
    if scene.kind(first) in ("grouped", "number", "small", "year") and scene.kind(first + 1) == "count":
        first += 1
    count, direction = _count_of(scene, first, last), scene.word(last - 1)
    noun = parts(scene, first, last, "unit", "units", "century", "centuries")[-1]
    unit = _UNITS.get(noun.word if noun.word == "centuries" else noun.word.removesuffix("s"))
    if count is None or unit is None or scene.word(last) == "than":
        return _loose(scene, first, last, "duration", "D92-duration")
    if direction in ("by", "since"):
        return ()
    is_open = not scene.is_clause_end(last) or scene.kind(last) in ("dash", "open")
    if direction in ("before", "after") and is_open:
        return _loose(scene, first, last, "event", "D93-from-event")
    amount = -count * unit[1] if direction in _BACKWARD else count * unit[1]
    is_rough = bool(parts(scene, first, last, "about")) or unit[0] in ("decade", "century")
    return (Sighting(first, last, Moved(unit[0], amount, is_rough=is_rough), "D54-later"),)


def _ago(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    count = _count_of(scene, first, last)
    noun = parts(scene, first, last, "unit", "units", "century", "centuries")[-1]
    unit = _UNITS.get(noun.word if noun.word == "centuries" else noun.word.removesuffix("s"))
    is_rough = scene.word(first - 1) in ("some", "nearly", "almost", "over", "than", "least") or parts(
        scene, first, last, "about"
    )
    is_long = count is not None and unit is not None and unit[0] in ("decade", "century") and count > 1
    if count is None or unit is None or count > 150 or is_long or is_rough:
        return _loose(scene, first, last, "vague", "D94-vague-ago")
    return (Sighting(first, last, Moved(unit[0], -count * unit[1], True), "D55-ago"),)


def _deictic(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "last week", "this month", "next Tuesday"; behind an article or possessive they are other times."""
    head, lexeme = scene.lexemes[first], scene.lexemes[last - 1]
    owner = scene.kind(first - 1)
    if owner == "the" or scene.word(first - 1) in ("his", "her", "their", "its", "at", "’s", "s"):
        return ()
    if head.word not in ("last", "this", "next", "past") or scene.kind(last) in ("dash", "of"):
        return ()
    if scene.kind(last) == "to" and _is_time(scene, last + 1):
        return ()
    if lexeme.word == "fall" and head.kind != "last":
        return ()
    if (scene.word(first - 1), head.word, lexeme.word) == ("to", "this", "day"):
        return _loose(scene, first, last, "now", "D95-now")
    amount = {"last": -1, "past": -1, "next": 1}.get(head.word, 0)
    if head.word == "next" and first == 0 and (lexeme.kind == "daypart" or lexeme.word == "day"):
        # “Next day the gates were opened”
        return (Sighting(first, last, Moved("day", 1), "D52-next"),)
    if lexeme.kind == "daypart" and lexeme.word == "night" and amount:
        amount = -1
    sense = _shifted(lexeme, amount, True)
    return () if sense is None else (Sighting(first, last, sense, "D56-deictic"),)


def _is_time(scene: Scene, position: int) -> bool:
    kinds = ("month", "season", "weekday", "daypart", "last", "year")
    return any(scene.kind(at) in kinds for at in (position, position + 1))


def _today(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    word = scene.word(first)
    if scene.word(last) == "s" or (scene.kind(last) == "apostrophe" and scene.word(last + 1) == "s"):
        following = scene.word(last + 2)
        if word == "today" and following not in HAPPENED and following not in EVENTS:
            return _loose(scene, first, last, "now", "D95-now")
    if word == "today" and not _is_day(scene, first, last):
        return _loose(scene, first, last, "now", "D95-now")
    amount = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    return (Sighting(first, last, Moved("day", amount, True), "D57-today"),)


def _is_day(scene: Scene, first: int, last: int) -> bool:
    """Tell whether "today" is the day of writing and not the present age, by the verb beside it."""
    if scene.word(first - 1) in ("earlier", "later") or scene.word(first - 1) in SCHEDULED_VERBS:
        return True
    near = (scene.word(first - 1), scene.word(last))
    if any(word in PRESENT_VERBS for word in near) or scene.kind(first - 1) in ("of", "until", "to", "open"):
        return False
    behind = {scene.word(at) for at in range(last, min(last + 12, len(scene.lexemes)))}
    if first <= 1 and behind & {"is", "are", "has", "have", "remains", "remain", "still", "stands", "houses"}:
        return False
    words = {one.word for one in scene.lexemes[max(0, first - 20) : last + 20]}
    return any(word.endswith("ed") for word in words) or bool(words & _PAST)


_PAST = frozenset(
    (
        *(
            "said",
            "told",
            "met",
            "won",
            "began",
            "was",
            "were",
            "will",
            "made",
            "gave",
            "took",
            "held",
            "found",
            "rose",
        ),
        *("fell", "left", "came", "went", "saw", "struck", "heard", "sentenced", "sent", "swore", "broke", "had"),
    )
)


def _weekday(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    lexeme = scene.lexemes[first]
    if scene.word(first - 1) in ("every", "each"):
        return _loose(scene, first, last, "repeated", "D96-repeated")
    if not is_weekday(scene, first, last):
        return ()
    is_deictic = scene.kind(first - 1) not in ("the", "that")
    return (Sighting(first, last, OnWeekday(lexeme.number, 0, is_deictic), "D58-weekday", weekday=lexeme.number),)


def _weekday_last(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "on Tuesday last"."""
    if not scene.is_clause_end(last) or not is_weekday(scene, first, first + 1):
        return ()
    return (Sighting(first, last, OnWeekday(scene.lexemes[first].number, -1), "D56-deictic"),)


def _week(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    return _loose(scene, first, last, "repeated", "D96-repeated")


def _day_of_month(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "on the 13th" where no noun follows that it could number."""
    day = scene.lexemes[last - 1]
    if scene.kind(first - 1) == "of" and scene.kind(first - 2) == "daypart":
        # “On the morning of the 7th”
        return (Sighting(first, last, DayOfMonth(day.number), "D59-day-of-month"),)
    if scene.kind(first - 1) not in ("on", "bound", "until", "from") or scene.word(first - 1) == "at":
        return ()
    is_free = scene.is_clause_end(last) and scene.kind(last) != "dash"
    if scene.kind(last) == "of" and {scene.kind(last + 1), scene.kind(last + 2)} & {"that", "same", "next"}:
        is_free = True
    if not is_free and scene.word(last) not in (
        "he",
        "she",
        "they",
        "it",
        "the",
        "and",
        "we",
        "his",
        "a",
        "to",
        "i",
        "you",
    ):
        return ()
    return (Sighting(first, last, DayOfMonth(day.number), "D59-day-of-month"),)


def _season(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    is_verb = scene.word(last - 1) == "fall" and scene.kind(first) != "the"
    is_noun = scene.kind(last) == "word" and scene.word(last) not in ("he", "she", "they", "we", "i")
    if is_noun and scene.is_capital(last):
        # “In the autumn Parliament thanked him”
        is_noun = not (scene.word(last + 1).endswith("ed") or scene.word(last + 1) in HAPPENED)
    is_named = (
        is_noun
        or scene.kind(last) == "dash"
        or (scene.kind(last) == "of" and not {scene.kind(last + 1), scene.kind(last + 2)} & {"that", "same", "next"})
    )
    if is_verb or is_named or scene.kind(first - 1) not in ("in", "bound", "until"):
        return ()
    return (Sighting(first, last, Season(scene.word(last - 1)), "D60-season"),)


def _duration(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    if scene.kind(first) == "year" and scene.word(last - 2) in KINDS_OF_YEAR and scene.kind(last - 1) == "unit":
        return ()  # the 2024 tax year
    return _loose(scene, first, last, "duration", "D92-duration")


def _now(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    return _loose(scene, first, last, "now", "D95-now")


def _age(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    if scene.word(first) not in ("aged", "age", "ages"):
        return ()
    return _loose(scene, first, last, "age", "D91-age")


def _from_event(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read "after the dissolution", "during the long war": a bound and an event of at most three words."""
    is_after = scene.word(first) in ("after", "before", "during", "following", "since", "until", "throughout")
    if not is_after or scene.word(last - 1) not in EVENTS:
        return ()
    return _loose(scene, first, last, "event", "D93-from-event")


def _other_calendar(scene: Scene, first: int, last: int, before: Sighting | None) -> Sequence[Sighting]:
    """Read AH, BP and AM years, and "million years ago", so that nothing takes them for others."""
    ends = (scene.lexemes[first], scene.lexemes[last - 1])
    if not any(one.word in ("ah", "bp", "am", "auc", "kya", "mya", "ma") and one.is_capital for one in ends):
        return ()
    return _loose(scene, first, last, "other calendar", "D97-other-calendar")


_COUNT = "(about? (small|number|year|count|grouped|quantity|a) (and a half)? half? (a|count)? word?)"
_NOUN = "(unit|units|century|centuries)"
RELATIVE_RULES = (
    rule("D51", "(that same?|the same+) (unit|season|daypart|century|month)", _same),
    rule("D51", "that (last|ordinal_word|word) (unit|season|daypart)", _that_very),
    rule("D52", "(the|that) word? next (unit|century|weekday|month|season|daypart)", _neighbour),
    rule("D53", "the (unit|century|weekday|month) bound", _neighbour_behind),
    rule("D62", "the unit", _edge_of_unit),
    rule("D54", f"{_COUNT} {_NOUN} (later|bound)", _later),
    rule("D54", f"(about? half a) {_NOUN} (later|bound)", _later),
    rule("D55", f"{_COUNT} {_NOUN} ago", _ago),
    rule("D55", f"(about? half a) {_NOUN} ago", _ago),
    rule("D56", "(last|this|next) (unit|century|weekday|month|season|daypart)", _deictic),
    rule("D57", "today", _today),
    rule("D58", "weekday", _weekday),
    rule("D56", "weekday last", _weekday_last),
    rule("D96", "weekday (to|dash|until) weekday", _week),
    rule("D59", "the (ordinal|ordinal_word)", _day_of_month),
    rule("D60", "the season", _season),
    rule("D92", f"{_COUNT} {_NOUN}", _duration),
    rule("D92", "units|centuries|millennia", _duration),
    rule("D92", "(recent|last|next) (units|centuries|count units)", _duration),
    rule("D92", "the (last|next|recent) (count|small|number|year)? (unit|units|century|centuries)", _duration),
    rule("D92", "(small|number|count|a) dash (unit|units) (dash word)?", _duration),
    rule("D91", "word of? (small|number|count)", _age),
    rule("D93", "(bound|in|next) (the|a|that|this|word) word? word? word", _from_event),
    rule("D95", "now", _now),
    rule("D97", "(word (small|number|year)|(small|number|year|grouped) word)", _other_calendar),
)
