"""The desk as staff of the roles use it, over HTTP."""
