"""Comparing departments, on a portal of its own.

A package, so that no other portal of the same database is being served meanwhile: each keeps what
it published in a transaction of its own, and two would wait for each other's codes.
"""
