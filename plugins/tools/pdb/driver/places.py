"""Where a program stands, with the source around it."""

import linecache

LINES_AROUND = 5
LONGEST_LINE = 300


def describe(debugger):
    """The selected frame of a debugger, or nothing when it has none."""
    if not debugger.stack:
        return {}
    frame, line = debugger.stack[debugger.curindex]
    file = debugger.canonic(frame.f_code.co_filename)
    lines = linecache.getlines(file, frame.f_globals) or linecache.getlines(frame.f_code.co_filename, frame.f_globals)
    first = max(1, line - LINES_AROUND)
    around = [text.rstrip("\r\n")[:LONGEST_LINE] for text in lines[first - 1:line + LINES_AROUND]]
    return {"file": file, "line": line, "function": frame.f_code.co_name, "first": first, "source": around}
