"""The official workbook: what it shows, and what the reading of it finds."""
