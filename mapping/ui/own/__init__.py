"""The page of one's own files: loading, questions, columns, repairs."""
