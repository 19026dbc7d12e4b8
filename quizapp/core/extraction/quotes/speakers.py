"""Who a noun phrase means: a named actor, an actor behind a pronoun or an office, or a speaker without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.extraction.pronouns import resolve_reference
from quizapp.core.extraction.quotes.cues import is_claim_noun
from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import ARTICLES, PERSONAL, POSSESSIVES
from quizapp.core.extraction.values import Cast, Reason, Sentence, Text

ROLE_REASON = Reason("role", 0.9, "One actor fits the office that is named as the speaker.")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: `name` is a canonical name or the text's words, None where it is known that nobody can be named."""

    name: str | None
    actor: int | None
    how: str
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Company:
    """The actors of a text and how to find the one that a phrase means."""

    text: Text
    sentences: Sequence[Sentence]
    cast: Cast
    roles: Mapping[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, list[int]] = {}
        for actor in self.cast.actors:
            for role in actor.roles:
                for word in role.words.lower().replace("’s", "").split():
                    if actor.id not in found.setdefault(word, []):
                        found[word].append(actor.id)
        self.roles = {word: tuple(ids) for word, ids in found.items()}

    def named(self, actor: int, how: str = "name", reasons: tuple[Reason, ...] = ()) -> Speaker:
        """Make a speaker of an actor."""
        return Speaker(self.cast.actors[actor].canonical, actor, how, reasons)

    def who(self, pieces: Sequence[Piece], phrase: Phrase | None) -> Speaker | None:
        """Tell whom a phrase means; None where it means nobody who can be told."""
        if phrase is None:
            return None
        head = pieces[phrase.head]
        if head.actor is not None:
            return self.named(head.actor)
        if head.kind == "word" and head.lower in PERSONAL:
            return self.refer(head.start, head.end)
        if phrase.owner is not None and is_claim_noun(head):
            return self.owner(pieces, phrase.owner)
        if head.lower in ("both", "all", "each") and phrase.start == phrase.head:
            return None
        start = pieces[phrase.start].start
        words = self.text.text[start : pieces[phrase.end - 1].end]
        is_indefinite = pieces[phrase.start].lower not in ("the", "this", "that") 
        if not is_indefinite:
            found = self._by_office(pieces, phrase)
            if found is not None:
                return found
        return Speaker(words, None, "unnamed")

    def refer(self, start: int, end: int) -> Speaker | None:
        """Resolve a pronoun."""
        actor, reasons = resolve_reference(self.text, self.sentences, self.cast, start, end)
        return None if actor is None else self.named(actor, "pronoun", tuple(reasons))

    def owner(self, pieces: Sequence[Piece], owner: int) -> Speaker | None:
        """Tell whom “Kenya’s”, “his” or “the oracle’s” belongs to."""
        piece = pieces[owner]
        if piece.actor is not None:
            return self.named(piece.actor)
        if piece.lower in POSSESSIVES:
            return self.refer(piece.start, piece.end)
        start = owner
        while start > 0 and pieces[start - 1].kind == "word" and pieces[start - 1].lower in ARTICLES | POSSESSIVES:
            start -= 1
        return Speaker(self.text.text[pieces[start].start : piece.end], None, "unnamed")

    def _by_office(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        start, end = pieces[phrase.start].start, pieces[phrase.end - 1].end
        actor, reasons = resolve_reference(self.text, self.sentences, self.cast, start, end)
        if actor is not None:
            return self.named(actor, "role", tuple(reasons))
        words = [piece.lower for piece in pieces[phrase.start : phrase.head + 1]]
        return self.by_role([word for word in words if word not in ARTICLES])

    def by_role(self, words: Sequence[str]) -> Speaker | None:
        """Find the one actor of the document whose office has all these words."""
        sets = [set(self.roles.get(word, ())) for word in words if word[:1].isalpha()]
        fitting = set.intersection(*sets) if sets else set()
        return self.named(min(fitting), "role", (ROLE_REASON,)) if len(fitting) == 1 else None
