r"""How text is read: as a number, as a date or time, or as a word for "missing".

The patterns keep to what Python, RE2 (DuckDB, Arrow) and Rust (Polars) agree on: digits and
space spelled out, since `\d` and `\s` mean different characters there, and white space allowed
before `$`, since only Python lets `$` match in front of a last newline.
"""

SPACE = " \t\r\n"

_DIGITS = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?"
_OFFSET = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_ZONE = rf"{_OFFSET}?"


def _whole(pattern: str) -> str:
    return rf"^[ \t\r\n]*(?:{pattern})[ \t\r\n]*$"


# The words nan and inf are left out: in text they are words.
NUMBER = _whole(rf"[+-]?{_DIGITS}(?:[eE][+-]?[0-9]+)?")
ISO = _whole(rf"{_DATE}(?:[T ]{_CLOCK}{_ZONE})?|{_CLOCK}{_ZONE}")
DATED = _whole(rf"{_DATE}(?:[T ]{_CLOCK}{_ZONE})?")
CLOCK = _whole(rf"{_CLOCK}{_ZONE}")
ZONED = _whole(rf"(?:{_DATE}[T ])?{_CLOCK}{_OFFSET}")

MISSING_WORDS = ("NA", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN", "-", "?", "")
