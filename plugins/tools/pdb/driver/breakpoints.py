"""Breakpoints as data, so that the host keeps them while programs come and go."""

import bdb
import linecache


def current():
    return [breakpoint for breakpoint in bdb.Breakpoint.bpbynumber if breakpoint]


def describe():
    return [
        {
            "number": breakpoint.number, "file": breakpoint.file, "line": breakpoint.line,
            "condition": breakpoint.cond, "temporary": bool(breakpoint.temporary), "enabled": bool(breakpoint.enabled),
            "ignore": breakpoint.ignore, "hits": breakpoint.hits, "function": breakpoint.funcname,
            "source": linecache.getline(breakpoint.file, breakpoint.line).rstrip("\r\n"),
        }
        for breakpoint in current()
    ]


def restore(debugger, saved):
    """Sets breakpoints again under their old numbers; returns sentences about those that could not be kept as they were."""
    notes = []
    for item in sorted(saved, key=lambda item: item["number"]):
        place = f"{item['file']}:{item['line']}"
        numbers = bdb.Breakpoint.bpbynumber
        numbers.extend([None] * (item["number"] - len(numbers)))
        bdb.Breakpoint.next = item["number"]
        if debugger.set_break(item["file"], item["line"], item["temporary"], item["condition"], item["function"]):
            notes.append(f"Breakpoint {item['number']} was removed: {place} does not exist any more.")
            continue
        restored = numbers[item["number"]]
        restored.enabled, restored.ignore, restored.hits = item["enabled"], item["ignore"], item["hits"]
        text = linecache.getline(item["file"], item["line"]).strip()
        if not text or text.startswith("#"):
            notes.append(f"Breakpoint {item['number']} will not stop: {place} is now blank or a comment.")
    return notes
