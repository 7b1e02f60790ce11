"""Long proofs: `make prove`. Each prints in one line what was tried, how often, with what end."""
