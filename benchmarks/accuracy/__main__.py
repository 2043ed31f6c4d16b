"""The command: measure, print, and write the figures and the page made of them.

python -m benchmarks.accuracy [--json docs/accuracy.json]   # some minutes
python -m benchmarks.accuracy --page [--json ...]           # only show the page of the file
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.accuracy.page import figure, page


def measure():
    """Return all figures."""
    from benchmarks.accuracy.errors import answers_of, measured
    from benchmarks.accuracy.families import FAMILIES
    from benchmarks.accuracy.rounding import DISTANCES, moved
    from benchmarks.machine import described
    from benchmarks.systems import PLACES, system

    systems, missing = [], {}
    for name in PLACES:
        try:
            systems.append(system(name))
        except LookupError as reason:
            missing[name] = str(reason)
    families = []
    for family in FAMILIES:
        for dtype in ("float64", "float32"):
            cases = answers_of(family, dtype)
            found = {each.name: measured(each, family, cases, dtype) for each in systems}
            found = {name: what for name, what in found.items() if what is not None}
            print(f"\n{family.task}, {family.name}, {dtype}: {len(cases)} cases", flush=True)
            for name, what in found.items():
                absurd = {key: n for key, n in what.items() if key not in ("eps", "at", "cases")}
                print(f"  {name:26} {figure(what['eps']):>9} eps  {absurd}  worst: {what['at']}")
            families.append(
                {
                    "task": family.task,
                    "name": family.name,
                    "dtype": dtype,
                    "cases": len(cases),
                    "systems": found,
                }
            )
    return {
        "machine": described(),
        "missing": missing,
        "families": families,
        "rounding": [moved(d, dtype) for dtype in ("float64", "float32") for d in DISTANCES],
    }


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("--json", type=Path, default=Path("docs/accuracy.json"))
    parser.add_argument("--page", action="store_true", help="show the page of the file, no more")
    options = parser.parse_args()
    if options.page:
        sys.stdout.write(page(json.loads(options.json.read_text("utf-8"))))
        return
    found = measure()
    options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    options.json.with_suffix(".md").write_text(page(found), "utf-8")
    print(f"\nwritten: {options.json}, {options.json.with_suffix('.md')}")


if __name__ == "__main__":
    main()
