"""Source files: their text, and which lines of them hold code."""

import os
import sys
from builtins import compile

START = os.path.realpath(os.getcwd())
REAL = {}


def real(file):
    """One name for a file, whatever links lead to it."""
    path = REAL.get(file)
    if path is None:
        inner = file[:1] == "<" and file[-1:] == ">"
        path = REAL[file] = file if inner else os.path.normcase(os.path.realpath(os.path.join(START, file)))
    return path


def shown(file):
    """A path as an agent names it: from the folder the program was started in, where it lies below."""
    return file[len(START) + 1:] if file.startswith(START + os.sep) else file


def lines_of(file, namespace=None):
    """A file's lines; those of code without a file as its loader tells them."""
    try:
        with open(file, "rb") as content:
            data = content.read()
        first = data[:400].split(b"\n", 2)[:2]
        if not any(b"coding" in line for line in first) and b"\0" not in first:
            # By hand, since the codec that leaves the mark out would have to be loaded.
            data = data[3:] if data[:3] == b"\xef\xbb\xbf" else data
            return data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    except OSError:
        pass
    import linecache
    linecache.checkcache(file)
    return [line.rstrip("\r\n") for line in linecache.getlines(file, namespace)]


class Map:
    """The lines of a file that hold code, and the names of the functions they belong to."""

    def __init__(self, file):
        self.text = lines_of(file)
        self.functions = {}
        self.problem = None
        try:
            with open(file, "rb") as content:
                self._collect(compile(content.read(), file, "exec", dont_inherit=True))
        except (OSError, SyntaxError, ValueError) as problem:
            self.problem = problem

    def nearest(self, line):
        """The nearest lines before and after one that hold code."""
        before = max((other for other in self.functions if other < line), default=None)
        after = min((other for other in self.functions if other > line), default=None)
        return [other for other in (before, after) if other is not None]

    def _collect(self, code):
        for line in lines_in(code):
            self.functions.setdefault(line, set()).add(code.co_name)
        for constant in code.co_consts:
            if hasattr(constant, "co_firstlineno"):
                self._collect(constant)


def lines_in(code):
    """The lines that a code object executes, its nested functions left out."""
    if sys.version_info < (3, 10):
        import dis
        return {line for _, line in dis.findlinestarts(code)}
    return {line for _, _, line in code.co_lines() if line}


def body_of(function):
    """The first line of a function's body, as (file, line); None for what is no function in Python."""
    import inspect
    try:
        code = inspect.unwrap(getattr(function, "__func__", function)).__code__
    except AttributeError:
        return None
    first = code.co_firstlineno
    body = [line for line in ordered(code) if line != first]
    return real(code.co_filename), (body[0] if body else first)


def ordered(code):
    if sys.version_info < (3, 10):
        import dis
        return [line for _, line in dis.findlinestarts(code)]
    return [line for _, _, line in code.co_lines() if line]
