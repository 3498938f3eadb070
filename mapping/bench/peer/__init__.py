"""What `bench app` measures ours against."""
