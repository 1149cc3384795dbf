"""Reads a meter's file: one reading a line, `#` begins a comment, `-` is a reading that was lost."""

from window import RollingPeak


def readings(lines):
    """The readings, each lost one taken as the one before it."""
    last = 0.0
    for line in lines:
        text = line.split("#", 1)[0].strip()
        if not text:
            continue
        if text != "-":
            last = float(text)
        yield last


def peaks(lines, window):
    """The peak at every reading from the first full window on."""
    peak = RollingPeak(window)
    found = []
    for value in readings(lines):
        highest = peak.add(value)
        if peak.is_full:
            found.append(highest)
    return found


def report(lines, window):
    """The peaks as a bar a line, scaled to forty signs."""
    found = peaks(lines, window)
    largest = max(found, default=0.0)
    return [f"{value:8.1f} {'=' * (round(40 * value / largest) if largest else 0)}" for value in found]
