"""A demonstration desk: made up from a seed, written through the desk's own functions, labelled wherever it is
shown."""

from mapping.desk.demo.fill import fill_demo, has_demo

__all__ = ["fill_demo", "has_demo"]
