"""Where the graph comes from: one source, one module."""
