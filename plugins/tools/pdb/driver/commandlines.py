"""Has the Pythons that the program starts run under the driver, too."""

import marshal
import os
import sys

import _posixsubprocess

from tessera_driver import children
from tessera_driver.channel import encode
from tessera_driver.frames import untraced

JOIN = "import marshal,os;code=marshal.loads(os.pread({file},{size},0));exec(code['tessera_driver.joining'])"
LONGEST = 100_000
SHELLS = ("sh", "bash", "dash", "zsh", "ksh")


def install(session, shared):
    start = _posixsubprocess.fork_exec
    line = CommandLines(session, shared)

    def start_joined(arguments, executables, close, passed, *more):
        joined = untraced(line.joined)(list(arguments), executables)
        if joined is None:
            return start(arguments, executables, close, passed, *more)
        # What this process has written shall not come after what the other one writes at its stops.
        session.output.flush()
        return start(joined, executables, close, tuple(sorted({*passed, *line.files})), *more)

    _posixsubprocess.fork_exec = start_joined
    subprocess = sys.modules.get("subprocess")
    if subprocess is not None:
        for name in ("_fork_exec", "fork_exec"):
            if hasattr(subprocess, name):
                setattr(subprocess, name, start_joined)


class CommandLines:
    def __init__(self, session, shared):
        self._session = session
        self._shared = shared
        self._code = None
        self._size = 0
        self.files = ()

    def joined(self, arguments, executables):
        """The command line by which a Python comes under the driver; None where it is to run as it is."""
        words = [os.fsdecode(argument) for argument in arguments]
        name = os.path.basename(words[0]) if words else ""
        if name in SHELLS and any("python" in word or "pytest" in word for word in words[1:]):
            self._tell(f"A process was started through a shell ({' '.join(words)[:120]}): breakpoints are not hit in what a shell starts. "
                       "Start Python itself, as with subprocess.run([sys.executable, ...]).")
        if not is_python(name):
            return None
        taken = taken_apart(words)
        if taken is None:
            return None
        if not any(is_this_python(os.fsdecode(path)) for path in executables):
            self._tell(f"A process was started with another Python ({words[0]}): breakpoints are not hit in it.")
            return None
        options, kind, target, rest = taken
        start = encode({**children.described(self._session), "kind": kind, "target": target, "arguments": rest, "channel": self._session.channel_file,
                        "shared": self._shared.share(), "code": self._code_file()}).decode()
        if len(start) > LONGEST or "\\ud" in start:
            return None
        self.files = (self._session.channel_file, self._shared.share(), self._code)
        return [words[0], *options, "-c", JOIN.format(file=self._code, size=self._size), start]

    def _tell(self, note):
        if self._session.breakpoints and note not in self._session.notes:
            self._session.notes.append(note)

    def _code_file(self):
        if self._code is None:
            content = marshal.dumps(sys.modules["tessera_driver"].__spec__.loader.code)
            self._code, self._size = children.anonymous_file(), len(content)
            os.pwrite(self._code, content, 0)
        return self._code


def is_python(name):
    return name.startswith("python") or name == "pypy3"


def is_this_python(path):
    return os.path.isfile(path) and os.path.realpath(path) == os.path.realpath(sys.executable)


def taken_apart(words):
    """The interpreter's options, what is run, and its arguments; None where it is nothing that stops anywhere."""
    index = 1
    while index < len(words):
        word = words[index]
        if word in ("-m", "-c"):
            if index + 1 == len(words) or "multiprocessing.resource_tracker" in words[index + 1]:
                return None
            return words[1:index], "module" if word == "-m" else "code", words[index + 1], words[index + 2:]
        if not word.startswith("-") or word == "-":
            return None if word == "-" else (words[1:index], "script", word, words[index + 1:])
        index += 2 if word in ("-X", "-W") else 1
    return None
