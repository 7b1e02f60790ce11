"""The pages about last year in a real browser."""
