"""Where a program stops: at breakpoints in every thread, and line by line in the thread that an agent walks through."""

import sys
from _thread import get_ident

from tessera_driver import frames, patching
from tessera_driver.frames import is_first, mark
from tessera_driver.sources import lines_in, real

# Python 3.12 and newer tell of single lines of single functions; before, a function is called for every call of the program.
MONITORED = sys.version_info >= (3, 12)


class Again(BaseException):
    """Raised before anything of the program has run: its code is to be prepared for breakpoints that were set just now."""


class Stepping:
    """What the agent waits for. One thread is walked through at a time; breakpoints stop in all."""

    def __init__(self, breakpoints, stop):
        self._breakpoints = breakpoints
        self._stop = stop
        self.kind = "run"
        self.reason = "step"
        self._thread = None
        self._frame = None
        self._line = 0
        # A line for which both ways of noticing it may call: the second one passes.
        self._handled = None
        self._raising = None
        self._lines = {}
        self._traced_threads = {get_ident()}
        # Trace functions of the program's own, such as a coverage tool's, by thread.
        self._foreign = {}
        if MONITORED:
            from tessera_driver.monitored import Monitored
            self._monitored = Monitored(self, breakpoints)
            breakpoints.when_changed(self._monitored.take_changes)
        else:
            self._monitored = None
        self.patching = None
        if patching.is_possible():
            self.patching = patching.Patching(breakpoints, self._called, self._trace_from_here)
        self._at_start = self._has_left = False
        self._arriving_at = {}

    # What is waited for

    def go(self, kind, frame=None, line=0):
        """Has the current thread stop next by: step, next, until, return; or run, for breakpoints alone."""
        self.kind, self.reason, self._thread = kind, "step", get_ident()
        self._frame, self._line = frame, line

    @property
    def walks(self):
        """Whether the current thread is the one that is walked through."""
        return self.kind != "run" and self._thread == get_ident()

    def resume(self, frame):
        """Puts tracing in force in the current thread for what is waited for; the frame is the one that goes on."""
        if self.walks:
            mark(frame, self.local)
            sys.settrace(self.call)
        elif self._needs_tracing():
            mark(frame, None)
            mark(frame, self._passing, self._breakpoints)
            sys.settrace(self._running())
        else:
            sys.settrace(self._foreign.pop(get_ident(), None))

    def walk_from_start(self):
        """Stops at the first line of what runs next."""
        self.go("step")
        self._at_start = True
        sys.settrace(self.call)

    def _needs_tracing(self):
        """Whether a breakpoint is noticed by tracing alone."""
        return not MONITORED and any(item.enabled and not self._tells(item) for item in self._breakpoints)

    def _tells(self, breakpoint):
        """Whether a breakpoint's line tells of its own that it is passed."""
        return MONITORED or (self.patching is not None and self.patching.covers(breakpoint))

    def run_from_start(self):
        """Lets what runs next go, up to a breakpoint."""
        self.go("run")
        self.resume(None)

    def interrupt(self, frame):
        """Stops at the next line of the current thread."""
        self.go("step")
        self.reason = "interrupted"
        self.resume(frame)

    def trace_thread(self):
        """In a new thread, before Python 3.12."""
        if self._needs_tracing():
            self._traced_threads.add(get_ident())
            sys.settrace(self._running())

    def passes_by(self, threads):
        """Those of some threads in which a breakpoint that is set now does not stop."""
        return [] if MONITORED else [thread for thread in threads if thread not in self._traced_threads]

    def suspend(self):
        trace = sys.gettrace()
        if trace is not None and not self._is_own(trace):
            self._foreign[get_ident()] = trace
        sys.settrace(None)

    def _is_own(self, trace):
        return getattr(trace, "__self__", None) is self or getattr(trace, "__module__", None) == __name__

    def leave(self):
        """Nothing stops any more."""
        self.kind = "run"
        self._has_left = True
        sys.settrace(None)
        if self._monitored:
            self._monitored.stop()

    # Line by line

    def call(self, frame, event, argument):
        if frames.is_own(frame):
            return None
        if self._thread != get_ident():
            return None
        if self.kind == "step":
            if not is_first(frame):
                self._stop(frame, "call")
            return self.local
        if frame is self._frame or (not MONITORED and self._breakpoints.of(frame.f_code.co_filename)):
            return self.local
        return None

    def local(self, frame, event, argument):
        if event == "line":
            self._handle_line(frame)
        elif event == "return":
            self._handle_return(frame, argument)
        elif event == "exception":
            self._handle_exception(frame, argument)
        return self.local

    def _handle_line(self, frame):
        if self._raising is not None and self._raising[0] is frame:
            self._raising = None
        handled, self._handled = self._handled, None
        if handled == ("line", frame, frame.f_lasti):
            return
        breakpoint = (self._breakpoints.of(frame.f_code.co_filename) or {}).get(frame.f_lineno)
        stops = self._stops_in(frame)
        if breakpoint is not None and (stops or not MONITORED):
            if MONITORED:
                self._handled = ("breakpoint", frame, frame.f_lasti)
            if self.reach(breakpoint, frame):
                return
        if stops:
            at_start, self._at_start = self._at_start, False
            reason, self.reason = self.reason, "step"
            self._stop(frame, reason)
            if at_start and self.kind == "run" and self.patching is not None:
                self._consider_again(frame)

    def _consider_again(self, frame):
        """Has the program's code prepared anew, since nothing of it has run yet, where breakpoints were set in it meanwhile."""
        file = real(frame.f_code.co_filename)
        if is_first(frame) and self._breakpoints.armed.get(file) and self._needs_tracing():
            self.patching.begin_anew(file)
            if not self._needs_tracing():
                # Where the program stands now is not passed once more.
                self._handled = ("again", frame.f_lineno)
                sys.settrace(None)
                raise Again

    def _stops_in(self, frame):
        if self._thread != get_ident():
            return False
        if self.kind == "step":
            return True
        return frame is self._frame and (self.kind == "next" or (self.kind == "until" and frame.f_lineno >= self._line))

    def _handle_return(self, frame, value):
        raised, self._raising = self._raising, None
        if not self.walks:
            return
        if self.kind != "step":
            if frame is not self._frame or frames.is_suspending(frame):
                return
        elif frames.is_suspending(frame) and raised is None:
            # What the caller of a generator goes on with is the next step.
            mark(frame.f_back, self.local)
            return
        problem = raised[1] if raised is not None and raised[0] is frame and value is None else None
        self._stop(frame, "return", value=value, problem=problem)
        if self.kind in ("next", "until", "return") and frame is self._frame:
            # The frame is done: the next line of whoever called it.
            self._frame = frames.caller_of(frame)
            self.kind = "next" if self._frame is not None else "run"
        if self.kind != "run":
            mark(frame.f_back, self.local)

    def _handle_exception(self, frame, raised):
        kind, value, trace = raised
        self._raising = (frame, value)
        if self._thread != get_ident() or self.kind in ("run", "return"):
            return
        if self.kind != "step" and frame is not self._frame:
            return
        if frames.is_generator(frame) and trace is None and kind is StopIteration:
            return
        self._stop(frame, "exception", trace=trace, problem=value if isinstance(value, BaseException) else kind(value))

    # Breakpoints

    def passed(self, breakpoint, frame):
        """Called for a line with a breakpoint where single lines are told."""
        handled, self._handled = self._handled, None
        if handled != ("breakpoint", frame, frame.f_lasti) and self.reach(breakpoint, frame) and sys.gettrace() is not None:
            self._handled = ("line", frame, frame.f_lasti)

    def _called(self, frame, line):
        """Called by a line with a breakpoint itself, where code has been prepared, just before it begins."""
        handled, self._handled = self._handled, None
        if self._has_left or handled == ("again", line) or (frame.f_trace is not None and sys.gettrace() is not None):
            # Where lines are traced, its beginning tells.
            return
        breakpoint = (self._breakpoints.of(frame.f_code.co_filename) or {}).get(line)
        if breakpoint is None:
            return
        stops, note = self._breakpoints.hit(breakpoint, frame)
        if stops:
            # The stop is made at the line's beginning, from a trace function, where variables and the line to go on with can be changed.
            self._arriving_at[frame] = breakpoint, note
            frame.f_trace = self._arrive
            if sys.gettrace() is None:
                sys.settrace(self._overlook)

    def _overlook(self, frame, event, argument):
        return None

    def _arrive(self, frame, event, argument):
        breakpoint, note = self._arriving_at.pop(frame, (None, None))
        if breakpoint is not None and event == "line":
            self._stop(frame, "breakpoint", breakpoint=breakpoint, note=note)
        return self.local

    def _trace_from_here(self):
        if not self.walks:
            sys.settrace(self._running())

    def reach(self, breakpoint, frame):
        """Stops at a breakpoint if it is to; says whether it did."""
        stops, note = self._breakpoints.hit(breakpoint, frame)
        if stops:
            self._stop(frame, "breakpoint", breakpoint=breakpoint, note=note)
        return stops

    def _running(self):
        # Called for every call of the program: the name alone decides for nearly all of them.
        def running(frame, event, argument, names=self._breakpoints.names, check=self._check):
            if frame.f_code.co_name in names:
                return check(frame)
            return None

        return running

    def _check(self, frame):
        lines = self._breakpoints.of(frame.f_code.co_filename)
        if lines is None:
            return None
        own = self._lines.get(frame.f_code)
        if own is None:
            own = self._lines[frame.f_code] = lines_in(frame.f_code)
        return self._passing if any(line in own for line in lines) else None

    def _passing(self, frame, event, argument):
        if event == "line":
            lines = self._breakpoints.of(frame.f_code.co_filename)
            if lines is not None:
                breakpoint = lines.get(frame.f_lineno)
                if breakpoint is not None:
                    self.reach(breakpoint, frame)
                    if self.walks:
                        return self.local
        return self._passing
