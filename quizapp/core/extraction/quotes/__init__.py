"""Quotations of a text: what each is, who said it, by which rule; indirect speech is the facts' business."""

from quizapp.core.extraction.quotes.finding import find_quotes

__all__ = ["find_quotes"]
