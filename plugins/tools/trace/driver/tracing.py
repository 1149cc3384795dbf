"""What happens in a traced run, whichever means of Python tells of it."""

import gc
import os
import types

from tessera_driver import places, selection, values
from tessera_driver.recording import Invocation, Settings

COROUTINE, ASYNC_GENERATOR = 0x80, 0x200


class Probe:
    """An expression that is evaluated when a line is reached."""

    def __init__(self, request, files, shown):
        path, _, line = request["line"].rpartition(":")
        self.function = files.find(path, line)
        self.line = int(line)
        self._expression = request["expr"]
        self._hit = request["hit"]
        self._hits = 0
        self._shown = shown
        self._value = None
        self.text = f"{self._expression} at {request['line']}"

    def reached(self, frame):
        """Gives the value when this is the time that was asked for."""
        self._hits += 1
        if self._hits != self._hit:
            return None
        try:
            self._value = self._shown(eval(self._expression, frame.f_globals, frame.f_locals))
        except Exception as problem:
            self._value = values.exception(problem)
        return self._value

    def described(self):
        return {"text": self.text, "hits": self._hits, "value": self._value}


class Tracing:
    def __init__(self, request):
        files = places.Files()
        self.settings = Settings(request)
        self.selectors = [selection.selector(text, files, request) for text in request["functions"]]
        self.probes = [Probe(probe, files, self.settings.long) for probe in request["evaluate"]]
        self.active = {}
        self.by_key = {}
        for asked in self.selectors:
            while asked is not None:
                self.by_key.setdefault(asked.function.key, ([], []))[0].append(asked)
                asked = asked.parent
        for probe in self.probes:
            self.by_key.setdefault(probe.function.key, ([], []))[1].append(probe)
        # Looked at first, at every call: a name is told apart faster than a code object.
        self.names = {name for _, _, name in self.by_key}

    def asked_of(self, code):
        """The selectors and probes that a code object is meant by; nothing when it is not."""
        if code.co_name not in self.names:
            return None
        return self.by_key.get((places.real(code.co_filename), code.co_firstlineno, code.co_name))

    def enter(self, asked, frame):
        """A function begins; says whether its invocation is followed."""
        work = []
        for selector in asked[0]:
            identity = selector.enters(frame, self.active)
            if identity is not None:
                work.append((selector, Invocation(identity, selector.calls, selection.caller_of(frame.f_back), frame, self.settings)))
        if work:
            self.active[frame] = work
        return bool(work)

    def line(self, asked, frame, line, bound=None):
        """A line begins; `bound` is a name that it has bound already."""
        work = self.active.get(frame, ())
        for _, invocation in work:
            if line not in invocation.quiet:
                invocation.line(frame, line, bound)
        for probe in asked[1]:
            if probe.line == line:
                value = probe.reached(frame)
                if value is not None:
                    for _, invocation in work:
                        invocation.evaluated(probe.text, value)

    def call(self, frame, code):
        """A followed function calls one of the project's."""
        work = self.active.get(frame)
        if work is None or not self.settings.callees:
            return
        file = places.real(code.co_filename)
        if not file.startswith(places.START + os.sep):
            return
        name = f"{places.shown(file)}:{getattr(code, 'co_qualname', code.co_name)}"
        for _, invocation in work:
            invocation.called(name, frame.f_lineno)

    def pause(self, frame, value):
        """The interpreter leaves a frame that will go on: it yields, or it waits."""
        is_wrapped = type(value).__name__ == "async_generator_wrapped_value"
        # What waits gives nothing to its caller, but to the event loop.
        if is_wrapped or not frame.f_code.co_flags & (COROUTINE | ASYNC_GENERATOR):
            self.yielded(frame, gc.get_referents(value)[0] if is_wrapped else value)

    def yielded(self, frame, value):
        for _, invocation in self.active.get(frame, ()):
            invocation.yielded(frame, value)

    def leave(self, asked, frame, value):
        for selector in asked[0]:
            selector.returns += 1
        for selector, invocation in self.active.pop(frame, ()):
            invocation.returned(frame, value)
            selector.ends(invocation, frame, False)

    def unwind(self, asked, frame, problem):
        for selector in asked[0]:
            selector.raises += 1
        for selector, invocation in self.active.pop(frame, ()):
            invocation.raised(frame, problem)
            selector.ends(invocation, frame, True)

    def is_tired(self, asked, frame):
        """Whether lines and calls of a frame tell nothing more while its loop goes on."""
        return not asked[1] and all(invocation.is_tired for _, invocation in self.active.get(frame, ()))

    def is_satisfied(self, asked):
        """Whether no further invocation will be followed."""
        return not asked[1] and all(selector.is_satisfied for selector in asked[0])

    def is_followed(self, code):
        return any(frame.f_code is code for frame in self.active)

    def is_done(self, asked):
        return not asked[1] and all(selector.is_done for selector in asked[0])

    def is_all_done(self):
        return not self.active and all(self.is_done(asked) for asked in self.by_key.values())

    def finish(self):
        """Takes what is still at work as it stands."""
        for frame, work in list(self.active.items()):
            for selector, invocation in work:
                invocation.stopped(frame)
                selector.kept.append(invocation)
        self.active.clear()

    def described(self):
        return {
            "functions": [selector.described() for selector in self.selectors],
            "evaluated": [probe.described() for probe in self.probes],
        }


def python_code(called):
    """The code that a call of something runs, where that is a function written in Python."""
    if isinstance(called, types.MethodType):
        called = called.__func__
    elif isinstance(called, type):
        called = called.__init__
    return getattr(called, "__code__", None) if isinstance(called, types.FunctionType) else None
