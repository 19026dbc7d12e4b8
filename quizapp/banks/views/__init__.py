"""Pages of banks for those who keep them; what they share in `pages`."""

from quizapp.banks.views import (
    bulk,
    checks,
    doors,
    editor,
    exports,
    imports,
    inbox,
    media,
    mending,
    previews,
    prints,
    questions,
    revisions,
    sharing,
    shelf,
    uploads,
)
from quizapp.banks.views.pages import blueprint

__all__ = [
    "blueprint",
    "bulk",
    "checks",
    "doors",
    "editor",
    "exports",
    "imports",
    "inbox",
    "media",
    "mending",
    "previews",
    "prints",
    "questions",
    "revisions",
    "sharing",
    "shelf",
    "uploads",
]
