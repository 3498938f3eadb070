"""The page of weights: draft, presets, AHP, panel, what moves."""
