"""The workbook: what goes out comes in again, and nothing else does."""
