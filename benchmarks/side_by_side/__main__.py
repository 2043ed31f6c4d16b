"""Ask three systems what changed: `python -m benchmarks.side_by_side [--seeds 5] [--write]`.

Makes an environment for each system, times its installation and its first answer (a page about
10,000 flights of January and of July), then counts over random halves of a table what each says of
untouched halves and of planted changes. Prints two tables; --write puts them into docs/guide.md.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.side_by_side.cases import OF_FLIGHTS, Case, cases

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GUIDE = ROOT / "docs" / "guide.md"
FACTS = NOTICED, SWAP, QUIET = "(noticed)", "(a swap)", "(quiet)"
BEGIN, END = "<!-- written by benchmarks/side_by_side -->", "<!-- end -->"
# Evidently 0.7.23 and popmon 1.4.12 fail with the pandas 3 that pip chooses for them.
SYSTEMS = {
    "kullback": [f"{ROOT}[app]"],
    "evidently": ["evidently", "pandas<3"],
    "popmon": ["popmon", "pandas<3"],
}


@dataclass
class Cost:
    """What it takes to hear a first answer from a system."""

    version: str
    install: float  # seconds of a processor
    size: float  # MB on disk
    first: float  # seconds of a processor, from the start of the process to the page
    again: float  # the same once more
    page: float  # MB


def spent() -> float:
    """Return the seconds that processors worked for all child processes that have ended.

    Unlike those of a clock, they hardly depend on what else the machine does.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def installed(name: str, folder: Path) -> tuple[Path, float]:
    """Return the Python of a new environment that holds a system, and what it took."""
    begun = spent()
    subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
    python = folder / name / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *SYSTEMS[name]], check=True)
    return python, spent() - begun


def asked(name: str, python: Path, page: Path, folders: list[Path]) -> list[dict]:
    """Return what a system says of each pair of files; of the last it writes a page."""
    done = subprocess.run(
        [python, HERE / f"ask_{name}.py", page, *folders],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(page.parent), "DO_NOT_TRACK": "1"},
    )
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def cost(name: str, folder: Path) -> tuple[Cost, Path]:
    """Install a system and let it write its first page."""
    python, install = installed(name, folder)
    command = f"import importlib.metadata as m; print(m.version({name!r}))"
    version = subprocess.run([python, "-c", command], capture_output=True, text=True, check=True)
    files = (path for path in (folder / name).rglob("*") if not path.is_symlink())
    size = sum(path.stat().st_size for path in files if path.is_file())
    page = folder / f"{name}.html"
    seconds = []
    for _ in range(2):
        begun = spent()
        asked(name, python, page, [ROOT / "examples"])
        seconds.append(spent() - begun)
    written = page.stat().st_size / 1e6
    return Cost(version.stdout.strip(), install, size / 1e6, *seconds, written), python


def subjects(said: dict) -> list[set[str]]:
    """Return what a system names: columns, and pairs of them."""
    return [{name} for name in said["columns"]] + [set(pair) for pair in said.get("pairs", ())]


def tally(case: Case, said: dict) -> Counter:
    """Return what a system said of a pair of files, as counts: of facts, and of names."""
    named, planted = subjects(said), set(case.planted)
    counts: Counter = Counter(" and ".join(sorted(s)) for s in named if not s & planted)
    counts[NOTICED] = any(subject & planted for subject in named)
    counts[SWAP] = bool(planted) and set(said.get("swapped", ())) == planted
    counts[QUIET] = not named and not said.get("together")
    return counts


def words(case: str, counts: Counter, of: int) -> str:
    """Return one cell of the table."""
    others = [f"{name} in {n}" for name, n in counts.most_common() if n and name not in FACTS]
    if case == next(iter(OF_FLIGHTS)):
        return f"quiet in {counts[QUIET]} of {of}" + (f"; {', '.join(others)}" if others else "")
    told = f"noticed in {counts[NOTICED]} of {of}"
    told += f", as a swap in {counts[SWAP]}" if counts[SWAP] else ""
    return told + (f"; others: {', '.join(others)}" if others else "")


def tables(costs: dict[str, Cost], counted: dict, seeds: int) -> str:
    """Return both tables as Markdown."""
    names = list(SYSTEMS)
    head = ["", *(f"{name} {costs[name].version}" for name in names)]
    rows = [
        ["install, processor seconds", *(f"{costs[n].install:.0f}" for n in names)],
        ["installed, MB", *(f"{costs[n].size:.0f}" for n in names)],
        ["first page of the flights, processor seconds", *(f"{costs[n].first:.1f}" for n in names)],
        ["the same again", *(f"{costs[n].again:.1f}" for n in names)],
        ["the page, MB", *(f"{costs[n].page:.1f}" for n in names)],
    ]
    what = [
        [case, *(words(case, counted[n, case], seeds) for n in names)]
        for case in dict.fromkeys(case for _, case in counted)
    ]
    made = (
        f"Measured on {date.today():%d %B %Y}, {os.cpu_count()} cores that had much other work: "
        "seconds are those that a processor worked, waiting not counted. "
        f"Python {platform.python_version()}, packages from a nearby mirror, by "
        "`python -m benchmarks.side_by_side --write`."
    )
    second = ["what was planted", *names]
    return "\n\n".join([_table(head, rows), _table(second, what), made])


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        every = list(cases(folder / "cases", range(options.seeds)))
        costs, counted = {}, defaultdict(Counter)
        for name in SYSTEMS:
            costs[name], python = cost(name, folder)
            print(name, costs[name], file=sys.stderr, flush=True)
            said = asked(name, python, folder / "page.html", [case.folder for case in every])
            for case, answer in zip(every, said, strict=True):
                counted[name, case.name].update(tally(case, answer))
            print(json.dumps({c: dict(counted[name, c]) for n, c in counted if n == name}),
                  file=sys.stderr, flush=True)  # fmt: skip
        written = tables(costs, counted, options.seeds)
    print(written)
    if options.write:
        before, _, rest = GUIDE.read_text("utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        GUIDE.write_text(f"{before}{BEGIN}\n\n{written}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
