"""Mnemosyne’s shared cards (.cards, XML with media in a zip) and the XML of Mnemosyne 1; pickles (.mem) are refused.

Source: github.com/mnemosyne-proj/mnemosyne, file_formats/mnemosyne2_cards.py, mnemosyne1_xml.py and openSM2sync.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from quizapp.core.archive import Archive, open_archive
from quizapp.core.errors import FormatError
from quizapp.core.formats.anki_html import html_of, typed_words
from quizapp.core.formats.backwards import FORWARDS
from quizapp.core.formats.embedded import token, with_gap_marks
from quizapp.core.formats.foreign_texts import HTML, Texts
from quizapp.core.formats.gathering import Gatherer, as_id, shortened, tag_path
from quizapp.core.formats.package_media import PackageMedia
from quizapp.core.formats.parcel import ASKS_BACK, DEFAULT_OPTIONS, BankFields, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.xml import parse_xml, text_of
from quizapp.core.kinds.cloze import MAX_GAPS
from quizapp.core.question import Json

_NAME = "The Mnemosyne file"
_CARDS = "cards.xml"
_ADDED_CARD, _ADDED_TAG, _ADDED_FACT = "6", "10", "16"
#: Ids of built-in card types, and beside them what users made of these (`3::…`).
_BOTH_WAYS, _VOCABULARY, _MAP, _CLOZE, _SENTENCE = "2", "3", "4", "5", "6"
#: Brackets within a formula are none.
_GAP = re.compile(r"\\\((?:[^\\]|\\(?![()]))*\\\)|\[([^\[\]]{1,1000})\]")
_OLD_LATEX = re.compile(r"<(latex|\$\$?)>((?:[^<]|<(?!/?(?:latex|\$)))*)</\1>", re.IGNORECASE)
_BACKWARDS = f"asked backwards as well in Mnemosyne; {FORWARDS}"
_PICKLE = re.compile(rb"\A(?:\x80[\x02-\x05]|\(dp|--- Mnemosyne Data Base --- Format Version)")


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read shared cards, packed or as XML alone; each fact becomes one question.

    Raises:
        FormatError: when it is damaged, a pickle, or no file of Mnemosyne’s.
    """
    if _PICKLE.match(data[:200]):
        raise FormatError(
            "This is a .mem file of Mnemosyne 1, a Python pickle: reading one would run whatever it holds, so none is "
            "read. Open it in Mnemosyne and export “Mnemosyne 2.x cards for sharing” or XML."
        )
    gatherer = Gatherer("mnemosyne")
    archive = open_archive(data, _NAME, options) if data.startswith(b"PK") else None
    document = parse_xml(archive.get_xml(_CARDS) if archive else data, _CARDS if archive else _NAME, options.text_bytes)
    for notice in document.notices:
        gatherer.problem(notice)
    media = PackageMedia(gatherer, lambda name: _loaded(archive, name))
    reader = _Reader(gatherer, media)
    if document.root.tag == "openSM2sync":
        facts = _facts(document.root)
    elif document.root.tag == "mnemosyne":
        facts = _items(document.root)
    else:
        raise FormatError(f"{_NAME} is none of Mnemosyne’s: its outermost element is <{document.root.tag}>.", 1)
    for number, fact in enumerate(facts):
        if number >= options.rows:
            gatherer.problem(f"The file has more than {options.rows:,} facts; the rest was not read. Split it.")
            break
        reader.take(fact)
    return gatherer.parcel(_bank(archive))


