"""Communities of practice as a graph: who does what together, what grew, who should meet whom."""
