"""What changed between two waves of a survey, and what tends to follow what."""
