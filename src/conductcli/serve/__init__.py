"""Serve the register as a local web site: Datasette on a copy, with metadata and security."""
