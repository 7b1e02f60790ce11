"""What the operator sees of the portal: health, logs, figures, backups."""
