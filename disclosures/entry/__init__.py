"""Entering a ledger in a grid: rows as they are typed, judged, saved and merged."""
