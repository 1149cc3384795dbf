"""Python 3.11: puts a call at the beginning of lines into compiled code, which then tells of its own that it comes by."""

import dis
import opcode

EXTENDED = opcode.opmap["EXTENDED_ARG"]
CACHE, RESUME, POP, SEND, JUMP, RETURN_GENERATOR = (
    opcode.opmap[name] for name in ("CACHE", "RESUME", "POP_TOP", "SEND", "JUMP_FORWARD", "RETURN_GENERATOR"))
OPENING = {RESUME, RETURN_GENERATOR, opcode.opmap["MAKE_CELL"], opcode.opmap["COPY_FREE_VARS"]}
NOWHERE = (None, None, None, None)
# After these, control comes from elsewhere.
ENDING = {opcode.opmap[name] for name in ("RETURN_VALUE", "RAISE_VARARGS", "RERAISE", "JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT")}


def rewritten(code, lines, called):
    """The code with calls at lines, and so the functions in it; the code itself where it has none of the lines. What is called for a line is asked of `called`."""
    constants = tuple(rewritten(constant, lines, called) if hasattr(constant, "co_code") else constant for constant in code.co_consts)
    starts, heads = places_in(code, lines)
    if starts or heads:
        # Called as a constant, not by a name: names go when the interpreter ends, and some code has builtins of its own.
        return with_calls(code, starts, heads, constants, called)
    return code if constants == code.co_consts else code.replace(co_consts=constants)


