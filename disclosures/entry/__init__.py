"""Entering rows in a grid and the text at its desk: judged, saved, merged and checked."""
