"""Any file of rows -> clean columns: text, numbers, dates, coordinates."""
