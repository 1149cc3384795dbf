"""The settings of a backup."""

from dataclasses import dataclass, field, replace
from typing import List

import values


@dataclass(frozen=True)
class Settings:
    target: str = "/var/backups"
    keep_days: int = 14
    largest_file: int = 1024 ** 3
    compress: bool = True
    exclude: List[str] = field(default_factory=list)


READERS = {
    "target": str.strip,
    "keep": values.duration,
    "largest_file": values.size,
    "compress": values.switch,
    "exclude": values.words,
}

NAMES = {"keep": "keep_days"}


def parse(text):
    """The settings that a text says; what it does not say keeps its default."""
    found = {}
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if not line:
            continue
        key, _, value = line.partition("=")
        key = key.strip().lower().replace("-", "_")
        found[NAMES.get(key, key)] = READERS[key](value)
    return replace(Settings(), **found)


def load(file):
    """The settings of a file; the defaults where there is no file."""
    try:
        with open(file, encoding="utf-8") as text:
            return parse(text.read())
    except Exception:
        return Settings()
