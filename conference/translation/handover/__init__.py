"""Texts on their way to a translator's own tool and back: XLIFF 1.2 and a workbook, one shape for both (ADR 0012)."""
