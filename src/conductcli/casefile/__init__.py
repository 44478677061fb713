"""Read and write case files in YAML, with a location for every problem; nothing here uses the database."""
