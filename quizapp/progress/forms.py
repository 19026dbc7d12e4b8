"""The filters of the progress pages, as they stand in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields import SelectChoice

from quizapp.core.errors import NotFound
from quizapp.plumbing.forms import Form
from quizapp.progress import words
from quizapp.progress.service import ORDERS, Filters, Order, Studies

DEFAULT_PERIOD = "30"
ALL = {"bank": "", "about": "", "way": "", "period": DEFAULT_PERIOD}


def _choices(everything: str, named: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", everything), *(SelectChoice(value, label) for value, label in named)]


class FilterForm(Form):
    """What is looked at: bank, what is asked about, way of asking, period; an empty choice is all."""

    bank = SelectField("Bank")
    about = SelectField("About", choices=_choices("Everything", words.ABOUTS.items()))
    way = SelectField("Asked", choices=_choices("Every way", words.WAYS.items()))
    period = SelectField(
        "Answers of", choices=[SelectChoice(str(days), label) for days, label in words.PERIODS.items()]
    )


@dataclass(frozen=True, slots=True)
class Filtered:
    """A form that shows what the filters say."""

    form: FilterForm
    filters: Filters

    @property
    def query(self) -> Mapping[str, str]:
        """Give the filters as they stand in an address, defaults left out."""
        given = {field.short_name: field.data for field in self.form if field.data}
        return {name: value for name, value in given.items() if (name, value) != ("period", DEFAULT_PERIOD)}


def read_filters(args: MultiDict[str, str], studies: Studies) -> Filtered:
    """Read the filters of an address.

    Raises:
        NotFound: a filter says what there is not.
    """
    given = MultiDict(ALL | {name: value for name, value in args.items() if value})
    form = FilterForm(formdata=given)
    form.bank.choices = _choices("All banks", ((bank.slug, bank.title) for bank in studies.banks))
    if not form.validate():
        label = form.errors_by_field()[0][1]
        raise NotFound(f"The filter “{label}” in this address names nothing of yours. Open Progress and choose anew.")
    filters = Filters(
        bank=studies.find(form.bank.data or ""),
        about=form.about.data or None,
        way=form.way.data or None,
        period_days=int(form.period.data),
    )
    return Filtered(form, filters)


def read_order(args: MultiDict[str, str]) -> Order:
    """Read the order of the weakest questions.

    Raises:
        NotFound: there is no such order.
    """
    wanted = args.get("order", ORDERS[0])
    for order in ORDERS:
        if order == wanted:
            return order
    raise NotFound("There is no such order. Open the list of weakest questions from Progress.")
