"""What another program's graph says, mapped to declared kinds, checked, and loaded with its own provenance."""
