"""A self-hosted app for question banks that are drawn from readings and studied with spaced repetition."""

__version__ = "0.1.0"
