"""The object a WSGI server imports: webapp.wsgi:app."""

import os

from webapp import create_app
from webapp.core import logging

os.umask(0o077)  # what is written here is nobody else's business
logging.configure()
app = create_app()
