"""Tests that want programs which few machines have are not collected elsewhere, so that none counts as skipped."""

from __future__ import annotations

import shutil

from tests.made.clamd import PROGRAM

collect_ignore = []
if PROGRAM is None:
    collect_ignore.append("test_real_clamd.py")
if shutil.which("soffice") is None:
    collect_ignore.append("test_real_libreoffice.py")
