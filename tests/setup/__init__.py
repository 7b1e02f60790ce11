"""Tests of the launcher and the settings."""
