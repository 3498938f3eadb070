"""Vector layers: one feature a kelurahan, in the formats that map programs read."""
