"""PostgreSQL as Django speaks to it, with every write signed for the audit log."""
