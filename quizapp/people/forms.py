"""Forms of people; what a name or a password may be is the service's to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, PasswordField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from quizapp.core.errors import QuizError
from quizapp.people import passwords
from quizapp.people.service import (
    TIME_FACTORS,
    InvalidField,
    Preferences,
    Profile,
    list_zones,
    tidy_email,
    tidy_name,
)
from quizapp.people.viewer import Viewer
from quizapp.plumbing.forms import Form, as_text

#: More than a good password can have, so that one that is too long is told and not cut.
_TYPED_LIMIT = 1_000
_NAME = {
    "autocomplete": "username",
    "autocapitalize": "none",
    "spellcheck": "false",
    "maxlength": 200,
    "required": True,
}
_CURRENT = {"autocomplete": "current-password", "maxlength": _TYPED_LIMIT, "required": True}
_NEW = {"autocomplete": "new-password", "maxlength": _TYPED_LIMIT, "required": True}


def _text(value: Any) -> str | None:
    return None if value is None else as_text(value)


def _name(label: str = "Name") -> StringField:
    return StringField(label, [InputRequired("Enter a name.")], render_kw=_NAME)


def _password(label: str = "Password") -> PasswordField:
    return PasswordField(label, [InputRequired("Enter the password.")], render_kw=_CURRENT)


def _new_password(label: str = "Password") -> PasswordField:
    return PasswordField(label, [InputRequired("Enter a password.")], render_kw=_NEW)


def _refuse_bad(check: Callable[[str], object], value: str) -> None:
    try:
        check(value)
    except QuizError as error:
        raise ValidationError(error.message) from error


class PeopleForm(Form):
    """A form that can show what a service found wrong."""

    def refuse(self, error: InvalidField) -> None:
        """Show a service's refusal beside its input."""
        self.refuse_field(error.field, error.message)

    def refuse_field(self, field: str, message: str) -> None:
        """Show a message beside an input."""
        self[field].errors = [message]


class SignInForm(PeopleForm):
    """Name and password."""

    name = _name()
    password = _password()
    shared = BooleanField("This is a shared computer")


class NewAccountForm(PeopleForm):
    """What every new account is made of."""

    name = _name()
    password = _new_password()
    email = StringField(
        "E-mail (optional)", filters=[_text], render_kw={"autocomplete": "email", "type": "email", "maxlength": 254}
    )
    #: Filled by the browser's script; the learner never types it.
    zone = StringField("Time zone", filters=[_text])

    def validate_name(self, field: StringField) -> None:
        """Refuse what cannot be a name."""
        _refuse_bad(tidy_name, field.data or "")

    def validate_email(self, field: StringField) -> None:
        """Refuse what cannot be an address."""
        _refuse_bad(tidy_email, field.data or "")

    def validate_password(self, field: PasswordField) -> None:
        """Refuse weak passwords and the person's own name."""
        problem = passwords.problem(field.data or "", [self.name.data or "", self.email.data or ""])
        if problem:
            raise ValidationError(problem)


class SignUpForm(NewAccountForm):
    """A new account of one's own."""

    shared = BooleanField("This is a shared computer")


class FirstAccountForm(NewAccountForm):
    """The code of the terminal and the first account."""

    code = StringField(
        "Code from the terminal",
        [InputRequired("Enter the code that quizapp printed when it started.")],
        filters=[_text],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "required": True},
    )


class PasswordForm(PeopleForm):
    """The present password and a new one."""

    current = _password("Present password")
    password = _new_password("New password")


class RecentForm(PeopleForm):
    """The password once more."""

    password = _password()


class ErasureForm(PeopleForm):
    """The decision to be forgotten."""

    sure = BooleanField(
        "Yes, erase everything", [InputRequired("Tick this to say that you mean it.")], render_kw={"required": True}
    )


