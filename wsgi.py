"""The WSGI entry point: `granian --interface wsgi wsgi:app`, `gunicorn wsgi:app`."""

from conference.app import create_app
from conference.config import Config
from conference.core import later
from conference.core.warming import warm
from conference.outbox.worker import start_beside

config = Config.from_environment()
app = create_app(config)
warm(app)
later.start(app)
start_beside(app, config.worker_threads)
