"""Who is the same: records in, candidates out. Nothing is decided, merged or written here; no store is known."""
