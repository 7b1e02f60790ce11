"""Last year: what is copied from it, and what moves within it."""
