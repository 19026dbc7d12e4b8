"""Rules about the options of a question: R05, R06, R07, R09, R10, and the order in R12."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import combinations

from quizapp.core.calendar import parse_value
from quizapp.core.compare import fold
from quizapp.core.extraction.item_rules.asked import Asked, Reason, RuleContext, contains_words, shown, words_of

LENGTH_RATIO = 1.6
LENGTH_FROM = 8
LENGTH_DIFFERENCE = 6
DATE_CHARS = 60
"""No date or number is written longer; the patterns need not look at a page of text."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ERA = r"(?:\s*(?:bc|bce|ad|ce))?"
_GRAINS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (grain, re.compile(pattern, re.IGNORECASE))
    for grain, pattern in (
        ("span", r".*\d\s*[–—]\s*\d.*|from \d.* to \d.*"),
        ("day", rf"(?:{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+{_DAY}),?\s+\d{{3,4}}{_ERA}"),
        ("day of a year", rf"{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+{_DAY}"),
        ("month", rf"{_MONTH},?\s+\d{{3,4}}{_ERA}"),
        ("decade", rf"(?:the\s+)?(?:early|mid|late)?[\s-]*(?:the\s+)?\d{{2,3}}0s{_ERA}"),
        ("century", rf".*\w(?:st|nd|rd|th)\s+century{_ERA}"),
        ("millennium", rf".*\w(?:st|nd|rd|th)\s+millennium{_ERA}"),
        ("year", rf"(?:in\s+)?[12]\d{{3}}{_ERA}|\d{{1,4}}\s*(?:bc|bce|ad|ce)|ad\s*\d{{1,4}}"),
    )
)  # fmt: skip
_NUMBER = re.compile(
    r"[-+−]?[\d][\d.,\s]*\s*(?:%|‰|°|[€$£])?(?:\s*[^\W\d]+(?:/[^\W\d]+)?){0,2}|[€$£]\s*\d[\d.,]*(?:\s*\w+)?", re.UNICODE
)
_QUOTED = re.compile(r"[“\"„«‘'].*[”\"“»’'][.,?!]?", re.DOTALL)
#: Names are as long as they are: every word begins with a capital, but for “of” and the like.
_NAME = re.compile(
    r"(?:the )?[^\W\d_a-z][\w.’'&-]*(?: (?:[“\"]?[^\W\d_a-z][\w.’'&-]*[”\"]?|&|of|the|and|for|de|da|di|du|la|le|van|von"
    r"|der|den|al-\w+|bin|ibn|dan|el|y|zu))*"
)
_YES_NO = frozenset({"yes", "no", "true", "false"})
_ARTICLE = re.compile(r"(?:[Aa]n?\s|[Tt]he\s+(?![A-Z]))")
_A = re.compile(r"an?\s", re.IGNORECASE)
_A_OR_AN = re.compile(r"(?<![\w/])(an?)\s*(?:\[\[\d+\]\]|_{2,}|…+|\.{3,}|:?\s*$)", re.IGNORECASE)
_VOWEL_SOUND = re.compile(
    r"(?!uni(?!n|m)|use|usu|eu|one\b|once\b|u-)(?:[aeiou]|hour|heir|honou?r|honest|8|11\b|18\b)", re.IGNORECASE
)
_NUMBERED_STEM = re.compile(r"^(?:who|what|which(?:\s+\w+){1,3}?)\s+(were|are|was|is)\b", re.IGNORECASE)


def check_option_types(asked: Asked, context: RuleContext) -> Reason | None:
    """R05: all options are of one sort: dates of one grain, numbers, quotations, names, or none of these."""
    for field, options in _option_sets(asked):
        sorts = {text: _sort(text, asked) for text in options}
        if len(set(sorts.values())) > 1:
            few = min(sorts, key=lambda text: (list(sorts.values()).count(sorts[text]), list(sorts).index(text)))
            other = next(sort for sort in sorts.values() if sort != sorts[few])
            return Reason(
                "R05", f"“{few}” is {sorts[few]}, but another option is {other}; make all of one sort.", field
            )
        if sum(_is_sentence(text) for text in options) not in (0, len(options)):
            return Reason("R05", "Some options end with a full stop and others do not; make them alike.", field)
    return None


