"""Organisations of a text: full names, acronyms both ways, and shorter forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from quizapp.core.extraction.actors.people import fold_name
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import vocabulary

_SMALL = cue_words("small")


#: What a body’s name may leave out: the Royal Board of Pilots, the Board of Pilots.
_HONOURS = frozenset(("Royal", "Imperial"))


@dataclass(eq=False, slots=True)
class Organisation:
    """An organisation or group while the text is read."""

    words: tuple[str, ...]
    type: str


@dataclass(slots=True)
class OrganisationBook:
    """Organisations by full name, acronym, row of the lists and first words."""

    _by_form: dict[str, Organisation] = field(default_factory=dict)
    _by_row: dict[str, Organisation] = field(default_factory=dict)
    _by_acronym: dict[str, Organisation | None] = field(default_factory=dict)
    _by_beginning: dict[str, Organisation | None] = field(default_factory=dict)
    _by_head: dict[str, Organisation | None] = field(default_factory=dict)

    def found(self, words: tuple[str, ...], type_: str, row: str = "") -> Organisation:
        """Give the organisation of a name, a new one when none fits."""
        form = form_of(words)
        known = self._by_form.get(form) or (self._by_row.get(row) if row else None)
        if known is None and len(words) == 1 and is_acronym(words[0]):
            known = self._by_acronym.get(words[0].replace(".", ""))
        if known is None:
            known = Organisation(words, type_)
        self._by_form.setdefault(form, known)
        if len(words) > 2 and words[0] in _HONOURS:
            self._by_form.setdefault(form_of(words[1:]), known)
        if row:
            self._by_row.setdefault(row, known)
        for acronym in acronyms_of(words):
            _add_once(self._by_acronym, acronym, known)
        heads = vocabulary().organisation_heads
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            if word.lower() in heads:
                _add_once(self._by_head, word, known)
        if len(words) > 1 and words[-1].lower() in heads:
            beginning = [word for word in words[:-1] if word.lower() not in heads]
            if beginning:
                _add_once(self._by_beginning, form_of(beginning), known)
        return known

    def alias(self, words: tuple[str, ...], organisation: Organisation) -> None:
        """Let another form stand for an organisation."""
        self._by_form[form_of(words)] = organisation

    def by_head(self, word: str) -> Organisation | None:
        """Give the one organisation whose name ends with a head noun, for “the Senate”, “the League”."""
        return self._by_head.get(word)

    def is_shared(self, word: str) -> bool:
        """Tell whether several organisations have names that end with a head noun."""
        return word in self._by_head and self._by_head[word] is None

    def find(self, words: tuple[str, ...]) -> Organisation | None:
        """Give the organisation that a form, an acronym or a beginning stands for, or None."""
        form = form_of(words)
        known = self._by_form.get(form)
        if known is None and len(words) == 1 and is_acronym(words[0]):
            known = self._by_acronym.get(words[0].replace(".", ""))
        return known or self._by_beginning.get(form)


def form_of(words: Iterable[str]) -> str:
    """Fold a name to what its forms have in common."""
    return " ".join(filter(None, (fold_name(word) for word in words if word.lower() != "the")))


def is_acronym(word: str) -> bool:
    """Tell “AU”, “B.B.C.”, “UNHCR” from words."""
    bare = word.replace(".", "")
    if bare[-1:] == "s":
        return False
    return 2 <= len(bare) <= 7 and sum(letter.isupper() for letter in bare) >= max(2, len(bare) - 1) and bare.isalnum()


def acronyms_of(words: tuple[str, ...]) -> Iterable[str]:
    """Give the initials of a name of several words, with and without its small words."""
    if len(words) < 2:
        return
    large = [word for word in words if word.lower() not in _SMALL]
    if len(large) >= 2:
        yield "".join(word[0].upper() for word in large)
    if len(large) < len(words) and len(large) >= 2:
        yield "".join(word[0].upper() for word in words)


def _add_once(index: dict[str, Organisation | None], key: str, organisation: Organisation) -> None:
    """Keep what one organisation alone is called by; what two share stands for none."""
    known = index.setdefault(key, organisation)
    if known is not organisation:
        index[key] = None
