"""Scores -> what to start with, what not to start with, or "belum cukup data"."""
