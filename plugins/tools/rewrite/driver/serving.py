"""Compiles what it is sent, and runs none of it."""

import warnings

from tessera_driver.channel import Channel


def serve(stream, loaded_before, safe_path):
    channel = Channel(stream)
    warnings.simplefilter("ignore")
    while (source := channel.receive_bytes()) is not None:
        channel.send({"problem": problem_of(source)})


def problem_of(source):
    try:
        compile(source, "<edited>", "exec", dont_inherit=True)
    except SyntaxError as problem:
        return {"message": f"{type(problem).__name__}: {problem.msg}", "line": problem.lineno}
    except (ValueError, RecursionError, MemoryError, OverflowError) as problem:
        return {"message": f"{type(problem).__name__}: {problem}", "line": None}
    return None
