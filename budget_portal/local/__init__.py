"""Launcher for one machine: set-up, private database, fonts. Standard library only."""
