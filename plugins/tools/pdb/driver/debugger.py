"""pdb with its prompt replaced by a channel: pdb's own commands, structured stops."""

import dis
import io
import os
import pdb
import sys
import traceback

from tessera_driver import breakpoints, places, statements
from tessera_driver.interrupts import is_own
from tessera_driver.output import ProgramOutput, bounded
from tessera_driver.threads import ThreadWatch


class Debugger(pdb.Pdb):
    def __init__(self, channel, output_limit):
        # pdb imports readline for its prompt, which we do not have.
        sys.modules["readline"] = None
        try:
            super().__init__(stdin=io.StringIO(), stdout=io.StringIO(), nosigint=True, readrc=False)
        finally:
            del sys.modules["readline"]
        self.waiting = self.commanding = self.failed = self.called = self.interrupted = False
        self.currentbp = 0
        self.threads = ThreadWatch(self)
        self.notes = []
        self._channel = channel
        self._output_limit = output_limit
        self._program_output = ProgramOutput()
        self._real_paths = {}
        self._request = 0
        self._stop = {}
        self._start_folder = os.getcwd()

    # Where the program stands

    def canonic(self, filename):
        """One name for a file, whatever links lead to it."""
        if filename[:1] == "<" and filename[-1:] == ">":
            return filename
        if filename not in self._real_paths:
            self._real_paths[filename] = os.path.normcase(os.path.realpath(filename))
        return self._real_paths[filename]

    def get_stack(self, f, t):
        """The program's frames, without the debugger's below them."""
        stack, index = super().get_stack(f, t)
        own = 0
        while own < len(stack) - 1 and is_own(stack[own][0]):
            own += 1
        return stack[own:], max(0, index - own)

    def stop_here(self, frame):
        return not is_own(frame) and super().stop_here(frame)

    @property
    def continues(self):
        """Whether only breakpoints stop the program now."""
        return self.stopframe is self.botframe and self.stoplineno == -1

    def lookupmodule(self, filename):
        path = os.path.join(self._start_folder, filename)
        return path if os.path.isfile(path) else super().lookupmodule(filename)

    # Stops

    def user_call(self, frame, argument_list):
        if self.stop_here(frame):
            self.message("--Call--")
            self.interaction(frame)

    def user_line(self, frame):
        number, self.currentbp = self.currentbp, 0
        called, self.called = self.called, False
        self.interaction(frame, None, "breakpoint" if number or called else "step", breakpoint=number or None)

    # Where Python 3.13 and newer stop for breakpoint(): in its own line, not in the next.
    user_opcode = user_line

    def user_return(self, frame, return_value):
        frame.f_locals["__return__"] = return_value
        self.message(f"--Return-- {self._shown(return_value)}")
        self.interaction(frame)

    def user_exception(self, frame, exc_info):
        kind, value, trace = exc_info
        frame.f_locals["__exception__"] = kind, value
        self.interaction(frame, trace, "exception", exception=summary(kind, value))

    def breakpoint_called(self, *args, header=None, **kws):
        """Takes the place of breakpoint() and pdb.set_trace(), which would open a prompt on the program's own streams."""
        if header is not None:
            self.message(header)
        self.called = True
        self.set_trace(sys._getframe().f_back)

    def interaction(self, frame, tb_or_exc=None, reason="step", **details):
        trace = tb_or_exc
        if isinstance(tb_or_exc, BaseException):
            self._chained_exceptions, trace = self._get_tb_and_exceptions(tb_or_exc)
            self._chained_exception_index = len(self._chained_exceptions) - 1
        self.setup(frame, trace)
        if self.interrupted:
            reason, self.interrupted = "interrupted", False
        self._stop = {"reason": reason, "moved": True, **details}
        self.cmdloop()
        self.forget()

    def cmdloop(self, intro=None):
        """Reports the stop, then answers commands until one of them lets the program go on."""
        getattr(self, "_show_display", self.preloop)()
        while True:
            self.report()
            self.waiting = True
            request = self._channel.receive()
            if request is None:
                os._exit(1)
            self._request = request["id"]
            # An interruption that came when the program had just stopped by itself is not the next stop's reason.
            self.interrupted = False
            self.waiting, self.commanding = False, True
            try:
                if self._perform(request["text"]):
                    return
            except KeyboardInterrupt:
                self.error("KeyboardInterrupt: the command was interrupted.")
            finally:
                self.commanding = False

    def report(self, **end):
        """Answers the request at hand with where the program stands, or how it ended, and what the debugger said."""
        wrote = self._program_output.deliver()
        stop = end or {**self._stop, **places.describe(self)}
        text, self.stdout = self.stdout.getvalue(), io.StringIO()
        self._channel.send({
            "id": self._request, "output": bounded(text, self._output_limit), "failed": self.failed, "wrote": wrote,
            "stop": stop, "breakpoints": breakpoints.describe(),
            "notes": self.notes + self.threads.take_notes(),
        })
        self.notes, self.failed, self._stop["moved"] = [], False, False

    # Commands

    def _perform(self, text):
        problem = statements.problem_with(text)
        if problem:
            self.error(problem)
            return False
        try:
            # pdb would take several lines, and ';;' in a string, for several commands.
            plain = "\n" in text or (";;" in text and statements.is_statement(text))
            return self.default(text) if plain else self.onecmd(text if ";;" in text else self.precmd(text))
        except pdb.bdb.BdbQuit:
            raise
        except Exception as problem:
            self.error(summary(type(problem), problem))
            return False

    def default(self, line):
        """Runs a statement. An unfinished one is refused here, since newer versions of pdb would read the rest from a prompt."""
        statement = line[1:].strip() if line.startswith("!") else line
        if not statement.startswith("$"):
            try:
                compile(statement + "\n", "<stdin>", "single")
            except (SyntaxError, ValueError) as problem:
                self.error(summary(type(problem), problem))
                return None
        # The empty line ends a compound statement, as at a prompt.
        return super().default(statement + "\n")

    def error(self, msg):
        self.failed = True
        super().error(msg)

    def checkline(self, filename, lineno, *more):
        line = super().checkline(filename, lineno, *more)
        self.failed = self.failed or not line
        return line

    def do_break(self, arg, temporary=0):
        before = breakpoints.current()
        place, comma, condition = arg.partition(",")
        super().do_break((self._body_of(place) or place) + comma + condition, temporary)
        for added in [breakpoint for breakpoint in breakpoints.current() if breakpoint not in before]:
            for earlier in before:
                if (earlier.file, earlier.line) == (added.file, added.line):
                    self._merge(earlier, added)
                    break

    do_b = do_break

    def _body_of(self, name):
        """The first line in a function's body, as file:line: pdb before 3.13 misses it when that line has a breakpoint, too."""
        if not name.strip().replace(".", "").isidentifier():
            return None
        try:
            function = self._getval_except(name.strip())
            code = getattr(function, "__func__", function).__code__
        except AttributeError:
            return None
        body = [line for _, line in dis.findlinestarts(code) if line is not None and line > code.co_firstlineno]
        return f"{code.co_filename}:{body[0]}" if body else None

    def _merge(self, earlier, added):
        earlier.cond = added.cond
        self.clear_bpbynumber(added.number)
        stops = f"when {earlier.cond}" if earlier.cond else "always"
        self.message(f"Breakpoint {earlier.number} stands there already; it is kept and stops {stops}.")

    def do_clear(self, arg):
        if arg:
            return super().do_clear(arg)
        self.clear_all_breaks()
        self.message("All breakpoints have been cleared.")

    do_cl = do_clear

    def _refuse_prompt(self, arg):
        self.error("This command opens a prompt of its own, which is not available here. "
                   "Give Python statements one at a time instead; to stop in a function, set a breakpoint in it.")

    do_interact = do_debug = do_commands = _refuse_prompt

    def _shown(self, value):
        try:
            return repr(value)
        except Exception as problem:
            return f"(its repr failed: {summary(type(problem), problem)})"


def summary(kind, value):
    return traceback.format_exception_only(kind, value)[-1].strip()
