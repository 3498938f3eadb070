"""What lies beside what: neighbours, clusters, access, saturation."""
