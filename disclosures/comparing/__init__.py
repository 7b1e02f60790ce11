"""Departments side by side, over years, by one measure: what was published, and nothing else."""
