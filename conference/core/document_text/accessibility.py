"""What a PDF gives to those who hear it instead of seeing it: tags, language, title (ISO 14289-1 §7.1, §7.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LONGEST_LANGUAGE = 35
"""Characters of the longest language tag that anybody needs (RFC 5646 §4.4.1)."""
LONGEST_TITLE = 300


def examined(path: Path) -> dict[str, Any]:
    """Whether a PDF is tagged, the language tag that it names, and its title; empty where it says none."""
    import pikepdf

    with pikepdf.open(path) as document:
        root = document.Root
        return {
            "tagged": _is_tagged(root),
            "language": _text(root.get("/Lang"))[:LONGEST_LANGUAGE],
            "title": _title(document)[:LONGEST_TITLE],
        }


def _is_tagged(root: Any) -> bool:
    """Marked as tagged, with a tree of structure that holds something (ISO 32000-2 §14.7.1)."""
    marks, tree = root.get("/MarkInfo"), root.get("/StructTreeRoot")
    return bool(marks is not None and marks.get("/Marked") and tree is not None and tree.get("/K") is not None)


def _title(document: Any) -> str:
    """The title among the metadata, else the older one in the list of facts."""
    try:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            written = metadata.get("dc:title", "")
    except Exception:  # whatever damaged metadata make a reader of XML raise
        written = ""
    return _line(written) or _line(_text(document.docinfo.get("/Title")))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _line(value: object) -> str:
    return " ".join(str(value).replace("\0", "").split())
