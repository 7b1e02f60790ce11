"""Long proofs, run by name: ``pytest tests/prove -s -n 0``."""
