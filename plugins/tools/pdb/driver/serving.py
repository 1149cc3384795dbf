"""The life of one debugged program: prepared, run to its end, its end reported."""

import atexit
import os
import sys

from tessera_driver import children, hooks, interrupts, sources, target, threads
from tessera_driver.channel import Channel, decode
from tessera_driver.session import Session, summary
from tessera_driver.stepping import Again
from tessera_driver.watch import forget_compiled


def serve(stream, loaded_before, safe_path):
    channel = Channel(stream)
    start = channel.receive()
    session = Session(channel, start)
    for file in start.get("edited") or ():
        forget_compiled(file)
    try:
        prepared = target.KINDS[start["kind"]](start["target"])
    except Exception as problem:
        refuse(session, problem)
        channel.close()
        sys.exit(1)
    give_input(start.get("input"))
    session.notes += session.breakpoints.restore(start["breakpoints"])
    namespace = prepared.install(start["arguments"], safe_path)
    target.release_shadowed(loaded_before)
    install(session)
    session.children.install()
    # The first to be registered is the last to be called: threads and exit handlers are the program's, too.
    atexit.register(finish, session)
    raise outcome(session, prepared.code, namespace, session.stepping.walk_from_start)


def join(start, loaded_before, safe_path):
    """Has this process take part in the debugging of the one that started it."""
    start = decode(start)
    sources.START = start["folder"]
    session = Session(Channel(os.fdopen(start["channel"], "r+b", buffering=0)), start)
    session.breakpoints.restore(start["breakpoints"])
    install(session)
    session.children.join(start["shared"])
    try:
        prepared = target.KINDS[start["kind"]](start["target"])
    except Exception as problem:
        # As Python itself would end.
        sys.exit(f"{os.path.basename(sys.executable)}: {summary(problem)}")
    namespace = prepared.install(start["arguments"], safe_path)
    target.release_shadowed(loaded_before)
    raise outcome(session, prepared.code, namespace, session.stepping.run_from_start)


def install(session):
    hooks.install(session)
    interrupts.install(session)
    threads.install(session)
    session.children = children.Children(session)


def outcome(session, code, namespace, begin):
    """Runs the program; returns the exception by which the interpreter then ends."""
    try:
        ready = prepared(session, code)
        begin()
        while True:
            try:
                exec(ready, namespace)
                return SystemExit()
            except Again:
                ready = prepared(session, code)
                session.stepping.resume(None)
    except SystemExit as end:
        return SystemExit(end.code)
    except BaseException as problem:
        session.stepping.suspend()
        trace = without_driver(problem.__traceback__)
        problem.__traceback__ = trace
        post_mortem(session, problem, trace)
        sys.excepthook(type(problem), problem, trace)
        return SystemExit(1)
    finally:
        session.main_is_done = True
        session.stepping.go("run")
        session.stepping.resume(None)


def prepared(session, code):
    patching = session.stepping.patching
    return code if patching is None else patching.prepare(code)


def post_mortem(session, problem, trace):
    import traceback
    session.message("".join(traceback.format_exception(type(problem), problem, trace)).rstrip())
    if isinstance(problem, SyntaxError) and problem.filename:
        session.watch.note(problem.filename)
    inner = trace
    while inner is not None:
        session.watch.note(inner.tb_frame.f_code.co_filename)
        inner = inner.tb_next
    session.stop(None, "post-mortem", trace=trace, problem=problem)


def without_driver(trace):
    while trace.tb_next is not None and trace.tb_frame.f_code.co_filename.startswith("<tessera_driver"):
        trace = trace.tb_next
    return trace if sys.version_info >= (3, 10) else with_true_lines(trace)


def with_true_lines(trace):
    """Before Python 3.10, a frame that was once traced keeps the line at which tracing ended."""
    import dis
    import types
    following = with_true_lines(trace.tb_next) if trace.tb_next is not None else None
    lines = [line for offset, line in dis.findlinestarts(trace.tb_frame.f_code) if offset <= trace.tb_lasti]
    return types.TracebackType(following, trace.tb_frame, trace.tb_lasti, lines[-1] if lines else trace.tb_lineno)


def refuse(session, problem):
    """Says why the program cannot be started, with the place when the problem is in a file."""
    import traceback
    session.message("".join(traceback.format_exception_only(type(problem), problem)).rstrip())
    place = {"file": problem.filename, "line": problem.lineno} if isinstance(problem, SyntaxError) else {}
    session.report(reason="failed", exception=summary(problem), **place)


def give_input(text):
    """Nobody answers a program that asks: it reads what was given beforehand, then the end of file, and never waits."""
    if text:
        import tempfile
        with tempfile.TemporaryFile() as content:
            content.write(text.encode("utf-8", "surrogateescape"))
            content.seek(0)
            os.dup2(content.fileno(), 0)
        return
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def finish(session):
    session.stepping.leave()
    session.end()
