"""The desk in the open: its trail in words, how fresh it is, and what a month brought."""
