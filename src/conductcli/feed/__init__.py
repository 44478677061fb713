"""Find and write the entries of a news feed."""
