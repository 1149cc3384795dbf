"""Shifts as they are noted: `2024-03-30 22:00 2024-03-31 06:00 Ada`; `*` behind a time means the later of two."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zone import ZONE


@dataclass(frozen=True)
class Shift:
    begin: datetime
    end: datetime
    name: str

    @property
    def duration(self):
        return self.end - self.begin


def moment(day, time):
    later = time.endswith("*")
    wall = datetime.strptime(f"{day} {time.rstrip('*')}", "%Y-%m-%d %H:%M")
    return wall.replace(tzinfo=ZONE, fold=1 if later else 0)


def parse(line):
    begin_day, begin, end_day, end, name = line.split(maxsplit=4)
    shift = Shift(moment(begin_day, begin), moment(end_day, end), name)
    if shift.duration <= timedelta(0):
        raise ValueError(f"the shift ends before it begins: {line!r}")
    return shift
