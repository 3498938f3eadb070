"""The database itself: opened, read, written with a trail, brought up to date, verified."""
