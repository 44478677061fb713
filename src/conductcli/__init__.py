"""conductcli: police complaint outcomes in England and Wales, at the command line, every answer with its source.

From Python, `connect` opens the register, `check` finds the problems of case files, and `load` builds a database.
Nothing is imported here before it is used, so that a command pays only for what it uses.
"""

TYPE_CHECKING = False  # as in `typing`, without importing it
if TYPE_CHECKING:
    from typing import Any

    from conductcli.api import Register, Rows, check, connect, load

__version__ = "0.1.0"
__all__ = ["Register", "Rows", "__version__", "check", "connect", "load"]


def __getattr__(name: str) -> "Any":
    """Import a public name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from conductcli import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted({*globals(), *__all__})
