"""Python 3.12 and newer: only the code that was asked for is instrumented, everything else runs at its own speed."""

import sys

from tessera_driver.tracing import python_code

OWN_ID = 4


class Monitored:
    def __init__(self, tracing):
        self._tracing = tracing
        self._monitoring = sys.monitoring
        self._asked = {}
        self._kept = []
        self._rested = False
        events = sys.monitoring.events
        self._counting = events.PY_RETURN
        self._all = events.PY_RETURN | events.LINE | events.PY_YIELD | (events.CALL if tracing.settings.callees else 0)

    def start(self):
        events = self._monitoring.events
        self._monitoring.use_tool_id(OWN_ID, "tessera-trace")
        for event, callback in (
            (events.PY_START, self._start), (events.LINE, self._line), (events.PY_RETURN, self._return),
            (events.PY_YIELD, self._yield), (events.CALL, self._call), (events.PY_UNWIND, self._unwind),
        ):
            self._monitoring.register_callback(OWN_ID, event, callback)
        self._monitoring.set_events(OWN_ID, events.PY_START | events.PY_UNWIND)

    def prepared(self, code):
        return code

    def stop(self):
        if self._monitoring.get_tool(OWN_ID) is not None:
            self._monitoring.set_events(OWN_ID, 0)
            for code in self._kept:
                self._monitoring.set_local_events(OWN_ID, code, 0)
            self._monitoring.free_tool_id(OWN_ID)

    def _start(self, code, offset):
        asked = self._asked.get(id(code))
        if asked is None:
            asked = self._tracing.asked_of(code)
            if asked is None:
                return self._monitoring.DISABLE
            self._asked[id(code)] = asked
            # Held, so that no other code gets its identity.
            self._kept.append(code)
        elif self._tracing.is_done(asked):
            self._monitoring.set_local_events(OWN_ID, code, 0)
            return self._monitoring.DISABLE
        if self._tracing.enter(asked, sys._getframe(1)) or asked[1]:
            self._instrument(code)
        elif not self._monitoring.get_local_events(OWN_ID, code):
            self._monitoring.set_local_events(OWN_ID, code, self._counting)
        return None

    def _instrument(self, code):
        if self._rested:
            # Lines of loops that an earlier invocation has turned too often.
            self._rested = False
            self._monitoring.restart_events()
        self._monitoring.set_local_events(OWN_ID, code, self._all)

    def _line(self, code, line):
        asked = self._asked.get(id(code))
        if asked is None:
            return self._monitoring.DISABLE
        frame = sys._getframe(1)
        self._tracing.line(asked, frame, line)
        return self._rest(asked, frame)

    def _return(self, code, offset, value):
        self._left(code, self._tracing.leave, value)

    def _yield(self, code, offset, value):
        self._tracing.pause(sys._getframe(1), value)

    def _unwind(self, code, offset, problem):
        self._left(code, self._tracing.unwind, problem)

    def _left(self, code, how, result):
        asked = self._asked.get(id(code))
        if asked is None or self._tracing.is_done(asked):
            return
        how(asked, sys._getframe(2), result)
        if self._tracing.is_satisfied(asked) and not self._tracing.is_followed(code):
            self._monitoring.set_local_events(OWN_ID, code, self._counting)

    def _call(self, code, offset, called, first):
        frame = sys._getframe(1)
        if frame not in self._tracing.active:
            return None
        target = python_code(called)
        if target is not None:
            self._tracing.call(frame, target)
        return self._rest(self._asked[id(code)], frame)

    def _rest(self, asked, frame):
        if frame not in self._tracing.active or not self._tracing.is_tired(asked, frame):
            return None
        self._rested = True
        return self._monitoring.DISABLE
