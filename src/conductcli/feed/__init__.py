"""Atom feeds of what is new in the register."""
