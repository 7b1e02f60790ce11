"""The steps from entry to publication."""
