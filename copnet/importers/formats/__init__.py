"""Files of other programs: each format is one module here, found by content and read into the contract's tables."""
