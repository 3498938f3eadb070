"""The parts of the page on joint purchasing and shared facilities."""
