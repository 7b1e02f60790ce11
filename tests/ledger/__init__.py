"""Tests of the bridge from rows to entries."""
