"""Threads: before Python 3.12 each has to be traced from its start, and an exception that ends one is a stop."""

import _thread
import sys

from tessera_driver.stepping import MONITORED

STARTERS = ("start_new_thread", "start_new", "start_joinable_thread")


def install(session):
    if MONITORED:
        return
    loaded = sys.modules.get("threading")
    for name in STARTERS:
        start = getattr(_thread, name, None)
        if start is None:
            continue
        traced = starter(session, start)
        setattr(_thread, name, traced)
        if loaded is not None and hasattr(loaded, "_" + name):
            setattr(loaded, "_" + name, traced)


def starter(session, start):
    def start_traced(function, *arguments, **named):
        def run(*given, **more):
            session.stepping.trace_thread()
            return function(*given, **more)

        return start(run, *arguments, **named)

    return start_traced


def watch_ends(session, threading):
    """Called with the module when the program imports it."""
    usual = threading.excepthook

    def examine(ending):
        if ending.exc_type is not SystemExit and ending.exc_traceback is not None:
            from tessera_driver.serving import post_mortem
            session.stepping.suspend()
            post_mortem(session, ending.exc_value, ending.exc_traceback)
        usual(ending)

    threading.excepthook = examine
