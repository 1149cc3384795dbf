"""Notices files that have changed on the disk since the program took them in."""

import os
import sys

from tessera_driver import sources


class Watch:
    def __init__(self):
        self._stamps = {}
        self._told = set()
        self._modules = 0
        self.loaded = set()

    def take_in(self, breakpoints):
        """Notes what the program has loaded since the last time; gives the project's files among it."""
        for breakpoint in breakpoints:
            if breakpoint.file not in self._stamps:
                self._stamps[breakpoint.file] = stamp(breakpoint.file)
        if len(sys.modules) == self._modules:
            return []
        self._modules = len(sys.modules)
        found = []
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if isinstance(file, str) and file not in self._told:
                self._told.add(file)
                path = sources.real(file)
                if path.startswith(sources.START + os.sep):
                    found.append(path)
                    self._stamps[path] = stamp(path)
        self.loaded.update(found)
        return found

    def changes(self):
        """The files that are not what they were, which are then taken as they are."""
        found = []
        for path, before in list(self._stamps.items()):
            now = stamp(path)
            if now != before:
                self._stamps[path] = now
                found.append({"file": path, "loaded": path in self.loaded})
        return found


def stamp(path):
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
