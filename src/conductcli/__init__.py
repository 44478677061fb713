"""conductcli: police complaint outcomes in England and Wales, at the command line, every answer with its source.

Nothing is imported here, so that a command pays only for what it uses.
"""

__version__ = "0.1.0"
