"""What is known beforehand, as dated data files and a loader each."""
