"""What of a question learners see in Anki: the fields of our note types as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from quizapp.core.formats.anki_cloze import write_cloze_gap
from quizapp.core.formats.anki_html import field_of, with_sounds
from quizapp.core.formats.date_words import date_spellings
from quizapp.core.formats.embedded import token
from quizapp.core.formats.rich_html import NameMedia, plain_words, to_html
from quizapp.core.formats.weighted import str_of, text_of_option
from quizapp.core.kinds.cloze import GAP
from quizapp.core.question import Json

_TOKEN = re.compile("\ue000([0-9]+)\ue001")
_SPELLINGS = 4

Shown = dict[str, str]
Rich = Callable[[Json], str]


def shown_fields(raw: Mapping[str, Json], name_media: NameMedia) -> tuple[str, Shown]:
    """Give the way a dumped question is asked in Anki (card, typed or cloze), and its visible fields."""
    way, fields = _shown(raw, name_media)
    # Anki keeps a note’s fields in one text with this sign between them.
    return way, {name: html.replace("\x1f", " ") for name, html in fields.items()}


def _shown(raw: Mapping[str, Json], name_media: NameMedia) -> tuple[str, Shown]:
    kind = raw["kind"]

    def rich(text: Json) -> str:
        return field_of(str_of(text), name_media)

    fields: Shown = {
        "Context": rich(raw.get("context", "")),
        "Explanation": rich(raw.get("explanation", "")),
        "Hints": _list("ul", (rich(hint) for hint in raw.get("hints", []))),
    }
    if kind == "cloze":
        return "cloze", fields | {"Text": gaps_text(raw, name_media)}
    fields["Question"] = rich(raw["stem"])
    if kind in _TYPED and "from" not in raw:
        return "typed", fields | _TYPED[kind](raw)
    return "card", fields | _on_card(kind, raw, rich)


def gaps_text(
    raw: Mapping[str, Json], name_media: NameMedia, cards: Sequence[int] = (), hints: Mapping[int, str] | None = None
) -> str:
    """Give the text of a dumped cloze; `cards` are the numbers of the gaps’ cards, `hints` HTML by gap from 1."""
    marked = GAP.sub(lambda found: token(int(found[1])), str_of(raw["stem"]))
    html = with_sounds(to_html(marked, name_media)).replace("{{c", "{<!-- -->{c")

    def written(found: re.Match[str]) -> str:
        number = int(found[1])
        words, options = _gap_words(raw["gaps"][number - 1])
        card = cards[number - 1] if len(cards) == len(raw["gaps"]) else number
        return write_cloze_gap(card, words, (hints or {}).get(number) or options)

    return _TOKEN.sub(written, html)


def _on_card(kind: str, raw: Mapping[str, Json], rich: Rich) -> Shown:
    if kind == "number":
        unit = f" {raw['unit']}" if raw.get("unit") else ""
        return {"Answer": rich(f"{raw['from']} – {raw['to']}{unit}")}
    if kind == "true_false":
        return {"Options": _list("ol", ("True", "False")), "Answer": "True" if raw["key"] else "False"}
    if kind == "choice":
        return {
            "Options": _list("ol", map(rich, _options(raw, [raw["key"]]))),
            "Answer": rich(text_of_option(raw["key"])),
        }
    if kind == "multiple":
        keys = [text_of_option(key) for key in raw["key"]]
        return {"Options": _list("ol", map(rich, _options(raw, raw["key"]))), "Answer": _list("ul", map(rich, keys))}
    if kind == "match":
        return _matched(raw, rich)
    if kind == "order":
        items = [text_of_option(item) for item in raw["items"]]
        return {"Options": _list("ul", map(rich, sorted(items))), "Answer": _list("ol", map(rich, items))}
    return {"Answer": rich(raw.get("key", "")), "Accepted": rich(raw.get("rubric", ""))}


def _matched(raw: Mapping[str, Json], rich: Rich) -> Shown:
    pairs = [(str_of(pair["left"]), str_of(pair["right"])) for pair in raw["pairs"]]
    rights = {right for _, right in pairs} | {text_of_option(option) for option in raw.get("distractors", [])}
    rows = "".join(f"<tr><td>{rich(left)}</td><td>{rich(right)}</td></tr>" for left, right in pairs)
    lefts = _list("ul", (rich(left) for left, _ in pairs))
    return {"Options": lefts + _list("ol", map(rich, sorted(rights))), "Answer": f"<table>{rows}</table>"}


def _typed_text(raw: Mapping[str, Json]) -> Shown:
    accepted = [a.get("text", a.get("pattern")) if isinstance(a, dict) else a for a in _right(raw)]
    return {"Answer": _plain(raw["key"]), "Accepted": ", ".join(map(_plain, accepted))}


def _typed_number(raw: Mapping[str, Json]) -> Shown:
    unit = f" {str_of(raw['unit'])}" if raw.get("unit") else ""
    tolerance = str_of(raw.get("tolerance", ""))
    return {
        "Answer": _plain(f"{str_of(raw['key'])}{unit}"),
        "Accepted": _plain(f"± {tolerance}") if tolerance else "",
    }


def _typed_date(raw: Mapping[str, Json]) -> Shown:
    first, *others = date_spellings(str_of(raw["key"]), raw.get("language", ""))
    return {"Answer": _plain(first), "Accepted": ", ".join(map(_plain, others[:_SPELLINGS]))}


_TYPED = {"text": _typed_text, "number": _typed_number, "date": _typed_date}


def _gap_words(gap: Mapping[str, Json]) -> tuple[str, str]:
    """Give what fills a gap and its hint: the options, where it has such."""
    kind = gap.get("kind") or ("choice" if "distractors" in gap or "options" in gap else "text")
    if kind == "choice":
        options = " / ".join(plain_words(option) for option in _options(gap, [gap["key"]]))
        return _plain(plain_words(text_of_option(gap["key"]))), _plain(options)
    if kind == "number" and "from" in gap:
        return _plain(f"{str_of(gap['from'])} – {str_of(gap['to'])}"), ""
    shown = _TYPED[kind](gap)["Answer"]
    return shown, ""


def _options(raw: Mapping[str, Json], keys: Iterable[Json]) -> list[str]:
    """List the options in their kept order, else sorted, so that their order does not tell the key."""
    if "options" in raw:
        return [text_of_option(option) for option in raw["options"]]
    return sorted(text_of_option(option) for option in (*keys, *raw.get("distractors", [])))


def _right(raw: Mapping[str, Json]) -> list[Json]:
    return [
        a
        for a in raw.get("accept", [])
        if not isinstance(a, dict) or float(a.get("weight") or 0) > 0 or a.get("weight") is None
    ]


def _plain(words: Json) -> str:
    return escape(str_of(words), quote=False).replace("{{c", "{<!-- -->{c")


def _list(tag: str, items: Iterable[str]) -> str:
    rows = "".join(f"<li>{item}</li>" for item in items)
    kind = ' type="A"' if tag == "ol" else ""
    return f"<{tag}{kind}>{rows}</{tag}>" if rows else ""
