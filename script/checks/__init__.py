"""Our own checks of the source, for rules that no linter knows; each says why and how to mend."""
