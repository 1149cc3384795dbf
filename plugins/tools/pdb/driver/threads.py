"""Notices breakpoints that only other threads pass: they do not stop there, and nobody should wait for it in silence."""

import dis
import sys
import threading


class ThreadWatch:
    def __init__(self, debugger):
        self._debugger = debugger
        self._passed = {}

    def install(self):
        threading.settrace(self._enter)

    def _enter(self, frame, event, argument):
        if not self._debugger.breaks:
            sys.settrace(None)
            return
        code = frame.f_code
        stops = self._debugger.breaks.get(self._debugger.canonic(code.co_filename))
        if not stops:
            return
        lines = {line for _, line in dis.findlinestarts(code)}
        for line in stops:
            if line in lines:
                self._passed.setdefault((code.co_filename, line), threading.current_thread().name)

    def take_notes(self):
        passed, self._passed = self._passed, {}
        return [
            f"The code at {file}:{line} ran in the thread {thread}; breakpoints stop in the main thread only."
            for (file, line), thread in sorted(passed.items())
        ]
