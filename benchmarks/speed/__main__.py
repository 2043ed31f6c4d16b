"""The command: time everything, write the figures and the page made of them.

python -m benchmarks.speed                    # docs/speed.json and docs/speed.md
python -m benchmarks.speed --quick            # small arrays; build/speed.json and .md
python -m benchmarks.speed --page             # only show the page of docs/speed.json
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.speed.page import page
from benchmarks.speed.paths import CELLS, SYSTEMS


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--quick", action="store_true", help="small arrays, one pass")
    parser.add_argument("--passes", type=int, help="how often all is timed (3)")
    parser.add_argument(
        "--patience", type=float, default=20, help="seconds to wait for a quiet machine (20)"
    )
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=SYSTEMS)
    parser.add_argument("--tasks", nargs="+", choices=dict.fromkeys(cell.task for cell in CELLS))
    parser.add_argument("--json", type=Path, help="where the figures go; the page goes beside them")
    parser.add_argument("--page", action="store_true", help="show the page of the file, no more")
    options = parser.parse_args()
    file = options.json or Path("build" if options.quick else "docs") / "speed.json"
    if not options.page:
        from benchmarks.speed.run import run

        passes = options.passes or (1 if options.quick else 3)
        found = run(options.quick, passes, options.systems, options.tasks, options.patience)
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        file.with_suffix(".md").write_text(page(found), "utf-8")
    sys.stdout.write(page(json.loads(file.read_text("utf-8"))))


if __name__ == "__main__":
    main()
