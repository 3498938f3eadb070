"""Deciding together: ballot, votes, count, agreement, and the decision that is kept."""
