"""Says what a backup would do: `python3 backup.py settings.txt`."""

import sys

from settings import load


def plan(settings):
    """The plan of a backup, a line each."""
    lines = [f"copy to {settings.target}", f"forget after {settings.keep_days} days"]
    if settings.compress:
        lines.append("compress")
    lines.append(f"leave out files above {settings.largest_file} bytes")
    lines.extend(f"leave out {pattern}" for pattern in settings.exclude)
    return lines


if __name__ == "__main__":
    print("\n".join(plan(load(sys.argv[1]))))
