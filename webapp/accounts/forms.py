"""The forms of signing in and of choosing a password."""

from typing import Any

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from webapp.accounts import passwords
from webapp.core.forms import BaseForm, EmailLine
from webapp.core.i18n import lazy_gettext as _l


class Password(PasswordField):
    """Taken as it was typed, spaces included, and never shown again; `autocomplete` is for password managers."""

    def __init__(self, label: Any, *, missing: Any, autocomplete: str, **more: Any) -> None:
        too_long = _l("Use at most %(max)d characters.")
        rules = [InputRequired(missing), Length(max=passwords.LONGEST, message=too_long)]
        super().__init__(label, rules, **more)
        self.autocomplete = autocomplete


class SignIn(BaseForm):
    email = EmailLine(_l("E-mail address"), missing=_l("Enter your e-mail address."))
    password = Password(_l("Password"), missing=_l("Enter your password."), autocomplete="current-password")


class NewPassword(BaseForm):
    password = Password(_l("New password"), missing=_l("Enter a new password."), autocomplete="new-password")


class ChangePassword(BaseForm):
    current = Password(
        _l("Current password"), missing=_l("Enter your current password."), autocomplete="current-password"
    )
    password = Password(_l("New password"), missing=_l("Enter a new password."), autocomplete="new-password")
