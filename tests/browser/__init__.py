"""The public site as a reader sees it, in a real browser."""
