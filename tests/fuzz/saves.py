"""Changes values in made-up heads and in those of a campaign, and holds each to the law of tests/heads.py.

python tests/fuzz/saves.py                      # 10,000 heads, and as many changes of content/
python tests/fuzz/saves.py --runs 500 FOLDER    # fewer, and of another campaign
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
sys.path[:0] = [str(PROJECT), str(HERE.parent)]


def main() -> None:
    """Try the law, and raise what breaks it."""
    import heads

    from briefing.content import differences, places

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=PROJECT / "content")
    parser.add_argument("--runs", type=int, default=10_000)
    options = parser.parse_args()

    def try_all(source: st.SearchStrategy[tuple[str, bytes]]) -> None:
        @settings(max_examples=options.runs, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.data())
        def law(data: st.DataObject) -> None:
            path, content = data.draw(source)
            tree = differences.tree(places.opened(path, content).node)
            heads.try_change(path, content, data.draw(heads.wishes(tree)))

        law()
        print(f"{options.runs} changes, none breaks the law")

    try_all(heads.heads())
    try_all(st.sampled_from(heads.files(options.folder)))


if __name__ == "__main__":
    main()
