"""The door: what a file really is, how much it may cost, and the closed room in which it is read."""
