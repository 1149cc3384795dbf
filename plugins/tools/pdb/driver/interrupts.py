"""Ctrl-C as a stop: the program stands still where it is, with all it has, instead of dying."""

import bdb
import pdb
import signal
import sys

DEBUGGER_FILES = {bdb.Bdb.reset.__code__.co_filename, pdb.Pdb.reset.__code__.co_filename}


def is_own(frame):
    file = frame.f_code.co_filename
    return file in DEBUGGER_FILES or file.startswith("<tessera_driver")


class Interrupts:
    def __init__(self, debugger):
        self._debugger = debugger

    def install(self):
        signal.signal(signal.SIGINT, self._interrupt)

    @staticmethod
    def uninstall():
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def _interrupt(self, number, frame):
        debugger = self._debugger
        if debugger.waiting:
            return
        callers = list(self._callers(frame))
        if debugger.commanding or any(caller.f_code is bdb.effective.__code__ for caller in callers):
            # A command's own evaluation, or a breakpoint's condition: whoever evaluates it takes the exception.
            raise KeyboardInterrupt
        if any(is_own(caller) for caller in callers):
            self._arm(callers)
            debugger.interrupted = True
            debugger.set_step()
            return

        # Stopping here and now, not at the next line: a sleep or a read would first go on to its end.
        sys.settrace(None)
        debugger.interaction(frame, None, "interrupted")
        write_back(frame)
        if debugger.breaks or not debugger.continues:
            self._arm(callers)
            sys.settrace(debugger.trace_dispatch)

    def _callers(self, frame):
        while frame is not None and frame is not self._debugger.botframe:
            yield frame
            frame = frame.f_back

    def _arm(self, callers):
        for caller in callers:
            if not is_own(caller):
                caller.f_trace = self._debugger.trace_dispatch


def write_back(frame):
    """Before Python 3.13, changed locals reach a frame by themselves only from inside a trace function."""
    if sys.version_info >= (3, 13):
        return
    try:
        import ctypes
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    except (ImportError, AttributeError):
        pass
