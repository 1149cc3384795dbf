"""For code that cannot be woven: a tracing function that looks at the name of what is called, and goes no further where nobody asked."""

import dis
import sys
import threading

from tessera_driver import weaving

RETURNS = {"RETURN_VALUE", "RETURN_CONST"}
YIELDS = {"YIELD_VALUE", "YIELD_FROM", "SEND"}


class Traced:
    def __init__(self, tracing):
        self._tracing = tracing
        self._called = self._watch(tracing.names, tracing.active)

    def start(self):
        threading.settrace(self._called)
        sys.settrace(self._called)

    def stop(self):
        threading.settrace(None)
        sys.settrace(None)

    def _watch(self, names, active):
        # Run at every call of the program: nothing is looked up that need not be.
        def called(frame, event, argument):
            if active and frame.f_back in active and frame not in active and not is_woven(frame.f_back.f_code):
                self._tracing.call(frame.f_back, frame.f_code)
            if frame.f_code.co_name in names:
                return self._begin(frame)

        def alone(frame, event, argument):
            if frame.f_code.co_name in names:
                return self._begin(frame)

        return called if self._tracing.settings.callees else alone

    def _begin(self, frame):
        asked = self._tracing.asked_of(frame.f_code)
        if asked is None or is_woven(frame.f_code):
            return None
        if self._tracing.is_done(asked):
            if self._tracing.is_all_done():
                self.stop()
            return None
        # What is already at work is a generator that goes on.
        followed = frame in self._tracing.active or self._tracing.enter(asked, frame)
        frame.f_trace_lines = followed or bool(asked[1])
        return self._follow(asked, frame)

    def _follow(self, asked, frame):
        tracing = self._tracing
        work = tracing.active.get(frame, ())
        quiet = work[0][1].quiet if len(work) == 1 and not asked[1] else ()
        problem = None

        def local(frame, event, argument):
            nonlocal problem
            if event == "line":
                line = frame.f_lineno
                if line not in quiet:
                    tracing.line(asked, frame, line)
            elif event == "exception":
                problem = argument[1]
            elif event == "return":
                instruction = dis.opname[frame.f_code.co_code[frame.f_lasti]]
                if instruction in YIELDS:
                    tracing.pause(frame, argument)
                elif instruction in RETURNS:
                    tracing.leave(asked, frame, argument)
                else:
                    tracing.unwind(asked, frame, problem)
            return local

        return local


def is_woven(code):
    """Whether code tells by itself what it does."""
    return weaving.BEGIN in code.co_names
