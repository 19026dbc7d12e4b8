"""The units of a sentence gathered to chunks: noun phrases, verb groups, and every other unit by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.core.extraction.facts.units import Line
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import Tense
from quizapp.core.extraction.verbs import Verb, VerbForm

_ITEM = r"A{0,2}[NCEMq]|L(?!M)"
_INNER = r"(?:A{0,2}[NCEMqL])"
#: I is a word that ends its phrase; “the first to …” and “the first of …” are phrases without a noun.
_BASE = (
    rf"(?:[Dp]+A(?=[tO])|[Dp]+(?:T(?=[NCE]))?{_INNER}*I?|Ts{_INNER}+I?|(?:[NCEMq]|L(?!M))(?:{_ITEM})*(?:L(?=M)|I)?|L|I)"
    rf"(?:s[D]?(?:T(?=[NCE]))?{_INNER}*I?)*"
)
_CHUNK = re.compile(
    r"(?P<V>[Ax]*(?:[YHXB](?:[Ax]*[YHXB])*(?:[Ax]*[vdeng]|x)?|[vzdeng]))"
    r"|(?P<T>D?T(?!s|[NCE](?<=DT.)))"
    rf"|(?P<N>[Uu]|{_BASE}(?:O(?:{_BASE}|D?T))*)"
    r"|(?P<other>.)",
    re.DOTALL,
)

_TO_FORMS: dict[str, tuple[VerbForm, ...]] = {
    "v": ("base",),
    "z": ("third",),
    "d": ("past",),
    "e": ("past", "participle"),
    "n": ("participle",),
    "g": ("ing",),
}
_NON_FINITE = frozenset({"being", "been", "be", "having"})
_PASSIVE_WORDS = word_set("passive_words")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Units `first` to before `last`; `kind` is V, N or the letter of the single unit."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """What a verb group says: its verb (None for an unknown one), and how it stands.

    `letter` is the main verb's, or B, H, X for one that is alone. `is_bare` without any auxiliary.
    """

    verb: Verb | None
    letter: str
    auxiliaries: tuple[str, ...]
    adverbs: tuple[str, ...]
    is_passive: bool
    is_negative: bool
    modal: str
    tense: Tense
    main: int
    word: str

    @property
    def is_bare(self) -> bool:
        """Whether no auxiliary stands before the verb."""
        return not self.auxiliaries

    @property
    def is_finite(self) -> bool:
        """Whether it can be the verb of a clause with a subject of its own; unsure ones count."""
        if self.letter in "zd" or (self.letter == "e" and self.is_bare):
            return True
        first = self.auxiliaries[0] if self.auxiliaries else self.word
        return first not in _NON_FINITE and (self.letter in "BHX" or bool(self.auxiliaries))


def chunk_line(line: Line) -> tuple[Chunk, ...]:
    """Gather the units of a line to chunks, in order and without gaps."""
    letters = "".join(line.letters)
    return tuple(
        Chunk(found.lastgroup if found.lastgroup != "other" else found.group(), *found.span())  # type: ignore[arg-type]
        for found in _CHUNK.finditer(letters)
    )


def read_verb_group(line: Line, chunk: Chunk) -> VerbGroup:
    """Read tense, voice, modality and negation of a verb group."""
    span = range(chunk.first, chunk.last)
    letters = [line.letters[at] for at in span]
    auxiliaries = tuple(line.words[at] for at, letter in zip(span, letters, strict=True) if letter in "YHXB")
    main = chunk.last - 1
    letter = letters[-1]
    if letter in "Ax":
        main, letter = next((at, line.letters[at]) for at in reversed(span) if line.letters[at] not in "Ax")
    if letter in "YHXB":
        auxiliaries = auxiliaries[:-1]
    is_participle = letter in "en"
    return VerbGroup(
        verb=_verb_at(line, main, letter, bool(auxiliaries)),
        letter=letter,
        auxiliaries=auxiliaries,
        adverbs=tuple(line.words[at] for at, kind in zip(span, letters, strict=True) if kind == "A"),
        is_passive=is_participle and bool(auxiliaries) and auxiliaries[-1] in _PASSIVE_WORDS,
        is_negative="x" in letters,
        modal=next((line.words[at] for at, kind in zip(span, letters, strict=True) if kind == "Y"), ""),
        tense=_tense(auxiliaries, letter, line.words[main]),
        main=main,
        word=line.words[main],
    )


def _verb_at(line: Line, at: int, letter: str, has_auxiliary: bool) -> Verb | None:
    form = line.verbs[at]
    if form is None:
        return None
    forms = ("participle",) if letter == "e" and has_auxiliary else _TO_FORMS.get(letter, ())
    for particle, _ in _particles_after(line, at, form.particles):
        found = form.find(forms, particle)
        if found is not None:
            return found
    found = form.find(forms) or form.plain
    # “Carrying a lamp” is not “carry out”.
    return None if found.particle else found


def _particles_after(line: Line, at: int, particles: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Give the particles that stand behind a verb, with the index behind them."""
    if not particles:
        return
    for particle in sorted(particles):
        parts = particle.split(" ")
        if line.words[at + 1 : at + 1 + len(parts)] == parts:
            yield particle, at + 1 + len(parts)


def particle_end(line: Line, group: VerbGroup) -> int:
    """Give the index of the first unit behind the verb and its particle."""
    if group.verb is None or not group.verb.particle:
        return group.main + 1
    return next(
        (end for _, end in _particles_after(line, group.main, frozenset({group.verb.particle}))), group.main + 1
    )


def _tense(auxiliaries: tuple[str, ...], letter: str, word: str) -> Tense:
    first = auxiliaries[0] if auxiliaries else word
    if first in ("will", "shall", "'ll", "’ll", "wo"):
        return "future"
    if first in ("is", "are", "am", "'s", "’s", "does", "do", "'re", "’re", "can", "may"):
        return "present"
    if first in ("has", "have", "'ve", "’ve") and not auxiliaries:
        return "present"
    return "present" if not auxiliaries and letter in "vz" else "past"
