"""The life of one traced run: prepared, run to its end, what was seen reported."""

import atexit
import os
import sys
from _signal import SIGINT, signal
from _thread import allocate_lock

from tessera_driver import places, runners, target
from tessera_driver.channel import Channel
from tessera_driver.tracing import Tracing

if sys.version_info >= (3, 12):
    from tessera_driver.monitored import Monitored as Means
else:
    from tessera_driver.woven import Woven as Means


def serve(stream, loaded_before, safe_path):
    close_input()
    channel = Channel(stream)
    start = channel.receive()
    try:
        tracing = Tracing(start)
    except places.Unknown as problem:
        refuse(channel, "unknown", str(problem))
    try:
        prepared = target.KINDS[start["kind"]](start["target"])
    except Exception as problem:
        refuse(channel, "failed", f"{type(problem).__name__}: {problem}")
    namespace = prepared.install(runners.arguments(start["kind"], start["target"], start["arguments"]), safe_path)
    unittest_results = runners.UnittestResults()
    target.release_shadowed(loaded_before)
    unittest_results.install()
    run = Run(channel, tracing, unittest_results)
    run.install()
    raise outcome(run.means.prepared(prepared.code), namespace)


def outcome(code, namespace):
    """Runs the program; returns the exception by which the interpreter then ends."""
    try:
        exec(code, namespace)
        return SystemExit()
    except SystemExit as end:
        return SystemExit(end.code)
    except BaseException as problem:
        # The first frame of the traceback is the driver's.
        problem.__traceback__ = problem.__traceback__.tb_next
        sys.excepthook(type(problem), problem, problem.__traceback__)
        return SystemExit(1)


def close_input():
    # Nobody answers a program that asks: it shall read an end of file at once, not wait.
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def refuse(channel, status, problem):
    channel.send({"status": status, "problem": problem})
    channel.close()
    os._exit(2)


class Run:
    def __init__(self, channel, tracing, unittest_results):
        self._channel = channel
        self._unittest_results = unittest_results
        self._tracing = tracing
        self._reported = allocate_lock()
        self._exit = os._exit
        self.means = Means(tracing)

    def install(self):
        os.register_at_fork(after_in_child=self._forked)
        os._exit = self._exit_at_once
        signal(SIGINT, self._interrupted)
        # The first to be registered is the last to be called: threads and exit handlers are the program's, too.
        atexit.register(self.report, "ended")
        self.means.start()

    def report(self, status):
        if not self._reported.acquire(blocking=False):
            return
        self.means.stop()
        self._tracing.finish()
        self._channel.send({"status": status, "tests": runners.results(self._unittest_results), **self._tracing.described()})
        self._channel.close()

    def _exit_at_once(self, status):
        self.report("ended")
        self._exit(status)

    def _interrupted(self, number, frame):
        self.report("interrupted")
        self._exit(130)

    def _forked(self):
        # The channel and what was seen belong to the parent.
        self._reported.acquire(blocking=False)
        self.means.stop()
        self._channel.close()
        os._exit = self._exit
