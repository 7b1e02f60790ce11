"""Entering a ledger, below the pages of the desk."""
