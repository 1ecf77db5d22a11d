"""The embedded store: one file kept by ladybug."""
