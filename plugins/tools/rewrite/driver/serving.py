"""Compiles what it is sent, and runs none of it."""

import warnings

from tessera_driver.channel import Channel
from tessera_driver.statements import CompiledFile


def serve(stream, loaded_before, safe_path):
    channel = Channel(stream)
    warnings.simplefilter("ignore")
    last = None
    while (source := channel.receive_bytes()) is not None:
        edited = last and last.edited(source)
        problem = None if edited else problem_of(source)
        channel.send({"problem": problem})
        # Only now is a file cut for the next edit: nobody waits for that.
        last = edited or (last if problem else CompiledFile.of(source))


def problem_of(source):
    try:
        compile(source, "<edited>", "exec", dont_inherit=True)
    except SyntaxError as problem:
        return {"message": f"{type(problem).__name__}: {problem.msg}", "line": problem.lineno}
    except (ValueError, RecursionError, MemoryError, OverflowError) as problem:
        return {"message": f"{type(problem).__name__}: {problem}", "line": None}
    return None
