"""Pages of people: coming in and going, accounts and settings, classrooms."""

from quizapp.people.views import accounts, classrooms, entering
from quizapp.people.views.pages import blueprint

__all__ = ["accounts", "blueprint", "classrooms", "entering"]
