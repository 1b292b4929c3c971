"""One address for every route over the demo's data, for all that goes through the whole site."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Flask
from werkzeug.routing import Rule

from webapp.core import access
from webapp.demo.programme import COMING_SLUG, PAST_SLUG

UNSAFE: Final = {"POST", "PUT", "PATCH", "DELETE"}
NO_PAGE: Final = {  #: answers that are no whole page of ours
    "admin.mailbox_attachment", "admin.mailbox_html", "events.calendar_entry", "health.healthz", "health.metrics",
    "certificate.download", "health.readyz", "join.enter", "pages.start", "own_data.download", "places.search",
    "export_data.table", "report.download",
    "report.download_finished",
}  # fmt: skip
REPEATED: Final = {  #: look different after the conference
    "events.show", "questions.index", "reporting.overview", "dashboard.show", "registrations.index", "attendance.index",
    "presence.people", "report.show", "certificates.index", "follow_up.index", "follow_up.show",
    "feedback_results.show",
}  # fmt: skip
MORE: Final = {  #: other states of a page: of which conference
    ("attendance.show", "columns"): COMING_SLUG,
    ("attendance.show", "dates"): COMING_SLUG,
    ("attendance.show", "refused"): COMING_SLUG,
    ("attendance.show", "applied"): PAST_SLUG,
    ("presence.show", "attended"): PAST_SLUG,
    ("registration_lists.show", "being_read"): COMING_SLUG,
    ("registration_lists.show", "stopped"): COMING_SLUG,
    ("registration_lists.show", "unreadable"): COMING_SLUG,
    ("question_imports.show", "asked"): COMING_SLUG,
    ("question_imports.show", "unnamed"): COMING_SLUG,
    ("question_imports.show", "days"): COMING_SLUG,
    ("exports.show", "written"): COMING_SLUG,
    ("exports.show", "ready"): COMING_SLUG,
}


@dataclass(frozen=True, slots=True)
class Address:
    endpoint: str
    method: str
    url: str
    rule: str  #: who may: what the view declares
    variant: str = ""  #: one of several states of the page

    @property
    def is_page(self) -> bool:
        return self.method == "GET" and self.endpoint not in NO_PAGE

    @property
    def is_for_organisers(self) -> bool:
        return self.url.startswith("/manage")

    def in_language(self, lang: str) -> str:
        if self.url.startswith("/en/"):
            return f"/{lang}/{self.url[4:]}"
        return f"{self.url}?lang={lang}"

    @property
    def name(self) -> str:
        """Names a file."""
        over = "-over" if PAST_SLUG in self.url else ""
        variant = f"-{self.variant}" if self.variant else ""
        return self.endpoint.replace(".", "-") + variant + over


def every(app: Flask, values: dict[tuple[str, str], str], lang: str = "en") -> Iterator[Address]:
    """In the order of the routes; inside an app context."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        declared = access.rule_of(app.view_functions[rule.endpoint]) or "nobody"
        slugs = [COMING_SLUG, PAST_SLUG] if rule.endpoint in REPEATED else [COMING_SLUG]
        for slug in slugs:
            url = adapter.build(rule.endpoint, _arguments(rule, values | {("", "lang"): lang, ("", "slug"): slug}))
            for method in sorted((rule.methods or set()) & (UNSAFE | {"GET"})):
                yield Address(rule.endpoint, method, url, declared)
    for (endpoint, variant), slug in MORE.items():
        url = adapter.build(endpoint, {"slug": slug, "public_id": values[variant, "public_id"]})
        yield Address(endpoint, "GET", url, access.rule_of(app.view_functions[endpoint]) or "nobody", variant)


def _arguments(rule: Rule, values: dict[tuple[str, str], str]) -> dict[str, str]:
    blueprint = rule.endpoint.partition(".")[0]
    found = {name: values.get(("", name)) or values.get((blueprint, name)) for name in rule.arguments}
    assert all(found.values()), f"tests/lacking.py does not know an argument of {rule}"
    return {name: value or "" for name, value in found.items()}
