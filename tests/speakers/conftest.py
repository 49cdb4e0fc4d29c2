"""What wants LibreOffice is not collected where it is missing, so that nothing counts as skipped."""

from __future__ import annotations

from conference.core.libreoffice import converter

collect_ignore = [] if converter() is not None else ["test_watermark_of_office.py"]
