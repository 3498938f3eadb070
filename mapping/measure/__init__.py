"""Tidy tables -> indicators in natural units, one measure per function."""
