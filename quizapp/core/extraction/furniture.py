"""Furniture of pasted pages: menus, share bars, bylines, upload times, teasers. Marked as such, never deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizapp.core.extraction import furniture_signs as signs
from quizapp.core.extraction.text import first_heading
from quizapp.core.extraction.values import Block, BlockKind, Text

_MENU_WORDS = 4
_TEASER_WORDS = 18
_SENTENCE_WORDS = 3
_LEAST_RUN = 3
_LEAST_REPEATS = 3
_REPEATED_WORDS = 12
_TOP_BLOCKS = 12
_STAMPS = 2


@dataclass(slots=True)
class _Seen:
    """A block with what tells furniture: its words, how many, and whether it stops like a sentence."""

    words: str
    count: int
    kind: BlockKind
    is_ended: bool

    @property
    def is_sentence(self) -> bool:
        """Whether it reads like running text, to which a heading may lead."""
        return self.kind != "furniture" and self.is_ended and self.count >= _SENTENCE_WORDS

    @property
    def is_menu_like(self) -> bool:
        """Whether it is a few words without a verb or an end, as links are."""
        return self.count <= _MENU_WORDS and not self.is_ended and not signs.HAS_VERB.search(self.words)


def mark_furniture(text: Text, *, has_structure: bool) -> Text:
    """Give blocks that are no part of the reading the kind `furniture`, and captions theirs; headings survive.

    `has_structure` where the file itself says what is a heading or a list: then short lines in a row are believed.
    """
    seen = [_look(text.text, block) for block in text.blocks]
    # A chronicle has many lines that are dates, a page has one or two.
    has_days = sum(bool(signs.STAMP_ALONE.match(block.words)) for block in seen if block.count < 9) > _STAMPS
    for number, block in enumerate(seen):
        # “Home” may head a paragraph about coming home, where the file says that it is a heading.
        is_believed = has_structure and block.kind == "heading" and _leads_to_sentence(seen, number)
        block.kind = block.kind if is_believed else _kind_alone(seen, number, has_days)
    _mark_repeated(seen)
    _mark_teasers(seen)
    if not has_structure:
        _mark_runs(seen)
        _mark_lonely(seen)
    kinds = [block.kind for block in seen]
    if all(kind == "furniture" for kind in kinds):
        # A text of short lines alone is somebody's list, not a page without a text.
        return text
    return _with_kinds(text, kinds)


def _look(text: str, block: Block) -> _Seen:
    words = text[block.start : block.end]
    return _Seen(words, len(words.split()), block.kind, bool(signs.ENDED.search(words)))


def _kind_alone(seen: Sequence[_Seen], number: int, has_days: bool) -> BlockKind:
    """Tell a block's kind by its own words, and by how near the top it stands."""
    block = seen[number]
    if block.kind in ("furniture", "epigraph"):
        return block.kind
    if block.count <= signs.LINE_WORDS and signs.is_line_of_page(block.words):
        return "furniture"
    if block.count <= signs.NOTICE_WORDS and signs.NOTICE.search(block.words):
        return "furniture"
    is_near_top = number < _TOP_BLOCKS and block.count <= signs.LINE_WORDS
    if is_near_top and (signs.BYLINE.match(block.words) or (not has_days and signs.STAMP_ALONE.match(block.words))):
        return "furniture"
    return "caption" if _is_of_picture(block) else block.kind


def _is_of_picture(block: _Seen) -> bool:
    if block.count <= signs.CAPTION_WORDS and signs.CREDIT.search(block.words):
        return True
    return block.count <= signs.BRACKETED_WORDS and bool(signs.BRACKETED.match(block.words))


def _mark_repeated(seen: Sequence[_Seen]) -> None:
    """A short line that stands in a document three times is a link."""
    counts = Counter(block.words.casefold() for block in seen if block.count <= _REPEATED_WORDS)
    for block in seen:
        if not block.is_ended and counts[block.words.casefold()] >= _LEAST_REPEATS and block.kind != "epigraph":
            block.kind = "furniture"


def _mark_teasers(seen: Sequence[_Seen]) -> None:
    """Behind “Related articles” and its like stand titles of other pages, until a paragraph comes."""
    is_behind = False
    for block in seen:
        if not block.is_ended and signs.TEASER_HEAD.match(block.words) and block.count <= signs.LINE_WORDS:
            block.kind = "furniture"
            is_behind = True
        elif is_behind and block.count <= _TEASER_WORDS and (not block.is_ended or block.words.rstrip()[-1:] in "?!"):
            block.kind = "furniture"
        else:
            is_behind = False


def teaser_blocks(text: Text) -> frozenset[int]:
    """Number the blocks of furniture behind “Related articles” and its like: what they tell is of other pages."""
    found, is_behind = set[int](), False
    for number, block in enumerate(text.blocks):
        if block.kind == "furniture" and is_behind:
            found.add(number)
        words = text.text[block.start : block.end]
        is_behind = block.kind == "furniture" and (is_behind or signs.TEASER_HEAD.match(words) is not None)
    return frozenset(found)


def _mark_runs(seen: Sequence[_Seen]) -> None:
    """Three or more lines of a menu in a row, furniture between them or not, are a menu; what leads to text is not."""
    run: list[int] = []
    for number in range(len(seen) + 1):
        block = seen[number] if number < len(seen) else None
        if block is not None and block.kind not in ("caption", "epigraph", "list") and block.is_menu_like:
            run.append(number)
            continue
        if block is not None and block.kind == "furniture":
            run.append(number)
            continue
        if run and block is not None and block.is_sentence and seen[run[-1]].kind == "heading":
            run.pop()
        if len(run) >= _LEAST_RUN and any(seen[place].kind != "furniture" for place in run):
            for place in run:
                if not _is_signed(seen, place):
                    seen[place].kind = "furniture"
        run = []


def _mark_lonely(seen: Sequence[_Seen]) -> None:
    """A few words between furniture, or at a page's end behind furniture, are furniture too."""
    for number, block in enumerate(seen):
        if block.kind == "furniture" or not block.is_menu_like:
            continue
        before = seen[number - 1].kind if number else "furniture"
        after = seen[number + 1].kind if number + 1 < len(seen) else "furniture"
        leads = block.kind == "heading" and _leads_to_sentence(seen, number)
        if before == after == "furniture" and not leads:
            block.kind = "furniture"


def _is_signed(seen: Sequence[_Seen], number: int) -> bool:
    """Tell a page's title by the writer or the day under it."""
    if seen[number].kind != "heading" or number + 1 == len(seen):
        return False
    below = seen[number + 1].words
    return bool(signs.BYLINE.match(below) or signs.STAMP.match(below) or signs.STAMP_ALONE.match(below))


def _leads_to_sentence(seen: Sequence[_Seen], number: int) -> bool:
    following = next((block for block in seen[number + 1 :] if block.kind != "furniture"), None)
    return following is not None and following.is_sentence


def _with_kinds(text: Text, kinds: Sequence[BlockKind]) -> Text:
    blocks = tuple(
        block if block.kind == kind else replace(block, kind=kind, level=0)
        for block, kind in zip(text.blocks, kinds, strict=True)
    )
    title = text.title
    if title == first_heading(text.text, text.blocks):
        title = first_heading(text.text, blocks)
    return replace(text, blocks=blocks, title=title)
