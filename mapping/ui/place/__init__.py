"""What a profile says of a place beyond its advice: what lies around it, change, quality of its data, next steps."""
