"""Requests of an access log."""

import re
from dataclasses import dataclass

LINE = re.compile(r'(?P<address>\S+) "(?P<method>[A-Z]+) (?P<page>\S+)" (?P<status>\d{3}) (?P<milliseconds>\d+)$')


@dataclass(frozen=True)
class Request:
    address: str
    page: str
    status: int
    milliseconds: int

    @property
    def failed(self):
        return self.status >= 400


def requests(lines):
    """The requests of a log, one after another; lines that are none are left out."""
    for line in lines:
        match = LINE.match(line.strip())
        if match:
            yield Request(match["address"], match["page"].split("?")[0], int(match["status"]), int(match["milliseconds"]))


def within(found, pages):
    """The requests of pages that begin with one of some texts; all of them where there are none."""
    return (request for request in found if not pages or request.page.startswith(tuple(pages)))
