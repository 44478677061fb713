"""`python -m conductcli`, and what the installed command calls."""

import gc


def main() -> None:
    """Run the command line and exit with its code."""
    # What is made while the program starts lives until it ends, and looking through it for garbage costs a tenth of the
    # time to the first answer; `cli.framework` turns the collector on again when a command begins its work.
    gc.disable()
    try:
        from conductcli.cli import CONTENTS
        from conductcli.cli.framework import run

        code = run(CONTENTS)
    except KeyboardInterrupt:  # before there was anything that could say so
        code = 130
    raise SystemExit(code)


if __name__ == "__main__":
    main()
