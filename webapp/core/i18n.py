"""The language of a request or of a recipient, its texts, dates on both clocks, and texts held per language.

Texts come from Babel's catalogues, looked up here and not through Flask-Babel, which asks for the request's context
anew for every single text: 9 µs each, and a form has a hundred.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations
from babel.units import format_unit
from flask import Flask, Response, current_app, g, has_app_context, has_request_context, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator
from werkzeug.routing import BaseConverter

from webapp.core.clock import BERLIN, KYIV

LANGUAGES: Final = {"de": "Deutsch", "uk": "Українська", "en": "English"}
NEXT_BEST: Final = {"de": ("de", "en", "uk"), "uk": ("uk", "en", "de"), "en": ("en", "de", "uk")}
DATE_LOCALES: Final = {"de": "de_DE", "uk": "uk_UA", "en": "en_GB"}
COOKIE: Final = "lang"  # organisers' addresses carry no language
LONG = 60 * 60 * 24 * 365
CATALOGUES: Final = Path(__file__).parent.parent / "translations"
THOUSAND: Final = 1000


def gettext(text: str, **values: object) -> str:
    """The English text in the present language, with its %(placeholders)s filled."""
    shown: str = _catalogue(language()).gettext(text)
    return shown % values if values else shown


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """As gettext(), in the form this number asks for, which fills %(num)s."""
    shown: str = _catalogue(language()).ngettext(one, many, num)
    return shown % {"num": number(num), **values}


def lazy_gettext(text: str, **values: object) -> Any:
    """Looked up each time it is shown: for texts that are written down before any language is known."""
    return LazyProxy(gettext, text, enable_cache=False, **values)


@cache
def _catalogue(lang: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [lang])


_ = gettext


@dataclass(frozen=True, slots=True)
class Shown:
    """A text and the language it is in, which need not be the page's."""

    text: str
    lang: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in up to three languages."""

    by_language: Mapping[str, str]

    def pick(self, lang: str) -> Shown:
        """In this language, or in the next best one that is there."""
        for candidate in NEXT_BEST[lang]:
            if text := self.by_language.get(candidate):
                return Shown(text, candidate)
        return Shown("", lang)

    @property
    def here(self) -> Shown:
        return self.pick(language())


def texts(de: str = "", uk: str = "", en: str = "") -> Texts:
    return Texts({lang: text for lang, text in (("de", de), ("uk", uk), ("en", en)) if text})


class TranslatedText(TypeDecorator[Texts]):
    """Column type of Texts, stored as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Texts | None, dialect: Dialect) -> Any:
        del dialect
        return None if value is None else dict(value.by_language)

    def process_result_value(self, value: Any, dialect: Dialect) -> Texts | None:
        del dialect
        return None if value is None else Texts(value)


class LanguageConverter(BaseConverter):
    """The first part of a public address."""

    regex = "|".join(LANGUAGES)
    part_isolating = True


def init_app(app: Flask) -> None:
    app.url_map.converters["lang"] = LanguageConverter
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=ngettext)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.after_request(_remember_language)
    app.context_processor(lambda: {"lang": language(), "language_links": language_links})
    app.template_filter("day")(day)
    app.template_filter("clocks")(clocks)
    app.template_filter("moment")(moment)
    app.template_filter("moment_tag")(moment_tag)
    app.template_filter("short_moment")(short_moment)
    app.template_filter("short_day")(short_day)
    app.template_filter("number")(number)


def language() -> str:
    """The page's language, or the recipient's inside speaking()."""
    found: str | None = g.get("lang") if has_app_context() else None
    return found or (_wanted() if has_request_context() else "en")


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Everything inside is in this language: a mail, a workbook, a job."""
    before = g.get("lang")
    g.lang = lang
    try:
        yield
    finally:
        g.lang = before


def language_links(*, posts: bool = False) -> list[tuple[str, str, str]]:
    """(code, own name, address of this page in it) for the language switch, which is a button if it `posts` a form."""
    here = request.path if posts else address_to_get()
    if request.url_rule is not None and "lang" in request.url_rule.arguments:
        path = here.split("/", 2)[2]
        query = f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else ""
        return [(code, name, f"/{code}/{quote(path)}{query}") for code, name in LANGUAGES.items()]
    if here.startswith("/manage"):
        kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
        return [(code, name, f"{quote(here)}?{urlencode([*kept, ('lang', code)])}") for code, name in LANGUAGES.items()]
    return [(code, name, f"/{code}/") for code, name in LANGUAGES.items()]


def shows_page_of(path: str) -> None:
    """What is answered here is the page of this address, to which links of it lead."""
    g.page_of = path


def address_to_get() -> str:
    """This page's address; of one shown because what was sent to a POST-only address was refused, the page above."""
    if "page_of" in g:
        return str(g.page_of)
    rule = request.url_rule
    if rule is None or "GET" in (rule.methods or ()):
        return request.path
    shown = {one.rule for one in current_app.url_map.iter_rules() if "GET" in (one.methods or ())}
    above, path = rule.rule, request.path
    while above not in shown and above.count("/") > 1:
        above, path = above.rpartition("/")[0], path.rpartition("/")[0]
        if f"{above}/" in shown:
            return f"{path}/"
    return path


