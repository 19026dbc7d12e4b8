"""Pages of banks for those who keep them; what they share in `pages`."""

from quizapp.banks.views import checks, exports, media, prints
from quizapp.banks.views.pages import blueprint

__all__ = ["blueprint", "checks", "exports", "media", "prints"]
