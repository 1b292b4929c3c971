"""The object a WSGI server imports: webapp.wsgi:app."""

from webapp import create_app
from webapp.core import logging

logging.configure()
app = create_app()
