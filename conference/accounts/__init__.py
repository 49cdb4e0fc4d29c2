"""People who sign in: organisers, translators, desk staff, and anybody who wants an account."""
