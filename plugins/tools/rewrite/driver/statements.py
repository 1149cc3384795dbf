"""Compiles only what an edit touched.

To compile a whole file is most of what an edit of it costs. A file that compiles is held as parts,
each of which compiles alone and ends with a line: then all of them together compile, for every
part begins and ends outside all brackets and blocks. An edit is told from the part that it touched,
where that compiles alone, too. Where it does not, it may yet belong to its neighbours; and some
things cannot be told from a part: the encoding of the file, future statements, and names that are
declared global outside functions. Then the whole file has to be compiled.
"""

import ast
from bisect import bisect_left, bisect_right


class CompiledFile:
    """A file that compiles, and the offsets at which its parts begin."""

    def __init__(self, source, starts):
        self.source = source
        self.starts = starts

    @classmethod
    def of(cls, source):
        """The file, which compiles; None where a part of it would not tell."""
        starts = None if names_its_encoding(source) or b"__future__" in source else beginnings(source)
        return cls(source, [0, *starts[1:]]) if starts else None

    def edited(self, source):
        """The file after an edit that leaves it valid; None where that cannot be told from the part that was edited."""
        if names_its_encoding(source):
            return None
        before = common_length(self.source, source)
        after = common_length(self.source[before:], source[before:], from_end=True)
        first = bisect_right(self.starts, before) - 1
        following = bisect_left(self.starts, len(self.source) - after)
        start = self.starts[first]
        end = self.starts[following] if following < len(self.starts) else len(self.source)
        moved = len(source) - len(self.source)
        part = source[start : end + moved]
        if 2 * len(part) > len(source) or speaks_of_the_whole(part) or (end < len(self.source) and not begins_a_line(part, len(part))):
            return None
        try:
            compile(part.decode(), "<edited>", "exec", dont_inherit=True)
            inside = beginnings(part)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            return None
        starts = [*self.starts[: first + 1], *(start + offset for offset in inside[1:]), *(offset + moved for offset in self.starts[following:])]
        return CompiledFile(source, starts)


def names_its_encoding(source):
    return source.startswith(b"\xef\xbb\xbf") or b"coding" in b"\n".join(source.split(b"\n", 2)[:2])


def speaks_of_the_whole(part):
    return b"global" in part or b"__future__" in part


def begins_a_line(source, offset):
    """A line that no backslash joins to the one before."""
    before = source[max(offset - 3, 0) : offset]
    return offset == 0 or (before.endswith(b"\n") and not before.endswith((b"\\\n", b"\\\r\n")))


def beginnings(source):
    """The offsets of statements at the top level; None where one of them declares names of the file global."""
    statements = ast.parse(source).body
    if b"global" in source and any(map(declares_global, statements)):
        return None
    lines = source.splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    found = []
    for statement in statements:
        decorators = getattr(statement, "decorator_list", ())
        offset = offsets[(decorators[0] if decorators else statement).lineno - 1]
        # A decorator's brackets, a line that goes on after a backslash, a second statement of a line: these begin inside a part.
        begins = source.startswith(b"@", offset) if decorators else statement.col_offset == 0
        if begins and begins_a_line(source, offset) and (not found or found[-1] < offset):
            found.append(offset)
    return found


def declares_global(statement):
    if isinstance(statement, ast.Global):
        return True
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    blocks = (getattr(statement, name, ()) for name in ("body", "orelse", "finalbody", "handlers", "cases"))
    return any(declares_global(inner) for block in blocks for inner in block)


def common_length(first, second, from_end=False):
    """How many bytes two sources have in common at their beginning, or at their end."""
    same, most = 0, min(len(first), len(second))
    while same < most:
        middle = (same + most + 1) // 2
        if from_end:
            equal = first[len(first) - middle : len(first) - same] == second[len(second) - middle : len(second) - same]
        else:
            equal = first[same:middle] == second[same:middle]
        same, most = (middle, most) if equal else (same, middle - 1)
    return same
