"""
Before Python 3.12: the functions that were asked for are compiled with marks. Everything else runs at its own speed, as there is
no tracing function, which the interpreter would call at every call of the program.
"""

import builtins
import sys
from importlib.machinery import SourceFileLoader

from tessera_driver import places, weaving
from tessera_driver.traced import Traced, is_woven
from tessera_driver.tracing import python_code


class Woven:
    def __init__(self, tracing):
        self._tracing = tracing
        self._asked = []
        self._files = {}
        for key, asked in tracing.by_key.items():
            # Where the code of a module begins is told differently by different versions.
            self._files.setdefault(key[0], {})[(1, "<module>") if key[2] == "<module>" else key[1:]] = len(self._asked)
            self._asked.append(asked)
        count = len(self._asked)
        self._counted, self._hot, self._live, self._tired = [True] * count, [bool(asked[1]) for asked in self._asked], [0] * count, [False] * count
        self._fresh = [[] for _ in range(count)]
        self._outer = {}
        self._results = {}
        self._traced = None
        self._is_stopped = False

    def start(self):
        for name, value in (
            (weaving.ASKED, self._counted), (weaving.HOT, self._hot), (weaving.LIVE, self._live), (weaving.TIRED, self._tired),
            (weaving.FRESH, self._fresh), (weaving.BRANCH, self._branch),
            (weaving.BEGIN, self._begin), (weaving.LEFT, self._left), (weaving.LINE, self._line), (weaving.CALL, self._call),
            (weaving.YIELD, self._yield), (weaving.RETURN, self._return), (weaving.REARM, self._rearm),
        ):
            setattr(builtins, name, value)
        load = SourceFileLoader.get_code
        SourceFileLoader.get_code = lambda loader, name: self._woven(places.real(loader.path)) or load(loader, name)
        # A lambda is an expression: there is no place for marks in it.
        if any(key[2] in places.EXPRESSIONS for key in self._tracing.by_key):
            self._trace()
        else:
            sys.addaudithook(self._audit)

    def prepared(self, code):
        """The code of the program itself, woven where something in it was asked for."""
        return self._woven(places.real(code.co_filename)) or code

    def stop(self):
        self._is_stopped = True
        for flags in (self._counted, self._hot, self._live, self._tired):
            flags[:] = [0] * len(flags)
        for fresh in self._fresh:
            fresh[:] = [False] * len(fresh)
        if self._traced is not None:
            self._traced.stop()

    def _woven(self, file):
        numbers = self._files.get(file)
        if numbers is None:
            return None
        try:
            with open(file, "rb") as source:
                code, marked = weaving.weave(source.read(), file, numbers, self._tracing.settings.callees)
        except (OSError, SyntaxError, ValueError, RecursionError):
            # Python itself says what is wrong with the file.
            return None
        for number, marks in marked.items():
            self._fresh[number] = [False] * marks.branches
            for probe in self._asked[number][1]:
                probe.line = max((line for line in marks.lines if line <= probe.line), default=probe.line)
        return code

    def _audit(self, event, arguments):
        # Some load their modules in their own way, as pytest does with tests.
        if event == "exec" and self._traced is None and not self._is_stopped:
            code = arguments[0]
            if places.real(getattr(code, "co_filename", "")) in self._files and self._is_plain(code):
                self._trace()

    def _is_plain(self, code):
        if self._tracing.asked_of(code) is not None and not is_woven(code):
            return True
        return any(self._is_plain(constant) for constant in code.co_consts if hasattr(constant, "co_consts"))

    def _trace(self):
        self._traced = Traced(self._tracing)
        self._traced.start()

    def _begin(self, number):
        asked = self._asked[number]
        if self._tracing.is_done(asked):
            self._counted[number] = False
            return
        frame = sys._getframe(1)
        self._outer[frame] = sys.exc_info()[1]
        if self._tracing.enter(asked, frame):
            self._live[number] += 1
            self._hot[number] = True
            self._fresh[number][:] = [True] * len(self._fresh[number])

    def _line(self, number, line, bound):
        frame = sys._getframe(1)
        asked = self._asked[number]
        self._tracing.line(asked, frame, line, bound)
        if self._tracing.is_tired(asked, frame) and all(self._tracing.is_tired(asked, other) for other in self._following(asked)):
            self._hot[number] = False
            self._tired[number] = True

    def _following(self, asked):
        return [frame for frame, work in list(self._tracing.active.items()) if work[0][0] in asked[0]]

    def _rearm(self, number):
        self._tired[number] = False
        self._hot[number] = self._live[number] > 0

    def _branch(self, number, branch):
        self._fresh[number][branch] = False
        if self._tired[number]:
            self._rearm(number)

    def _call(self, number, called):
        frame = places.function_frame(sys._getframe(1))
        if frame in self._tracing.active:
            target = python_code(called)
            if target is not None:
                self._tracing.call(frame, target)
        return called

    def _yield(self, number, value):
        if self._hot[number]:
            self._tracing.yielded(sys._getframe(1), value)
        return value

    def _return(self, number, value):
        if self._counted[number] or self._live[number]:
            self._results[sys._getframe(1)] = value
        return value

    def _left(self, number):
        frame = sys._getframe(1)
        returned = frame in self._results
        value = self._results.pop(frame, None)
        if frame not in self._outer:
            return
        problem = sys.exc_info()[1]
        raised = not returned or problem not in (None, self._outer[frame])
        del self._outer[frame]
        asked = self._asked[number]
        followed = frame in self._tracing.active
        if raised:
            self._tracing.unwind(asked, frame, problem)
        else:
            self._tracing.leave(asked, frame, value)
        if followed:
            self._live[number] -= 1
            self._hot[number] = self._live[number] > 0 or bool(asked[1])
