"""Ask popmon for its report of stability: `python ask_popmon.py PAGE FOLDER…`.

It watches batches in time, so each table is given as ten batches of equal size, one a day, in the
order of the rows. A column is said to have changed where at least half of current's batches have a
red light; a stray one is what a traffic light is for.
"""

import json
import logging
import sys
import time
from pathlib import Path

import pandas as pd
from popmon import df_stability_report

BATCHES = 10
logging.disable(logging.CRITICAL)


def batched(path: Path, begin: str) -> pd.DataFrame:
    table = pd.read_csv(path)
    days = pd.Series(range(len(table))) * BATCHES // len(table)
    return table.assign(batch=pd.Timestamp(begin) + pd.to_timedelta(days, unit="D"))


def main() -> None:
    page, *folders = sys.argv[1:]
    for folder in folders:
        begun = time.perf_counter()
        report = df_stability_report(
            batched(Path(folder, "current.csv"), "2026-02-01"),
            time_axis="batch",
            time_width="1d",
            time_offset="2026-01-01",
            reference_type="external",
            reference=batched(Path(folder, "reference.csv"), "2026-01-01"),
        )
        if folder == folders[-1]:
            report.to_file(page)
        alerts = report.datastore["alerts"]
        red = {name: (lights["n_red"] > 0).mean() for name, lights in alerts.items()}
        said = {"columns": [n for n, share in red.items() if share >= 0.5 and n != "_AGGREGATE_"]}
        print(json.dumps(said | {"seconds": time.perf_counter() - begun}), flush=True)


if __name__ == "__main__":
    main()
