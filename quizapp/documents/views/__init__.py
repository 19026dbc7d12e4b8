"""Pages of documents: the shelf and a document in `shelf`, the queue in `review`, the rest in `publishing`."""

from quizapp.documents.views import publishing, review, shelf
from quizapp.documents.views.pages import blueprint

__all__ = ["blueprint", "publishing", "review", "shelf"]
