"""The server store: Neo4j by its official driver."""
