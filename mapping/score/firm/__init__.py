"""How firm a score is: draws, ranks, sensitivity."""
