"""Setting official documents: HTML in, PDF out; confined work that knows no Django."""
