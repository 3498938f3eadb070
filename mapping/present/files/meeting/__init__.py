"""What a village meeting has in its hands: the handout, the ballot, the minutes, and the workbook for the votes."""
