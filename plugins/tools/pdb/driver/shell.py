"""pdb itself, with its prompt taken away: it looks at frames and evaluates; stepping and breakpoints are not its own."""

import io
import pdb
import sys

from tessera_driver import frames, sources
from tessera_driver.interrupts import write_back
from tessera_driver.session import summary


class Shell(pdb.Pdb):
    def __init__(self, session):
        # pdb imports readline for its prompt, which we do not have.
        sys.modules["readline"] = None
        try:
            super().__init__(stdin=io.StringIO(), stdout=io.StringIO(), nosigint=True, readrc=False)
        finally:
            del sys.modules["readline"]
        self.session = session

    def enter(self, frame, trace, problem):
        """Looks at a stop."""
        if isinstance(problem, BaseException) and hasattr(self, "_get_tb_and_exceptions"):
            self._chained_exceptions, _ = self._get_tb_and_exceptions(problem)
            self._chained_exception_index = len(self._chained_exceptions) - 1
        self.botframe = None
        self.setup(frame, trace)

    def leave(self):
        self.forget()
        self._chained_exceptions, self._chained_exception_index = (), 0

    def get_stack(self, f, t):
        return frames.stack_of(f, t)

    def get_file_breaks(self, filename):
        return list(self.session.breakpoints.of(filename) or ())

    def canonic(self, filename):
        return sources.real(filename)

    def format_stack_entry(self, frame_lineno, lprefix=": "):
        text = super().format_stack_entry(frame_lineno, lprefix)
        return sources.shown(text)

    # What it says

    def message(self, msg, end="\n"):
        self.session.message(msg)

    def error(self, msg):
        self.session.error(msg)

    def flush(self):
        """Hands over what was written past message()."""
        text = self.stdout.getvalue()
        if text:
            self.stdout.seek(0)
            self.stdout.truncate()
            self.session.message(text.rstrip("\n"))

    def show_displays(self):
        getattr(self, "_show_display", self.preloop)()
        self.flush()

    # What it does

    def perform(self, text):
        try:
            return bool(self.onecmd(text))
        except Exception as problem:
            self.error(summary(problem))
            return False
        finally:
            self.flush()

    def perform_statement(self, text):
        try:
            return bool(self.default(text))
        finally:
            self.flush()

    def onecmd(self, line):
        # Not pdb's own, which looks for a command list that is being typed in.
        return super(pdb.Pdb, self).onecmd(line)

    def default(self, line):
        """Runs a statement. An unfinished one is refused here, since newer versions of pdb would read the rest from a prompt."""
        statement = line[1:].strip() if line.startswith("!") else line
        if not statement.startswith("$"):
            try:
                compile(statement + "\n", "<stdin>", "single")
            except (SyntaxError, ValueError) as problem:
                self.error(summary(problem))
                return None
        # Before Python 3.13, a frame takes changes back only after its variables were asked for.
        _ = self.curframe.f_locals
        # The empty line ends a compound statement, as at a prompt.
        super().default(statement + "\n")
        write_back(self.curframe)
        return None

    def do_jump(self, arg):
        if self.session.frame is None:
            self.error("After an uncaught exception the program cannot go on from another line; `restart` begins anew.")
            return
        super().do_jump(arg)
        self.stack[self.curindex] = self.curframe, self.curframe.f_lineno

    do_j = do_jump

    # What `help` says of commands that are others here than at pdb's prompt.

    def do_commands(self, arg):
        """commands [number]
        ...
        end

        Takes the commands in the lines below, in the same call, to be performed
        at each stop at the breakpoint; without a number, at the newest one.
        `silent` is accepted; a command that goes on, such as c, ends the list.
        With `end` alone, the breakpoint's commands are removed.
        """

    def do_interact(self, arg):
        """interact

        Not available here: give Python statements as commands, one a call,
        over as many lines as needed; what they assign stays.
        """

    def do_debug(self, arg):
        """debug code

        Not available here: set a breakpoint in the function, and give an entry
        point that makes the call, such as python3 -c 'import main; main.work(1)'.
        """

    if not hasattr(pdb.Pdb, "do_exceptions"):
        def do_exceptions(self, arg):
            """exceptions [number]

            Needs Python 3.13 or newer: before, look at an exception's
            __cause__ and __context__.
            """
            self.error("`exceptions` needs Python 3.13 or newer. Look at the exception's __cause__ or __context__; the traceback above shows where each was raised.")

    def do_restart(self, arg):
        """run/restart [arguments]

        Starts the program anew, with other arguments where some are given.
        Breakpoints are kept.
        """

    do_run = do_restart

    def do_EOF(self, arg):
        self.error("There is no prompt to leave; `q` ends the program.")
