"""From candidates to decided statements: decisions, a document's state in a store, loading, export."""
