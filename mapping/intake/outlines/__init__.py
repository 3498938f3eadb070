"""Any boundary file -> valid outlines with names and codes, and how well they fit together."""
