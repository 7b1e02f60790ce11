"""A second opinion on the eleven tables: every cell is summed from the ledger on its own.

Written from the published forms and their column rules alone, by brute force: a cell is the sum
of the lines that its row *and* its column let through, in whole 分. It shares no code with the
project.
"""
