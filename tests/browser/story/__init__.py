"""A year's budget from a clerk's workbook to a corrected publication, in a real browser."""
