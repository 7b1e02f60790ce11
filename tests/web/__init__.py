"""The public site as a reader's program sees it."""
