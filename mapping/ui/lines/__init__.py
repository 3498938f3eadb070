"""The parts of the page Lini usaha: the list, one line's sheet, own figures and lines, assumptions, the set-up file."""
