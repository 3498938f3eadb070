"""Taking a view along: as a picture, as a page for the phone, as a link."""
