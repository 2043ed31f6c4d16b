"""What the figures were taken on, and when."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kullback

PACKAGES = (
    "numpy", "scipy", "numba", "torch", "jax", "optax", "torchmetrics", "scikit-learn", "mpmath",
    "pytest-benchmark",
)  # fmt: skip


def cores():
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def described():
    """Return the machine, the versions of what is installed, and the day."""
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": cores(),
        "cache": _cache(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {"kullback": kullback.__version__, **_versions()},
    }


def in_words(machine):
    """Return one sentence for a page."""
    day = datetime.fromisoformat(machine["day"])
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return (
        f"Taken on {day.day} {day:%B %Y} with {machine['cores']} cores of {machine['processor']} "
        f"({machine['cache']}), {machine['system']}, Python {machine['python']}, {versions}."
    )


def _versions():
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor():
    """Return the model, and the widest vectors that it has."""
    about = _pairs(Path("/proc/cpuinfo"))
    vectors = [x for x in ("avx2", "avx512f") if x in about.get("flags", "").split()]
    name = about.get("model name", platform.processor() or "an unknown processor")
    return " ".join([name, *(["with", vectors[-1].upper()] if vectors else [])])


def _cache():
    sizes = sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size"))
    if not sizes:
        return "cache unknown"
    return f"{int(sizes[-1].read_text('ascii').strip().removesuffix('K')) // 1024} MB of last cache"


def _pairs(path):
    if not path.exists():
        return {}
    lines = (line.partition(":") for line in path.read_text("utf-8").splitlines())
    return {key.strip(): value.strip() for key, _, value in lines}
