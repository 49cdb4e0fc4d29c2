"""Finding documents by what stands in them, with the same answers in the same order on every database (ADR 0013)."""
