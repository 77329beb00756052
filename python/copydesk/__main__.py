"""``python -m copydesk``: hands over to the ``copydesk`` command, or says where to get it.

The command is the Rust binary; a second one in Python would only drift from it.
"""

import os
import shutil
import sys


def main():
    command = os.environ.get("COPYDESK_BIN") or shutil.which("copydesk")
    if command is None:
        sys.stderr.write(
            "copydesk: the command is not on the PATH; "
            "build it with `cargo install --path .` in the project, or set COPYDESK_BIN\n"
        )
        return 2
    sys.stdout.flush()
    os.execv(command, [command, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
