"""Who can supply at which price: suppliers, candidates for a need, offers, the choice, the delivery."""
