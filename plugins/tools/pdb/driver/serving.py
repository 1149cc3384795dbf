"""The life of one debugged program: prepared, run to its end, its end reported."""

import dis
import os
import pdb
import sys
import traceback
import types

from tessera_driver import breakpoints, target
from tessera_driver.channel import Channel
from tessera_driver.debugger import Debugger, summary
from tessera_driver.interrupts import Interrupts, is_own


def serve(stream, loaded_before, safe_path):
    channel = Channel(stream)
    start = channel.receive()
    debugger = Debugger(channel, start["outputLimit"])
    try:
        prepared = target.KINDS[start["kind"]](start["target"])
    except Exception as problem:
        refuse(debugger, problem)
        channel.close()
        sys.exit(1)
    debugger.notes += breakpoints.restore(debugger, start["breakpoints"])
    namespace = prepared.install(start["arguments"], safe_path)
    target.release_shadowed(loaded_before)
    interrupts = Interrupts(debugger)
    os.register_at_fork(after_in_child=lambda: leave_alone(channel, interrupts))
    sys.breakpointhook = pdb.set_trace = debugger.breakpoint_called
    interrupts.install()
    debugger.threads.install()
    end = run(debugger, prepared.code, namespace)
    interrupts.uninstall()
    # Its process goes on to its end as always: exit handlers, other threads.
    debugger.report(reason="exited")
    channel.close()
    raise end


def run(debugger, code, namespace):
    """Runs the program; returns the exception by which the interpreter then ends."""
    try:
        debugger.run(code, namespace, namespace)
        return SystemExit()
    except SystemExit as end:
        return SystemExit(end.code)
    except BaseException as problem:
        trace = without_driver(problem.__traceback__)
        problem.__traceback__ = trace
        debugger.message("".join(traceback.format_exception(type(problem), problem, trace)).rstrip())
        shown = problem if sys.version_info >= (3, 13) else trace
        debugger.interaction(None, shown, "post-mortem", exception=summary(type(problem), problem))
        sys.excepthook(type(problem), problem, trace)
        return SystemExit(1)


def without_driver(trace):
    while trace.tb_next is not None and is_own(trace.tb_frame):
        trace = trace.tb_next
    return trace if sys.version_info >= (3, 10) else with_true_lines(trace)


def with_true_lines(trace):
    """Before Python 3.10, a frame that was once traced keeps the line at which tracing ended."""
    following = with_true_lines(trace.tb_next) if trace.tb_next is not None else None
    starts = dis.findlinestarts(trace.tb_frame.f_code)
    lines = [line for offset, line in starts if offset <= trace.tb_lasti]
    return types.TracebackType(following, trace.tb_frame, trace.tb_lasti, lines[-1] if lines else trace.tb_lineno)


def refuse(debugger, problem):
    """Says why the program cannot be started, with the place when the problem is in a file."""
    debugger.message("".join(traceback.format_exception_only(type(problem), problem)).rstrip())
    place = {"file": problem.filename, "line": problem.lineno} if isinstance(problem, SyntaxError) else {}
    debugger.report(reason="failed", exception=summary(type(problem), problem), **place)


def leave_alone(channel, interrupts):
    """In a forked child: the channel and the debugger belong to the parent."""
    sys.settrace(None)
    channel.close()
    interrupts.uninstall()
