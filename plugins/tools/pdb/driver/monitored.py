"""Python 3.12 and newer: only the code that holds a breakpoint is watched, everything else runs at its own speed."""

import sys

# 0 is what pdb itself takes from Python 3.14 on; 1, 2 and 5 are for coverage, profilers and optimizers; 4 is the trace tool's.
PREFERRED = (3, 4, 0, 5, 1, 2)

FUNCTION = 0x2  # CO_NEWLOCALS


class Monitored:
    def __init__(self, stepping, breakpoints):
        self._stepping = stepping
        self._breakpoints = breakpoints
        self._id = None
        self._watched = {}

    def take_changes(self):
        """Watches the code that is running now, and has all other code ask again when it is next entered."""
        if self._id is None:
            if not self._breakpoints:
                return
            self._start()
        monitoring = sys.monitoring
        for code in list(self._watched.values()):
            if not self._breakpoints.of(code.co_filename):
                monitoring.set_local_events(self._id, code, 0)
                del self._watched[id(code)]
        monitoring.set_events(self._id, (monitoring.events.PY_START | monitoring.events.PY_RESUME) if self._breakpoints else 0)
        if not self._breakpoints:
            return
        for frame in list(sys._current_frames().values()):
            while frame is not None:
                self._watch(frame.f_code)
                frame = frame.f_back
        monitoring.restart_events()

    def stop(self):
        if self._id is None:
            return
        sys.monitoring.set_events(self._id, 0)
        for code in self._watched.values():
            sys.monitoring.set_local_events(self._id, code, 0)
        sys.monitoring.free_tool_id(self._id)
        self._id = None

    def _start(self):
        monitoring = sys.monitoring
        self._id = next(number for number in PREFERRED if monitoring.get_tool(number) is None)
        monitoring.use_tool_id(self._id, "tessera-pdb")
        monitoring.register_callback(self._id, monitoring.events.PY_START, self._enter)
        monitoring.register_callback(self._id, monitoring.events.PY_RESUME, self._enter)
        monitoring.register_callback(self._id, monitoring.events.LINE, self._line)

    def _enter(self, code, offset):
        self._watch(code)
        if id(code) not in self._watched or not is_one_line(code):
            return sys.monitoring.DISABLE
        # Its line is begun by the call itself, and not told again.
        breakpoint = (self._breakpoints.of(code.co_filename) or {}).get(code.co_firstlineno)
        if breakpoint is not None:
            self._stepping.passed(breakpoint, sys._getframe(1))
        return None

    def _watch(self, code):
        lines = self._breakpoints.of(code.co_filename)
        if lines is None or id(code) in self._watched:
            return
        if any(line in lines for _, _, line in code.co_lines()):
            # Held, so that no other code gets its identity.
            self._watched[id(code)] = code
            if not is_one_line(code):
                sys.monitoring.set_local_events(self._id, code, sys.monitoring.events.LINE)

    def _line(self, code, line):
        breakpoint = (self._breakpoints.of(code.co_filename) or {}).get(line)
        if breakpoint is None:
            return sys.monitoring.DISABLE
        self._stepping.passed(breakpoint, sys._getframe(1))
        return None


def is_one_line(code):
    """Whether a function stands in one line, its def and its body."""
    return code.co_flags & FUNCTION and all(line in (None, code.co_firstlineno) for _, _, line in code.co_lines())
