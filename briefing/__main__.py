"""Run as a program: `python -m briefing`, and the command `briefing`."""

import gc
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line; where a package is missing, even one that all commands need, say which."""
    # A build leaves little behind in cycles; looking for them as often as usual costs a tenth of it.
    gc.set_threshold(100_000, 50, 50)
    try:
        from briefing.cli.main import main  # noqa: PLC0415

        sys.exit(main())
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == "briefing":
            raise
        told = f"{missing}: this package is missing; install the program with all that it needs"
        sys.exit(f"{told}: pip install briefing-digest")


if __name__ == "__main__":
    run()
