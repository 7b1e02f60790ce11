"""Long proofs: what is tried hundreds of times, and what was lost."""
