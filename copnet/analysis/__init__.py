"""One file a question. Analysis gets a snapshot or a graph and never sees a store."""
