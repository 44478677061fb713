"""Define, build and query the SQLite database; nothing here reads YAML.

Reading uses sqlite3 from the standard library alone. sqlite-utils takes ten times as long to import and is needed only
to build a database.
"""
