"""Where a program stands, with the source around it."""

from tessera_driver import sources

LINES_AROUND = 5
LONGEST_LINE = 300


def describe(frame, line):
    """A frame at a line; nothing when there is none."""
    if frame is None:
        return {}
    file = sources.real(frame.f_code.co_filename)
    line = line or frame.f_code.co_firstlineno
    lines = sources.lines_of(file, frame.f_globals) or sources.lines_of(frame.f_code.co_filename, frame.f_globals)
    first = max(1, line - LINES_AROUND)
    around = [text.rstrip("\r\n")[:LONGEST_LINE] for text in lines[first - 1:line + LINES_AROUND]]
    while around and not around[-1]:
        del around[-1]
    return {"file": file, "line": line, "function": frame.f_code.co_name, "first": first, "source": around}
