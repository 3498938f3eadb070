"""The page of scenarios: named choices, kept, sent and compared."""
