"""BaseForm, the kinds of fields, shared validators, and the CSRF rule of all forms."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar, TypeVar

from flask import Flask, abort, current_app, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    FileField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.i18n import DummyTranslations
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError

from webapp.core import names, traps
from webapp.core.addresses import is_address
from webapp.core.errors import DomainError
from webapp.core.i18n import lazy_gettext as _l

View = TypeVar("View", bound=Callable[..., Any])
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
ONLY_LANGUAGE = "only_language"  #: the button of the language switch on a page with a form
LONGEST_NUMBER = 9  #: digits
LONGEST_FILE_NAME = 200
csrf = CSRFProtect()


def keeps_typed(view: View) -> View:
    """For a POST view that shows its form again: a stale token then costs nobody what they typed."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    # The token lives as long as the session; the Referer check cannot work, since we ask browsers to send none.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    csrf.init_app(app)
    app.before_request(_check_origin_and_token)


def _check_origin_and_token() -> None:
    if request.method not in UNSAFE or request.endpoint is None:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    try:
        csrf.protect()
    except CSRFError:
        if not getattr(current_app.view_functions[request.endpoint], "keeps_typed", False):
            raise
        g.read_only = "no valid CSRF token"


class BaseForm(FlaskForm):
    """A form whose fields clean what was typed and whose errors say what to do."""

    against_robots: ClassVar[bool] = False  #: whether its page draws traps()

    class Meta:
        csrf = False  # checked for every request, see above

        def get_translations(self, _form: FlaskForm) -> DummyTranslations:
            return DummyTranslations()  # all texts are our own

    def is_valid(self) -> bool:
        """Check everything; afterwards `errors` is what the page shows.

        False without an error for somebody who only wants to go on in another language.
        """
        if self.only_language:
            return False
        fine = all([self.validate(), self.agrees()])
        sent = request.form
        for field in self:
            if len(sent.getlist(field.name)) > 1 and not isinstance(field, Choices):
                field.errors = [_l("Enter one value only.")]
                fine = False
        if self.against_robots and traps.too_quick():
            self.form_errors.append(_l("That was very quick. Please check your entries and send them again."))
            fine = False
        if g.get("read_only"):
            self.form_errors.append(
                _l(
                    "This page was open for too long, or your browser does not accept cookies. "
                    "Nothing was saved. Please check your entries and send them again."
                )
            )
            fine = False
        return fine

    def agrees(self) -> bool:
        """Rules between fields, to be overridden; like the fields' own they leave errors at fields."""
        return True

    @property
    def only_language(self) -> bool:
        return ONLY_LANGUAGE in request.form

    @property
    def status(self) -> int:
        """Of the page that shows this form again."""
        return 200 if self.only_language and not self.errors else 422

    def refuse(self, error: DomainError) -> None:
        """Show what a verb said at its field, or above the form."""
        field = self._fields.get(error.field) if error.field else None
        if field is None:
            self.form_errors.append(error.text)
        else:
            field.errors = [*field.errors, error.text]


def _required(missing: Any) -> list[Any]:
    return [DataRequired(missing)] if missing else [Optional()]


class Line(StringField):
    """One line of text, cleaned; `missing` is the sentence shown when a required field is empty."""

    def __init__(self, label: Any, *, limit: int, missing: Any = None, **more: Any) -> None:
        rules = [*_required(missing), _AtMost(limit), *more.pop("validators", [])]
        super().__init__(label, rules, filters=[_clean_line], **more)


class Paragraph(TextAreaField):
    """Several lines of text, cleaned. Browsers are not told the limit: they would cut a pasted text and say nothing."""

    def __init__(self, label: Any, *, limit: int, missing: Any = None, **more: Any) -> None:
        super().__init__(label, [*_required(missing), _Uncut(limit)], filters=[_clean_lines], **more)


