"""The commands of ``python -m mapping``: what is asked at the terminal, and what is said there (in Indonesian)."""