def check_lengths(asked: Asked, context: RuleContext) -> Reason | None:
    """R06: the longest option is at most 1.6 times the shortest, where all have 8 characters or more.

    Names are as long as they are, and a few characters more tell nothing.
    """
    if asked.kind in ("date", "number", "true_false") or asked.question.about in ("actor", "place"):
        return None
    for field, options in _option_sets(asked):
        if all(_NAME.fullmatch(text) for text in options):
            continue
        lengths = sorted(len(text) for text in options)
        ratio, difference = lengths[-1] / max(lengths[0], 1), lengths[-1] - lengths[0]
        if lengths[0] >= LENGTH_FROM and ratio > LENGTH_RATIO and difference >= LENGTH_DIFFERENCE:
            long, short = max(options, key=len), min(options, key=len)
            return Reason(
                "R06", f"“{long}” has {len(long)} characters, “{short}” {len(short)}; bring them closer.", field
            )
    return None


def check_grammar(asked: Asked, context: RuleContext) -> Reason | None:
    """R07: neither a or an, an article, a capital nor the number of the verb fits one option alone."""
    if asked.kind == "cloze":
        return _gap_article(asked)
    options = asked.options
    if asked.kind not in ("choice", "text") or len(options) < 3 or len(asked.keys) != 1:
        return None
    stem = shown(asked.question.stem).strip()
    found = _A_OR_AN.search(stem)
    if found:
        return _one_fits(options, partial(_takes, found[1]), f"“{found[1]}” before the gap")
    verb = _NUMBERED_STEM.match(stem)
    if verb and (reason := _key_fits(options, _number_test(verb[1]), f"the verb “{verb[1]}”")):
        return reason
    return _key_alone(options, _has_article, "an article") or _key_alone(options, _starts_small, "a small first letter")


def check_enough_options(asked: Asked, context: RuleContext) -> Reason | None:
    """R09: who may choose, chooses among three or more; a text, number or date without options is typed."""
    count = len(asked.distractors)
    if asked.kind in ("choice", "multiple") and count < 2:
        return Reason("R09", f"{count} distractor{'s' * (count != 1)}: give two or more.", "distractors")
    if asked.kind in ("text", "number", "date") and count == 1:
        return Reason(
            "R09",
            "One distractor is too few to choose from; give two or more, or none to have it typed.",
            "distractors",
        )
    for number, gap in enumerate(asked.gaps):
        if len(gap.distractors) == 1:
            return Reason(
                "R09", f"Gap {number + 1} has one distractor; give two or more, or none.", f"gaps[{number}].distractors"
            )
    if asked.kind == "match" and len(asked.pairs) + count < 3:
        return Reason("R09", "Two right sides are too few; give a third pair, or a distractor.", "pairs")
    return None


def check_same_options(asked: Asked, context: RuleContext) -> Reason | None:
    """R10: no two options are the same after folding, and none is a part of another."""
    values = asked.kind in ("date", "number")
    for field, options in _option_sets(asked):
        for first, second in combinations(options, 2):
            if _same(first, second):
                return Reason("R10", f"The options “{first}” and “{second}” are the same.", field)
            if not values and _one_in_other(first, second):
                return Reason(
                    "R10", f"Of the options “{first}” and “{second}” one holds the other; tell them apart.", field
                )
    rights = [right for _, right in asked.pairs] + (list(asked.distractors) if asked.pairs else [])
    for field, texts in (("pairs", rights), ("pairs", [left for left, _ in asked.pairs]), ("items", list(asked.items))):
        for first, second in combinations(texts, 2):
            if _same(first, second):
                return Reason("R10", f"“{first}” stands twice.", field)
    return None


def check_ascending(asked: Asked, context: RuleContext) -> Reason | None:
    """R12: options in a fixed order that are all numbers or years ascend."""
    values = [_value(text) for text in asked.fixed]
    known = [value for value in values if value is not None]
    if len(values) < 2 or len(known) < len(values) or known == sorted(known):
        return None
    return Reason("R12", "Numbers and dates among the options must ascend; sort them.", "options")


