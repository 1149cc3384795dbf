"""The functions of source files, found without running them, and the names by which they are asked for."""

import os

CANDIDATES = 12
# Functions that are expressions; the comprehensions among them are no functions of their own since Python 3.12.
COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>"}
EXPRESSIONS = COMPREHENSIONS | {"<lambda>", "<genexpr>"}


class Unknown(Exception):
    """What was asked for is not there; the message says what is."""


class Function:
    def __init__(self, file, code, qualname):
        self.file = file
        self.name = code.co_name
        self.qualname = qualname
        self.first = code.co_firstlineno
        self.lines = lines_of(code) | {code.co_firstlineno}
        self.key = (file, code.co_firstlineno, code.co_name)
        self.is_asked_by_line = code.co_name not in COMPREHENSIONS | {"<genexpr>"}

    def __str__(self):
        return f"{shown(self.file)}:{self.qualname}"


class Files:
    """Reads each file once."""

    def __init__(self):
        self._functions = {}

    def of(self, path):
        file = os.path.realpath(path)
        if file not in self._functions:
            self._functions[file] = functions(path, file)
        return self._functions[file]

    def find(self, path, what):
        """The function of a file by its qualified name or by a line in it."""
        known = self.of(path)
        if what.isdigit():
            # Of those that begin in one line the last is the innermost. A comprehension belongs to the function that it stands in.
            around = [function for function in known if function.is_asked_by_line and min(function.lines) <= int(what) <= max(function.lines)]
            return max(reversed(around), key=lambda function: function.first) if around else missing(path, f"line {what} lies in no function", known)
        plain = what.replace("<locals>.", "")
        for function in known:
            if function.qualname.replace("<locals>.", "") == plain:
                return function
        return missing(path, f"there is no function {what}", known, plain)


def line(file, number):
    """A line of a file as it is now, without the white space around it; empty where there is none."""
    if file not in LINES:
        LINES[file] = read_lines(file)
    return LINES[file][number - 1].strip() if number <= len(LINES[file]) else ""


def read_lines(file):
    try:
        with open(file, "rb") as source:
            content = source.read()
    except OSError:
        return []
    if any(b"coding" in start for start in content[:400].split(b"\n", 2)[:2]):
        import linecache

        return linecache.getlines(file)
    # By hand: what finds out encodings takes longer to load than many a program runs.
    return content.decode("utf-8", "replace").lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def lines_of(code):
    if hasattr(code, "co_lines"):
        return {line for _, _, line in code.co_lines() if line}
    import dis

    return {line for _, line in dis.findlinestarts(code)}


def functions(path, file):
    try:
        with open(file, "rb") as source:
            module = compile(source.read(), file, "exec", dont_inherit=True)
    except FileNotFoundError:
        raise Unknown(f"There is no file {path}.") from None
    except (OSError, SyntaxError, ValueError) as problem:
        raise Unknown(f"{path} cannot be read as Python: {problem}") from None
    found = [Function(file, module, "<module>")]
    collect(file, module, "", found)
    return found


def collect(file, code, prefix, found):
    for constant in code.co_consts:
        if not hasattr(constant, "co_firstlineno"):
            continue
        qualname = prefix + constant.co_name
        is_class = not constant.co_flags & 2  # CO_NEWLOCALS: what a class statement runs has none.
        if not is_class:
            found.append(Function(file, constant, qualname))
        collect(file, constant, qualname + ("." if is_class else ".<locals>."), found)


def missing(path, problem, known, name=None):
    # Imported only where it is needed, as other modules are: each takes time that the program has to wait.
    import difflib

    names = [function.qualname for function in known if "<" not in function.name or function.name == "<module>"]
    near = difflib.get_close_matches(name, names, CANDIDATES) if name else []
    listed = near or names[:CANDIDATES]
    more = "" if near or len(names) <= CANDIDATES else f" and {len(names) - CANDIDATES} more"
    raise Unknown(f"In {path}, {problem}. {'Did you mean' if near else 'Its functions are'}: {', '.join(listed)}{more}.")


def shown(file):
    """A path as the host names it: from the folder the program starts in, or its name alone where it lies elsewhere."""
    return file[len(START) + 1:].replace(os.sep, "/") if file.startswith(START + os.sep) else os.path.basename(file)


def real(file):
    """The one path of a file that code names; remembered, as it is asked for at every call."""
    path = REAL.get(file)
    if path is None:
        # What was compiled from no file is named in angle brackets.
        path = REAL[file] = file if file.startswith("<") else os.path.realpath(file)
    return path


def function_frame(frame):
    """The frame of the function that a comprehension stands in; any other frame itself."""
    while frame is not None and frame.f_code.co_name in COMPREHENSIONS:
        frame = frame.f_back
    return frame


START = os.path.realpath(os.getcwd())
REAL = {}
LINES = {}
