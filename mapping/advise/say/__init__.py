"""The sentences of the advice, whole columns at a time."""
