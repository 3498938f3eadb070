"""Results -> things a person looks at: maps, tables, words, files. Computes nothing."""
