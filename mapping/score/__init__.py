"""Indicators -> score, rank, and how firm they are."""
