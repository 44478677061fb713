"""Archived documents: their text, the quotations in them and who speaks where."""
