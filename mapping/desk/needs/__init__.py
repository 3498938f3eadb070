"""What cooperatives need, from the form to the closed case."""
