"""Pages of study: library, bank and reader in `shelves`, sittings in `sittings`, acts on cards in `cards`."""

from quizapp.study.views import cards, shelves, sittings
from quizapp.study.views.pages import blueprint

__all__ = ["blueprint", "cards", "shelves", "sittings"]
