"""Texts that a browser might run, read without a portal: it would hold the same codes locked."""
