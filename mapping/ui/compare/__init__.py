"""The page that puts a few kelurahan side by side."""
