"""Evidence as people hand it on: lists of who was there, sealed ones, what proves them, and their statistics."""
