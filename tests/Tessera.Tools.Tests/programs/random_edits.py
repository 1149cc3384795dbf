"""Edits Python files at random, and compares what is told from the edited part with what compiling the whole file says.

Usage: random_edits.py FOLDER-OF-THE-DRIVER SEED FILES
Prints how many edits there were, how many left the file valid, how many of these were told from the part, and how many wrongly.
"""

import glob
import os
import random
import sys
import warnings

sys.path.insert(0, sys.argv[1])
from statements import CompiledFile  # noqa: E402

warnings.simplefilter("ignore")
chance = random.Random(int(sys.argv[2]))

# What begins and ends in unusual places, belongs to its neighbours, or speaks about the whole file.
PIECES = [
    piece.encode("latin-1")
    for piece in (
        "(\na\n)\n", "@(\nd\n)\ndef f(): pass\n", "@d\n@e(\n1)\nclass A:\n  x=1\n", "x = 1\n\\\ny = 2\n",
        "if a:\n  b\nelif c:\n  d\nelse:\n  e\n", "try:\n  a\nexcept X:\n  b\nfinally:\n  c\n", "'''a\nb\n'''\n", "x = '''\ny = 1\n'''\n",
        "x = 1; y = 2\n", "def g():\n  global q\n  q = 1\n", "if a:\n  global q\n", "# c\n", "\n", "  # indented\n", "for i in x:\n  continue\n",
        "with a as b, \\\n c as d:\n  pass\n", "x: int = 3\n", "async def h():\n  await x\n", "\x0cx = 1\n", "f'''{\n x}'''\n", "x = [\n1,\n2]\n",
        "from __future__ import annotations\n", "import os\r\n", "x = 1\ry = 2\n", "q = 1\n", "del x\n", "\tif a: b\n", "return\n", "else:\n  e\n",
        "except X:\n  b\n", "\\\n", "x = \\\n", "   \\\n", "# coding: latin-1\n", "'\xe9'\n", "'\xc3\xa9'\n", "\xef\xbb\xbfx = 1\n", "nonlocal q\n", "global q\n",
    )
]
MARKS = [b"(", b")", b"'", b'"""', b":", b"\\", b" ", b"x", b"\n", b"#", b"\t", b"", b"@"]
LIBRARY = sorted(glob.glob(os.path.join(os.path.dirname(os.__file__), "*.py")))


def compiles(source):
    try:
        compile(source, "<edited>", "exec", dont_inherit=True)
        return True
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False


def written_file():
    while True:
        source = b"".join(chance.choice(PIECES) for _ in range(chance.randrange(3, 14)))
        if compiles(source):
            return source


def library_file():
    with open(chance.choice(LIBRARY), "rb") as file:
        source = file.read(20_000)
    while not compiles(source):
        source = source[: source.rfind(b"\n", 0, -1) + 1]
    return source


def with_changed_marks(text):
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(MARKS) + text[place + chance.randrange(3) :]


def edit(source):
    lines = source.splitlines(keepends=True)
    first = chance.randrange(len(lines) + 1)
    end = min(len(lines), first + chance.choice([0, 0, 1, 1, 1, 2, 5]))
    copied = chance.randrange(len(lines) + 1)
    old = lines[first:end]
    new = chance.choice([
        [],
        [chance.choice(PIECES) for _ in range(chance.randrange(1, 3))],
        lines[copied : copied + chance.randrange(4)],
        [with_changed_marks(b"".join(old))],
        [b"    " + line for line in old],
        [line.lstrip() for line in old],
        [b"x = 1\n"],
    ])
    return b"".join([*lines[:first], *new, *lines[end:]])


edits = valid = told = wrong = 0
for _ in range(int(sys.argv[3])):
    source = chance.choice([written_file, library_file])()
    last = CompiledFile.of(source)
    for _ in range(20):
        source = edit(source if last is None or chance.random() < 0.9 else last.source)
        after = last and last.edited(source)
        truth = compiles(source)
        edits += 1
        valid += truth
        told += after is not None
        if after and not truth:
            wrong += 1
            print(f"From {last.source[:500]!r} to {source[:500]!r}", file=sys.stderr)
        last = after or (CompiledFile.of(source) if truth else last)
        source = source if truth or chance.random() < 0.3 else last.source if last else source
print(f"{edits} edits, {valid} valid, {told} told from the part, {wrong} wrong")
