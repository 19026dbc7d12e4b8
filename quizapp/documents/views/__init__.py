"""Pages of documents: shelf and document, queue, versions, publishing, a model; what they share in `pages`."""

from quizapp.documents.views import model, publishing, review, shelf, versions
from quizapp.documents.views.pages import blueprint

__all__ = ["blueprint", "model", "publishing", "review", "shelf", "versions"]
