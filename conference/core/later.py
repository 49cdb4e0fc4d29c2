"""What a request leaves in memory and a thread writes down a few seconds later, many requests in one transaction.

Only for what may be lost with a process that is killed: a count of downloads, what can be worked out again. A server
that is asked to end writes down what there is.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from multiprocessing.util import Finalize
from typing import cast

from flask import Flask

from conference.core.logs import log

EXTENSION = "conference.later"
SECONDS = 5.0


def add(app: Flask, write_down: Callable[[], None]) -> None:
    """Have something written down from time to time, in an application context; without news it does nothing.

    What it cannot write it keeps for the next time, and raises.
    """
    app.extensions.setdefault(EXTENSION, []).append(write_down)


def write_all(app: Flask) -> None:
    """Write down everything now. An error of one is logged and keeps no other."""
    for write_down in cast(list[Callable[[], None]], app.extensions.get(EXTENSION, [])):
        try:
            with app.app_context():
                write_down()
        except Exception:
            log.exception("later")


def start(app: Flask) -> None:
    """Write down every few seconds for as long as this process lives, and once more when it ends."""

    def run() -> None:
        while not end.wait(SECONDS):
            write_all(app)

    end = threading.Event()
    threading.Thread(target=run, name="later", daemon=True).start()
    # A process that a server forked runs no `atexit`, but what is to be finalized.
    atexit.register(write_all, app)
    Finalize(None, write_all, args=(app,), exitpriority=10)
