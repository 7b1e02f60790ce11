"""The record that a PDF encloses: read from files of strangers, so in a process of its own."""
