"""Login: password, one-time code, lock-out, and how long a session lasts."""
