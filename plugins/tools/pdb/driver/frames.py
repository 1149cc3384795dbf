"""The program's frames, apart from the driver's."""

import sys

GENERATORS = 0x20 | 0x80 | 0x200  # CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR
SUSPENDING = set()


def is_own(frame):
    return frame.f_code.co_filename.startswith(("<tessera_driver", "<frozen importlib"))


def untraced(action):
    """Keeps a walk through the program out of what the driver does in its midst."""
    def run(*arguments):
        trace = sys.gettrace()
        sys.settrace(None)
        try:
            return action(*arguments)
        finally:
            sys.settrace(trace)

    return run


def caller_of(frame):
    """The program's frame that called another one, an import's machinery left out; None for its first."""
    frame = frame.f_back
    while frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return None if frame is None or is_own(frame) else frame


def is_generator(frame):
    return frame.f_code.co_flags & GENERATORS


def is_suspending(frame):
    """Whether a frame that is being left will go on: a generator at its yield, a coroutine at its await."""
    if not is_generator(frame):
        return False
    if not SUSPENDING:
        import opcode
        SUSPENDING.update(opcode.opmap[name] for name in ("YIELD_VALUE", "YIELD_FROM") if name in opcode.opmap)
    code, at = frame.f_code.co_code, frame.f_lasti
    # Before Python 3.11, a frame that delegates stands before the instruction that it will repeat; from 3.13 on, behind its yield.
    near = at + 2 if sys.version_info < (3, 11) else at - 2
    return code[at] in SUSPENDING or (0 <= near < len(code) and code[near] in SUSPENDING)


def stack_of(frame, trace=None):
    """The program's frames with their lines, from the outermost to the given one and on along a traceback; the index of the given one."""
    if trace is not None and trace.tb_frame is frame:
        trace = trace.tb_next
    stack = []
    while frame is not None:
        stack.append((frame, frame.f_lineno))
        frame = frame.f_back
    stack.reverse()
    selected = len(stack) - 1
    while trace is not None:
        stack.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    if selected < 0:
        selected = len(stack) - 1
    first = 0
    while first < selected and (is_own(stack[first][0]) or is_own(stack[first + 1][0]) and first == 0):
        first += 1
    return stack[first:], selected - first


def is_first(frame):
    """Whether a frame is the program's first."""
    return frame.f_back is None or is_own(frame.f_back)


def mark(frame, trace, breakpoints=None):
    """Has the frames of a stack traced: all, or those in files with breakpoints."""
    while frame is not None:
        if not is_own(frame) and (breakpoints is None or breakpoints.of(frame.f_code.co_filename)):
            frame.f_trace = trace
        frame = frame.f_back
