"""Read-only questions about a learner's own history: session and learner first, frozen values back."""

from quizapp.progress.service.coming import Forecast, forecast
from quizapp.progress.service.day_totals import DayFigures, DayReading, Kept, read_days
from quizapp.progress.service.days import HeatDay, HeatMap, by_day, by_week, heat_map
from quizapp.progress.service.filters import PERIODS, Filters, Studies, list_studies
from quizapp.progress.service.history import CardHistory, HistoryEvent, MemoryPoint, card_history
from quizapp.progress.service.overview import Overview, TodaySummary, memory_by_about, overview, today_summary
from quizapp.progress.service.retention import RetentionRow, true_retention
from quizapp.progress.service.weakest import MAX_WEAKEST, ORDERS, Order, WeakQuestion, weakest_questions

__all__ = [
    "MAX_WEAKEST",
    "ORDERS",
    "PERIODS",
    "CardHistory",
    "DayFigures",
    "DayReading",
    "Filters",
    "Forecast",
    "HeatDay",
    "HeatMap",
    "HistoryEvent",
    "Kept",
    "MemoryPoint",
    "Order",
    "Overview",
    "RetentionRow",
    "Studies",
    "TodaySummary",
    "WeakQuestion",
    "by_day",
    "by_week",
    "card_history",
    "forecast",
    "heat_map",
    "list_studies",
    "memory_by_about",
    "overview",
    "read_days",
    "today_summary",
    "true_retention",
    "weakest_questions",
]
