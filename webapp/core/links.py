"""Full addresses for mails, files and commands: always under the configured base address, never the request's."""

from functools import lru_cache
from typing import Any

from flask import current_app
from werkzeug.routing import Map, MapAdapter

from webapp.core.i18n import language


def public_url(endpoint: str, **values: Any) -> str:
    """Works in a request, a job and a command alike; the language is the present one unless given."""
    if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", language())
    path = _bound(current_app.url_map).build(endpoint, values)
    return f"{current_app.config['SETTINGS'].base_url.rstrip('/')}{path}"


@lru_cache(maxsize=1)
def _bound(addresses: Map) -> MapAdapter:
    """Once an application: binding takes longer than building an address."""
    return addresses.bind("localhost")
