"""Holds campaigns made by chance to the law that whatever `check` accepts passes `verify`; prints each fault.

    python tests/fuzz/accepted.py               # until 20,000 unlike files were accepted
    python tests/fuzz/accepted.py 3000 --seed 7 # fewer, of other campaigns

tests/test_accepted_content.py holds fewer to it, within the suite.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]


def main() -> int:
    """Hold as many campaigns to the law as have that many files accepted; 1 where one breaks it."""
    import accepted_content
    import content_forms

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="?", type=int, default=20_000, help="how many files to have accepted")
    parser.add_argument("--seed", type=int, default=0, help="which campaigns")
    options = parser.parse_args()
    site, accepted, campaigns, faults = accepted_content.Site(), set[str](), 0, 0
    while len(accepted) < options.files:
        content = content_forms.campaign(Random(f"{options.seed} {campaigns}"))  # noqa: S311 - it need not be secret
        campaigns += 1
        try:
            accepted.update(site.held_to_the_law(content))
        except Exception as error:  # noqa: BLE001 - a crash is a fault as well, and the next campaign may have another
            faults += 1
            print(f"campaign {campaigns} of seed {options.seed}: {error!r}", flush=True)
    print(f"{len(accepted)} unlike files accepted, of {campaigns} campaigns; {faults} broke the law")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
