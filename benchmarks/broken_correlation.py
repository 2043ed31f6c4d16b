"""How much the figure for the whole table finds of a broken correlation, with margins kept.

    python -m benchmarks.broken_correlation [--times 50] [--seed 0]

Of ten normal columns two lose their correlation of 0.6. It prints the share of the true divergence
that the bound recovers at 4,000 rows a side, and how often its interval begins above the truth; and
ends with 1 where less than 80 % is recovered or more than 5 % of the intervals begin too high.
"""

import argparse
import math
import sys

import numpy as np
import polars as pl

import kullback as kb

TRUE_BITS = 0.0833496  # of the normal columns, by quadrature; a test computes it


def normals(correlation: float, generator: np.random.Generator) -> pl.DataFrame:
    """Return 4,000 rows of ten normal columns, of which two are correlated."""
    x = generator.normal(size=(4_000, 10))
    x[:, 1] = correlation * x[:, 0] + math.sqrt(1 - correlation**2) * x[:, 1]
    return pl.DataFrame({f"x{k}": x[:, k] for k in range(10)})


def recovered(times: int, seed: int) -> tuple[float, float]:
    """Return the share of the truth that is found, and the share of intervals beyond it."""
    generator = np.random.default_rng(seed)
    found = []
    for time in range(times):
        table = kb.compare(
            normals(0.6, generator), normals(0.0, generator), pairs=False, seed=seed + time
        ).table
        assert table is not None
        found.append(table.jensen_shannon_divergence)
    beyond = np.mean([bound.low > TRUE_BITS for bound in found])
    return float(np.mean([bound.raw for bound in found]) / TRUE_BITS), float(beyond)


def main() -> int:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    share, beyond = recovered(options.times, options.seed)
    print(
        f"broken correlation: {options.times} times; {share:.0%} of the divergence found, "
        f"{beyond:.1%} of the intervals begin too high"
    )
    return 0 if share >= 0.8 and beyond <= 0.05 else 1


if __name__ == "__main__":
    sys.exit(main())
