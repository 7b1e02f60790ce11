"""Entering a ledger in a grid, and a text at its places: as typed, judged, saved among others."""
