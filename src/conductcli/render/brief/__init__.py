"""A brief in words: the same sentences for every format."""
