"""How well a line of business suits a kelurahan."""
