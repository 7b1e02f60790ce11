"""The made-up region: sound, the same each time, and marked."""
