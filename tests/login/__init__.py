"""Login: password, code, lock-out, sessions."""
