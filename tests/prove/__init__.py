"""Long proofs, which `make test` leaves out: pytest tests/prove -s -n 0."""
