"""The columns of a table, as they are described: `due:date, sum:amount:10`."""

from dataclasses import dataclass
from typing import Any, Callable

from formats import BY_NAME


@dataclass(frozen=True)
class Column:
    title: str
    width: int
    cell: Callable[[dict], str]
    is_number: bool = False


def parse(description):
    """What a description says: key, format and least width of every column."""
    parsed = []
    for part in description.split(","):
        key, name, width = (part.strip().split(":") + ["", ""])[:3]
        if not key:
            raise ValueError(f"a column of {description!r} has no name")
        if name and name not in BY_NAME:
            raise ValueError(f"there is no format {name!r}; there are {', '.join(sorted(BY_NAME))}")
        parsed.append((key, name or "text", int(width or 0)))
    return parsed


def missing(value: Any):
    return value is None or value == ""


def build(description):
    """The columns that a description names, in its order."""
    columns = []
    for key, name, width in parse(description):
        write = BY_NAME[name]

        def cell(record):
            value = record.get(key)
            return "" if missing(value) else write(value)

        columns.append(Column(key.replace("_", " ").title(), max(width, len(key)), cell, name in ("amount", "share")))
    return columns
