"""Who a noun phrase means: a named actor, an actor behind a pronoun or an office, or a speaker without a name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from quizapp.core.extraction.actors import resolve_reference
from quizapp.core.extraction.actors.pronouns import EARLIER, is_subject
from quizapp.core.extraction.quotes.answers import Speaker
from quizapp.core.extraction.quotes.centres import (
    centre,
    definite_opening,
    is_led_to_speak,
    may_be_unnamed,
    stands_as_subject,
    unnamed_holder,
    unnamed_subject,
)
from quizapp.core.extraction.quotes.correspondence import Writings, find_writings
from quizapp.core.extraction.quotes.cues import is_claim_noun
from quizapp.core.extraction.quotes.genders import GENDERS, PRONOUN
from quizapp.core.extraction.quotes.offices import Offices
from quizapp.core.extraction.quotes.phrases import Phrase
from quizapp.core.extraction.quotes.reporting import reporting_subject
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.starting import apposed_name
from quizapp.core.extraction.quotes.turns import PARTY_REASON
from quizapp.core.extraction.quotes.words import ARTICLES, PERSONAL, POSSESSIVES, word_set
from quizapp.core.extraction.quotes.writings import LETTERS, ORDERS, REPLIES, is_writing, maker_of
from quizapp.core.extraction.values import ActorMention, Cast, Reason

PROTAGONIST_REASON = Reason(
    "whom the text is about", 0.7, "No name near by fits “he” or “she”; the person the text is about is taken."
)
CENTRE_REASON = Reason("subject goes on", 0.7, "Two people could be meant; the one the sentences are about is taken.")
WRITING_REASON = Reason("author of a writing", 0.85, "The words stand in a letter or note whose author is named.")
_WRITINGS = re.compile(
    r"\b(?:e-?mail|letter|note|memo|memorandum|message|telegram|postcard|diary|will|statement|tweet|post)\b",
    re.IGNORECASE,
)
_AUTHOR_LINK = re.compile(r"\s*,?\s*(?:that|which|from|by|of|signed by)?(?:\s(?:the|one|his|her))?\s*", re.IGNORECASE)
_OWNED_BY = re.compile(r"\b(?P<who>(?:[Aa]n?|[Tt]he) (?:[a-z-]+ )?[a-z-]+)(?:[’']s|[’']) \Z")
_SENT = re.compile(
    r"(?:\b(?P<who>he|she)|(?<=\w)) (?:\w+ly |had |then |also |once |later ){0,2}"
    r"(?P<verb>sent|wrote|left|handed|gave|passed|posted|mailed|cabled|dictated|scribbled|slipped|pinned|addressed) ",
    re.IGNORECASE,
)
_SENT_TO = re.compile(
    r"(?:(?!and |who |which |that )[\w’'-]+ ){0,4}(?:an?|the|this|one) (?:[\w-]+ ){0,2}", re.IGNORECASE
)
#: Words that stand for nobody who could be named.
_NOBODY = word_set("both all each anyone anybody nobody whoever")
_CHAIN_LETTERS = 400
#: Who is asked or told may answer as well as who asks or tells may go on.
_ASKED = re.compile(r"\b(?:asked|asks|told|tells)\b")
#: So far from its beginning may the subject that opens a sentence stand: “Last week the mayor, Ana Moe, wrote”.
_OPENING = 40
#: So many of the last names before a pronoun are weighed against the subject of their sentence.
_NEAR = 4


@dataclass(slots=True)
class Company(Offices):
    """The actors of a text and how to find the one that a phrase means."""

    _resolved: dict[int, Speaker | None] = field(init=False, default_factory=dict)
    #: Offset of the first pronoun of its chain by the offset of a pronoun.
    _first: dict[int, int] = field(init=False, default_factory=dict)
    _written: Writings | None = field(init=False, default=None)

    def is_person(self, speaker: Speaker | None) -> TypeGuard[Speaker]:
        """Whether a speaker is a person with a name."""
        return speaker is not None and speaker.actor is not None and self.cast.actors[speaker.actor].type == "person"

    def who(self, pieces: Sequence[Piece], phrase: Phrase | None) -> Speaker | None:
        """Tell whom a phrase means; None where it means nobody who can be told."""
        if phrase is None:
            return None
        head = pieces[phrase.head]
        if head.actor is not None:
            return self.named(head.actor)
        if head.kind == "word" and head.lower in PERSONAL | {"him", "them", "her"}:
            return self.refer(head.start, head.end)
        if phrase.owner is not None and (is_claim_noun(head) or is_writing(head)):
            return self.owner(pieces, phrase.owner)
        made = self._maker(pieces, phrase)
        if made is not None:
            return made
        if head.lower in _NOBODY and phrase.start == phrase.head:
            return None
        return self._by_words(pieces, phrase)

    def _by_words(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker:
        """Take the one who is told to be what the words say, else the words themselves."""
        first = pieces[phrase.start]
        apposed = apposed_name(pieces, phrase)
        if apposed is not None and self.cast.actors[apposed].type == "person":
            return self.named(apposed)
        found = None
        if first.lower in ("the", "this", "that", "counsel"):
            found = self._by_office(pieces, phrase)
        elif phrase.owner is not None or first.lower in POSSESSIVES:
            found = self.described(pieces, phrase)
        elif first.lower in ("a", "an", "one"):
            found = self.given(pieces, phrase)
        if first.lower == "that" and pieces[phrase.head].lower.endswith("s") and phrase.head > phrase.start:
            # “reported that workers spoke of”
            first = pieces[phrase.start + 1]
        return found or Speaker(self.text.text[first.start : pieces[phrase.end - 1].end], None, "unnamed")

    def _maker(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take a writing for its maker: told by the clause, or whoever the text before says wrote."""
        head, start = pieces[phrase.head], pieces[phrase.start].start
        if head.lower in REPLIES and phrase.owner is None:
            return self.answerer(start)
        if not is_writing(head) and head.lower not in ORDERS:
            return None
        maker = maker_of(pieces, phrase)
        if maker is not None and pieces[maker.head].lower in ("his", "her"):
            return self.owner(pieces, maker.head)
        if maker is not None:
            return self.who(pieces, maker)
        found = self._one_here(pieces, phrase)
        return found or (self.writer(head.end) if head.lower in LETTERS else None)

    def _one_here(self, pieces: Sequence[Piece], phrase: Phrase) -> Speaker | None:
        """Take “an edict”, “another law” for that of the one person of whom the paragraph speaks."""
        is_open = pieces[phrase.start].lower in ("one", "another", "an", "a")
        if not is_open or pieces[phrase.head].lower not in ORDERS:
            return None
        start = pieces[phrase.start].start
        block = self.text.block_at(start)
        named = {one.actor for one in self._antecedents(start) if one.start >= block.start}
        people = [actor for actor in sorted(named) if self.cast.actors[actor].type == "person"]
        return self.named(people[0], "role", (WRITING_REASON,)) if len(people) == 1 else None

    def writer(self, start: int) -> Speaker | None:
        """Tell whose letters or diary the text before an offset speaks of."""
        kept = {found.actor for span in self._writings().kept_by(start) if (found := self._at(span)) is not None}
        if len(kept) == 1 and (keeper := next(iter(kept))) is not None:
            return self.named(keeper, "role", (WRITING_REASON,))
        for span in self._writings().hands_before(start):
            found = self._at(span)
            if found is not None and found.actor is not None:
                return self.named(found.actor, "role", (WRITING_REASON,))
        about = [actor for actor in self.protagonists.values() if actor is not None]
        at = bisect_right(self.text.blocks, start, key=lambda one: one.start) - 1
        is_hers = len(about) == 1 and {one.id for one in self.people_of(at)} <= {*about}
        is_hers = is_hers and self._writings().are_told_before(start)
        return self.named(about[0], "role", (WRITING_REASON,)) if is_hers else None

    def _writings(self) -> Writings:
        if self._written is None:
            self._written = find_writings(self)
        return self._written

    def answerer(self, start: int) -> Speaker | None:
        """Tell to whom the last letter before an offset went: the reply is theirs."""
        span = self._writings().addressed_before(start)
        if span is None:
            return None
        found = self._at(span)
        words = self.text.text[slice(*span)]
        return found or (Speaker(words, None, "unnamed") if " " in words else None)

    def _at(self, span: tuple[int, int]) -> Speaker | None:
        """Tell whom a name or pronoun at a place means."""
        if self.text.text[slice(*span)].lower() in ("he", "she", "his", "her"):
            return self.refer(*span)
        at = bisect_left(self.cast.mentions, span[0], key=lambda mention: mention.start)
        is_here = at < len(self.cast.mentions) and self.cast.mentions[at].start < span[1]
        return self.named(self.cast.mentions[at].actor) if is_here else None

    def refer(self, start: int, end: int) -> Speaker | None:
        """Resolve a pronoun of the writer; one that only goes on with an earlier one means the same person."""
        unnamed = self._unnamed(start, end)
        if unnamed is not None:
            return unnamed
        if start not in self._resolved:
            reporter = self._reporter(start, end)
            if reporter is not None:
                self._resolved[start], self._first[start] = reporter, start
                return reporter
            first = self._first_of_chain(start, end)
            speaker = self._resolved[first]
            if start != first and (speaker is None or self._is_barred(speaker, start, end)):
                speaker = self._refer(start, end)
            self._resolved[start] = speaker
        return self._resolved[start]

    def _reporter(self, start: int, end: int) -> Speaker | None:
        """Take “she added”, right behind a quotation, for whoever reports in the sentence before."""
        gender = GENDERS.get(self.text.text[start:end].lower())
        if gender is None or not self.is_quoted(start - 2) or self.text.text[start:end].lower() not in ("he", "she"):
            return None
        asker = self.asker(start) if self.text.text.startswith("ask", end + 1) else None
        if asker is not None and self._fits(self._gendered[asker], gender):
            return self.named(asker, "turn", (PARTY_REASON,))
        subject = reporting_subject(self.text, self.sentences, self.cast.mentions, start)
        if subject is None:
            return None
        if isinstance(subject, tuple):
            return self.refer(*subject)
        fits = self._fits(self._gendered[subject.actor], gender)
        return self.named(subject.actor, "pronoun", (CENTRE_REASON,)) if fits else None

    def _first_of_chain(self, start: int, end: int) -> int:
        """Find the pronoun with which a chain of the same person begins, and resolve that; each link is gone once."""
        chain = [(start, end)]
        while chain[-1][0] not in self._first:
            earlier = self._earlier(*chain[-1])
            if earlier is None:
                at = chain[-1][0]
                self._first[at] = at
                told = self._unnamed(*chain[-1]) if len(chain) > 1 else None
                self._resolved[at] = told if told is not None and told.actor is not None else self._refer(*chain[-1])
            else:
                chain.append(earlier)
        first = self._first[chain[-1][0]]
        self._first |= dict.fromkeys((at for at, _ in chain), first)
        return first

    def _earlier(self, start: int, end: int) -> tuple[int, int] | None:
        """Find the last pronoun of the same person in the paragraph that no fitting name parts from this one."""
        gender = GENDERS.get(self.text.text[start:end].lower())
        if gender is None:
            return None
        floor = max(self.text.block_at(start).start, start - _CHAIN_LETTERS)
        for match in reversed(list(PRONOUN.finditer(self.text.text, floor, start))):
            if GENDERS[match.group().lower()] == gender and not self.is_quoted(match.start()):
                if self._is_object_of_another(match, gender, start):
                    return None
                between = (
                    one
                    for one in self._antecedents(start)
                    if one.start > match.start() and not self._is_beside_pronoun(one, start, end)
                )
                return None if any(self._parts(one, gender, match) for one in between) else match.span()
        return None

    def _is_object_of_another(self, pronoun: re.Match[str], gender: str, start: int) -> bool:
        """Whether “Moe never answered him” stands before “he said”: the subject goes on, not the object."""
        if pronoun.group().lower() != "him" or self.text.text[start : start + 2].lower() != "he":
            return False
        sentence = self.sentences[max(0, bisect_right(self._sentence_starts, pronoun.start()) - 1)]
        at = bisect_left(self._mention_starts, sentence.start)
        last = bisect_left(self._mention_starts, pronoun.start())
        subjects = [
            one.actor
            for one in self.cast.mentions[at:last]
            if not self.is_quoted(one.start)
            and self._fits(self.cast.actors[one.actor], gender)
            and stands_as_subject(self.sentences, one)
        ]
        return bool(subjects) and sentence.end <= start

    def _parts(self, mention: ActorMention, gender: str, pronoun: re.Match[str]) -> bool:
        """Whether a name between two pronouns may take the second: one that fits, no mere object of the first."""
        if not self._fits(self.cast.actors[mention.actor], gender):
            return False
        is_acting = pronoun.group().lower() in ("he", "she") and mention.actor not in self.genders
        return not is_acting or is_subject(self.sentences, mention)

    def _refer(self, start: int, end: int) -> Speaker | None:
        if (of_topic := self._of_topic(start, end)) is not None:
            return of_topic
        near = Cast(self._gendered, tuple(self._without_own_subject(start, end)))
        gender = GENDERS.get(self.text.text[start:end].lower())
        here = [] if gender is None else self._fitting_here(near, gender, start)
        opening = self._led_to_speak(near, gender)
        opening = self._subject_before(start, end, here) if opening is None else opening
        if opening is not None:
            return self.named(opening, "pronoun", (CENTRE_REASON,))
        found, reasons = resolve_reference(self.text, self.sentences, near, start, end)
        if self.text.text[start:end].lower() == "it":
            last = max((one.end for one in near.mentions if one.actor == found), default=-1)
            author = self._author_of_writing(start, last)
            if author is not None:
                return author
        subject = centre(self.sentences, here, start) if gender is not None else None
        if subject is not None and found != subject and found in {one.actor for one in here[-_NEAR:]}:
            return self.named(subject, "pronoun", (CENTRE_REASON,))
        about = self.protagonists.get(gender or "")
        is_far = EARLIER in reasons and about is not None and found != about
        is_known = about is None or found in self.genders or about not in self.genders
        if found is not None and not is_far and (is_known or self._is_last_subject(found, here, start)):
            return self.named(found, "pronoun", tuple(reasons))
        if found is None and subject is not None:
            return self.named(subject, "pronoun", (CENTRE_REASON,))
        alone = {one.actor for one in here}
        if found is None and len(alone) == 1 and self.genders.get(min(alone)) == gender:
            return self.named(min(alone), "pronoun", (CENTRE_REASON,))
        if about is None or gender is None or (found is None and self._has_rival(near, gender, about, start)):
            return None
        return self.named(about, "pronoun", (PROTAGONIST_REASON,))

    def _of_topic(self, start: int, end: int) -> Speaker | None:
        """Tell whom a pronoun means that fits the person whom the text is about; None where two may be meant."""
        is_told = self.references.tells(self.text.text[start:end])
        meant, reasons = self.references.resolve(start, end) if is_told else (None, ())
        return None if meant is None else self.named(meant, "pronoun", tuple(reasons))

    def _led_to_speak(self, near: Cast, gender: str | None) -> int | None:
        """Give whose answer the sentence before announces, where it is the last name before and fits."""
        last = near.mentions[-1] if near.mentions and gender is not None else None
        if last is None or gender is None or not self._fits(self._gendered[last.actor], gender):
            return None
        return last.actor if is_led_to_speak(self.text, self.sentences, last) else None

    def _subject_before(self, start: int, end: int, here: Sequence[ActorMention]) -> int | None:
        """Give who opens the sentence right before as its subject: “he” as a subject goes on with a subject."""
        number = bisect_right(self._sentence_starts, start) - 2
        if number < 0 or self.text.text[start:end].lower() not in ("he", "she"):
            return None
        sentence = self.sentences[number]
        if sentence.block != self.sentences[number + 1].block or self.is_quoted(sentence.start):
            return None
        near = [one for one in here if one.start >= sentence.start]
        if not near or near[-1].start >= sentence.end or near[0].start - sentence.start > _OPENING:
            return None
        is_asking = _ASKED.search(self.text.text, near[0].end, sentence.end) is not None and len(near) > 1
        return near[0].actor if not is_asking and stands_as_subject(self.sentences, near[0]) else None

    def _unnamed(self, start: int, end: int) -> Speaker | None:
        """Take “A nurse” of a sentence before, where nobody who fits is named since."""
        gender = GENDERS.get(self.text.text[start:end].lower())
        if gender is None or not may_be_unnamed(self.sentences, start):
            return None
        if self.text.text[start:end].lower() not in ("he", "she", "his", "her"):
            return None
        here = self._fitting_here(Cast(self._gendered, tuple(self._antecedents(start))), gender, start)
        words = unnamed_subject(self.text, self.sentences, start, gender, here)
        words = words or unnamed_holder(self.text, self.sentences, start, gender, here)
        words = words or definite_opening(self.text, self.sentences, start, gender, here)
        if words is None:
            return None
        said = words.lower().split()
        held = self.by_role(said[1:], start) if said[0] == "the" else None
        told = self._descriptions().find(said, start) if held is None and said[0] in ("the", "his", "her") else None
        if told is not None and told.actor is not None:
            held = self.named(told.actor, "role", (WRITING_REASON,))
        is_named = held is not None and held.actor is not None and self._fits(self._gendered[held.actor], gender)
        return held if is_named else Speaker(words, None, "unnamed")

    def _is_barred(self, speaker: Speaker | None, start: int, end: int) -> bool:
        sentence = self.sentences[max(0, bisect_right(self.sentences, start, key=lambda one: one.start) - 1)]
        return speaker is not None and speaker.actor in self._named_later(sentence, start, end)

    def _author_of_writing(self, start: int, floor: int) -> Speaker | None:
        """Take “it said” behind a letter or note for the one who is named as its author or sent it."""
        floor = max(self.text.block_at(start).start, start - _CHAIN_LETTERS, floor)
        noun = next(reversed(list(_WRITINGS.finditer(self.text.text, floor, start))), None)
        if noun is None:
            return None
        for mention in self._antecedents(start):
            between = self.text.text[noun.end() : mention.start]
            is_owner = self.text.text[mention.end : noun.start()].strip() in ("’s", "'s", "’")
            if (mention.start >= noun.end() and _AUTHOR_LINK.fullmatch(between)) or is_owner:
                return self.named(mention.actor, "role", (WRITING_REASON,))
        unnamed = _OWNED_BY.search(self.text.text, floor, noun.start())
        if unnamed is not None:
            return Speaker(unnamed["who"], None, "unnamed")
        return self._sender(noun.start()) or self.writer(start) or self._only_one_of_sentence(noun.start())

    def _only_one_of_sentence(self, noun: int) -> Speaker | None:
        """Read “It was Moe who recommended her, in a letter which survives”: nobody else is named before the letter."""
        start = self.sentences[max(0, bisect_right(self._sentence_starts, noun) - 1)].start
        named = {one.actor for one in self._antecedents(noun) if one.start >= start}
        people = [actor for actor in sorted(named) if self.cast.actors[actor].type == "person"]
        return self.named(people[0], "role", (WRITING_REASON,)) if len(people) == 1 else None

    def _sender(self, noun: int) -> Speaker | None:
        """Read “she sent him a note”, “Moe left a message for the cook”."""
        floor = max(self.text.block_at(noun).start, noun - _CHAIN_LETTERS)
        sent = next(reversed(list(_SENT.finditer(self.text.text, floor, noun))), None)
        if sent is None or not _SENT_TO.fullmatch(self.text.text[sent.end() : noun]):
            return None
        if sent["who"]:
            found = self.refer(*sent.span("who"))
            return None if found is None or found.actor is None else self.named(found.actor, "role", (WRITING_REASON,))
        at = bisect_left(self.cast.mentions, sent.start(), key=lambda mention: mention.start) - 1
        if at < 0 or self.cast.mentions[at].end != sent.start():
            return None
        return self.named(self.cast.mentions[at].actor, "role", (WRITING_REASON,))

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
