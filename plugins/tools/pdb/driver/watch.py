"""Notices files that have changed on the disk since the program took them in."""

import os
import sys

from tessera_driver import sources


class Watch:
    def __init__(self):
        self._stamps = {}
        self._told = set()
        self._modules = 0
        self._noted = []
        self.loaded = set()

    def take_in(self, breakpoints):
        """Notes what the program has loaded since the last time; gives the project's files among it."""
        for breakpoint in breakpoints:
            if breakpoint.file not in self._stamps:
                self._stamps[breakpoint.file] = stamp(breakpoint.file)
        found, self._noted = self._noted, []
        if len(sys.modules) == self._modules:
            return found
        self._modules = len(sys.modules)
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if isinstance(file, str):
                self._note(file, found)
        return found

    def note(self, file):
        """Notes a file that is no module's, such as one whose import failed."""
        self._note(file, self._noted)

    def _note(self, file, found):
        if file in self._told:
            return
        self._told.add(file)
        path = sources.real(file)
        if path.startswith(sources.START + os.sep):
            found.append(path)
            self.loaded.add(path)
            self._stamps[path] = stamp(path)

    def changes(self):
        """The files that are not what they were, which are then taken as they are."""
        found = []
        for path, before in list(self._stamps.items()):
            now = stamp(path)
            if now != before:
                self._stamps[path] = now
                forget_compiled(path)
                found.append({"file": path, "loaded": path in self.loaded})
        return found


def stamp(path):
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def forget_compiled(path):
    """Removes what Python compiled of a file: it knows a change by its second and size alone, which two quick edits may share."""
    folder, name = os.path.split(path)
    cache, start = os.path.join(folder, "__pycache__"), os.path.splitext(name)[0] + "."
    try:
        for entry in os.listdir(cache):
            if entry.startswith(start) and entry.endswith(".pyc"):
                os.remove(os.path.join(cache, entry))
    except OSError:
        # There is none, or it is somebody else's.
        pass
