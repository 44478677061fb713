"""The database: how it is laid out, built and asked; knows nothing of YAML.

Reading uses the standard library's sqlite3 alone; sqlite-utils, which takes ten times as long to import, is used where
a database is built.
"""
