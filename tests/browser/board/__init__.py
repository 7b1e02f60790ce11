"""The finance department's board in a real browser."""
