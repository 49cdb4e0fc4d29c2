"""What the platform wrote to people, for those who answer for it."""
