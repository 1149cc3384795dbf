"""Text on its way out: the program's, which must have left before a stop is reported, and the debugger's, which is bounded."""

import os
import stat
import sys
import time

try:
    import fcntl
except ImportError:
    fcntl = None

DRAIN_SECONDS = 0.25


class ProgramOutput:
    """The program's standard output and error."""

    def __init__(self):
        # Copies, because test runners put files in the place of the originals.
        self._pipes = [os.dup(descriptor) for descriptor in (1, 2) if fcntl and is_pipe(descriptor)]

    def deliver(self):
        """Flushes, and waits until the reader has emptied the pipes; says whether there was anything."""
        self.flush()
        if not any(unread(pipe) for pipe in self._pipes):
            return False
        deadline = time.monotonic() + DRAIN_SECONDS
        while any(unread(pipe) for pipe in self._pipes) and time.monotonic() < deadline:
            time.sleep(0.0002)
        return True

    @staticmethod
    def flush():
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):
                pass


def is_pipe(descriptor):
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def request_number():
    """The number by which a system is asked how much is in a pipe."""
    if sys.platform == "linux" and os.uname().machine in ("x86_64", "aarch64"):
        return 0x541B
    from termios import FIONREAD
    return FIONREAD


FIONREAD = request_number() if fcntl else 0


def unread(pipe):
    return int.from_bytes(fcntl.ioctl(pipe, FIONREAD, b"\0" * 4), sys.byteorder)


def bounded(text, limit):
    """The beginning and the end of a text, with a note of what is missing between."""
    if len(text) <= limit:
        return text
    head = limit // 2
    tail = len(text) - (limit - head)
    return f"{text[:head]}\n... ({tail - head} characters left out) ...\n{text[tail:]}"
