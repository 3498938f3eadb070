"""The parts of the page that asks whether a line can pay its loan."""
