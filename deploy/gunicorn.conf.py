"""Several web processes: gunicorn -c deploy/gunicorn.conf.py webapp.wsgi:app, and `konferenz worker` beside it."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))  # more than one needs KONFERENZ_REDIS_URL, checked at start
worker_class = "gthread"
threads = int(
    os.environ.get("THREADS", "8")
)  # fewer are faster, but two who wait for a lock would then stop all readers
preload_app = False
accesslog = None  # the application writes its own lines, without addresses
loglevel = "critical"  # gunicorn's lines quote addresses
