"""Departmental budget disclosures: entry, checks, publication."""
