"""The ``copydesk`` command: also ``python -m copydesk``."""

import signal
import sys

from ._copydesk import _run


def main() -> int:
    """Run the command with the arguments of this process and return its exit code."""
    # Python's own handler would only run after the command has returned. The command installs its own for long runs.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _run(["copydesk", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
