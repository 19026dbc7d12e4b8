"""Quotation marks in pairs: nested, unbalanced, and carried over paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.extraction.mark_roles import Mark, marks_in
from quizapp.core.extraction.values import Block, MarkPair, Text

_SINGLES = frozenset({"single", "tick"})
_PLAIN_BLOCKS = 3
"""How many paragraphs without marks may stand inside one quotation, where a closing mark shows later that they do."""


def pair_marks(text: Text) -> tuple[MarkPair, ...]:
    """Pair the quotation marks of every block, by offset; a mark without a partner reaches to its block's end at most.

    An unclosed quotation ends where the next of its sort opens. A single mark that nothing closes is no quotation.
    """
    marks = [marks_in(text.text, block) for block in text.blocks]
    pairs: list[MarkPair] = []
    carried: _Open | None = None
    for number, block in enumerate(text.blocks):
        pairing = _Pairing(text.text, block, marks[number])
        if carried is not None:
            pairing.carry_on(carried, _is_inside(marks, number, carried.family))
        pairing.run()
        carried = pairing.finish(marks[number + 1] if number + 1 < len(marks) else ())
        pairs.extend(pairing.pairs)
    return _with_depths(sorted(pairs, key=lambda pair: (pair.start, -pair.end)))


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its closing one; `cut` is where the next of its family opened."""

    at: int
    inner: int
    sign: str
    family: str
    continues: bool = False
    cut: int | None = None


@dataclass(slots=True)
class _Pairing:
    """The pairing of one block's marks with a stack."""

    text: str
    block: Block
    marks: Sequence[Mark]
    pairs: list[MarkPair] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    open_in: dict[str, list[_Open]] = field(default_factory=lambda: defaultdict(list))
    reopened: str = ""
    strong_closers: list[int] = field(default_factory=list)
    single_openers: list[int] = field(default_factory=list)

    def carry_on(self, carried: _Open, is_inside: bool) -> None:
        """Take over a quotation that the block before left open, when this one opens again or lies inside it."""
        if self.marks and self.marks[0].at == self.block.start and self.marks[0].sign == carried.sign:
            self.reopened = carried.sign
        elif is_inside:
            self._push(_Open(self.block.start, self.block.start, carried.sign, carried.family, continues=True))

    def run(self) -> None:
        """Pair all marks."""
        for mark in self.marks:
            if mark.family in _SINGLES and mark.role == "close" and mark.is_strong:
                self.strong_closers.append(mark.at)
            elif mark.family in _SINGLES and mark.role == "open":
                self.single_openers.append(mark.at)
        for mark in self.marks:
            if self._opens(mark):
                continues = mark.at == self.block.start and self.reopened == mark.sign
                self._push(_Open(mark.at, mark.at + 1, mark.sign, mark.family, continues))
            elif mark.family in _SINGLES:
                self._close_single(mark)
            else:
                self._close(mark)

    def finish(self, following: Sequence[Mark]) -> _Open | None:
        """Write down what stayed open; give the opening that the next block may carry on."""
        carried = None
        for opening in self.stack:
            begins_next = bool(following) and following[0].sign == opening.sign and following[0].role == "open"
            if opening.family in _SINGLES and not (opening.at == self.block.start and begins_next):
                continue
            self._write(opening, self.block.end if opening.cut is None else opening.cut, is_unclosed=True)
            if opening.cut is None and carried is None:
                carried = opening
        return carried

    def _opens(self, mark: Mark) -> bool:
        if mark.role == "either":
            return self._family_to_close(mark) is None
        if mark.sign == "“" and self.stack and self.stack[-1].sign == "„":
            return False
        return mark.role == "open"

    def _push(self, opening: _Open) -> None:
        family = self.open_in[opening.family]
        if family and opening.family not in _SINGLES and family[-1].cut is None:
            family[-1].cut = opening.at
        self.stack.append(opening)
        family.append(opening)

    def _close_single(self, mark: Mark) -> None:
        """Close with a single mark; one behind an s is a possessive when a better one follows."""
        if not self.stack or self.stack[-1].family != mark.family or self.stack[-1].inner == mark.at:
            return
        if not mark.is_strong:
            place = bisect_right(self.strong_closers, mark.at)
            better = self.strong_closers[place] if place < len(self.strong_closers) else None
            place = bisect_right(self.single_openers, mark.at)
            opener = self.single_openers[place] if place < len(self.single_openers) else self.block.end
            if better is not None and better < opener:
                return
        self._write(self._pop(), mark.at)

    def _close(self, mark: Mark) -> None:
        """Close with a double mark; openings above its own are given up."""
        family = self._family_to_close(mark)
        if family is None:
            return
        opening = self._pop()
        while opening.family != family:
            opening = self._pop()
        self._write(opening, mark.at)

    def _family_to_close(self, mark: Mark) -> str | None:
        """Give the family that a mark closes: its own, or else, for mixed marks, the other one."""
        if self.open_in[mark.family]:
            return mark.family
        other = {"double": "straight", "straight": "double"}.get(mark.family)
        is_mixed = other and mark.is_strong and mark.role == "close" and self.open_in[other]
        return other if is_mixed else None

    def _pop(self) -> _Open:
        opening = self.stack.pop()
        self.open_in[opening.family].pop()
        return opening

    def _write(self, opening: _Open, at: int, is_unclosed: bool = False) -> None:
        inner_start, inner_end = opening.inner, at
        while inner_start < inner_end and self.text[inner_start].isspace():
            inner_start += 1
        while inner_start < inner_end and self.text[inner_end - 1].isspace():
            inner_end -= 1
        if inner_start < inner_end:
            end = inner_end if is_unclosed else at + 1
            pair = MarkPair(opening.at, end, inner_start, inner_end, 0, is_unclosed, opening.continues)
            self.pairs.append(pair)


def _is_inside(marks: Sequence[Sequence[Mark]], number: int, family: str) -> bool:
    """Tell whether a closing mark without an opening one, here or soon below, shows a block to lie in a quotation."""
    for block_marks in marks[number : number + 1 + _PLAIN_BLOCKS]:
        first = next((mark for mark in block_marks if mark.family == family), None)
        if first is not None:
            return first.role == "close" and first.is_strong
    return False


def _with_depths(pairs: Sequence[MarkPair]) -> tuple[MarkPair, ...]:
    """Say how deep each pair lies; an unclosed one ends where the pair around it does."""
    nested = []
    around: list[MarkPair] = []
    for pair in pairs:
        while around and around[-1].end <= pair.start:
            around.pop()
        limit = around[-1].inner_end if around else pair.end
        if limit < pair.end:
            pair = replace(pair, end=limit, inner_end=min(pair.inner_end, limit))
        if pair.inner_start < pair.inner_end:
            pair = replace(pair, depth=len(around)) if around else pair
            nested.append(pair)
            around.append(pair)
    return tuple(nested)
