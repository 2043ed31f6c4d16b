"""The command: simulate, and write the figures and the page made of them.

python -m benchmarks.estimation                # docs/estimation.json and .md
python -m benchmarks.estimation --quick        # a slice of it; build/estimation.json and .md
python -m benchmarks.estimation --page         # only show the page of docs/estimation.json
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.estimation.page import page


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimation")
    parser.add_argument("--quick", action="store_true", help="few sources, few samples")
    parser.add_argument("--share", type=float, help="of the samples that are drawn (1, quick 0.1)")
    parser.add_argument("--processes", type=int, default=1, help="how many at a time (1)")
    parser.add_argument("--json", type=Path, help="where the figures go; the page goes beside them")
    parser.add_argument("--page", action="store_true", help="show the page of the file, no more")
    options = parser.parse_args()
    file = options.json or Path("build" if options.quick else "docs") / "estimation.json"
    if options.page:
        sys.stdout.write(page(json.loads(file.read_text("utf-8"))))
        return
    from benchmarks.estimation.run import run

    share = options.share or (0.1 if options.quick else 1.0)
    found = run(options.quick, share, options.processes)
    file.parent.mkdir(exist_ok=True)
    file.write_text(_one_cell_a_line(found), "utf-8")
    file.with_suffix(".md").write_text(page(found), "utf-8")
    print(f"\nwritten: {file}, {file.with_suffix('.md')}")


def _one_cell_a_line(found):
    """Return JSON of which a line is a cell: what changed between two runs can be read."""
    parts = []
    for key, value in found.items():
        if isinstance(value, list):
            cells = ",\n  ".join(json.dumps(cell, ensure_ascii=False) for cell in value)
            parts.append(f"{json.dumps(key)}: [\n  {cells}\n ]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
