"""The figures of a month, each room's own."""
