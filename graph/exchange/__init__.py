"""The graph in other programs: networkx, GraphML and GEXF, py2neo."""
