"""Sums up an access log: `python3 digest.py access.log [/page ...]`."""

import sys

from measures import Count, FailingAddresses, SlowPages
from reading import requests, within

MEASURES = (Count(), SlowPages(limit=1000), FailingAddresses())


def digest(lines, pages=(), measures=MEASURES):
    """The lines of the digest."""
    found = within(requests(lines), pages)
    text = []
    for measure in measures:
        text.append(f"{measure.title}:")
        text.extend(f"  {entry}" for entry in measure.of(found) or ["none"])
    return text


def main(file, *pages):
    with open(file, encoding="utf-8") as log:
        print("\n".join(digest(log, pages)))


if __name__ == "__main__":
    main(*sys.argv[1:])
