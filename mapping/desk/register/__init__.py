"""Who the cooperatives are and how far each has come."""
