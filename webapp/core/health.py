"""/healthz: the process answers; /readyz: the database is there and at head; /metrics: counts for operations."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import traps
from webapp.core.access import from_here, public
from webapp.core.db import session
from webapp.core.jobs import Job
from webapp.core.mail import OutgoingMail
from webapp.core.schema import pending
from webapp.core.security import limiter

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    try:
        ready = not pending()
    except SQLAlchemyError:
        ready = False
    status = {"status": "ok" if ready else "not ready"}
    if not limiter.storage.check():  # registrations go on, each process with limits of its own
        status["limits"] = "in memory: Redis cannot be reached"
    return jsonify(status), 200 if ready else 503


@bp.get("/metrics")
@from_here
def metrics() -> ResponseReturnValue:
    registry = CollectorRegistry()
    registry.register(traps.CAUGHT)
    for name, model in (("mails", OutgoingMail), ("jobs", Job)):
        gauge = Gauge(f"konferenz_{name}", f"Number of {name} by state", ["state"], registry=registry)
        for state, count in session().execute(select(model.state, func.count()).group_by(model.state)):
            gauge.labels(state.value).set(count)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
