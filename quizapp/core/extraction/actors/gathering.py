"""Read all pieces of a text with what stands around them; furniture gives none, headings no new names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from quizapp.core.extraction.actors.contexts import Context, context_of
from quizapp.core.extraction.actors.pieces import Piece
from quizapp.core.extraction.actors.reading import read_pieces
from quizapp.core.extraction.actors.roles import FoundRole, role_before, title_role
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import DateMention, MarkPair, Sentence, Text, Token

_POSSESSIVE = frozenset(("’s", "'s", "his", "her", "their", "’", "'"))
_PLACE_AND_NAME = "A18-place-and-name"
_LEADING = cue_words("before_works")
_WORK_NOUNS = cue_words("work_nouns")
#: “In his novel, Hale, …” names the writer.
_LOCATING = frozenset(("in", "with", "through", "from", "to", "for", "after", "like", "throughout", "across"))


@dataclass(frozen=True, slots=True)
class Kinship:
    """A relative’s word beside a name, and the token that names whose relative it is, where one does."""

    word: str
    owner_last: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece with its tokens, its span in the text, what stands around it, and the role that stands before it."""

    piece: Piece
    tokens: tuple[Token, ...]
    context: Context
    role: FoundRole | None
    kin: Kinship | None

    @property
    def start(self) -> int:
        """Give where its words begin in the text."""
        return self.tokens[self.piece.first].start

    @property
    def end(self) -> int:
        """Give where its words end in the text."""
        return self.tokens[self.piece.last - 1].end

    @property
    def words(self) -> tuple[str, ...]:
        """Give the name’s words without title."""
        return self.piece.words


def gather(
    text: Text, sentences: Sequence[Sentence], marks: Sequence[MarkPair], dates: Sequence[DateMention]
) -> list[Seen]:
    """Give all pieces of a text in order."""
    points = sorted((mention.start, mention.end) for mention in dates if mention.is_point)
    starts = [start for start, _ in points]
    works = {(pair.inner_start, pair.inner_end) for pair in marks}
    found: list[Seen] = []
    for number, sentence in enumerate(sentences):
        block = text.blocks[sentence.block]
        if block.kind == "furniture":
            continue
        heading = block.kind == "heading" and _is_title_case(sentence.tokens)
        is_free = _free_tokens(sentence, points, starts)
        for one in _in_sentence(sentence.tokens, number, is_free, heading, works):
            is_opening = block.kind == "heading" and one.piece.first == 0 and len(one.words) == 1
            found.append(_of_heading(one) if is_opening and one.piece.kind == "name" else one)
    titled = {one.words for one in found if one.piece.kind == "name" and one.piece.prefix}
    return [_of_titled(one) if one.piece.rule == _PLACE_AND_NAME and one.words in titled else one for one in found]


def _of_titled(one: Seen) -> Seen:
    """Take “Medina Sidonia”, who is a duke elsewhere in the text, for a person and no body named for its place."""
    return replace(one, piece=replace(one.piece, kind="name", rule="A02-capitals"))


def _of_heading(one: Seen) -> Seen:
    """Let the first word of a heading, capital for its place alone, name nobody new: “Key terms”."""
    return replace(one, piece=replace(one.piece, in_heading=True))


def _in_sentence(
    tokens: tuple[Token, ...], number: int, is_free: Sequence[bool], heading: bool, works: set[tuple[int, int]]
) -> Iterator[Seen]:
    previous: tuple[Piece, Context] | None = None
    for piece in read_pieces(tokens, number, is_free, heading=heading):
        if _is_work(tokens, piece, works):
            piece = Piece(number, piece.first, piece.last, "work", piece.words, "A23-marks", piece.first)
        left = piece.title_first if piece.title_first >= 0 else piece.first
        kin = _kin_before(tokens, left) if piece.kind == "name" else None
        is_described = piece.kind == "name" and (kin is None or kin.owner_last is None)
        role = title_role(tokens, piece) or (role_before(tokens, left) if is_described else None)
        if kin is None and role is not None and piece.kind == "name":
            kin = _kin_before(tokens, role.first)
        context = context_of(tokens, piece, role.first if role else left, previous)
        yield Seen(piece, tokens, context, role, kin)
        previous = (piece, context)


def _free_tokens(sentence: Sentence, points: Sequence[tuple[int, int]], starts: Sequence[int]) -> list[bool]:
    """Tell for each token whether no time covers it."""
    if not points:
        return [True] * len(sentence.tokens)
    tokens = sentence.tokens
    is_free = [True] * len(tokens)
    at = bisect_right(starts, sentence.end)
    while at > 0 and points[at - 1][1] > sentence.start:
        at -= 1
        start, end = points[at]
        place = bisect_left(tokens, start, key=attrgetter("start"))
        while place < len(tokens) and tokens[place].start < end:
            is_free[place] = False
            place += 1
    return is_free


def _is_title_case(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens if len(token.text) > 3 and token.text.isalpha()]
    return len(words) > 1 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def _is_work(tokens: Sequence[Token], piece: Piece, works: set[tuple[int, int]]) -> bool:
    """Tell a title between marks, or behind “the novel”, from the name of who acts."""
    first = piece.first
    while first > max(0, piece.first - 3) and tokens[first - 1].text[0].isupper():
        first -= 1
        if (tokens[first].start, tokens[piece.last - 1].end) in works:
            break
    span = (tokens[first].start, tokens[piece.last - 1].end)
    if _is_called_work(tokens, piece):
        return True
    if piece.kind in ("name", "state", "capital", "organisation", "place", "event", "other") and span in works:
        before = [tokens[place].text.lower() for place in range(max(0, first - 4), first)]
        return bool(_WORK_NOUNS.intersection(before)) or (piece.kind == "name" and not piece.prefix)
    return False


def _is_called_work(tokens: Sequence[Token], piece: Piece) -> bool:
    """Tell “her book Eight Small Steps (1989)”, a title that no marks part from the sentence."""
    first, last = piece.first, piece.last
    if piece.kind != "name" or piece.prefix or len(piece.words) < 2 or first < 2 or last >= len(tokens):
        return False
    if tokens[first - 1].text == "," and piece.words[0] not in vocabulary().given:
        return _is_apposed_work(tokens, first, last)
    is_led = tokens[first - 1].text.lower() in _WORK_NOUNS and tokens[first - 2].text.lower() in _LEADING
    return is_led and tokens[last].text == "(" and piece.words[0] not in vocabulary().given


def _is_apposed_work(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell “wrote her memoirs, Under Two Flags,” from “In her memoirs, Ines Blanco wrote”."""
    if tokens[first - 2].text.lower() not in _WORK_NOUNS or tokens[last].text not in (",", ".", ";", ")"):
        return False
    for place in range(first - 3, max(0, first - 7), -1):
        if tokens[place].text.lower() in _LEADING:
            return tokens[place - 1].text.lower() not in _LOCATING and place > 0
    return False


def _kin_before(tokens: Sequence[Token], first: int) -> Kinship | None:
    """Read “X’s late father” and “his wife,” before a name."""
    at = first - 1
    if at >= 0 and tokens[at].text == ",":
        at -= 1
    if at < 0 or tokens[at].text.lower() not in vocabulary().kin:
        return None
    word = tokens[at].text.lower()
    for place in range(at - 1, max(-1, at - 5), -1):
        if tokens[place].text in _POSSESSIVE:
            is_named = tokens[place].text in ("’s", "'s", "’", "'")
            return Kinship(word, place if is_named else None)
    return Kinship(word, None)