class Number(StringField):
    """A whole number from `least` to `most`; nothing typed is None, or `missing` says that a number is needed."""

    data: Any

    def __init__(self, label: Any, *, least: int, most: int, missing: Any = None, **more: Any) -> None:
        super().__init__(label, [Optional()], **more)  # DataRequired would take 0 for nothing
        self.least, self.most, self.missing = least, most, missing
        self.flags.required = bool(missing) or None
        self.flags.maxlength = LONGEST_NUMBER

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = _clean_line(valuelist[0]) if valuelist else ""
        self.data = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else typed or None

    def pre_validate(self, _form: Any) -> None:
        if self.data is None and self.missing:
            raise StopValidation(self.missing)  # Optional would take the error back
        if self.data is not None and not (isinstance(self.data, int) and self.least <= self.data <= self.most):
            raise ValidationError(
                _l("Enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )


class Day(Line):
    """A date as browsers send it; after validation `day` is that."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, limit=10, **more)

    def pre_validate(self, _form: Any) -> None:
        if self.data and self.day is None:
            raise ValidationError(_l("Enter a date like 2026-12-24."))

    @property
    def day(self) -> date | None:
        try:
            return date.fromisoformat(self.data or "")
        except ValueError:
            return None


class EmailLine(Line):
    """An e-mail address, as typed but for white space around it."""

    def __init__(self, label: Any, *, missing: Any = None, **more: Any) -> None:
        super().__init__(label, limit=254, missing=missing, validators=[_check_email], **more)


class Upload(FileField):
    """A file; its view says how large it may be, see security.takes_files."""

    def __init__(self, label: Any, *, missing: Any, **more: Any) -> None:
        super().__init__(label, _required(missing), **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([sent for sent in valuelist if isinstance(sent, FileStorage)])  # no text of this name

    @property
    def content(self) -> tuple[str, bytes]:
        """Name and bytes, once."""
        return _content(self.data)


class Uploads(MultipleFileField):
    """One or several files, which are read at once: [(name, bytes), …]."""

    def __init__(self, label: Any, *, missing: Any, **more: Any) -> None:
        super().__init__(label, [DataRequired(missing)], **more)

    def process_formdata(self, valuelist: Any) -> None:
        self.data = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]

    @property
    def contents(self) -> list[tuple[str, bytes]]:
        return [_content(file) for file in self.data or ()]


def _content(file: FileStorage) -> tuple[str, bytes]:
    return names.clean(file.filename or "")[-LONGEST_FILE_NAME:], file.read()


class Choice(RadioField):
    """One of a few; nothing chosen is None unless `missing` asks for it."""

    def __init__(self, label: Any, *, choices: Iterable[tuple[str, Any]], missing: Any = None, **more: Any) -> None:
        super().__init__(label, _required(missing), coerce=_text_or_none, **more)
        self.choices = list(choices)  # pairs, as our templates draw them

    def pre_validate(self, _form: Any) -> None:
        if self.data and self.data not in {choice[0] for choice in self.choices or ()}:
            raise ValidationError(_l("Choose one of the options shown."))


class Choices(SelectMultipleField):
    """Any number of a few."""

    def __init__(self, label: Any, *, choices: Iterable[tuple[str, Any]], **more: Any) -> None:
        super().__init__(label, [Optional()], **more)
        self.choices = list(choices)

    def pre_validate(self, _form: Any) -> None:
        if self.data and set(self.data) - {choice[0] for choice in self.choices or ()}:
            raise ValidationError(_l("Choose only options that are shown."))


class Tick(BooleanField):
    """A box that is never ticked beforehand."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, false_values=(False, "false", "0", ""), **more)


class _AtMost(Length):
    def __init__(self, limit: int) -> None:
        super().__init__(max=limit, message=None)

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data and len(field.data) > self.max:
            raise ValidationError(_l("Use at most %(max)d characters.", max=self.max))


class _Uncut(_AtMost):
    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.field_flags = {}  # no maxlength

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data and len(field.data) > self.max:
            given = len(field.data)
            raise ValidationError(
                _l("Use at most %(max)d characters. You have entered %(given)d.", max=self.max, given=given)
            )


def _check_email(_form: Any, field: Field) -> None:
    if field.data and not is_address(field.data):
        raise ValidationError(_l("Enter an e-mail address in the correct format, like name@example.org."))


def _clean_line(text: str | None) -> str:
    return names.clean(text or "")


def _clean_lines(text: str | None) -> str:
    return names.clean(text or "", multiline=True)


def _text_or_none(value: object) -> str | None:
    return str(value) if value else None
