"""Options: which task, asked of which system. The command starts a process for each pair."""

from benchmarks.speed.paths import LIMITS, cells


def pytest_addoption(parser):
    """Tell the three options."""
    parser.addoption("--system", default="kullback")
    parser.addoption("--task", default=None)
    parser.addoption("--quick", action="store_true")


def pytest_generate_tests(metafunc):
    """Time every cell of the task; what memory allows is timed beside kullback."""
    name, task = metafunc.config.getoption("system"), metafunc.config.getoption("task")
    chosen = [
        (cell, who)
        for cell in cells(metafunc.config.getoption("quick"))
        if task in (None, cell.task)
        for who in ([*LIMITS, name] if name == "kullback" else [name])
    ]
    ids = [f"{cell.name}, {who}" for cell, who in chosen]
    metafunc.parametrize(("cell", "who"), chosen, ids=ids)
