"""The public site: it reads publications and nothing else."""
