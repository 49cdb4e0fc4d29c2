"""Which page of the navigation a view belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def section(endpoint: str) -> Callable[[View], View]:
    """Mark a view as part of the page `endpoint`, which navigation then shows as the current one.

    Stands under `@access(...)`.
    """

    def decorate(view: View) -> View:
        view.section = endpoint  # type: ignore[attr-defined]
        return view

    return decorate
