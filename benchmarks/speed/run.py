"""The run: a process for each task and system, again and again, and what they found.

Each process has one library in it, and a pause before it: the threads of some libraries spin for a
while after a call, and take the time of others. The processes of one task follow each other, so
that all are timed while the machine is in one mood. Of a library timed with one thread and with
all, the better counts.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.machine import cores, described
from benchmarks.speed.paths import SYSTEMS, cells
from benchmarks.speed.quiet import wait_for_quiet

ROOT = Path(__file__).parents[2]
TASKS_OF = "import json, sys; from benchmarks.systems import system; " \
    "print(json.dumps(list(system(sys.argv[1]).calls)))"  # fmt: skip


def run(quick=False, passes=3, systems=SYSTEMS, tasks=None, patience=20.0):
    """Return all figures: for each cell and system, the median seconds of each pass.

    Other programs are given `patience` seconds before each process to leave the processor alone.
    """
    known, missing = _what_each_can_do(systems)
    chosen = [cell for cell in cells(quick) if tasks is None or cell.task in tasks]
    seconds, peaks, busy = defaultdict(list), {}, []
    for number in range(passes):
        for task in dict.fromkeys(cell.task for cell in chosen):
            for name in (name for name in known if task in known[name]):
                print(f"pass {number + 1} of {passes}: {task}, {name}", file=sys.stderr, flush=True)
                busy.append(wait_for_quiet(patience))
                best = {}
                for found in _timed(task, name, quick):
                    key = found["extra_info"]["cell"], found["extra_info"]["who"]
                    best[key] = min(found["stats"]["median"], best.get(key, math.inf))
                    peaks[key] = found["extra_info"]["peak"]
                for key, time in best.items():
                    seconds[key].append(time)
    return {
        "machine": described(),
        "quick": quick,
        "missing": missing,
        "busy": [share for share in busy if share is not None],
        "cells": [
            {
                "task": cell.task,
                "shape": cell.shape,
                "dtype": cell.dtype,
                "goals": dict(cell.goals),
                "seconds": {who: x for (name, who), x in seconds.items() if name == cell.name},
                "peak bytes": {
                    who: x
                    for (name, who), x in peaks.items()
                    if name == cell.name and x is not None
                },
            }
            for cell in chosen
        ],
    }


def _what_each_can_do(systems):
    """Return the tasks of each system, and why others cannot be asked; each in its own process."""
    known, missing = {}, {}
    for name in systems:
        asked = _python("-c", TASKS_OF, name)
        if asked.returncode == 0:
            known[name] = json.loads(asked.stdout)
        else:
            missing[name] = asked.stderr.strip().splitlines()[-1].removeprefix("LookupError: ")
    return known, missing


def _timed(task, name, quick):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = _python(
            "-m", "pytest", "benchmarks/speed/timed.py", "--task", task, "--system", name,
            *(["--quick"] if quick else []), "-q", "-o", "addopts=", "-W", "ignore",
            "-p", "no:cacheprovider", f"--benchmark-json={report}", "--benchmark-disable-gc",
            "--benchmark-min-rounds=5", f"--benchmark-max-time={0.1 if quick else 1}",
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{task}, {name}:\n{done.stdout}\n{done.stderr}")
        return json.loads(report.read_text("utf-8"))["benchmarks"]


def _python(*arguments):
    threads = dict.fromkeys(("OMP_NUM_THREADS", "KULLBACK_NUM_THREADS"), str(cores()))
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env={**os.environ, **threads}, capture_output=True, text=True,
    )  # fmt: skip
