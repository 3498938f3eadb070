"""How much each criterion counts: the set-up and the ways to weights."""
