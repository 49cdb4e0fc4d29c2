"""The WSGI entry point: `granian wsgi:app`, `gunicorn wsgi:app`."""

from conference.app import create_app
from conference.config import Config

app = create_app(Config.from_environment())
