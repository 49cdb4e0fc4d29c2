"""Ports: how a lower feature is given what only a higher one knows, wired by name in `app.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar, cast

from flask import Flask, current_app

Plug = TypeVar("Plug")


class Port(Generic[Plug]):
    """A named list of implementations of one Protocol, kept per application."""

    def __init__(self, name: str) -> None:
        self._name = f"conference.port.{name}"

    def plug(self, app: Flask, *implementations: Plug) -> None:
        """Give the application its implementations, in the order in which they are asked."""
        app.extensions[self._name] = implementations

    def all(self) -> Sequence[Plug]:
        """What was plugged in, or nothing."""
        return cast(Sequence[Plug], current_app.extensions.get(self._name, ()))
