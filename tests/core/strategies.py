"""Raw questions and hostile values for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from quizapp.core.compare import fold

texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs",)), min_size=1, max_size=30
).filter(lambda text: text.strip() and fold(text))
distinct = st.lists(texts.map(str.strip), min_size=4, max_size=8, unique_by=fold)
words = st.lists(st.from_regex(r"[b-z]{6,12}", fullmatch=True), min_size=4, max_size=6, unique=True)
numbers = st.lists(st.integers(-9_999, 9_999).map(str), min_size=4, max_size=6, unique=True)
dates = st.lists(st.dates().map(str), min_size=4, max_size=6, unique=True)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=40)
    | st.sampled_from(["\ud800", "\0", "x" * 20_000, "9" * 10_000, "1e999999", "NaN", "*" * 3_000, "-", "[[1]]"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def raw_questions(draw):
    """Draw a sound raw question of any kind, with common fields."""
    kind = draw(st.sampled_from(sorted(_OWN)))
    raw = {"kind": kind, "stem": draw(texts).replace("[[", "("), **draw(_OWN[kind]())}
    if kind == "cloze":
        # A space before, since a stroke that the text ends with would make the first gap plain words.
        raw["stem"] += " " + " ".join(f"[[{number}]]" for number in range(1, len(raw["gaps"]) + 1))
    common = {
        "id": st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
        "about": st.sampled_from(["date", "actor", "quote", "place", "other"]),
        "explanation": texts,
        "hints": st.lists(texts, min_size=1, max_size=3),
        "tags": st.lists(texts, min_size=1, max_size=3),
        "evidence": st.fixed_dictionaries({"paragraph": st.integers(1, 99), "quote": texts}),
        "worth": st.sampled_from(["2", 0.5, "1.25"]),
        "limit_seconds": st.integers(1, 600),
        "language": st.sampled_from(["en", "pt-BR"]),
        "origin": st.just({"format": "gift", "extra": {"x": [1, None, "y"]}}),
        "unheard_of": st.just(["kept", {"as": "it came"}]),
    }
    for name, strategy in common.items():
        if draw(st.booleans()):
            raw[name] = draw(strategy)
    return raw


def _optioned(texts_of):
    return texts_of.map(lambda found: {"key": found[0], "distractors": found[1:]})


def _multiple():
    return words.map(
        lambda found: {"key": found[:2], "distractors": [{"text": found[2], "explanation": "x"}, *found[3:]]}
    )


def _number():
    return numbers.map(lambda found: {"key": found[0], "tolerance": "1%", "unit": "km", "distractors": found[1:]})


def _cloze():
    gaps = st.one_of(
        _optioned(words),
        words.map(lambda found: {"key": found[0], "accept": [found[1], {"pattern": "*" + found[2]}], "worth": 2}),
        _number().map(lambda raw: {**raw, "kind": "number"}),
        _optioned(dates).map(lambda raw: {**raw, "kind": "date"}),
    )
    return st.lists(gaps, min_size=1, max_size=4).map(lambda found: {"gaps": found})


_OWN = {
    "choice": lambda: _optioned(distinct) | distinct.map(lambda found: {"key": found[1], "options": found}),
    "multiple": _multiple,
    "true_false": lambda: st.sampled_from(["true", "false", True, False, "no"]).map(lambda key: {"key": key}),
    "text": lambda: _optioned(distinct) | _optioned(words),
    "number": lambda: _number() | st.just({"from": "1", "to": "2.50"}),
    "date": lambda: _optioned(dates),
    "cloze": _cloze,
    "match": lambda: distinct.map(
        lambda found: {"pairs": [{"left": left, "right": found[0] + left} for left in found[1:]], "distractors": ["zz"]}
    ),
    "order": lambda: distinct.map(lambda found: {"items": found}),
    "open": lambda: texts.map(lambda text: {"key": text, "rubric": text}),
}
