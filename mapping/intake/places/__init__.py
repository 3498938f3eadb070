"""Which kelurahan a business belongs to: codes, names, points."""
