"""Long proofs with their figures: `pytest tests/prove -s -n 0`; the suite has short ones."""
