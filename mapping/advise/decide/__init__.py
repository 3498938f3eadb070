"""The musyawarah: ballot, agreement, and the decision that is kept."""
