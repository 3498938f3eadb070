"""Files that leave the house: what each holds, who reads it, and that the same study gives the same bytes."""
