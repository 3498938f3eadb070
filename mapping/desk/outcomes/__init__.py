"""What was advised, what was started, and how it went."""
