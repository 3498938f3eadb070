"""What kelurahan do together: buying, facilities, who leads."""
