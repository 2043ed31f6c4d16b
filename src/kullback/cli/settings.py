"""Columns and kinds remembered from one run to the next, in a small TOML file.

columns = ["age", "income"]

[kinds]
zip = "category"
"""

import json
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from kullback._files import check_target, write_file


class Settings(NamedTuple):
    """Which columns, and of what kind."""

    columns: list[str] | None
    kinds: dict[str, str]


def remembered(path: Path | None, given: Settings) -> Settings:
    """Return what was given, completed by what a file remembers."""
    if path is None:
        return given
    check_target(path)
    old = _read(path)
    return Settings(given.columns or old.columns, old.kinds | given.kinds)


def remember(path: Path | None, settings: Settings) -> None:
    """Write settings to a file if they are not what it says already."""
    if path is not None and _read(path) != settings:
        write_file(path, _toml(settings))


def _read(path: Path) -> Settings:
    if not path.exists():
        return Settings(None, {})
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no TOML: {error}") from error
    unknown = found.keys() - {"columns", "kinds"}
    columns, kinds = found.get("columns"), found.get("kinds", {})
    if unknown or not (columns is None or _texts(columns, list)) or not _texts(kinds, dict):
        raise ValueError(
            f"{path} must hold a list `columns` and a table `kinds` of texts, and nothing else"
        )
    return Settings(columns, kinds)


def _texts(found: Any, shape: type) -> bool:
    values = found.values() if isinstance(found, dict) else found
    return isinstance(found, shape) and all(isinstance(value, str) for value in values)


def _toml(settings: Settings) -> str:
    lines = []
    if settings.columns is not None:
        lines += [f"columns = [{', '.join(map(_quoted, settings.columns))}]", ""]
    if settings.kinds:
        lines.append("[kinds]")
        lines += [f"{_quoted(name)} = {_quoted(kind)}" for name, kind in settings.kinds.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a TOML string: a JSON string in which delete, too, is spelled out."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
