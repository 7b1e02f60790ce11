"""Golden documents: what a published disclosure must say, from outside the project."""
