"""Pages of banks for those who keep them; what they share in `pages`."""

from quizapp.banks.views import checks, editor, exports, imports, media, previews, prints, revisions, uploads
from quizapp.banks.views.pages import blueprint

__all__ = ["blueprint", "checks", "editor", "exports", "imports", "media", "previews", "prints", "revisions", "uploads"]
