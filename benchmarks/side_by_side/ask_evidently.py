"""Ask evidently for its preset of data drift: `python ask_evidently.py PAGE FOLDER…`.

A column is said to have changed where its score is on the wrong side of the method's threshold, as
in evidently's own count of drifted columns: above it for a distance, below it for a p-value.
"""

import json
import sys
import time
from pathlib import Path

import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset


def changed(metrics: list) -> list[str]:
    """Return the columns that drifted, as many as evidently counts."""
    named = []
    for metric in metrics:
        settings = metric["config"]
        if not settings["type"].endswith(":ValueDrift"):
            continue
        score, limit = float(metric["value"]), settings["threshold"]
        is_p_value = "p_value" in settings["method"]
        if score < limit if is_p_value else score >= limit:
            named.append(settings["column"])
    [counted] = [m for m in metrics if m["config"]["type"].endswith(":DriftedColumnsCount")]
    assert len(named) == counted["value"]["count"], (named, counted)
    return named


def main() -> None:
    page, *folders = sys.argv[1:]
    for folder in folders:
        begun = time.perf_counter()
        tables = [pd.read_csv(Path(folder, f"{side}.csv")) for side in ("current", "reference")]
        found = Report([DataDriftPreset()]).run(*tables)
        if folder == folders[-1]:
            found.save_html(page)
        said = {"columns": changed(found.dict()["metrics"])}
        print(json.dumps(said | {"seconds": time.perf_counter() - begun}), flush=True)


if __name__ == "__main__":
    main()
