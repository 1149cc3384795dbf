"""The commands about breakpoints."""

import os
import sys

from tessera_driver import sources
from tessera_driver.breakpoints import Breakpoint


class Refused(Exception):
    """What was asked for cannot be done; the message says why and what to do instead."""


def set_break(session, word, rest, temporary=False):
    if not rest:
        for breakpoint in session.breakpoints:
            session.message(line_about(breakpoint))
        return
    place, comma, condition = rest.partition(",")
    condition = condition.strip() or None
    if comma and condition:
        check(condition)
    file, line, function = find(session, place.strip())
    names = executable(file, line)
    breakpoints = session.breakpoints
    earlier = breakpoints.at(file, line)
    if earlier is not None:
        earlier.condition, earlier.temporary = condition, earlier.temporary and temporary
        stops = f"when {condition}" if condition else "always"
        session.message(f"Breakpoint {earlier.number} stands there already; it is kept and stops {stops}.")
        return
    added = Breakpoint(breakpoints.highest + 1, file, line, condition, temporary, function=function, names=names)
    breakpoints.add(added)
    breakpoints.arm()
    session.message(f"Breakpoint {added.number} at {added}")
    others = session.threads()
    passing = [others[thread] for thread in session.stepping.passes_by(others)]
    if passing:
        session.notes.append(f"Before Python 3.12, a breakpoint that is the first one does not stop in threads that run already: {', '.join(passing)}. "
                             "`restart` begins anew with it.")


def set_temporary(session, word, rest):
    set_break(session, word, rest, temporary=True)


def clear(session, word, rest):
    breakpoints = session.breakpoints
    if not rest:
        gone = list(breakpoints)
    elif ":" in rest:
        name, _, line = rest.rpartition(":")
        file = file_named(name)
        found = breakpoints.at(file, int(line)) if line.isdigit() else None
        if found is None:
            raise Refused(f"There is no breakpoint at {rest}.")
        gone = [found]
    else:
        gone = numbered(session, rest)
    for breakpoint in gone:
        breakpoints.remove(breakpoint)
        if rest:
            session.message(f"Deleted breakpoint {breakpoint.number} at {breakpoint}")
    breakpoints.arm()
    if not rest:
        session.message("All breakpoints have been cleared.")


def enable(session, word, rest):
    switch(session, rest, True)


def disable(session, word, rest):
    switch(session, rest, False)


def switch(session, rest, enabled):
    for breakpoint in numbered(session, rest):
        breakpoint.enabled = enabled
        session.message(f"{'Enabled' if enabled else 'Disabled'} breakpoint {breakpoint.number} at {breakpoint}")
    session.breakpoints.arm()


def ignore(session, word, rest):
    number, _, count = rest.partition(" ")
    breakpoint = numbered(session, number)[0]
    try:
        breakpoint.ignore = max(0, int(count or 0))
    except ValueError:
        raise Refused(f"'{count}' is not a number: give `ignore NUMBER COUNT`.") from None
    times = {0: "the next time", 1: "after 1 more crossing"}.get(breakpoint.ignore, f"after {breakpoint.ignore} more crossings")
    session.message(f"Will stop {times} breakpoint {breakpoint.number} is reached." if breakpoint.ignore == 0
                    else f"Will ignore next {'crossing' if breakpoint.ignore == 1 else f'{breakpoint.ignore} crossings'} of breakpoint {breakpoint.number}.")


def condition(session, word, rest):
    number, _, expression = rest.partition(" ")
    breakpoint = numbered(session, number)[0]
    expression = expression.strip() or None
    if expression:
        check(expression)
    breakpoint.condition = expression
    session.message(f"Breakpoint {breakpoint.number} now stops when {expression}." if expression
                    else f"Breakpoint {breakpoint.number} is now unconditional.")


def commands(session, word, rest):
    """Takes the commands in the lines below, since there is no prompt to read them from."""
    first, _, below = rest.partition("\n")
    number = first.strip() or str(max((item.number for item in session.breakpoints), default=""))
    breakpoint = numbered(session, number)[0]
    lines = [line.strip() for line in below.split("\n") if line.strip()]
    if "end" in lines:
        if lines.index("end") != len(lines) - 1:
            raise Refused("Something follows `end`; nothing was changed.")
        del lines[-1]
    elif not lines:
        raise Refused(f"Give the commands below, one a line, as in `commands {breakpoint.number}\\np x\\nc\\nend`; with `end` alone they are removed. "
                      f"Breakpoint {breakpoint.number} has {'; '.join(breakpoint.commands) or 'none'}.")
    breakpoint.commands = lines
    session.message(f"At breakpoint {breakpoint.number}: {'; '.join(lines) or 'no commands'}.")


