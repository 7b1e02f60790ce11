"""A year of a region as one Fiscal Data Package: described tables for research."""
