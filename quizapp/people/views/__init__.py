"""Pages of people: accounts and settings, classrooms."""

from quizapp.people.views import classrooms
from quizapp.people.views.accounts import blueprint

__all__ = ["blueprint", "classrooms"]
