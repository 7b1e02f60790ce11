"""The official PDF, read back from its bytes."""
