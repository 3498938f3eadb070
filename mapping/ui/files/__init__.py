"""Taking files along: one at a time, or many at once."""
