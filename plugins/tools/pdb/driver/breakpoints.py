"""Breakpoints as data, which the host keeps while programs come and go, and what is looked up when code runs."""

from tessera_driver import sources


class Breakpoint:
    def __init__(self, number, file, line, condition=None, temporary=False, enabled=True, ignore=0, hits=0, function=None, commands=(), names=None):
        self.number = number
        self.file = file
        self.line = line
        self.condition = condition
        self.temporary = temporary
        self.enabled = enabled
        self.ignore = ignore
        self.hits = hits
        self.function = function
        self.commands = list(commands)
        # The functions whose code holds the line; None while nobody has looked.
        self.names = names

    def __str__(self):
        return f"{sources.shown(self.file)}:{self.line}"

    def described(self):
        return {
            "number": self.number, "file": self.file, "line": self.line, "condition": self.condition,
            "temporary": self.temporary, "enabled": self.enabled, "ignore": self.ignore, "hits": self.hits,
            "function": self.function, "commands": self.commands, "names": self.names,
        }


class Breakpoints:
    """One breakpoint a line."""

    def __init__(self):
        self.by_number = {}
        self.highest = 0
        # What tracing looks at: the enabled ones by the file names that code carries, and the names of the functions around them.
        self.armed = {}
        self.names = set()
        self._raw = {}
        self._changed = []

    def __iter__(self):
        return iter(self.by_number.values())

    def __bool__(self):
        return any(breakpoint.enabled for breakpoint in self)

    def when_changed(self, action):
        self._changed.append(action)

    def at(self, file, line):
        return next((item for item in self if item.line == line and item.file == file), None)

    def add(self, breakpoint):
        self.by_number[breakpoint.number] = breakpoint
        self.highest = max(self.highest, breakpoint.number)

    def remove(self, breakpoint):
        self.by_number.pop(breakpoint.number, None)

    def arm(self):
        """Takes changes into force."""
        self.armed, self._raw = {}, {}
        self.names.clear()
        for breakpoint in self:
            if breakpoint.enabled:
                self.armed.setdefault(breakpoint.file, {})[breakpoint.line] = breakpoint
                self.names.update(breakpoint.names if breakpoint.names is not None else names_at(breakpoint))
        for action in self._changed:
            action()

    def of(self, filename):
        """The enabled breakpoints of a file by line, the file named as its code names it; None where there are none."""
        try:
            return self._raw[filename]
        except KeyError:
            found = self._raw[filename] = self.armed.get(sources.real(filename))
            return found

    def hit(self, breakpoint, frame):
        """Counts a passage; says whether to stop, and what is wrong with the condition where it cannot be evaluated."""
        if not breakpoint.enabled:
            return False, None
        breakpoint.hits += 1
        problem = None
        if breakpoint.condition:
            try:
                if not eval(breakpoint.condition, frame.f_globals, frame.f_locals):
                    return False, None
            except (Exception, KeyboardInterrupt) as raised:
                return True, f"The condition of breakpoint {breakpoint.number} failed: {type(raised).__name__}: {raised}"
        if breakpoint.ignore > 0:
            breakpoint.ignore -= 1
            return False, None
        return True, problem

    def described(self):
        return [self.by_number[number].described() for number in sorted(self.by_number)]

    def restore(self, saved):
        """Takes breakpoints over under their old numbers; returns sentences about those that are not what they were."""
        notes, before = [], dict(self.by_number)
        self.by_number.clear()
        for item in saved:
            breakpoint = before.get(item["number"])
            if breakpoint is None or (breakpoint.file, breakpoint.line) != (item["file"], item["line"]):
                breakpoint = Breakpoint(**item)
            else:
                # The same one, for whoever stands at it.
                breakpoint.__dict__.update(item)
            self.add(breakpoint)
            if breakpoint.names is None and not self._find(breakpoint, notes):
                self.remove(breakpoint)
        self.arm()
        return notes

    @staticmethod
    def _find(breakpoint, notes):
        """Looks a line up that may have changed since."""
        known = sources.Map(breakpoint.file)
        if breakpoint.line > len(known.text) or (breakpoint.line == len(known.text) and not known.text[-1]):
            notes.append(f"Breakpoint {breakpoint.number} was removed: {breakpoint} does not exist any more.")
            return False
        if known.problem is None:
            if breakpoint.line in known.functions:
                breakpoint.names = sorted(known.functions[breakpoint.line])
            else:
                notes.append(f"Breakpoint {breakpoint.number} will not stop: {breakpoint} now holds no code ({known.text[breakpoint.line - 1].strip() or 'blank'}).")
        return True


def names_at(breakpoint):
    return sources.Map(breakpoint.file).functions.get(breakpoint.line, ())
