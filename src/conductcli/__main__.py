"""`python -m conductcli`, and what the installed command calls."""

import gc


def main() -> None:
    """Run the command line and exit with its code."""
    # What is made while the program starts lives until it ends, and looking through it for garbage costs a tenth of the
    # time to the first answer; `cli.framework` turns the collector on again when a command begins its work.
    gc.disable()
    from conductcli.cli import CONTENTS
    from conductcli.cli.framework import run

    raise SystemExit(run(CONTENTS))


if __name__ == "__main__":
    main()
