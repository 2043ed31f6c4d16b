"""Options: which task, asked of which system. The command starts a process for each pair."""

from benchmarks.machine import cores
from benchmarks.speed.paths import LIMITS, cells
from benchmarks.systems import system


def pytest_addoption(parser):
    """Tell the three options."""
    parser.addoption("--system", default="kullback")
    parser.addoption("--task", default=None)
    parser.addoption("--quick", action="store_true")


def pytest_generate_tests(metafunc):
    """Time every cell of the task; what memory allows is timed beside kullback."""
    name, task = metafunc.config.getoption("system"), metafunc.config.getoption("task")
    asked = system(name)
    # Threads that wait for each other at every call can cost more than they bring: see both.
    threads = dict.fromkeys([cores(), 1] if asked.set_threads else [cores()])
    limits = LIMITS if name == "kullback" else ()
    chosen = [
        (cell, who, count)
        for cell in cells(metafunc.config.getoption("quick"))
        if task == cell.task or (task is None and cell.task in asked.calls)
        for who in (*limits, name)
        for count in threads
    ]
    ids = [f"{cell.name}, {who}, {count} threads" for cell, who, count in chosen]
    metafunc.parametrize(("cell", "who", "threads"), chosen, ids=ids)
