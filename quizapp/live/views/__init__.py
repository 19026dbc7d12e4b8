"""Pages of live games: lists and making in `games`, the host's remote in `hosting`, the projector and the players'."""

from quizapp.live.views import games, hosting, keeping, play, report, screens
from quizapp.live.views.pages import blueprint

__all__ = ["blueprint", "games", "hosting", "keeping", "play", "report", "screens"]
