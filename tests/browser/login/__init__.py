"""Logging in, as people do it."""