def places_in(code, lines):
    """Where lines begin; and where loops come back into the middle of one, which begins it anew."""
    starts, heads = set(), set()
    known = list(instructions(code.co_code))
    line_at = [position[0] for position in code.co_positions()]
    sources = {}
    for offset, op, argument in known:
        goal = target(op, argument, offset)
        if goal is not None:
            sources.setdefault(goal, []).append(offset)
    handlers = {entry.target for entry in dis._parse_exception_table(code)}
    opened = before = previous = None
    for offset, op, argument in known:
        line = line_at[offset // 2]
        if op == CACHE:
            continue
        if op in OPENING and (op != RESUME or argument == 0) or op == POP and previous == RETURN_GENERATOR:
            # What opens a function stands in the line of its def; a body may begin there, too.
            opened, previous = line, op
            continue
        if line in lines:
            origins = [line_at[source // 2] for source in sources.get(offset, ())]
            goes_on = previous in ENDING and offset not in handlers and origins and all(origin == line for origin in origins)
            if line == opened or line != before and not goes_on:
                starts.add(offset)
            # An await that goes round is still the same one.
            if op != SEND and any(source >= offset for source in sources.get(offset, ())):
                heads.add(offset)
        opened, before, previous = None, line, op
    return starts, heads - starts


def with_calls(code, starts, heads, constants, called):
    positions = list(code.co_positions())
    lines = sorted({positions[offset // 2][0] for offset in starts | heads})
    calls = {line: calling(len(constants) + index) for index, line in enumerate(lines)}
    constants += tuple(called(line) for line in lines)
    items, places = [], []
    labels = {}
    for offset, op, argument in instructions(code.co_code):
        labels[offset] = len(items)
        if offset in starts or offset in heads:
            line = positions[offset // 2][0]
            if offset in heads:
                # Who comes from above has been told of already.
                items.append((JUMP, 0, ("over", offset)))
                places.append((line, line, None, None))
                labels[offset] += 1
            items += [(item[0], item[1], None) for item in calls[line]]
            # Of no line, so that the line itself begins behind them.
            places += [NOWHERE] * len(calls[line])
            labels["over", offset] = len(items)
        items.append((op, argument, target(op, argument, offset)))
        places.append(positions[offset // 2])
    labels[len(code.co_code)] = len(items)
    body, offsets = assembled(items, labels)
    return code.replace(
        co_code=body, co_consts=constants, co_stacksize=code.co_stacksize + 3,
        co_linetable=location_table(places, offsets, code.co_firstlineno),
        co_exceptiontable=exception_table(code, lambda offset: offsets[labels[offset]] // 2))


def calling(constant):
    """The instructions of a call of a constant as a statement, their caches with them."""
    found = []
    for step, argument in (("PUSH_NULL", 0), ("LOAD_CONST", constant), ("PRECALL", 0), ("CALL", 0), ("POP_TOP", 0)):
        op = opcode.opmap[step]
        found += [(op, argument)] + [(0, 0)] * opcode._inline_cache_entries[op]
    return found


def instructions(body):
    """Where each instruction begins, what it is, and its whole argument; caches are instructions, too."""
    argument, begin = 0, None
    for offset in range(0, len(body), 2):
        op = body[offset]
        argument |= body[offset + 1]
        begin = offset if begin is None else begin
        if op == EXTENDED:
            argument <<= 8
            continue
        yield (begin, op, argument) if begin == offset else (begin, op, Long(argument, offset))
        argument, begin = 0, None


class Long(int):
    """An argument of more than a byte, with where its instruction itself stands."""

    def __new__(cls, argument, offset):
        value = super().__new__(cls, argument)
        value.offset = offset
        return value


def target(op, argument, offset):
    if op not in opcode.hasjrel:
        return None
    at = getattr(argument, "offset", offset) + 2
    return at - argument * 2 if "BACKWARD" in opcode.opname[op] else at + argument * 2


def assembled(items, labels):
    """The bytes, and where each item begins; jumps are measured anew until none grows any more."""
    arguments = [int(argument) for _, argument, _ in items]
    while True:
        offsets, at = [], 0
        for argument in arguments:
            offsets.append(at)
            at += 2 * width(argument)
        offsets.append(at)
        grown = False
        for index, (op, _, goal) in enumerate(items):
            if goal is None:
                continue
            distance = abs(offsets[labels[goal]] - offsets[index + 1]) // 2
            grown |= width(distance) > width(arguments[index])
            # Never shorter than before, so that this ends.
            arguments[index] = Padded(distance, max(width(distance), width(arguments[index])))
        if not grown:
            break
    body = bytearray()
    for (op, _, _), argument in zip(items, arguments):
        for shift in range(width(argument) - 1, 0, -1):
            body += bytes((EXTENDED, argument >> 8 * shift & 255))
        body += bytes((op, argument & 255))
    return bytes(body), offsets


class Padded(int):
    """An argument that takes up more room than it needs."""

    def __new__(cls, argument, room):
        value = super().__new__(cls, argument)
        value.room = room
        return value


def width(argument):
    return getattr(argument, "room", None) or max(1, (int(argument).bit_length() + 7) // 8)


def location_table(places, offsets, first):
    table, line = bytearray(), first
    for place, begin, end in zip(places, offsets, offsets[1:]):
        units = (end - begin) // 2
        while units > 0:
            count = min(units, 8)
            units -= count
            line = location(table, place, count, line)
    return bytes(table)


def location(table, place, count, line):
    start, end, column, end_column = place
    if start is None:
        table.append(0x80 | 15 << 3 | count - 1)
        return line
    delta = start - line
    signed = delta << 1 if delta >= 0 else -delta << 1 | 1
    if end is None or column is None or end_column is None:
        table.append(0x80 | 13 << 3 | count - 1)
        variable(table, signed)
    else:
        table.append(0x80 | 14 << 3 | count - 1)
        for number in (signed, end - start, column + 1, end_column + 1):
            variable(table, number)
    return start


def variable(table, number):
    while number >= 64:
        table.append(64 | number & 63)
        number >>= 6
    table.append(number)


def exception_table(code, moved):
    table = bytearray()
    for entry in dis._parse_exception_table(code):
        start = moved(entry.start)
        for index, number in enumerate((start, moved(entry.end) - start, moved(entry.target), entry.depth << 1 | entry.lasti)):
            chunks = [number & 63]
            while number >= 64:
                number >>= 6
                chunks.append(number & 63 | 64)
            chunks.reverse()
            chunks[0] |= 128 if index == 0 else 0
            table += bytes(chunks)
    return bytes(table)
