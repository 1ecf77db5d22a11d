"""What is in the graph, why it is believed, and where it is kept."""
