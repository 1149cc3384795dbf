"""Loads modules of the standard library while a project may have modules of the same names."""

import contextlib
import os
import sys

from tessera_driver.target import release_shadowed

STANDARD = os.path.dirname(os.__file__)


@contextlib.contextmanager
def standard_library():
    """Inside, imports find the standard library alone; afterwards, the program finds what it would have found without us."""
    path, hidden = list(sys.path), {}
    for name, module in list(sys.modules.items()):
        if name != "__main__" and is_foreign(name, module):
            hidden[name] = sys.modules.pop(name)
    before = set(sys.modules)
    sys.path[:] = [folder for folder in path if folder.startswith(STANDARD) or folder.endswith(".zip")]
    try:
        yield
    finally:
        sys.path[:] = path
        release_shadowed(before)
        sys.modules.update(hidden)


def is_foreign(name, module):
    """Whether a module has the name of one of the standard library's without being it."""
    top = name.partition(".")[0]
    file = getattr(module, "__file__", None)
    if not isinstance(file, str) or file.startswith(STANDARD):
        return False
    return os.path.exists(os.path.join(STANDARD, top + ".py")) or os.path.exists(os.path.join(STANDARD, top))
