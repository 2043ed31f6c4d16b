"""Numbers and names as people read them, the same on a terminal, in a picture and on a page."""

import math


def readable(text: str) -> str:
    """Return text from the data as one line that cannot steer what shows it.

    What has no shape of its own (controls, line ends, marks that turn the direction of writing) is
    spelled out.
    """
    return "".join(letter if letter.isprintable() else _spelled_out(letter) for letter in text)


def short_name(text: str, most: int) -> str:
    """Return a name or value as a sentence shows it: readable, and cut after `most` letters."""
    if not text:
        return '""'
    shown = readable(text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _spelled_out(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def figure(number: float) -> str:
    """Return a measured figure with three digits, small ones without an exponent."""
    if not math.isfinite(number):
        return {math.inf: "∞", -math.inf: "−∞"}.get(number, "undefined")
    if number == 0.0:
        return "0"
    if abs(number) < 1e-5:
        return f"{number:.1e}"
    if abs(number) >= 1000.0:
        return f"{number:,.0f}"
    return f"{number:.{max(0, 2 - math.floor(math.log10(abs(number))))}f}"


def percent(share: float) -> str:
    """Return a share in per cent, with a digit more where it is small."""
    if 0.0 < share < 0.0005:
        return "< 0.1 %"
    return "0 %" if share == 0.0 else f"{100.0 * share:.{1 if share < 0.2 else 0}f} %"


def span(low: float, high: float) -> str:
    """Return the two ends of an interval."""
    return f"{figure(low)} – {figure(high)}"
