"""Writers of other programs' formats: each takes plain rows and a path, and knows no store and no audience."""
