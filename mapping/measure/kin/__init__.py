"""What resembles what: peers, types, gaps to peers, chains of inputs."""