def line_about(breakpoint):
    kind = "del " if breakpoint.temporary else "keep"
    state = "yes" if breakpoint.enabled else "no"
    return f"{breakpoint.number:<4}breakpoint   {kind} {state:<4} at {breakpoint}" + (f"\n\tstop only if {breakpoint.condition}" if breakpoint.condition else "")


def numbered(session, rest):
    words = rest.split()
    if not words:
        raise Refused("The number of a breakpoint is missing; `b` lists them.")
    found = []
    for word in words:
        breakpoint = session.breakpoints.by_number.get(int(word)) if word.isdigit() else None
        if breakpoint is None:
            raise Refused(f"There is no breakpoint {word}; `b` lists them.")
        found.append(breakpoint)
    return found


def check(expression):
    try:
        compile(expression, "<condition>", "eval")
    except (SyntaxError, ValueError) as problem:
        raise Refused(f"The condition is no expression: {type(problem).__name__}: {problem}. Nothing was changed.") from None


# Places

def find(session, place):
    """A line, file:line, file:function or function as (file, line, function's name)."""
    name, colon, rest = place.rpartition(":")
    if colon:
        file = file_named(name)
        return line_in(file, rest) if is_number(rest) else function_in(file, rest)
    if is_number(place):
        frame = session.selected
        if frame is None:
            raise Refused("There is no current file; give FILE:LINE.")
        return line_in(sources.real(frame.f_code.co_filename), place)
    return function_named(session, place)


def is_number(text):
    return text.lstrip("-").isdigit()


def line_in(file, text):
    return file, int(text), None


def function_in(file, name):
    import re
    pattern = re.compile(r"\s*(?:async\s+)?def\s+" + re.escape(name.rpartition(".")[2]) + r"\s*[(\[]")
    known = sources.Map(file)
    for line, text in enumerate(known.text, 1):
        if pattern.match(text):
            inside = [other for other, names in known.functions.items() if other > line and name.rpartition(".")[2] in names]
            return file, min(inside, default=line), name
    raise Refused(f"There is no function {name} in {sources.shown(file)}.")


def function_named(session, name):
    frame = session.selected
    if frame is None:
        raise Refused("There is no current file; give FILE:LINE or FILE:FUNCTION.")
    try:
        body = sources.body_of(eval(name, frame.f_globals, frame.f_locals))
    except Exception as problem:
        kind = f"{type(problem).__name__}: {problem}"
        try:
            # It may be defined further below.
            return function_in(sources.real(frame.f_code.co_filename), name)
        except Refused:
            raise Refused(f"The place '{name}' was not found: it is no line and no function here ({kind}). Give FILE:LINE, LINE, or FILE:FUNCTION.") from None
    if body is None:
        raise Refused(f"'{name}' is not a function written in Python. Give FILE:LINE.")
    return body[0], body[1], name


def file_named(name):
    """A file, or the file of a module, from the folder the program was started in, or else from where modules are found."""
    names = [name] if name.endswith(".py") else [name, name.replace(".", os.sep) + ".py", os.path.join(name.replace(".", os.sep), "__init__.py")]
    for folder in [sources.START, *sys.path]:
        for candidate in names:
            path = os.path.join(folder, candidate)
            if os.path.isfile(path):
                return sources.real(path)
    raise Refused(f"The file '{name}' was not found.")


def executable(file, line):
    """The functions around a line that holds code; refuses others."""
    known = sources.Map(file)
    count = len(known.text) - (not known.text[-1] if known.text else 0)
    if not 1 <= line <= count:
        raise Refused(f"End of file: {sources.shown(file)} has {count} lines; there is no line number {line}.")
    text = known.text[line - 1].strip()
    if not text or text.startswith(("#", '"""', "'''")):
        raise Refused(f"Blank or comment: line {line} of {sources.shown(file)} is an invalid line number{hint(known, line)}")
    if known.problem is not None:
        return None
    if line not in known.functions:
        raise Refused(f"Blank or comment: line {line} of {sources.shown(file)} holds no code of its own, an invalid line number{hint(known, line)}")
    return sorted(known.functions[line])


def hint(known, line):
    near = " and ".join(str(other) for other in known.nearest(line))
    return f"; the nearest lines with code are {near}." if near else "."
