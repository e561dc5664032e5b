"""Files in: rows, checks and one plan of what to write. No store is known here."""
