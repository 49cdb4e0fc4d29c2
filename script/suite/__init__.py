"""The whole test suite as one command: its servers, its two passes, and one closing line for both."""