def sniff(sample: Sample) -> float:
    """Judge by the members of a .cards file, by the XML’s outermost element, or by a pickle’s first bytes."""
    if _CARDS in sample.members:
        return 0.95
    if re.search(r"<(?:openSM2sync|mnemosyne)\s", sample.text[:2_000]):
        return 0.9
    return 0.5 if _PICKLE.match(sample.head[:200]) else 0.0


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is learnt: texts by their keys (`f`, `b` …), the ids of its card type and views, and its tags."""

    id: str
    line: int | None
    texts: Mapping[str, str]
    type: str = ""
    views: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()


def _facts(root: etree._Element) -> Iterator[_Fact]:
    tags: dict[str, str] = {}
    views: dict[str, set[str]] = defaultdict(set)
    named: dict[str, list[str]] = defaultdict(list)
    types: dict[str, str] = {}
    facts: list[etree._Element] = []
    for entry in root.iterchildren("log"):
        kind, identity = entry.get("type") or "", entry.get("o_id") or ""
        if kind == _ADDED_TAG:
            tags[identity] = text_of(entry.find("name"))
        elif kind == _ADDED_FACT:
            facts.append(entry)
        elif kind == _ADDED_CARD:
            fact = entry.get("fact") or ""
            types[fact] = entry.get("card_t") or ""
            views[fact].add(entry.get("fact_v") or "")
            named[fact] += (entry.get("tags") or "").split(",")
    for entry in facts:
        identity = entry.get("o_id") or ""
        found = [tags[tag.strip()] for tag in dict.fromkeys(named[identity]) if tag.strip() in tags]
        texts = {str(child.tag): text_of(child) for child in entry if isinstance(child.tag, str)}
        line = int(entry.sourceline) if entry.sourceline else None
        yield _Fact(identity, line, texts, types.get(identity, ""), frozenset(views[identity]), tuple(found))


def _items(root: etree._Element) -> Iterator[_Fact]:
    """List the items of Mnemosyne 1; an item that asks another’s answer is that one’s second card."""
    found: dict[str, _Fact] = {}
    for number, item in enumerate(root.iterchildren("item"), start=1):
        identity = item.get("id") or f"item {number}"
        fact, _, part = identity.partition(".")
        texts = {"f": text_of(item.find("Q")), "b": text_of(item.find("A"))}
        if part in ("inv", "tr.1") and fact in found:
            first = found[fact]
            found[fact] = _Fact(fact, first.line, first.texts, _BOTH_WAYS, frozenset(("1", "2")), first.tags)
            continue
        category = text_of(item.find("cat"))
        line = int(item.sourceline) if item.sourceline else None
        key = fact if part in ("", "tr.0", "inv") and fact not in found else identity
        found[key] = _Fact(key, line, texts, "1", frozenset(), (category,))
    yield from found.values()


@dataclass(slots=True)
class _Reader:
    """The facts of one file while they are read."""

    gatherer: Gatherer
    media: PackageMedia
    _number: int = 0
    _texts: Texts = field(default_factory=Texts)

    def take(self, fact: _Fact) -> None:
        """Keep the question of a fact, or say why there is none."""
        self._number += 1
        self.media.begin()
        self._texts = Texts()
        where = self._where(fact)
        kind = fact.type.split("::")[0]
        is_back = len(fact.views) > 1 and kind in (_BOTH_WAYS, _VOCABULARY)
        if kind == _MAP:
            self._skip(fact, "map", "a map to be pointed at has no counterpart here")
            return
        fields = self._cloze(fact) if kind in (_CLOZE, _SENTENCE) else self._pair(fact, kind)
        if not fields.get("stem"):
            self._skip(fact, "card", "its question side is empty")
        elif not fields.get("key") and not fields.get("gaps"):
            self._skip(fact, "card", "text without an answer")
        else:
            tags = (tag_path(tag.split("::")) for tag in fact.tags)
            kept = [tag for tag in dict.fromkeys(tags) if tag and tag not in ("__UNTAGGED__", "<default>")]
            extra: dict[str, Json] = {"card_type": fact.type, "texts": dict(fact.texts)}
            if is_back:
                extra[ASKS_BACK] = "yes"
            origin = {"kind": f"card type {fact.type}"[:200], "id": fact.id, "extra": extra}
            raw = fields | {"id": as_id(fact.id), "tags": kept, "origin": origin}
            self.gatherer.take(raw, where, fact.line)
        if is_back:
            self.gatherer.problem(f"It is {_BACKWARDS}", where, fact.line)
        for said in dict.fromkeys((*self._texts.notes, *self.media.notes)):
            self.gatherer.problem(said, where, fact.line)

    def _pair(self, fact: _Fact, kind: str) -> dict[str, Json]:
        key = self._meaning(fact) if kind == _VOCABULARY or "m_1" in fact.texts else self._rich(fact, "b")
        return {"kind": "open", "stem": self._rich(fact, "f"), "key": key}

    def _meaning(self, fact: _Fact) -> str:
        return "\n\n".join(filter(None, (self._rich(fact, name) for name in ("m_1", "p_1", "n"))))

    def _cloze(self, fact: _Fact) -> dict[str, Json]:
        """Read gaps `[words:hint]`; brackets of formulas and sounds are none."""
        name = "text" if "text" in fact.texts else "f"
        source = html_of(_with_tex(fact.texts.get(name, "")))
        found = (match for match in _GAP.finditer(source) if match[1])
        gaps = [match for match in found if not match[1].startswith(("$", "/$", "sound"))]
        words = [typed_words(match[1].partition(":")[0]) for match in gaps]
        if not gaps or not all(words) or len(gaps) > MAX_GAPS:
            return {"kind": "open", "stem": self._rich(fact, name), "key": self._meaning(fact)}
        marked, at = "", 0
        for number, match in enumerate(gaps, start=1):
            marked += source[at : match.start()] + token(number)
            at = match.end()
        stem = self._texts.read("stem", marked + source[at:], HTML, self.media.find).strip()
        stem = with_gap_marks(stem)
        hints = [f"Gap {n}: {hint}" for n, m in enumerate(gaps, 1) if (hint := typed_words(m[1].partition(":")[2]))]
        explanation = self._meaning(fact)
        keys = [{"kind": "text", "key": key} for key in words]
        return {"kind": "cloze", "stem": stem, "gaps": keys, "hints": hints, "explanation": explanation}

    def _rich(self, fact: _Fact, name: str) -> str:
        text = html_of(_with_tex(fact.texts.get(name, "").replace("\n", "<br>")))
        return self._texts.read(name, text, HTML, self.media.find).strip() if text.strip() else ""

    def _skip(self, fact: _Fact, what: str, reason: str) -> None:
        raw = "\n\n".join(filter(None, (self._rich(fact, name) for name in fact.texts)))
        self.gatherer.skip(f"{what} “{self._where(fact)}”", reason, fact.line, raw)

    def _where(self, fact: _Fact) -> str:
        words = (typed_words(text[:500]) for text in fact.texts.values())
        return shortened(next((word for word in words if word), f"item {self._number}"))


def _with_tex(text: str) -> str:
    """Give a text with Mnemosyne’s signs of formulas, `<$>x</$>`, in those that Anki and we know."""
    return _OLD_LATEX.sub(lambda found: f"\\({found[2]}\\)", text)


def _loaded(archive: Archive | None, name: str) -> bytes | None:
    return archive.find(name) if archive else None


def _bank(archive: Archive | None) -> BankFields:
    """Read what a .cards file says of itself, one `name:value` a line."""
    said: dict[str, str] = {}
    if archive and (content := archive.find("METADATA")):
        for line in content[:20_000].decode("utf-8", "replace").splitlines():
            name, _, value = line.partition(":")
            said[name.strip()] = " ".join(value.replace("<br>", "\n").replace("\0", "").split())
    author = said.get("author_name", "")
    return BankFields(
        title=said.get("card_set_name", "")[:200],
        description=said.get("notes", "")[:2_000],
        authors=(author[:200],) if author else (),
        tags=tuple(tag for tag in (tag_path([one]) for one in said.get("tags", "").split(",")) if tag),
    )


MNEMOSYNE = Format("mnemosyne", "Mnemosyne cards", (".cards", ".xml"), sniff, read)
