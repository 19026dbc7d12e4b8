"""A bank on paper: quiz, answer sheet, key and cards to cut out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from flask import render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms.prints import COUNT_AT_MOST, PARTS, SIZES, PrintWish, read_print_wish
from quizapp.banks.views.exports import found_in_search
from quizapp.banks.views.pages import around_bank, blueprint
from quizapp.core.errors import Conflict
from quizapp.core.formats.card_sizes import CardSide, back_of, front_of
from quizapp.core.formats.printing import VARIANTS_AT_MOST, Printed, make_variants
from quizapp.people import guard
from quizapp.plumbing.forms import submitted
from quizapp.plumbing.markup import render_markdown, show_media_at, split_gaps, trusted
from quizapp.plumbing.pages import no_store
from quizapp.plumbing.runtime import reading

#: Places on a sheet with how each is set, None for one without a card.
Cards: TypeAlias = list[tuple[Printed, CardSide] | None]

#: On one sheet of cards: two beside each other, four below each other.
CARDS_A_SHEET, CARDS_A_ROW = 8, 2


@blueprint.get("/banks/<slug>/print")
@guard.teacher
def print_choices(slug: str) -> Response:
    """Ask how a bank is to be printed."""
    return _choices(slug, read_print_wish(request.args))


@blueprint.post("/banks/<slug>/print")
@guard.teacher
def print_chosen(slug: str) -> Response:
    """Ask the same of questions that were ticked, which may be too many for an address; nothing is written."""
    return _choices(slug, _wished(slug))


@blueprint.get("/banks/<slug>/print/pages")
@guard.teacher
def print_pages(slug: str) -> Response:
    """Show the pages to be printed."""
    return _pages(slug, read_print_wish(request.args))


@blueprint.post("/banks/<slug>/print/pages")
@guard.teacher
def print_chosen_pages(slug: str) -> Response:
    """Show the pages of questions that were ticked; nothing is written."""
    return _pages(slug, _wished(slug))


def _wished(slug: str) -> PrintWish:
    """Read from a form what is to be printed; all that a search of the bank finds is as if it had been ticked."""
    wish = read_print_wish(submitted())
    choice, search = found_in_search(slug, wish.choice)
    return replace(wish, choice=choice, search=search)


def _choices(slug: str, wish: PrintWish) -> Response:
    with reading() as session:
        around = around_bank(session, guard.viewer(), slug)
        count = service.count_chosen(session, around["bank"].id, wish.choice)
        tags = service.list_tags(session, around["bank"].id)
    inputs = {"sizes": SIZES, "most": COUNT_AT_MOST, "variants_most": VARIANTS_AT_MOST, "parts": PARTS}
    return no_store(render_template("banks/print.html", wish=wish, count=count, tags=tags, **around, **inputs))


def _pages(slug: str, wish: PrintWish) -> Response:
    with reading() as session:
        bank = service.get_bank_to_export(session, guard.viewer(), slug)
        total = service.count_chosen(session, bank.id, wish.choice)
        chosen = service.list_printable(session, bank.id, wish.choice, wish.count or COUNT_AT_MOST, wish.mixing.seed)
    if not chosen:
        raise Conflict("None of the chosen questions is in this bank. Choose others, or the whole bank.")
    show_media_at(url_for("banks.media", slug=bank.slug, name=""))
    variants = make_variants(chosen, wish.mixing)
    sheets = _sheets(variants[0].questions, wish.size) if "cards" in wish.parts else []
    inputs = {"variants": variants, "sheets": sheets, "total": total, "count": len(chosen), "cut": _cut(sheets)}
    # Variants and their keys say the same texts again; where pictures lie is this page's alone.
    inputs |= {"shown": cache(_shown), "stem_parts": cache(_stem_parts)}
    return no_store(render_template("banks/print_pages.html", bank=bank, wish=wish, **inputs))


def _shown(text: str) -> Markup:
    """Show a text of a question with its formulas, pictures and lists."""
    return trusted(render_markdown(text))


def _stem_parts(text: str) -> list[dict[str, object]]:
    """Give the stem of a cloze in turns of words and gaps."""
    return split_gaps(render_markdown(text))


def _sheets(printed: Sequence[Printed], size: int) -> list[tuple[Cards, Cards]]:
    """Give the fronts and backs of each sheet of cards; rows are mirrored behind, as a printer turns pages over."""
    sheets = []
    for start in range(0, len(printed), CARDS_A_SHEET):
        some = printed[start : start + CARDS_A_SHEET]
        none: Cards = [None] * (CARDS_A_SHEET - len(some))
        fronts: Cards = [(each, front_of(each, size)) for each in some]
        backs: Cards = [(each, back_of(each, size)) for each in some]
        sheets.append((fronts + none, _mirrored(backs + none)))
    return sheets


def _mirrored(cards: Cards) -> Cards:
    rows = [cards[at : at + CARDS_A_ROW] for at in range(0, CARDS_A_SHEET, CARDS_A_ROW)]
    return [card for row in rows for card in reversed(row)]


def _cut(sheets: Sequence[tuple[Cards, Cards]]) -> list[int]:
    """Give the numbers of the cards that do not hold all their text, even in the smallest letters."""
    cards = (card for sheet in sheets for side in sheet for card in side if card is not None)
    return sorted({printed.number for printed, side in cards if not side.is_whole})
