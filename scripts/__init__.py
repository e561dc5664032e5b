"""Small programs for people who work on copnet; none is part of the package."""