class SettingsForm(PeopleForm):
    """All that one can set about oneself."""

    new_per_day = IntegerField(
        "New questions a day", [InputRequired("Enter a number from 0 to 999."), NumberRange(0, 999, "From 0 to 999.")]
    )
    reviews_per_day = IntegerField(
        "Reviews a day", [InputRequired("Enter a number from 0 to 9999."), NumberRange(0, 9999, "From 0 to 9999.")]
    )
    minutes_per_day = IntegerField("Minutes a day (optional)", [Optional(), NumberRange(1, 1440, "From 1 to 1440.")])
    buttons = RadioField(
        "After an answer",
        choices=[
            SelectChoice("2", "Right or wrong, as graded; you can overrule it"),
            SelectChoice("4", "Four buttons with their intervals: again, hard, good, easy"),
        ],
    )
    fixed_way = RadioField(
        "Way of asking",
        choices=[
            SelectChoice("", "Options first, typing once you know it well"),
            SelectChoice("recognise", "Always with options"),
            SelectChoice("recall", "Always typing"),
        ],
    )
    zone = SelectField("Time zone")
    day_start_minutes = SelectField("A new day begins at", coerce=int)
    date_order = RadioField(
        "When you type a date in numbers",
        choices=[
            SelectChoice("", "Ask me when it could be read both ways"),
            SelectChoice("day_first", "Day first: 4.7. is the fourth of July"),
            SelectChoice("month_first", "Month first: 7/4 is the fourth of July"),
        ],
    )
    theme = RadioField(
        "Colours",
        choices=[
            SelectChoice("auto", "As the device is set"),
            SelectChoice("light", "Light"),
            SelectChoice("dark", "Dark"),
        ],
    )

    def offer(self, viewer: Viewer) -> SettingsForm:
        """Fill in what can be chosen: zones and hours, and what this viewer has chosen before."""
        zones = list_zones()
        self.zone.choices = [SelectChoice(z, z.replace("_", " ")) for z in (*zones, *({viewer.zone} - set(zones)))]
        starts = sorted({*range(0, 24 * 60, 60), viewer.day_start_minutes})
        self.day_start_minutes.choices = [SelectChoice(str(m), f"{m // 60:02}:{m % 60:02}") for m in starts]
        return self

    def profile(self) -> Profile:
        """Give what was set about days, dates and looks."""
        return Profile(
            zone=self.zone.data,
            day_start_minutes=self.day_start_minutes.data,
            date_order=self.date_order.data or None,
            theme=self.theme.data,
            minutes_per_day=self.minutes_per_day.data,
        )

    def preferences(self) -> Preferences:
        """Give what was set about studying."""
        return Preferences(
            new_per_day=self.new_per_day.data,
            reviews_per_day=self.reviews_per_day.data,
            buttons=int(self.buttons.data),
            fixed_way=self.fixed_way.data or None,
        )


def settings_values(viewer: Viewer, preferences: Preferences) -> dict[str, Any]:
    """Give the inputs' values for who has these settings."""
    return {
        "new_per_day": preferences.new_per_day,
        "reviews_per_day": preferences.reviews_per_day,
        "buttons": str(preferences.buttons),
        "fixed_way": preferences.fixed_way or "",
        "minutes_per_day": viewer.minutes_per_day,
        "zone": viewer.zone,
        "day_start_minutes": viewer.day_start_minutes,
        "date_order": viewer.date_order or "",
        "theme": viewer.theme,
    }


class ClassroomForm(PeopleForm):
    """What a classroom is called."""

    name = StringField("Name", [InputRequired("Enter a name.")], filters=[_text], render_kw={"maxlength": 80})


class CodeForm(PeopleForm):
    """The code of a classroom, as typed."""

    code = StringField(
        "Code",
        [InputRequired("Enter the code that your teacher shows.")],
        filters=[_text],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 20}
        | {"autofocus": True},
    )


class RosterNameForm(PeopleForm):
    """By what name the teacher knows a student."""

    name = StringField("Your name", [InputRequired("Enter your name.")], filters=[_text], render_kw={"maxlength": 80})


def read_factor(form: MultiDict[str, str]) -> float:
    """Read how many times the usual time somebody has; 0 for what is none."""
    return {f"{factor:g}": factor for factor in TIME_FACTORS}.get(form.get("factor", ""), 0.0)
