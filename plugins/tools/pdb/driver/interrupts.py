"""Ctrl-C as a stop: the program stands still where it is, with all it has, instead of dying."""

import sys
from _signal import SIGINT, default_int_handler, signal
from _thread import get_ident

from tessera_driver import frames


def install(session):
    if session.is_main_thread():
        signal(SIGINT, Interrupts(session).take)


def uninstall():
    signal(SIGINT, default_int_handler)


class Interrupts:
    def __init__(self, session):
        self._session = session

    def take(self, number, frame):
        session = self._session
        if session.children is not None and session.children.pass_on(number):
            # It is meant for the process that the agent speaks with.
            return
        if session.commanding:
            # A command's own evaluation: whoever evaluates it takes the exception.
            if session.talker == get_ident():
                raise KeyboardInterrupt
            raise_in(session.talker)
        elif session.talker is None:
            self._stop(frame)

    def _stop(self, frame):
        session = self._session
        inner = frame
        while inner is not None and not frames.is_own(inner):
            inner = inner.f_back
        if frame is not inner and not is_evaluating(frame):
            # Stopping here and now, not at the next line: a sleep or a read would first go on to its end.
            session.notes += session.others()
            session.stop(frame, "interrupted")
            write_back(frame)
        elif is_evaluating(frame):
            # A breakpoint's condition.
            raise KeyboardInterrupt
        else:
            session.stepping.interrupt(frame)


def is_evaluating(frame):
    while frame is not None:
        if frame.f_code.co_name == "hit" and frame.f_code.co_filename == "<tessera_driver.breakpoints>":
            return True
        frame = frame.f_back
    return False


def raise_in(thread):
    import ctypes
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(KeyboardInterrupt))


def write_back(frame):
    """Before Python 3.13, changed locals reach a frame by themselves only from inside its own trace function."""
    if sys.version_info >= (3, 13) or frame is None:
        return
    try:
        import ctypes
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    except (ImportError, AttributeError):
        pass
