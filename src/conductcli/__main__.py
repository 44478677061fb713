"""`python -m conductcli`, and what the installed command calls."""

from conductcli.cli import main

if __name__ == "__main__":
    main()
