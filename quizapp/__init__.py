"""quizapp: question banks drawn from documents, studied with spaced repetition, played live."""

__version__ = "0.1.0"
