"""Pages of banks for those who keep them; what they share in `pages`."""

from quizapp.banks.views import checks, editor, exports, media, prints, revisions
from quizapp.banks.views.pages import blueprint

__all__ = ["blueprint", "checks", "editor", "exports", "media", "prints", "revisions"]
