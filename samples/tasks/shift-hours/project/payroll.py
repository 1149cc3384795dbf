"""What is paid for shifts."""

from collections import defaultdict
from datetime import timedelta

from shifts import parse

# Longer shifts have an unpaid break.
BREAK_AFTER = timedelta(hours=6)
BREAK = timedelta(minutes=30)


def paid_time(shift):
    return shift.duration - (BREAK if shift.duration > BREAK_AFTER else timedelta(0))


def show(duration):
    minutes = duration // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02}"


def payroll(lines, cents_an_hour):
    """Name, paid time and pay in cents of everybody, by name."""
    times = defaultdict(timedelta)
    for line in lines:
        if line.strip():
            shift = parse(line)
            times[shift.name] += paid_time(shift)
    return [
        (name, show(time), cents_an_hour * (time // timedelta(minutes=1)) // 60)
        for name, time in sorted(times.items())
    ]
