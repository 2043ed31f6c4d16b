"""The page that shows what was measured, made of the file that holds it."""

from benchmarks.machine import in_words

HEAD = """\
# How short, and how fast

`kb.coding.encode` on whole files: the bits that came out beside those that the cross-entropy says,
megabytes a second, and the same file in the hands of others. Models: fixed frequencies of bytes;
*order k*, which learns what follows k bytes; *mixed orders*, which weighs several of those.
`python -m benchmarks.coding` makes this page; the texts are the King James Version (KJV) and the
American Standard Version (ASV), one verse a line.
"""
GOALS = {"order 0": 20, "order 2": 2}
RATIO = """\
The mixed orders take {share:.1f} % less than order 2 alone (goal: at least 10 %, {met}).
Beside them, {said}.
This text repeats itself in whole clauses, of which a context of three bytes knows nothing.
"""


def page(found):
    """Return the page in Markdown."""
    parts = [
        HEAD,
        in_words(found["machine"]),
        "## The first megabyte of the KJV",
        _sizes(found["sizes"]),
        _ratio(found["sizes"]),
        "## Megabytes a second",
        "A core's seconds, medians of runs that took turns, on a machine that others used as well.",
        _speeds(found["speeds"]),
        "## Bits, and what the cross-entropy says",
        _worst(found["lengths"]),
        _lengths(found["lengths"]),
        "## A hundred megabytes on the command line",
        "The KJV over and over. Seconds on the clock, with all that others did meanwhile.",
        _long(found["long"]),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def _sizes(sizes):
    rows = sorted(sizes.items(), key=lambda pair: pair[1])
    return _table(
        ["", "bytes", "bits a byte", "× mixed orders 0 to 3"],
        [
            [name, f"{size:,}", f"{8e-6 * size:.3f}", f"{size / sizes['mixed orders 0 to 3']:.3f}"]
            for name, size in rows
        ],
    )


def _ratio(sizes):
    ours = sizes["mixed orders 0 to 3"]
    share = 100 * (1 - ours / sizes["order 2"])
    peers = [
        f"{name.partition(',')[0]} takes {abs(100 * (1 - sizes[name] / ours)):.1f} % "
        + ("less" if sizes[name] < ours else "more")
        for name in ("bz2, level 9", "xz, preset 9e")
    ]
    return RATIO.format(share=share, met=_met(share >= 10), said=" and ".join(peers))


def _speeds(speeds):
    rows = []
    for name, speed in speeds.items():
        goal = GOALS.get(name)
        said = f"{goal}, {_met(min(speed.values()) >= goal)}" if goal else "–"
        rows.append([name, f"{speed['encode']:.1f}", f"{speed['decode']:.1f}", said])
    return _table(["", "encode", "decode", "goal"], rows)


def off(cell):
    """Return how many bits a payload is off, and how many are allowed."""
    return cell["payload bits"] - cell["ideal bits"], 0.001 * cell["ideal bits"] + 64


def _worst(cells):
    beyond = [cell for cell in cells if abs(off(cell)[0]) > off(cell)[1]]
    beside = max(cell["beside"] - 12 * cell["blocks"] for cell in cells)
    files, models = ({cell[what] for cell in cells} for what in ("file", "model"))
    return (
        f"{len(files)} files by {len(models)} models, and every byte came back. Goal: within 0.1 % "
        f"and 64 bits of n × cross-entropy; {len(beyond)} of {len(cells)} are not: "
        f"{_met(not beyond)}. Beside payload and model there are {beside} bytes, and 12 a block."
    )


def _lengths(cells):
    rows = []
    for cell in cells:
        bits, allowed = off(cell)
        each = cell["payload bits"] / cell["bytes"]
        rows.append(
            [
                cell["file"],
                cell["model"],
                f"{cell['entropy']:.4f}",
                f"{cell['ideal bits'] / cell['bytes']:.4f}",
                f"{each:.4f}",
                f"{bits:+,.0f}",
                f"{allowed:,.0f}",
            ]
        )
    head = ["file", "model", "entropy", "cross-entropy", "payload, bits a byte"]
    return _table([*head, "payload − n × cross-entropy, bits", "allowed ±"], rows)


def _long(runs):
    rows = []
    for run in runs:
        for way in ("encode", "decode"):
            seconds, held = run[way]["seconds"], run[way]["megabytes held"]
            rows.append(
                [f"order {run['order']}", way, f"{run['bytes']:,}", f"{run['size']:,}",
                 f"{seconds:.1f}", f"{held:.0f} MB"]
            )  # fmt: skip
    return _table(["", "", "bytes", "coded", "seconds", "most memory held"], rows)


def _met(reached):
    return "met" if reached else "missed"
