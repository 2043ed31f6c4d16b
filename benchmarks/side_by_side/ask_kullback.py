"""Ask kullback: `python ask_kullback.py PAGE FOLDER…`, a line of JSON a folder, a page of one."""

import json
import sys
import time
from pathlib import Path

import kullback as kb


def main() -> None:
    page, *folders = sys.argv[1:]
    for folder in folders:
        begun = time.perf_counter()
        found = kb.compare(*(str(Path(folder, f"{side}.csv")) for side in ("reference", "current")))
        if folder == folders[-1]:
            found.to_html(page)
        said = {
            "columns": [column.name for column in found.columns if column.alarm],
            "pairs": [list(pair.columns) for pair in found.pairs],
            "together": bool(found.table and found.table.alarm),
            "swapped": list(found.swapped),
        }
        print(json.dumps(said | {"seconds": time.perf_counter() - begun}), flush=True)


if __name__ == "__main__":
    main()
