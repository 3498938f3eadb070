"""What a text says a business makes or sells."""
