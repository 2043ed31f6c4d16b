"""Time the losses beside PyTorch's: `python -m benchmarks.speed_of_losses`."""

import argparse
import gc
import json
import os
import time
from pathlib import Path

from benchmarks import machine
from benchmarks.speed_of_losses.page import page

ROOT = Path(__file__).parents[2]
REST = 0.1  # seconds between systems: PyTorch's threads spin after a step, and slow down the next


def timed(case, rounds):
    """Return the seconds of steps in turn, one of each system in each round."""
    seconds = {who: [] for who in case.calls}
    for who in case.calls:
        case.step(who)  # compiles, makes threads
    for _ in range(rounds):
        for who in case.calls:
            time.sleep(REST)
            case.step(who)  # threads that rested take milliseconds to wake; in training none rest
            start = time.perf_counter()
            case.step(who)
            seconds[who].append(time.perf_counter() - start)
    return seconds


def peaks(case):
    """Return the most memory that a step of each holds, gradients not counted."""
    from benchmarks.speed.memory import peak_extra_bytes
    from kullback.kernels import spare_memory

    found = {}
    for who in case.calls:
        for leaf in case.leaves:
            leaf.grad = None
        spare_memory.forget()  # memory held since the step before would not be seen
        peak = peak_extra_bytes(lambda who=who: case.step(who))
        gradients = sum(leaf.numel() * leaf.element_size() for leaf in case.leaves)
        found[who] = None if peak is None else peak - gradients
    return found


def measured(quick, rounds, words):
    """Return what is found of every case."""
    from benchmarks.speed_of_losses.cases import all_cases

    cells = []
    for make in all_cases(quick):
        case = make()
        if words and not any(word in f"{case.name} {case.shape}" for word in words):
            continue
        entries = case.shape[0] * case.shape[-1]
        turns = rounds if entries > 10_000 else 20 * rounds
        seconds = timed(case, turns)
        cells.append(
            {
                "task": case.name, "shape": case.shape, "goals": case.goals,
                "memory": case.memory, "peak bytes": peaks(case),
                "seconds": {who: sorted(times)[:1000] for who, times in seconds.items()},
                "ratios": {
                    who: sorted(b / a for a, b in zip(seconds["kullback"], times, strict=True))
                    for who, times in seconds.items() if who != "kullback"
                },
            }
        )  # fmt: skip
        for times in (*cells[-1]["seconds"].values(), *cells[-1]["ratios"].values()):
            times[:] = [times[int(q * (len(times) - 1))] for q in (0.0, 0.25, 0.5, 0.75, 1.0)]
        print(case.name, case.shape, cells[-1]["ratios"], flush=True)
        del case
        gc.collect()
    return cells


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only steps whose name and shape hold one")
    parser.add_argument("--quick", action="store_true", help="small tensors; claims nothing")
    parser.add_argument("--rounds", type=int, default=7, help="steps of each system")
    parser.add_argument("--page", action="store_true", help="print the page of what was found")
    parser.add_argument("--json", type=Path, help="where the figures go, or come from")
    asked = parser.parse_args()
    folder = ROOT / ("build" if asked.quick else "docs")
    file = asked.json or folder / "speed_of_losses.json"
    if asked.page:
        print(page(json.loads(file.read_text("utf-8"))), end="")
        return
    before = os.getloadavg()[0]
    cells = measured(asked.quick, asked.rounds, asked.words)
    load = (before, os.getloadavg()[0])
    found = {
        "machine": machine.described(), "quick": asked.quick, "load": load, "cells": cells,
    }  # fmt: skip
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    file.with_suffix(".md").write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
