"""Every field that takes text limits its length, every choice is checked, in every form of the program."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from wtforms import Field, SelectFieldBase, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from webapp.core.forms import BaseForm, Choice, Choices, Number
from webapp.registration.forms import PlaceKey

BY_ITS_OWN_RULE = (PlaceKey, Number)  #: a key that is not in the directory is refused, or what is no number


def forms(kind: type[Any] = BaseForm) -> Iterator[type[Any]]:
    for form in kind.__subclasses__():
        if form.__module__.startswith("webapp."):
            yield form
        yield from forms(form)


def fields() -> Iterator[tuple[str, Field]]:
    for form in forms():
        for name, unbound in vars(form).items():
            if isinstance(unbound, UnboundField):
                yield f"{form.__name__}.{name}", unbound.bind(form=form(), name=name)


@pytest.mark.asvs("2.2.1")
def test_every_text_has_a_limit(app: Flask) -> None:
    with app.test_request_context():
        texts = {name: field for name, field in fields() if isinstance(field, StringField)}
        unlimited = [
            name
            for name, field in texts.items()
            if not isinstance(field, BY_ITS_OWN_RULE)
            and not any(isinstance(rule, Length) and 0 < rule.max <= 5000 for rule in field.validators)
        ]
    assert len(texts) > 10
    assert unlimited == []


@pytest.mark.asvs("2.2.1")
def test_every_choice_is_checked(app: Flask) -> None:
    with app.test_request_context():
        choices = {name: field for name, field in fields() if isinstance(field, SelectFieldBase)}
    assert [name for name, field in choices.items() if not isinstance(field, Choice | Choices)] == []
