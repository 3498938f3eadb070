"""Files of an office -> tidy tables and a list of findings."""
