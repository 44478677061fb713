"""`python -m conductcli`, and what the installed command calls."""

import gc
import signal


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        _end_like_an_interrupt()
        # What is made while the program starts lives until it ends, and looking through it for garbage costs a tenth of
        # the time to the first answer; `cli.app` turns the collector on again when a command begins its work.
        gc.disable()
        from conductcli.cli import CONTENTS
        from conductcli.cli.app import run

        code = run(CONTENTS)
    except KeyboardInterrupt:  # before the command began, or again while it cleaned up
        from conductcli.errors import ExitCode

        code = ExitCode.INTERRUPTED
    raise SystemExit(code)


def _end_like_an_interrupt() -> None:
    """Let SIGTERM and SIGHUP do what Ctrl-C does, so that nothing unfinished is left; what is ignored stays ignored."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # not every system has both
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    main()
