"""The open interface for programs: read-only, versioned, described by what it answers from."""
