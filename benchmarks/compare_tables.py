"""Two large tables compared: against the time in which DuckDB alone counts their columns.

    python -m benchmarks.compare_tables [--rows 1000000] [--evidently PYTHON] [--times 3]

Writes two Parquet files of 20 columns: ten numbers, of which three are whole, eight categories of
3 to 2,000 levels, a boolean and a timestamp. Then measures, each in a process of its own:

- DuckDB with one GROUP BY a column on both files, of which only the number of groups comes back;
- `compare` without the classifier, and `compare` with everything;
- at a tenth of the rows `compare` with everything, and evidently's data drift preset on the same
  files, by the interpreter that --evidently names (`python -m venv evidently`, then
  `evidently/bin/pip install evidently pyarrow "pandas<3"`).

A time is the best of some calls after a first one, which is told beside it: it loads libraries and
compiles. Processor seconds are those of all threads in that call; on a machine that is busy with
other programs their ratio is the one to trust. The memory is the most that the process ever held,
of which libraries are a part.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import described, in_words

ROWS, FEWER_ROWS = 1_000_000, 100_000
LEVELS = (3, 5, 10, 20, 50, 200, 1_000, 2_000)
GOALS = {"compare, columns and pairs": 3.0, "compare, with the classifier": 5.0}
EVIDENTLY_GOAL = 0.1
MOST_MEMORY = 1_000  # megabytes

EVIDENTLY = """
import json, resource, sys, time
import pandas
from evidently import Report
from evidently.presets import DataDriftPreset
seconds = []
for _ in range(1 + int(sys.argv[2])):
    begun, busy = time.perf_counter(), time.process_time()
    tables = [pandas.read_parquet(f"{sys.argv[1]}/{side}.parquet") for side in ("reference", "current")]
    Report([DataDriftPreset()]).run(tables[1], tables[0]).dict()
    seconds.append((time.perf_counter() - begun, time.process_time() - busy))
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
best, busy = min(seconds[1:])
print(json.dumps({"first": seconds[0][0], "best": best, "busy": busy, "memory": memory}))
"""  # noqa: E501


def table(rows, seed, shift):
    """Return a table in which a shift changes some columns and the dependence of two."""
    import pyarrow as pa

    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=rows)
    columns = {
        "normal": rng.normal(size=rows) + shift,
        "dependent": (0.6 - shift) * hidden + rng.normal(size=rows),
        "other": hidden + 0.1 * rng.normal(size=rows),
        "lognormal": rng.lognormal(size=rows),
        "heavy": rng.standard_t(3, size=rows),
        "rounded": np.round(rng.gamma(2.0, 50.0, rows), 2),
        "gaps": np.where(rng.random(rows) < 0.05 + shift / 10, np.nan, rng.normal(size=rows)),
        "age": rng.integers(18, 90, rows),
        "items": rng.poisson(3.0 + shift, rows),
        "cents": np.where(rng.random(rows) < 0.3, 0, rng.integers(1, 1_000_000, rows)),
    }
    for levels in LEVELS:
        weights = 1.0 / np.arange(1, levels + 1)
        codes = rng.choice(levels, rows, p=weights / weights.sum())
        names = [f"category {code}" for code in range(levels)]
        columns[f"of {levels}"] = pa.DictionaryArray.from_arrays(codes, names).cast(pa.string())
    columns["flag"] = rng.random(rows) < 0.2 + shift
    microseconds = rng.integers(0, 10**13, rows) + 1_700_000_000_000_000
    columns["moment"] = pa.array(microseconds, pa.timestamp("us"))
    return pa.table(columns)


def write(folder, rows):
    """Write both sides, in a process of its own so that no other is charged for its memory."""
    import pyarrow.parquet as pq

    for side, seed, shift in (("reference", 0, 0.0), ("current", 1, 0.05)):
        pq.write_table(table(rows, seed, shift), Path(folder) / f"{side}.parquet")


def counted_by_duckdb(reference, current):
    import duckdb

    connection = duckdb.connect()
    for path in (reference, current):
        relation = connection.read_parquet(path)
        for name in relation.columns:
            groups = relation.aggregate(f'"{name}", count(*) AS times', f'"{name}"')
            groups.aggregate("count(*), max(times)").fetchall()


def compared(**options):
    def call(reference, current):
        import kullback

        kullback.compare(reference, current, **options)

    return call


CALLS = {
    "DuckDB, a GROUP BY a column": counted_by_duckdb,
    "compare, columns": compared(joint=False, pairs=False),
    "compare, columns and pairs": compared(joint=False),
    "compare, with the classifier": compared(),
}


def measure(name, folder, times):
    """Print what was measured in this process."""
    paths = [str(Path(folder) / f"{side}.parquet") for side in ("reference", "current")]
    seconds = []
    for _ in range(1 + times):
        begun, busy = time.perf_counter(), time.process_time()
        CALLS[name](*paths)
        seconds.append((time.perf_counter() - begun, time.process_time() - busy))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    best, busy = min(seconds[1:])
    print(json.dumps({"first": seconds[0][0], "best": best, "busy": busy, "memory": memory}))


def in_a_process(*command):
    """Return what another process measured, or None where it failed."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1] if done.stdout else "{}")


def this(*arguments):
    return in_a_process(sys.executable, "-m", "benchmarks.compare_tables", *arguments)


def line(name, found, against, unit, goal=None):
    ratio, of_busy = (found[key] / against[key] for key in ("best", "busy"))
    told = "" if goal is None else f" (goal: {goal:g}, {'met' if ratio <= goal else 'missed'})"
    print(
        f"{name:32} {found['best']:7.2f} s, first call {found['first']:7.2f} s, "
        f"{found['memory']:6.0f} MB, {ratio:5.2f} × {unit}{told}; "
        f"processor {found['busy']:6.2f} s, {of_busy:5.2f} ×",
        flush=True,
    )


def main():
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--evidently", default=sys.executable)
    parser.add_argument("--only", choices=CALLS, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.folder, options.rows)
        return
    if options.only:
        measure(options.only, options.folder, options.times)
        return
    print(in_words(described()))
    times = ("--times", str(options.times))
    with tempfile.TemporaryDirectory() as folder:
        this("--write", "--folder", folder, "--rows", str(options.rows))
        print(f"{options.rows:,} rows × 20 columns a side")
        found = {name: this("--only", name, "--folder", folder, *times) for name in CALLS}
        first = next(iter(CALLS))
        for name in CALLS:
            line(name, found[name], found[first], "DuckDB", GOALS.get(name))
        most = max(each["memory"] for each in found.values())
        print(f"most memory: {most:.0f} MB (goal: {MOST_MEMORY:,} MB)")
        rows = min(options.rows, FEWER_ROWS)
        this("--write", "--folder", folder, "--rows", str(rows))
        print(f"{rows:,} rows × 20 columns a side")
        theirs = in_a_process(options.evidently, "-W", "ignore", "-c", EVIDENTLY, folder, times[1])
        if theirs is None:
            print(f"evidently is not there for {options.evidently}: name one with --evidently")
            return
        ours = this("--only", "compare, with the classifier", "--folder", folder, *times)
        line("evidently, data drift preset", theirs, theirs, "evidently")
        line("compare, with the classifier", ours, theirs, "evidently", EVIDENTLY_GOAL)


if __name__ == "__main__":
    main()
