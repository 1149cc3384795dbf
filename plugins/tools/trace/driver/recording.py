"""One invocation of a function, as it is shown: arguments, what each line changed, calls, and how it ended."""

from tessera_driver import values

MOST_STEPS = 300
MOST_CALLS = 20
MOST_FOLDED_CALLS = 3
MOST_TURNS = 300


class Settings:
    def __init__(self, request):
        self.loop = request["loop"]
        self.watch = set(request["watch"])
        self.callees = request["callees"]
        self.short = values.Shown(request["valueLimit"])
        self.long = values.Shown(3 * request["valueLimit"])

    def shown(self, name, value):
        return (self.long if name in self.watch else self.short)(value)


class Invocation:
    def __init__(self, identity, number, caller, frame, settings):
        self.identity = identity
        self.number = number
        self._settings = settings
        self._seen = self._snapshot(frame)
        self._counts = {}
        self._ordinals = {}
        # The line at which folding began, and those that add nothing while it lasts.
        self._fold = None
        self.quiet = set()
        self._current = None
        self._left_out = 0
        self._steps = []
        self._end = {}
        names = arguments_of(frame.f_code)
        self._head = {"id": identity, "caller": caller, "arguments": {name: self._seen[name] for name in names if name in self._seen}}

    def line(self, frame, line, bound=None):
        if line == self._fold:
            self._current["folded"] += 1
            return
        count = self._counts[line] = self._counts.get(line, 0) + 1
        if count <= self._settings.loop:
            self._leave_fold()
            self._settle(frame, bound)
            self._add({"line": line})
        elif self._fold is None:
            self._settle(frame, bound)
            self._add({"line": line, "folded": 1})
            # Where no step is shown any more, nothing is counted either.
            self._fold = line if self._current is not None else None
        else:
            self.quiet.add(line)

    @property
    def is_tired(self):
        """Whether the loop at work has turned so often that further turns tell nothing, or too much has been left out to tell of more."""
        return (self._fold is not None and self._current["folded"] >= MOST_TURNS) or self._left_out >= MOST_TURNS

    def called(self, name, line):
        """Notes a call that a line makes; the identity leads to a trace of just that invocation."""
        if self._current is None:
            return
        ordinal = self.ordinal(name, line)
        if len(self._current.get("calls", ())) >= (MOST_CALLS if self._fold is None else MOST_FOLDED_CALLS):
            return
        self._current.setdefault("calls", []).append(f"{name}<{self.identity}:{line}.{ordinal}")

    def ordinal(self, name, line):
        place = (name, line)
        self._ordinals[place] = self._ordinals.get(place, 0) + 1
        return self._ordinals[place]

    def yielded(self, frame, value):
        self._settle(frame)
        if self._current is not None and self._fold is None:
            self._current["yielded"] = self._settings.short(value)

    def evaluated(self, expression, text):
        if self._current is not None:
            self._current.setdefault("evaluated", {})[expression] = text

    def returned(self, frame, value):
        self._settle(frame)
        self._end = {"returned": self._settings.long(value)}

    def raised(self, frame, problem):
        self._settle(frame)
        self._end = {"raised": values.exception(problem), "at": values.line_of(problem, frame)}

    def stopped(self, frame):
        """The run ended while the function was at work."""
        self._settle(frame)
        self._end = {"unfinished": frame.f_lineno}

    def described(self):
        left_out = {"leftOut": self._left_out} if self._left_out else {}
        return {**self._head, "steps": self._steps, **left_out, **self._end}

    def _leave_fold(self):
        self._fold = None
        self.quiet.clear()

    def _add(self, step):
        if len(self._steps) < MOST_STEPS:
            self._steps.append(step)
            self._current = step
        else:
            self._left_out += 1
            self._current = None

    def _settle(self, frame, bound=None):
        """Credits the line that has run with what is new or different since, but not with a name that the next one has bound already."""
        now = self._snapshot(frame)
        if bound in now and bound not in self._seen:
            del now[bound]
        if self._current is not None:
            changes = {name: text for name, text in now.items() if self._seen.get(name) != text}
            if changes:
                self._current.setdefault("values", {}).update(changes)
            new = [name for name in changes if name not in self._seen]
            if new:
                self._current.setdefault("new", []).extend(new)
        self._seen = now

    def _snapshot(self, frame):
        # What a module is given, and what pytest adds to a test, says nothing of the program.
        hidden = ("__", "@") if frame.f_code.co_name == "<module>" else "@"
        return {name: self._settings.shown(name, value) for name, value in list(frame.f_locals.items()) if not name.startswith(hidden)}


def arguments_of(code):
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    return code.co_varnames[:count]
