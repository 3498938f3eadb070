"""From a chosen line to work: road map, permits, roles, training and partners, who is already there."""
