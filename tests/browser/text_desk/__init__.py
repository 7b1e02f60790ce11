"""Writing a disclosure's text, in a real browser."""
