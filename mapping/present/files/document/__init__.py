"""Documents that people go on writing: blocks of text, made into Word files to edit and PDF files to print."""
