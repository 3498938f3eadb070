"""Open data for other systems: the desk's public tables under ``/terbuka/``, read-only, the same for whoever asks."""