def day(moment: datetime, lang: str | None = None) -> str:
    """“Donnerstag, 20. April 2023”, by the German calendar."""
    return _long_date(moment.astimezone(BERLIN).date(), lang or language())


@lru_cache(maxsize=256)
def _long_date(day: date, lang: str) -> str:
    """Kept, since a page tells its conference's day two times, as does every mail about it."""
    written: str = format_date(day, "full", locale=DATE_LOCALES[lang])
    return written


def clocks(start: datetime, end: datetime | None = None) -> str:
    """“10:00 Uhr (deutsche Zeit) / 11:00 Uhr (ukrainische Zeit)”, or from–to on both clocks."""
    berlin, kyiv = start.astimezone(BERLIN), start.astimezone(KYIV)
    times = {"de": f"{berlin:%H:%M}", "ua": f"{kyiv:%H:%M}"}
    if end is not None:
        times |= {"end_de": f"{end.astimezone(BERLIN):%H:%M}", "end_ua": f"{end.astimezone(KYIV):%H:%M}"}
        text = _("%(de)s to %(end_de)s (German time) / %(ua)s to %(end_ua)s (Ukrainian time)", **times)
    elif kyiv.date() != berlin.date():
        next_day = format_skeleton("MMMMd", kyiv, locale=DATE_LOCALES[language()])
        text = _("%(de)s (German time) / %(ua)s on %(day)s (Ukrainian time)", day=next_day, **times)
    else:
        text = _("%(de)s (German time) / %(ua)s (Ukrainian time)", **times)
    return str(text)


def moment(start: datetime, end: datetime | None = None) -> str:
    """Day and both clocks, as every date with a time is written."""
    return f"{day(start)}, {clocks(start, end)}"


def short_moment(when: datetime, today: date | None = None) -> str:
    """“22.11.2026, 18:05 / 19:05” for columns whose heading names both clocks; of `today` the clocks alone."""
    berlin, kyiv = when.astimezone(BERLIN), when.astimezone(KYIV)
    times = f"{berlin:%H:%M} / {kyiv:%H:%M}"
    if berlin.date() == today == kyiv.date():
        return times
    return f"{format_skeleton('yMMdd', berlin, locale=DATE_LOCALES[language()])}, {times}"


def short_day(day: date) -> str:
    """“24.12.2026” for columns."""
    written: str = format_date(day, "medium", locale=DATE_LOCALES[language()])
    return written


def duration(minutes: int) -> str:
    """“1 Stunde 30 Minuten”; hours are left out below one, minutes of full hours."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    told = [part for part in parts if part[0]] or parts[1:]
    return " ".join(format_unit(number, unit, "long", locale=DATE_LOCALES[language()]) for number, unit in told)


def number(count: Any) -> Any:
    """“9.000” and “4,3” as the reader writes them; a small whole number, and what is none, stays as it is."""
    if not isinstance(count, float) and (not isinstance(count, int) or abs(count) < THOUSAND):
        return count
    return format_decimal(count, locale=DATE_LOCALES[language()])


def moment_tag(start: datetime, end: datetime | None = None) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(start.isoformat(), moment(start, end))


@pass_eval_context
def _in_template(context: EvalContext, text: str, **values: object) -> str:
    shown = gettext(text)
    if not values:
        return shown
    return Markup(shown) % values if context.autoescape else shown % values  # noqa: S704 - Markup escapes the values


def _wanted() -> str:
    chosen = request.args.get("lang") or request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "de"


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None and "lang" in values:
        g.lang = values.pop("lang")
    elif (first := request.path.split("/", 2)[1]) in LANGUAGES:
        g.lang = first  # an address that leads nowhere still has its language
    else:
        g.lang = _wanted()


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and _has_language(endpoint):
        values["lang"] = language()


def _has_language(endpoint: str) -> bool:
    try:
        return current_app.url_map.is_endpoint_expecting(endpoint, "lang")
    except KeyError:
        return False  # no such endpoint: url_for says so itself


def _remember_language(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and request.path.startswith("/manage") and request.cookies.get(COOKIE) != chosen:
        response.set_cookie(COOKIE, str(chosen), max_age=LONG, secure=request.is_secure, httponly=True, samesite="Lax")
    return response
