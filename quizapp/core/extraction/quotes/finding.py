"""The sieves in their order: the first that answers names the speaker, and none means that nobody is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.extraction.quotes.ahead import ASKED_REASON, find_ahead
from quizapp.core.extraction.quotes.answers import Found, Speaker
from quizapp.core.extraction.quotes.behind import find_behind
from quizapp.core.extraction.quotes.dialogue import TURN_REASON, Dialogue
from quizapp.core.extraction.quotes.epigraphs import find_epigraphs, name_line_below, paragraph_speaker
from quizapp.core.extraction.quotes.explicit import find_after, find_before
from quizapp.core.extraction.quotes.headed import find_led, find_reply, source_line_above
from quizapp.core.extraction.quotes.joining import join_utterances
from quizapp.core.extraction.quotes.kinds import content_words, is_capitalised, is_direct, unspoken_kind
from quizapp.core.extraction.quotes.phrases import is_verb
from quizapp.core.extraction.quotes.scenes import Piece, Scene, build_scenes, outer_pairs, outside_names
from quizapp.core.extraction.quotes.selves import without_self
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.subjects import find_subject, find_turn
from quizapp.core.extraction.quotes.tags import find_tag
from quizapp.core.extraction.quotes.trailing import find_trailing
from quizapp.core.extraction.quotes.verdicts import Verdicts
from quizapp.core.extraction.quotes.views import find_view
from quizapp.core.extraction.quotes.words import PERSONAL, STOPS
from quizapp.core.extraction.values import Block, Cast, MarkPair, Quote, QuoteKind, Reason, Sentence, Text

CONTINUED_REASON = Reason("continued", 0.95, "The words go on with a speech whose speaker was named before.")
HEADING_REASON = Reason("heading", 0.8, "The words stand in a heading, list or caption.")
_FIRST_PERSON = re.compile(r"\b(?:I (?!of\b|and\b)|I’|me\b|my\b)")
_INDEFINITE = ("a", "an", "one", "another")
_ARTICLES = frozenset((*_INDEFINITE, "the"))
#: So many quotations back an unnamed speaker is told at length.
_NEAR = 6
#: So few pieces without a verb are a pause, and so many sentences back is looked for what it stands in.
_PAUSE, _PAUSES = 3, 2
_LOOSE_BLOCKS = ("heading", "list", "caption")


def find_quotes(text: Text, sentences: Sequence[Sentence], marks: Sequence[MarkPair], cast: Cast) -> tuple[Quote, ...]:
    """Find all outermost quotations of a text, what each is and, where the text tells, who said it."""
    pairs = outside_names(outer_pairs(text, marks), cast.mentions)
    epigraphs = find_epigraphs(text, pairs, cast)
    if not pairs and not epigraphs:
        return ()
    company = Company(text, sentences, cast, pairs)
    search = _Search(text, company, pairs, tuple(join_utterances(build_scenes(text, sentences, pairs, cast))))
    taken = [(quote.start, quote.end) for quote in epigraphs]
    search.run(taken)
    return tuple(sorted((*epigraphs, *search.quotes), key=lambda quote: quote.start))


@dataclass(slots=True)
class _Search:
    """One pass over the scenes that hold quotations; remembers the utterance that may go on."""

    text: Text
    company: Company
    pairs: Sequence[MarkPair]
    scenes: Sequence[Scene]
    quotes: list[Quote] = field(default_factory=list)
    groups: int = 0
    filled: frozenset[int] = field(init=False)
    by_block: Mapping[int, Sequence[Scene]] = field(init=False)
    dialogue: Dialogue = field(init=False)
    verdicts: Verdicts = field(init=False)
    #: Whether the writer says “I”: a question that fills a paragraph may be the writer's own.
    is_interview: bool = field(init=False)

    def __post_init__(self) -> None:
        by_block: dict[int, list[Scene]] = {}
        for scene in self.scenes:
            by_block.setdefault(scene.block, []).append(scene)
        self.by_block = by_block
        self.verdicts = Verdicts(self.company)
        own = (match.start() for match in _FIRST_PERSON.finditer(self.text.text))
        self.is_interview = any(not self.company.is_quoted(start) for start in own)
        self.dialogue = Dialogue(self.company, by_block)
        self.filled = frozenset(
            block for block, scenes in by_block.items() if all(scene.quotes and scene.is_bare for scene in scenes)
        )

    def run(self, taken: Sequence[tuple[int, int]]) -> None:
        """Answer every quotation that is not part of an epigraph."""
        for number, scene in enumerate(self.scenes):
            earlier: int | None = None
            for place in scene.quotes:
                piece = scene.pieces[place]
                if not any(start <= piece.end and piece.start <= end for start, end in taken):
                    self._answer(number, scene, place)
                    self._join_split(scene.pieces, earlier)
                earlier = place

    def _answer(self, number: int, scene: Scene, place: int) -> None:
        block = self.text.blocks[scene.block]
        pieces = scene.pieces
        found = self._explicit(pieces, place)
        if found is None and self._continues(number, scene, place):
            self._continue(scene, place)
            return
        kind = "title" if block.kind == "heading" and scene.is_bare else unspoken_kind(pieces, place, found)
        if kind is not None:
            self._add(pieces[place], kind, None)
            return
        direct = is_direct(pieces, place, found)
        if found is None or (found.speaker is None and place and pieces[place - 1].lower == ":"):
            found = self._by_surroundings(number, scene, place, direct) or found
        if found is not None:
            pair = self.pairs[pieces[place].quote or 0]
            found = without_self(self.company, pair, found)
        if found is None and not direct:
            self._add(pieces[place], "scare", None)
            return
        self._add(pieces[place], "direct" if direct else "fragment", found, block)

    def _explicit(self, pieces: Sequence[Piece], place: int) -> Found | None:
        """Ask the clause: what stands right behind first, then what governs from the left, then a name line."""
        found = (
            find_turn(self.company, pieces, place)
            or find_tag(self.company, pieces, place)
            or find_after(self.company, pieces, place)
            or find_before(self.company, pieces, place)
        )
        is_open = found is None or found.rule == "Q1-nobody"
        if not is_open:
            return found
        return find_view(self.company, pieces, place) or find_trailing(self.company, pieces, place) or found

    def _by_surroundings(self, number: int, scene: Scene, place: int, direct: bool) -> Found | None:
        pieces = scene.pieces
        if direct and self._is_in_series(pieces, place):
            return Found(Speaker(self.quotes[-1].speaker, self.quotes[-1].actor, "series"), "Q5-series")
        if place and pieces[place - 1].lower == ":":
            found = self.verdicts.labelled(scene.block, pieces, place, self.quotes)
            found = found or find_reply(self.company, pieces, place)
            found = found or find_subject(self.company, pieces, place, is_colon=True)
            return found or find_led(self.company, pieces, place)
        if direct and scene.block in self.filled:
            return self._by_paragraph(scene, place)
        if direct and len(pieces) - len(scene.quotes) <= 1:
            return self._by_neighbours(number, scene)
        if not direct and len(pieces[place].text.split()) > 1 and len(content_words(pieces[place].text)) > 0:
            return None if is_capitalised(pieces[place].text) else self._by_subject(pieces, place)
        return None

    def _is_in_series(self, pieces: Sequence[Piece], place: int) -> bool:
        """Whether a quotation hangs on the one before by “; and a week later,”, with no doer and no verb between."""
        quoted = next((at for at in range(place - 1, -1, -1) if pieces[at].kind == "quote"), None)
        parting = next((at for at in range(place - 1, quoted or 0, -1) if pieces[at].lower == ";"), None)
        if quoted is None or parting is None or not self.quotes or not self.quotes[-1].is_speech:
            return False
        between = range(parting + 1, place)
        return not any(
            pieces[at].kind == "name" or pieces[at].lower in PERSONAL or is_verb(pieces, at) for at in between
        )

    def _by_neighbours(self, number: int, scene: Scene) -> Found | None:
        """Ask the sentences around a quotation that is a sentence of its own, in its paragraph."""
        following = self.scenes[number + 1] if number + 1 < len(self.scenes) else None
        if following is not None and following.block == scene.block:
            found = find_behind(self.company, following.pieces)
            if found is not None:
                return found
        before = self._told_before(number)
        if before is None:
            return None
        if before.pieces[-1].kind == "quote" or self._is_answered(before, scene):
            return self._by_exchange(before, is_bare=before.pieces[-1].kind == "quote")
        if before.pieces[-1].lower == "?" and not before.quotes:
            speaker = self._interviewed(before)
            if speaker is not None:
                return Found(speaker, "Q7-asked", reasons=(ASKED_REASON,))
        examiner = self._examiner(scene)
        return examiner if examiner is not None else find_ahead(self.company, before.pieces)

    def _examiner(self, scene: Scene) -> Found | None:
        """Take counsel for whoever puts a question while a witness gives evidence."""
        words = scene.pieces[scene.quotes[-1]]
        if not words.text.endswith("?"):
            return None
        asks, answers = self.company.party(words.start, "Q"), self.company.party(words.start, "A")
        if asks is not None and answers is not None:
            return Found(asks, "Q7-turn", reasons=(TURN_REASON,))
        asker = self.company.asker(words.start)
        return None if asker is None else Found(self.company.named(asker, "turn"), "Q7-turn", reasons=(TURN_REASON,))

    def _told_before(self, number: int) -> Scene | None:
        """Give the sentence before in the paragraph, or the one before that where it is only “A pause.”"""
        for at in range(number - 1, max(-1, number - 1 - _PAUSES), -1):
            before = self.scenes[at]
            if before.block != self.scenes[number].block:
                return None
            if not _is_pause(before):
                return before
        return None

    def _interviewed(self, before: Scene) -> Speaker | None:
        """Take the only one who speaks in a paragraph for the one whom the writer asks there: “And the applause?”"""
        floor = self.text.blocks[before.block].start
        here = [quote for quote in self.quotes if quote.start >= floor and quote.is_speech]
        said = {quote.actor for quote in here}
        if len(said) != 1 or here[-1].actor is None:
            return None
        speaker = self.company.named(here[-1].actor, "turn")
        return speaker if self.company.is_person(speaker) else None

    def _is_answered(self, before: Scene, scene: Scene) -> bool:
        """Whether the sentence before asks, in words of one of two who speak in the paragraph, and this one answers."""
        if not before.quotes or not before.pieces[before.quotes[-1]].text.endswith("?"):
            return False
        return not scene.pieces[scene.quotes[-1]].text.endswith("?") and self._other(before) is not None

    def _other(self, before: Scene) -> Quote | None:
        """Give the last words in a paragraph of somebody other than the last speaker."""
        floor, last = self.text.blocks[before.block].start, self.quotes[-1]
        here = (quote for quote in reversed(self.quotes) if quote.start >= floor)
        return next((one for one in here if one.speaker and one.speaker != last.speaker), None)

    def _by_exchange(self, before: Scene, *, is_bare: bool) -> Found | None:
        """Take the other of two who speak by turns in one paragraph: “…?” “…”."""
        if (is_bare and not before.is_bare) or not self.quotes:
            return None
        other = self._other(before)
        if self.quotes[-1].speaker is not None and other is None:
            return self._answering()
        if self.quotes[-1].speaker is None or other is None:
            return None
        speaker = Speaker(other.speaker, other.actor, "turn")
        return Found(speaker, "Q7-turn", reasons=(TURN_REASON,))

    def _answering(self) -> Found | None:
        """Take the witness for whoever answers counsel right behind the question."""
        last = self.quotes[-1]
        asks, answers = self.company.party(last.start, "Q"), self.company.party(last.start, "A")
        is_told = asks is not None and answers is not None and asks.actor == last.actor and last.text.endswith("?")
        return Found(answers, "Q7-turn", reasons=(TURN_REASON,)) if is_told else None

    def _by_subject(self, pieces: Sequence[Piece], place: int) -> Found | None:
        found = find_subject(self.company, pieces, place, is_colon=False)
        before = pieces[place - 1].lower if place else ""
        is_noun_place = before in ("the", "a", "an", "this", "these", "those", "its", "his", "her", "their")
        return None if is_noun_place or (place and pieces[place - 1].is_possessive) else found

    def _by_paragraph(self, scene: Scene, place: int) -> Found | None:
        """Take whose turn it is, else the speaker of the paragraph before, for a quotation that fills its own."""
        if scene.pieces[place].quote is None or scene.block == 0:
            return None
        checked = self.verdicts.find(scene.block)
        if checked is not None:
            return checked
        asked = self.dialogue.asked_by_writer(scene.block)
        if asked is not None:
            return asked
        is_turn, found = self.dialogue.take(scene.block, self.quotes)
        if is_turn:
            return found
        if self.is_interview and scene.pieces[place].text.endswith("?"):
            return None
        signed = name_line_below(self.company, scene.block) or source_line_above(self.company, scene.block)
        if signed is not None:
            return signed
        if scene.pieces[place].text.endswith("?"):
            examiner = self._examiner(scene)
            if examiner is not None:
                return examiner
        return paragraph_speaker(self.company, self.by_block.get(scene.block - 1, ()), self.quotes, scene.block - 1)

    def _continues(self, number: int, scene: Scene, place: int) -> bool:
        """Whether a quotation without a cue goes on with the one before it."""
        if not self.quotes or not self.quotes[-1].is_speech:
            return False
        piece = scene.pieces[place]
        pair = self.pairs[piece.quote or 0]
        last = self.quotes[-1]
        if pair.continues:
            return piece.quote is not None and piece.quote > 0 and self.pairs[piece.quote - 1].inner_start == last.start
        if place != 0 or number == 0 or not piece.text[:1].isupper():
            return False
        before = self.scenes[number - 1]
        is_next = before.block == scene.block and bool(before.quotes)
        if not is_next or before.pieces[-1].kind == "quote" or len(scene.pieces) > 3:
            return False
        if self._is_answered(before, scene):
            return False
        ends_early = all(before.pieces[at].end <= (last.cue or (0, 0))[0] for at in before.quotes)
        return last.kind == "direct" and last.cue is not None and ends_early

    def _continue(self, scene: Scene, place: int) -> None:
        last = self.quotes[-1]
        group = self._group_of(last)
        piece = scene.pieces[place]
        pair = self.pairs[piece.quote or 0]
        reasons = (*last.reasons, CONTINUED_REASON)
        self.quotes.append(
            replace(
                last,
                start=pair.inner_start,
                end=pair.inner_end,
                text=self.text.text[pair.inner_start : pair.inner_end],
                rule="Q5-continued",
                group=group,
                reasons=reasons,
            )
        )

    def _group_of(self, quote: Quote) -> int:
        if quote.group is not None:
            return quote.group
        self.groups += 1
        self.quotes[-1] = replace(quote, group=self.groups)
        return self.groups

    def _join_split(self, pieces: Sequence[Piece], earlier: int | None) -> None:
        """Join “…,” he said, “…” into one utterance; `earlier` is the place of the quotation before."""
        if earlier is None or len(self.quotes) < 2:
            return
        last, current = self.quotes[-2], self.quotes[-1]
        if not last.is_speech or not current.is_speech or (current.kind == "fragment") != (last.kind == "fragment"):
            return
        first = pieces[earlier]
        is_split = last.cue is not None and last.cue == current.cue and first.start < last.cue[0]
        if not is_split or first.text[-1:] not in STOPS + ",;—–" or last.speaker != current.speaker:
            return
        if last.group is None:
            self.groups += 1
            last = self.quotes[-2] = replace(last, group=self.groups)
        self.quotes[-1] = replace(current, group=last.group, kind="direct", rule="Q5-split")

    def _as_before(self, speaker: Speaker | None) -> Speaker | None:
        """Give “An aide” or “the aide” the longer words of an earlier quotation: “An aide to the president”."""
        if speaker is None or speaker.actor is not None or not speaker.name:
            return speaker
        article, _, noun = speaker.name.lower().partition(" ")
        if article not in _ARTICLES or not noun:
            return speaker
        leads = tuple(f"{one} {noun} " for one in _INDEFINITE)
        near = (quote.speaker for quote in reversed(self.quotes[-_NEAR:]) if quote.actor is None and quote.speaker)
        longer = next((words for words in near if words.lower().startswith(leads)), None)
        return Speaker(longer, None, speaker.how, speaker.reasons) if longer is not None else speaker

    def _add(self, piece: Piece, kind: QuoteKind, found: Found | None, block: Block | None = None) -> None:
        pair = self.pairs[piece.quote or 0]
        words = self.text.text[pair.inner_start : pair.inner_end]
        if found is None:
            rule = "Q0-" + kind
            self.quotes.append(Quote(pair.inner_start, pair.inner_end, words, kind, None, rule))
            return
        speaker = self._as_before(found.speaker)
        reasons = (speaker.reasons if speaker else ()) + found.reasons
        if block is not None and block.kind in _LOOSE_BLOCKS:
            reasons += (HEADING_REASON,)
        self.quotes.append(
            Quote(
                pair.inner_start,
                pair.inner_end,
                words,
                kind,
                speaker.name if speaker else None,
                _rule(found),
                actor=speaker.actor if speaker else None,
                cue=found.cue,
                addressee=found.addressee,
                reasons=reasons,
            )
        )


def _is_pause(scene: Scene) -> bool:
    """Whether a sentence is only “A pause.”: no verb, nobody."""
    pieces = scene.pieces
    if scene.quotes or len(pieces) > _PAUSE or pieces[-1].lower != ".":
        return False
    return not any(one.kind == "name" or one.lower in PERSONAL for one in pieces) and not any(
        is_verb(pieces, at) for at in range(len(pieces))
    )


def _rule(found: Found) -> str:
    """Give the rule's id: that of the sieve for pronouns and offices, else that of the pattern."""
    how = found.speaker.how if found.speaker else ""
    if how == "pronoun":
        return "Q3-" + found.rule.split("-", 1)[1]
    if how == "role":
        return "Q4-" + found.rule.split("-", 1)[1]
    return found.rule
