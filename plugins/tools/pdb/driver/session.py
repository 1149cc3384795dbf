"""The dialogue with the host: where the program stands, what is to be done, one stopped thread at a time."""

import os
import sys
from _thread import allocate_lock, get_ident

from tessera_driver import commands, frames, places, sources
from tessera_driver.breakpoints import Breakpoints
from tessera_driver.output import ProgramOutput, bounded
from tessera_driver.stepping import Stepping
from tessera_driver.watch import Watch, forget_compiled

QUIET_MILLISECONDS = 15

# Stops that the agent need not have waited for.
UNASKED = ("breakpoint", "interrupted", "post-mortem")


class Session:
    def __init__(self, channel, start):
        self.breakpoints = Breakpoints()
        self.stepping = Stepping(self.breakpoints, self.stop)
        self.notes = []
        self.aliases = start.get("aliases") or {}
        # The thread that speaks with the host, and what it does: nothing, waiting for a request, or performing one.
        self.talker = None
        self.waiting = self.commanding = False
        self.children = None
        self.main_is_done = False
        self.frame = self.trace = self.problem = None
        self.shell = None
        self._entered = False
        self._channel = channel
        self.limit = start["outputLimit"]
        self._lock = allocate_lock()
        self.output = ProgramOutput()
        self._main = get_ident()
        self._request = 0
        self._said = []
        self._failed = False
        self._stop = {}
        self._changed = []
        self.watch = Watch()

    # Saying things

    def message(self, text):
        self._said.append(text)

    def error(self, text):
        self._failed = True
        self._said.append("*** " + text)

    # Stops

    def stop(self, frame, reason, breakpoint=None, note=None, trace=None, problem=None, value=None, **details):
        """Holds the current thread until the agent lets it go on."""
        ident = get_ident()
        if self.talker == ident:
            # Code that a command runs passes through.
            return
        before = sys.gettrace()
        self.stepping.suspend()
        self._lock.acquire()
        try:
            if self.children is not None:
                self.children.take_turn()
            if not self._is_wanted(reason, breakpoint):
                sys.settrace(before)
                return
            self.talker = ident
            self._dialogue(frame, reason, breakpoint, note, trace, problem, value, details)
        finally:
            self.talker = None
            if self.children is not None:
                self.children.give_turn()
            self._lock.release()

    def _is_wanted(self, reason, breakpoint):
        """Whether a stop is still one when the thread's turn has come: meanwhile, another one's dialogue may have changed that."""
        if breakpoint is not None:
            return breakpoint.enabled and self.breakpoints.by_number.get(breakpoint.number) is breakpoint
        return reason in UNASKED or self.stepping.walks

    def called(self, frame):
        """Stops for breakpoint() in the program, in its own line."""
        self.stop(frame, "breakpoint")

    def end(self):
        """Says that the program has ended by itself."""
        if self.children.own_process is not None:
            return
        self._lock.acquire()
        self.children.take_turn()
        self.report(reason="exited")
        self._channel.close()

    def start_anew(self, frame):
        """In a process that was forked off: nothing of the dialogue is its own."""
        self._lock = allocate_lock()
        self._main = get_ident()
        self.talker = None
        self.waiting = self.commanding = False
        self.notes, self._said = [], []
        self.stepping.suspend()
        self.stepping.go("run")
        self.stepping.resume(frame)

    @property
    def channel_file(self):
        return self._channel.stream.fileno()

    def is_main_thread(self):
        return get_ident() == self._main

    def _dialogue(self, frame, reason, breakpoint, note, trace, problem, value, details):
        self.frame, self.trace, self.problem = frame, trace, problem
        self._entered = False
        if note:
            self.notes.append(note)
        if reason == "call":
            self.message("--Call--")
        elif reason == "return":
            self.message(f"--Return-- {shown(value)}" if problem is None else f"--Return-- by an exception: {summary(problem)}")
            frame.f_locals["__return__"] = value
        self._stop = {"reason": "step" if reason in ("call", "return") else reason, "moved": True, **self._thread(), **details}
        if problem is not None and reason != "return":
            self._stop["exception"] = summary(problem)
        if breakpoint is not None:
            self._stop["breakpoint"] = breakpoint.number
            if breakpoint.temporary:
                self.breakpoints.remove(breakpoint)
                self.breakpoints.arm()
        if self.shell is not None and self.shell.displaying:
            self.enter().show_displays()
        self.stepping.go("run")
        if not (breakpoint is not None and breakpoint.commands and commands.perform_all(self, breakpoint.commands)):
            self._converse()
        if self._entered:
            self.shell.leave()
        if frame is not None:
            self.stepping.resume(frame)
        self.frame = self.trace = self.problem = None

    def _converse(self):
        """Reports the stop, then answers commands until one of them lets the program go on."""
        while True:
            changed, self._changed = self._changed, []
            self.report(changed)
            self.waiting = True
            if self.shell is None and self._channel.is_quiet(QUIET_MILLISECONDS):
                # While nobody waits for it: it takes longer to load than a command may take.
                self._load_shell()
            request = self._channel.receive()
            if request is None:
                os._exit(1)
            self._request = request["id"]
            if self._has_to_ask(request):
                continue
            self.waiting, self.commanding = False, True
            try:
                if commands.perform(self, request["text"]):
                    return
            except KeyboardInterrupt:
                self.error("KeyboardInterrupt: the command was interrupted.")
            finally:
                self.commanding = False

    def _has_to_ask(self, request):
        """Whether files have changed, so that the host has to say what becomes of the program and of breakpoints in them."""
        for file in request.get("edited") or ():
            forget_compiled(file)
        changed = self.watch.changes()
        if request.get("breakpoints") is not None:
            self.notes += self.breakpoints.restore(request["breakpoints"])
        if changed and not request.get("regardless"):
            self._changed = changed
            return True
        return False

    def report(self, changed=(), **end):
        """Answers the request at hand with where the program stands, or how it ended, and what the debugger said."""
        wrote = self.output.deliver()
        text, self._said = "\n".join(self._said), []
        stop = end or {**self._stop, **places.describe(*self.place())}
        self._channel.send({
            "id": self._request, "output": bounded(text, self.limit), "failed": self._failed, "wrote": wrote, "stop": stop,
            "breakpoints": self.breakpoints.described(), "notes": self.notes, "loaded": self.watch.take_in(self.breakpoints), "changed": changed,
            "aliases": self.shell.aliases if self.shell is not None else self.aliases,
        })
        self.notes, self._failed, self._stop["moved"] = [], False, False

    def place(self):
        """The selected frame and its line."""
        if self._entered:
            return self.shell.stack[self.shell.curindex]
        if self.frame is None and self.trace is None:
            return None, 0
        stack, index = frames.stack_of(self.frame, self.trace)
        return stack[index]

    @property
    def selected(self):
        """The frame that commands are about."""
        return self.place()[0]

    # pdb itself, loaded when a command first needs it

    def enter(self):
        """pdb at the current stop."""
        if self.shell is None:
            self._load_shell()
        if not self._entered:
            self._entered = True
            self.shell.enter(self.frame, self.trace, self.problem)
        return self.shell

    def _load_shell(self):
        from tessera_driver import isolation
        with isolation.standard_library():
            from tessera_driver.shell import Shell
            self.shell = Shell(self)
        self.shell.aliases.update(self.aliases)

    # What else is told

    def _thread(self):
        ident = get_ident()
        details = {"process": self.children.own_process if self.children is not None else None}
        if ident == self._main:
            return details
        threading = sys.modules.get("threading")
        known = getattr(threading, "_active", {}).get(ident)
        return {**details, "thread": getattr(known, "name", None) or f"thread {ident}"}

    def others(self):
        """Where the other threads stand, in sentences."""
        told = ["The program's main part has ended; it waits for what it started, such as threads."] if self.main_is_done else []
        running = sys._current_frames()
        for ident, name in self.threads().items():
            frame = running.get(ident)
            if frame is not None and not frames.is_own(frame):
                told.append(f"Thread {name} is at {sources.shown(sources.real(frame.f_code.co_filename))}:{frame.f_lineno} in {frame.f_code.co_name}.")
        return told[:20]

    @staticmethod
    def threads():
        """The names of the threads other than the current one."""
        active = getattr(sys.modules.get("threading"), "_active", {})
        return {ident: getattr(active.get(ident), "name", str(ident)) for ident in sys._current_frames() if ident != get_ident()}


def shown(value):
    try:
        return repr(value)
    except Exception as problem:
        return f"(its repr failed: {summary(problem)})"


def summary(problem):
    import traceback
    return traceback.format_exception_only(type(problem), problem)[-1].strip()
