"""Which invocations of a function are recorded, and what is counted of the others."""

from tessera_driver import places

LONGEST_LINE = 120
MOST_COUNTED = 300
MOST_CALLERS = 20
MOST_RAISING = 3


def selector(text, files, request):
    """What one entry of a request asks for: `file:function`, `file:function#n`, `file:LINE` or the identity of a call."""
    place, below, parent = text.partition("<") if not text.endswith("<module>") else (text, "", "")
    if below:
        parent, line, ordinal = call_place(text, parent)
        return OneCall(text, find(place, text, files), selector(parent, files, request), line, ordinal)
    place, numbered, index = text.partition("#")
    if numbered:
        if not index.isdigit() or int(index) < 1:
            raise places.Unknown(f"'{text}' does not end in the number of an invocation, from 1.")
        return OneOfMany(text, find(place, text, files), int(index))
    function = find(text, text, files)
    if request["calls"] == "last":
        return Last(text, function, request["when"])
    if request["calls"] == "raising":
        return Raising(text, function, request["when"], MOST_RAISING)
    return First(text, function, request["when"], request["calls"])


def find(place, text, files):
    path, colon, what = place.rpartition(":")
    if not colon or not path or not what:
        raise places.Unknown(f"'{text}' is not of the form file.py:function or file.py:LINE.")
    return files.find(path, what)


def call_place(text, parent):
    place, _, position = parent.rpartition(":")
    line, _, ordinal = position.partition(".")
    if not place or not line.isdigit() or not ordinal.isdigit():
        raise places.Unknown(f"'{text}' is not the identity of a call, such as a.py:f<a.py:main#1:12.1.")
    return place, int(line), int(ordinal)


class Selector:
    """Counts all invocations of a function, and picks those to record."""

    is_satisfied = False
    parent = None

    def __init__(self, text, function):
        self.text = text
        self.function = function
        self.calls = self.returns = self.raises = 0
        self.callers = {}
        self.kept = []

    @property
    def is_done(self):
        """Whether nothing is learnt from further invocations."""
        return self.is_satisfied and self.calls >= MOST_COUNTED

    def enters(self, frame, active):
        """Counts an invocation; gives its identity when it is to be recorded."""
        self.calls += 1
        if self.calls <= MOST_COUNTED and len(self.callers) < MOST_CALLERS:
            self.callers[caller_of(frame.f_back)] = None
        return self.identity if not self.is_satisfied and self.wants(frame, active) else None

    @property
    def identity(self):
        return f"{self.function}#{self.calls}"

    def wants(self, frame, active):
        raise NotImplementedError

    def ends(self, invocation, frame, raised):
        self.kept.append(invocation)

    def described(self):
        return {
            "text": self.text, "function": str(self.function), "calls": self.calls, "isMore": self.is_done,
            "returns": self.returns, "raises": self.raises, "callers": list(self.callers),
            "frames": [self._with_source(invocation.described()) for invocation in sorted(self.kept, key=lambda kept: kept.number)],
        }

    def _with_source(self, frame):
        for step in frame["steps"]:
            step["source"] = places.line(self.function.file, step["line"])[:LONGEST_LINE]
        return frame


class OneOfMany(Selector):
    def __init__(self, text, function, index):
        super().__init__(text, function)
        self._index = index

    @property
    def is_satisfied(self):
        return self.calls > self._index

    def wants(self, frame, active):
        return self.calls == self._index


class OneCall(Selector):
    """The n-th call from one line of one invocation of another function."""

    def __init__(self, text, function, parent, line, ordinal):
        super().__init__(text, function)
        self.parent = parent
        self.is_satisfied = False
        self._place = (line, ordinal)
        self._met = 0

    @property
    def identity(self):
        return self.text

    def wants(self, frame, active):
        caller = places.function_frame(frame.f_back)
        if caller is None or caller.f_lineno != self._place[0] or self.parent.text not in identities(active.get(caller)):
            return False
        self._met += 1
        self.is_satisfied = self._met == self._place[1]
        return self.is_satisfied


class First(Selector):
    def __init__(self, text, function, when, count):
        super().__init__(text, function)
        self._when = when
        self._count = count
        self._open = 0

    @property
    def is_satisfied(self):
        return len(self.kept) + self._open >= self._count

    def wants(self, frame, active):
        wanted = self._when is None or self._when["at"] != "entry" or holds(self._when["expr"], frame)
        self._open += wanted
        return wanted

    def ends(self, invocation, frame, raised):
        self._open -= 1
        if self.fits(frame, raised):
            self.kept.append(invocation)

    def fits(self, frame, raised):
        return self._when is None or self._when["at"] != "return" or holds(self._when["expr"], frame)


class Last(First):
    is_satisfied = False

    def __init__(self, text, function, when):
        super().__init__(text, function, when, 1)

    def ends(self, invocation, frame, raised):
        if self.fits(frame, raised):
            self.kept[:] = [invocation]


class Raising(First):
    @property
    def is_satisfied(self):
        return len(self.kept) >= self._count

    def fits(self, frame, raised):
        return raised and super().fits(frame, raised)


def identities(work):
    return [invocation.identity for _, invocation in work or []]


def caller_of(frame):
    frame = places.function_frame(frame)
    if frame is None:
        return "(a thread's start)"
    code = frame.f_code
    return f"{places.shown(places.real(code.co_filename))}:{getattr(code, 'co_qualname', code.co_name)}:{frame.f_lineno}"


def holds(expression, frame):
    try:
        return bool(eval(expression, frame.f_globals, frame.f_locals))
    except Exception:
        return False
