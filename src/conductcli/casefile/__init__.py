"""YAML in: case files read strictly, every problem with its place; knows nothing of the database."""
