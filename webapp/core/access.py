"""Who may use a route: every view carries @public, @requires("…") or @signed_in; one with none answers 403."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed in"
LOOPBACK = "this machine"
HERE = "from here"


class Principal(Protocol):
    """Somebody who signed in."""

    name: str
    public_id: str

    def may(self, permission: str) -> bool: ...


def public(view: View) -> View:
    """Everybody may; also pages whose address is a personal link, which is itself the proof."""
    return _declare(view, PUBLIC)


def signed_in(view: View) -> View:
    return _declare(view, SIGNED_IN)


def from_here(view: View) -> View:
    """Only requests from this machine: what a watching program reads. A proxy must not pass its address on."""
    return _declare(view, HERE)


def this_machine(view: View) -> View:
    """Only a browser on this machine, and only in development: pages that show what would be secret."""
    return _declare(view, LOOPBACK)


def requires(permission: str) -> Callable[[View], View]:
    return lambda view: _declare(view, permission)


def rule_of(view: Callable[..., Any]) -> str | None:
    return getattr(view, "access", None)


def principal() -> Principal | None:
    found: Principal | None = g.get("principal")
    return found


def acting() -> str:
    """Public id of who signed in, in a view that requires a permission."""
    who = principal()
    assert who is not None  # noqa: S101 - such a view has somebody
    return who.public_id


def init_app(app: Flask, load_principal: Callable[[], Principal | None], sign_in: str) -> None:
    """load_principal finds who signed in, if anybody; sign_in is the endpoint where one does."""
    app.context_processor(lambda: {"principal": principal()})

    @app.before_request
    def _check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None  # no route: 404 comes by itself
        rule = "public" if request.endpoint == "static" else rule_of(current_app.view_functions[request.endpoint])
        if rule in {LOOPBACK, HERE}:
            return None if _at_home() and (rule == HERE or app.config["DEVELOPMENT"]) else abort(404)
        g.principal = load_principal() if rule != PUBLIC or request.path.startswith("/manage") else None
        return _answer(rule, sign_in)


def _answer(rule: str | None, sign_in: str) -> ResponseReturnValue | None:
    if rule == PUBLIC:
        return None
    who = principal()
    if rule is not None and who is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for(sign_in, next=back), 303)
    if rule is None or (rule != SIGNED_IN and who is not None and not who.may(rule)):
        abort(403)
    return None


def _at_home() -> bool:
    """Neither from elsewhere nor passed on by a proxy on this machine."""
    return request.remote_addr in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in request.headers


def _declare(view: View, rule: str) -> View:
    view.access = rule  # type: ignore[attr-defined]
    return view
