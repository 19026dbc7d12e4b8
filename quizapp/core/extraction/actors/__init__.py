"""Who acts, speaks or is treated as an actor in a text: found, typed, grouped, and what words refer to them.

Facts and quotations do not live here; they ask `resolve_reference` what a pronoun or a description stands for.
"""

from quizapp.core.extraction.actors.finding import find_actors
from quizapp.core.extraction.actors.pronouns import References, resolve_reference

__all__ = ["References", "find_actors", "resolve_reference"]
