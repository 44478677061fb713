"""Derive results from records with pure functions: records in, records out."""
