"""Messages written in the transaction that causes them, and the worker that delivers them."""
