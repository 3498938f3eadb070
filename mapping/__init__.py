"""Potential mapping for village and ward cooperatives: files in, advice out.

Importing this package loads nothing heavy; each room imports what it uses.
"""

__version__ = "0.1.0"
