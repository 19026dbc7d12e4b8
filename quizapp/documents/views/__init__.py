"""Pages of documents: the shelf and a document, the queue, newer versions, publishing; what they share in `pages`."""

from quizapp.documents.views import publishing, review, shelf, versions
from quizapp.documents.views.pages import blueprint

__all__ = ["blueprint", "publishing", "review", "shelf", "versions"]
