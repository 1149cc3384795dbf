"""Processes that the program starts: they share the channel with it, one speaking at a time."""

import os
import sys

from tessera_driver import sources
from tessera_driver.channel import decode, encode

try:
    import fcntl
except ImportError:
    fcntl = None

NUMBER = 12


class Children:
    """A file that has no name and that all processes of the program hold: its lock is the turn to speak, its content who has it and the breakpoints."""

    def __init__(self, session):
        self._session = session
        self._file = None
        self._seen = b""
        self.own_process = None

    def install(self):
        if fcntl is None:
            return
        os.register_at_fork(before=self.share, after_in_child=self._forked)
        from tessera_driver import commandlines
        commandlines.install(self._session, self)

    def join(self, file):
        """Takes part, in a process that another one of the program's started."""
        self._file, self.own_process = file, os.getpid()
        self.install()

    def share(self):
        """Makes the file, once there may be more than one process."""
        if self._file is None:
            self._file = anonymous_file()
            self._write(0)
        return self._file

    def take_turn(self):
        if self._file is None:
            return
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        size = os.fstat(self._file).st_size
        content = os.pread(self._file, size - NUMBER, NUMBER)
        if content != self._seen:
            # In another process, the agent has changed them meanwhile.
            self._seen = content
            self._session.breakpoints.restore(decode(content.decode()))
        os.pwrite(self._file, b"%*d" % (NUMBER, os.getpid()), 0)

    def give_turn(self):
        if self._file is not None:
            self._write(0)
            fcntl.lockf(self._file, fcntl.LOCK_UN)

    def pass_on(self, number):
        """Gives a signal to the process that the agent speaks with; says whether that is another one."""
        if self._file is None:
            return False
        speaker = int(os.pread(self._file, NUMBER, 0))
        if speaker in (0, os.getpid()):
            return False
        try:
            os.kill(speaker, number)
        except OSError:
            # It was killed while it had the turn.
            return False
        return True

    def _write(self, speaker):
        self._seen = encode(self._session.breakpoints.described())
        content = b"%*d" % (NUMBER, speaker) + self._seen
        os.pwrite(self._file, content, 0)
        os.ftruncate(self._file, len(content))

    def _forked(self):
        self.own_process = os.getpid()
        self._session.start_anew(sys._getframe(1))


def anonymous_file():
    if hasattr(os, "memfd_create"):
        return os.memfd_create("tessera")
    import tempfile
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def described(session):
    """What another process has to know."""
    return {"breakpoints": session.breakpoints.described(), "outputLimit": session.limit, "folder": sources.START}
