"""Python 3.11: lines with breakpoints call the driver, in code that is loaded after they were set, so that all else runs at its own speed.

Tracing, which earlier Pythons need, makes 3.11 run several times slower. Where code came past this, tracing is used here, too.
"""

import builtins
import sys

import _frozen_importlib_external as importing

from tessera_driver import sources
from tessera_driver.frames import untraced

CODE = type(sources.real.__code__)


def is_possible():
    return sys.version_info[:2] == (3, 11) and sys.implementation.name == "cpython"


class Patching:
    def __init__(self, breakpoints, called, came_past):
        self._breakpoints = breakpoints
        self._came_past = came_past
        # The lines that call, by file; the files of which other code was run.
        self._calling = {}
        self._plain = set()
        self._fresh = set()
        self._heard_of = set()
        self._call = lambda line: calling(called, line)
        self._take_imports()
        self._take_compile()

    def covers(self, breakpoint):
        """Whether whatever passes a breakpoint's line calls."""
        file = breakpoint.file
        if file in self._plain:
            return False
        if file in self._calling:
            return breakpoint.line in self._calling[file]
        if file not in self._fresh and any(sources.real(name) == file for name in loaded_files()):
            self._plain.add(file)
            return False
        return True

    def prepare(self, code):
        """The code to run instead of one that was just compiled."""
        file = sources.real(code.co_filename)
        lines = {breakpoint.line for breakpoint in self._breakpoints if breakpoint.file == file}
        # Code of an earlier time may be alive still.
        self._calling[file] = self._calling.get(file, lines) & lines
        if not lines:
            return code
        from tessera_driver.rewriting import rewritten
        return rewritten(code, lines, self._call)

    def begin_anew(self, file):
        """Forgets a file of which nothing has run yet."""
        self._fresh.add(file)
        self._plain.discard(file)
        self._calling.pop(file, None)

    def _take_imports(self):
        usual, prepare = importing.SourceLoader.get_code, untraced(self.prepare)

        def get_code(loader, fullname):
            code = usual(loader, fullname)
            return code if code is None else prepare(code)

        # Python leaves its own frames of an import out of tracebacks, by this name.
        get_code.__code__ = get_code.__code__.replace(co_filename=usual.__code__.co_filename)
        importing.SourceLoader.get_code = get_code

    def _take_compile(self):
        """Hears of files whose code comes by other ways than an import, such as exec(compile(...)): in them, tracing is used."""
        usual, take = builtins.compile, untraced(self._take)

        def compile(source, filename, *arguments, **named):
            code = usual(source, filename, *arguments, **named)
            if type(code) is CODE and isinstance(filename, str) and filename[:1] != "<" and filename not in self._heard_of and take(filename):
                self._came_past()
            return code

        builtins.compile = compile
        # What imports compile is written to files, and prepared afterwards.
        importing.compile = usual
        self._usual_compile = usual

    def wants(self):
        """Modules that run what they compile or have kept by themselves, and how they are changed once loaded."""
        return {"_pytest.assertion.rewrite": self._take_runner, "runpy": self._take_runner}

    def _take_runner(self, module):
        prepare = untraced(self.prepare)

        def run(code, *spaces):
            return exec(prepare(code) if type(code) is CODE else code, *spaces)

        # In a traceback it is one of the module's own lines.
        run.__code__ = run.__code__.replace(co_filename=module.__file__ or run.__code__.co_filename)
        module.exec, module.compile = run, self._usual_compile

    def _take(self, name):
        self._heard_of.add(name)
        file = sources.real(name)
        self._plain.add(file)
        return file in self._breakpoints.armed


def calling(called, line, caller=sys._getframe):
    def call():
        called(caller(1), line)

    return call


def loaded_files():
    return [module.__file__ for module in list(sys.modules.values()) if isinstance(getattr(module, "__file__", None), str)]
