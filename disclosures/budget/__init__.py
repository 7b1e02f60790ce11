"""The budget itself: what was entered, what follows from it, what must hold. Plain Python."""