def _option_sets(asked: Asked) -> list[tuple[str, tuple[str, ...]]]:
    """Give each set of options that are shown together, with its field; those of a match are its right sides."""
    if asked.kind in ("true_false", "open", "match", "order"):
        return []
    sets = [("distractors", asked.options)]
    sets += [
        (f"gaps[{n}].distractors", (gap.key, *gap.distractors)) for n, gap in enumerate(asked.gaps) if gap.distractors
    ]
    return [(field, options) for field, options in sets if len(options) > 1]


def _sort(text: str, asked: Asked) -> str:
    text = text.strip()
    if asked.kind == "date":
        return _grain(text)
    if asked.kind != "number" and len(text) <= DATE_CHARS:
        for grain, pattern in _GRAINS:
            if pattern.fullmatch(text):
                return f"a date ({grain})"
    if len(text) <= DATE_CHARS and _NUMBER.fullmatch(text):
        return "a number"
    if fold(text) in _YES_NO:
        return "yes or no"
    if _QUOTED.fullmatch(text):
        return "a quotation"
    if asked.question.about in ("actor", "place"):
        return (
            "a name"
            if text.removeprefix("the ").removeprefix("The ")[:1].isupper() and not _A.match(text)
            else "no name"
        )
    return "words"


def _grain(value: str) -> str:
    try:
        return f"a date ({parse_value(value).grain})"
    except ValueError:
        return "no date"


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith(".") and len(words_of(text)) >= 4


def _same(first: str, second: str) -> bool:
    one, other = _value(first), _value(second)
    if one is not None and other is not None:  # folding drops the decimal point: 1.5 is not 15
        return one == other
    return fold(first) == fold(second)


def _one_in_other(first: str, second: str) -> bool:
    if _value(first) is not None or _value(second) is not None:
        return False
    short, long = sorted((fold(first), fold(second)), key=len)
    return contains_words(long, short)


@lru_cache(maxsize=1024)
def _value(text: str) -> float | None:
    """Give the value of a plain number or year; grouping of thousands by a comma or space is understood."""
    bare = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", text.strip())
    era = re.fullmatch(r"(\d{1,4})\s*(?:BCE?)", bare)
    if era:
        return -float(era[1])
    return float(bare) if re.fullmatch(r"[-+]?\d{1,15}(?:\.\d{1,15})?", bare) else None


def _takes(article: str, text: str) -> bool:
    return (_VOWEL_SOUND.match(text) is not None) == (article.lower() == "an")


def _one_fits(options: Sequence[str], test: Callable[[str], bool], what: str) -> Reason | None:
    fitting = [text for text in options if test(text)]
    return Reason("R07", f"Only “{fitting[0]}” fits {what}; reword the stem.") if len(fitting) == 1 else None


def _key_alone(options: Sequence[str], test: Callable[[str], bool], what: str) -> Reason | None:
    """Find a feature that tells the key, which stands first, from all other options."""
    results = [test(text) for text in options]
    if results.count(results[0]) > 1:
        return None
    message = f"The key “{options[0]}” alone {'has' if results[0] else 'lacks'} {what}; make the options alike."
    return Reason("R07", message, "key")


def _has_article(text: str) -> bool:
    """Tell whether a text begins with an article that is no part of a name."""
    return _ARTICLE.match(text) is not None


def _starts_small(text: str) -> bool:
    return text[:1].islower()


def _key_fits(options: Sequence[str], test: Callable[[str], bool], what: str) -> Reason | None:
    reason = _one_fits(options, test, what)
    return reason if test(options[0]) else None


def _number_test(verb: str) -> Callable[[str], bool]:
    """Give a test of number; only "A and B" is surely plural, since names may end in s."""
    plural = verb.lower() in ("were", "are")
    return lambda text: (" and " in text or (text.endswith("s") and text[:1].islower())) == plural


def _gap_article(asked: Asked) -> Reason | None:
    stem = asked.question.stem
    for number, gap in enumerate(asked.gaps):
        found = re.search(rf"\b(an?)\s+\[\[{number + 1}\]\]", stem, re.IGNORECASE)
        if found and len(gap.distractors) > 1:
            test = partial(_takes, found[1])
            reason = _one_fits((gap.key, *gap.distractors), test, f"“{found[1]}” before the gap")
            if reason:
                return reason
    return None
