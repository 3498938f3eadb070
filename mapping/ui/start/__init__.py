"""The parts of the founder's page."""
