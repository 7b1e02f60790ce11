"""Kept pages: what is sent without asking the database is what is public."""
