"""Entering rows in a grid: as they are typed, judged, saved, merged and checked."""
