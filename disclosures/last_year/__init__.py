"""Last year (上年): what this year's entries may start from, shown first and then copied."""
