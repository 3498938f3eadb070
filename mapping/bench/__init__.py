"""Benchmarks: each heavy step beside named peers doing the same work in the same run, answers compared.

Absolute seconds drift with the machine; ratios hold.
"""
