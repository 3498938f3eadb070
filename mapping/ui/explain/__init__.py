"""The method page: the road, a worked example, every measure, references."""
