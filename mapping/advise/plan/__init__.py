"""From a chosen line to work: road map, permits, roles, training, partners."""
