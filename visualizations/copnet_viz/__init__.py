"""Maps: attributes to marks (channels), a specification (spec), a page (render)."""
