"""Every view says who may call it; one that does not is refused when the application starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFProtect

from conference.core.database import UNSAFE

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()


class AccessNotDeclared(RuntimeError):
    """A route was added without `@access(...)`."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a view: a name for the golden file, and a check that aborts for everybody else."""

    name: str
    check: Callable[[], None]


public = Access("public", lambda: None)


def access(policy: Access) -> Callable[[View], View]:
    """Let only those through whom `policy` lets through. Stands directly under the route."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            policy.check()
            if getattr(view, "takes_files", False):
                request.max_content_length = current_app.config["MAX_UPLOAD"]
            if request.method in UNSAFE and not getattr(view, "form_view", False):
                csrf.protect()
                g.token_was_checked = True
            return view(*args, **kwargs)

        checked.access = policy  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def form_view(view: View) -> View:
    """A view whose Form itself tells of an expired page, beside everything that was typed.

    Other views refuse a request without a valid CSRF token before they run; this one must validate a `core.forms.Form`,
    or `core.database.write` refuses what it does.
    """
    view.form_view = True  # type: ignore[attr-defined]
    return view


def takes_files(view: View) -> View:
    """A view that a file may be sent to: as much is read as the installation allows (`MAX_UPLOAD`), 413 for more.

    The limit counts from the moment at which the policy has let the sender through, and before the form is read.
    """
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def require_declared_access(app: Flask) -> None:
    """Refuse to start with a view that does not say who may call it. Raises AccessNotDeclared."""
    for rule in app.url_map.iter_rules():
        if not hasattr(app.view_functions[rule.endpoint], "access"):
            raise AccessNotDeclared(f"{rule.endpoint} ({rule.rule}) needs @access(...) under its route.")
